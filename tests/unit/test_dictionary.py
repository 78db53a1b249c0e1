"""Every table and column says what it means, once: read from dbt's manifest, so without a build.

A mart's contract makes dbt refuse a column that its YAML does not list. So a column without a text
cannot be published: the build stops at one that is not listed, and this test at one not described.
"""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dagster_project.assets.dbt import ensure_manifest
from dagster_project.paths import DBT_PROJECT_DIR, DataDir

PROJECT = "casualty_ledger"


def read_manifest(project: Path, folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(ensure_manifest(project, DataDir(folder)).read_bytes())
    return manifest


def described_by(column: dict[str, Any], blocks: dict[str, str]) -> tuple[list[str], str]:
    """The docs blocks that a column's description is made of, and its text."""
    text = column["description"].strip()
    if unrendered := re.fullmatch(r"{{ doc\('(\w+)'\) }}", text):
        key = f"doc.{PROJECT}.{unrendered[1]}"
        return [key], blocks.get(key, "")
    return column["doc_blocks"], text


def faults(manifest: dict[str, Any]) -> list[str]:
    """What an analyst or a maintainer would miss, one line each."""
    found = []
    blocks = {
        key: doc["block_contents"].strip()
        for key, doc in manifest["docs"].items()
        if doc["package_name"] == PROJECT and doc["name"] != "__overview__"
    }
    uses: Counter[str] = Counter()
    tables = [n for n in manifest["nodes"].values() if n["resource_type"] in ("model", "seed")]
    # The seeds that only the extractor reads: dbt knows them, and leaves their texts as written.
    seeds = [n for [n] in manifest["disabled"].values() if n["resource_type"] == "seed"]
    for table in [*tables, *seeds]:
        if "One row per " not in table["description"]:
            found.append(f"{table['name']} does not say what one row is")
        if not table["columns"]:
            found.append(f"{table['name']} lists no columns")
        for column in table["columns"].values():
            name = f"{table['name']}.{column['name']}"
            keys, text = described_by(column, blocks)
            uses.update(keys)
            if not text:
                found.append(f"{name} has no description")
            elif [blocks.get(key) for key in keys] != [text]:
                found.append(f"{name} is described beside the docs blocks")
            if table["schema"] == "marts" and not column["data_type"]:
                found.append(f"{name} has no type")
        if table["schema"] == "marts" and not table["config"]["contract"]["enforced"]:
            found.append(f"{table['name']} has no contract")
    found += [f"the block {key} is of no column" for key in blocks.keys() - uses.keys()]
    texts = Counter(blocks.values())
    found += [f"two blocks say {text!r}" for text, count in texts.items() if count > 1]
    for node in [*manifest["sources"].values(), *manifest["exposures"].values()]:
        if not node["description"].strip():
            found.append(f"{node['name']} has no description")
    published = manifest["exposures"][f"exposure.{PROJECT}.published_casualties"]
    marts = {t["unique_id"] for t in tables if t["schema"] == "marts"}
    found += [f"no exposure of {m}" for m in sorted(marts - set(published["depends_on"]["nodes"]))]
    tests = [n for n in manifest["nodes"].values() if n["resource_type"] == "test"]
    for test in tests:
        if test["config"]["severity"].lower() != "error" and "reason" not in test["config"]["meta"]:
            found.append(f"{test['name']} only warns, without a reason")
    return found


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the manifest of the real project."""
    folder = tmp_path_factory.mktemp("parsed")
    read_manifest(DBT_PROJECT_DIR, folder)
    return folder


def test_every_table_and_column_is_described_once(parsed: Path) -> None:
    assert faults(read_manifest(DBT_PROJECT_DIR, parsed)) == []


def test_what_is_not_described_is_found(parsed: Path, tmp_path: Path) -> None:
    project = tmp_path / "dbt"
    shutil.copytree(DBT_PROJECT_DIR, project, ignore=shutil.ignore_patterns("target", "logs"))

    def edit(file: str, old: str, new: str) -> None:
        text = (project / file).read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{file} has no {old}"
        (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    marts = "models/marts"
    edit(f"{marts}/fct_incidents.yml", """"{{ doc('month') }}\"""", '" "')
    edit(f"{marts}/dim_sources.yml", """"{{ doc('article_count') }}\"""", "How many articles.")
    edit(f"{marts}/dim_sources.yml", "One row per source.", "")
    edit(f"{marts}/dim_regions.yml", "  data_type: double", "")
    edit(
        f"{marts}/dim_actors.yml",
        "- accepted_values:",
        "- accepted_values:\n              config: {severity: warn}",
    )
    edit(
        f"{marts}/dim_regions.yml",
        "    columns:",
        "    config: {contract: {enforced: false}}\n    columns:",
    )
    edit(
        "models/columns.md",
        "{% docs url %}",
        "{% docs copied %}\n`killed` or `wounded`.\n{% enddocs %}\n{% docs url %}",
    )
    edit("models/exposures.yml", "      - ref('fct_casualties')\n", "")
    edit("seeds/seeds.yml", """"{{ doc('seed_alias_kind') }}\"""", '" "')
    shutil.copytree(parsed, tmp_path / "data")
    assert sorted(faults(read_manifest(project, tmp_path / "data"))) == [
        "accepted_values_dim_actors_actor_kind__state_force__armed_group__class__unknown "
        "only warns, without a reason",
        "country_aliases.alias_kind has no description",
        "dim_regions has no contract",
        "dim_regions.latitude has no type",
        "dim_sources does not say what one row is",
        "dim_sources.article_count is described beside the docs blocks",
        "fct_incidents.month has no description",
        f"no exposure of model.{PROJECT}.fct_casualties",
        f"the block doc.{PROJECT}.article_count is of no column",
        f"the block doc.{PROJECT}.copied is of no column",
        f"the block doc.{PROJECT}.seed_alias_kind is of no column",
        "two blocks say '`killed` or `wounded`.'",
    ]
