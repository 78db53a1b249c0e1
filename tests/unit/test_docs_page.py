"""The docs page: dbt's own, with the project's data in it and nothing that is fetched."""

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dagster_project.paths import DataDir
from dagster_project.publishing import publish_docs
from dagster_project.publishing.docs_page import (
    CONTENT_POLICY,
    HARMLESS_ADDRESSES,
    DocsPageError,
    docs_page,
    external_addresses,
)

TEMPLATE = Path(str(files("dbt.task.docs") / "index.html"))
CATALOG: dict[str, Any] = {"metadata": {"generated_at": "2026-11-26T19:38:21Z"}, "nodes": {}}
MANIFEST: dict[str, Any] = {
    "metadata": {
        "project_name": "casualty_ledger",
        "generated_at": "2026-11-26T19:38:21Z",
        "invocation_id": "01e44a1a",
        "user_id": "somebody",
        "env": {"DBT_ENV_CUSTOM_ENV_SECRET": "word"},
    },
    "nodes": {
        "model.a": {
            "name": "a",
            "root_path": "/home/somebody/dbt",
            "compiled_path": "/home/somebody/data/a.sql",
            "created_at": 1.5,
            "description": "Ends a script: </script><!-- and a backslash \\1.",
        }
    },
}


@pytest.fixture(scope="module")
def template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")


def test_the_stock_page_has_an_address_that_it_would_fetch_from(template: str) -> None:
    assert "d1fc8wv8zag5ca.cloudfront.net" in external_addresses(template)


def test_the_page_names_no_address_that_is_fetched(template: str) -> None:
    page = docs_page(template, MANIFEST, CATALOG)
    assert external_addresses(page) <= HARMLESS_ADDRESSES
    assert "turn_on_tracking:function(){}," in page
    assert f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">' in page
    head = page.partition("<script")[0]
    assert "<link" not in head  # an icon of another folder
    assert "default-src 'none'" in head


def test_the_browser_asks_for_no_icon_whose_name_is_still_to_come(template: str) -> None:
    assert 'xlink:href="{{' in template
    assert 'xlink:href="{{' not in docs_page(template, MANIFEST, CATALOG)


@pytest.mark.parametrize(
    "added",
    [
        '<script src="https://cdn.example.org/a.js"></script>',
        '<img src="//pixel.example.org/a.gif">',
        "<link href='http://fonts.example.org'>",
    ],
)
def test_an_address_that_nobody_has_looked_at_stops_the_page(template: str, added: str) -> None:
    with pytest.raises(DocsPageError, match=r"example\.org"):
        docs_page(template + added, MANIFEST, CATALOG)


def test_a_template_of_another_dbt_is_told_of(template: str) -> None:
    with pytest.raises(DocsPageError, match="MANIFEST"):
        docs_page(template.replace("MANIFEST.JSON", "MANIFEST2.JSON"), MANIFEST, CATALOG)


def test_the_data_are_the_projects_without_machine_and_moment(template: str) -> None:
    page = docs_page(template, MANIFEST, CATALOG)
    start = page.index('{"metadata":{"dbt_schema_version"')
    data, _ = json.JSONDecoder().raw_decode(page, start)
    [node] = data["nodes"].values()
    assert node == {"name": "a", "description": MANIFEST["nodes"]["model.a"]["description"]}
    assert data["metadata"]["project_name"] == "casualty_ledger"
    for secret in ("somebody", "2026-11-26", "01e44a1a", "DBT_ENV_CUSTOM"):
        assert secret not in page


def test_a_page_that_fails_leaves_the_last_one(tmp_path: Path) -> None:
    data_dir = DataDir(tmp_path)
    data_dir.dbt_target.mkdir()
    shutil.copy(TEMPLATE, data_dir.dbt_target / "index.html")
    (data_dir.dbt_target / "manifest.json").write_text(json.dumps(MANIFEST))
    (data_dir.dbt_target / "catalog.json").write_text(json.dumps(CATALOG))
    first = publish_docs(data_dir).read_bytes()
    (data_dir.dbt_target / "manifest.json").write_text('{"metadata": ')
    with pytest.raises(ValueError, match="Expecting value"):
        publish_docs(data_dir)
    assert data_dir.published_docs.read_bytes() == first
    assert [path.name for path in data_dir.published_docs.parent.iterdir()] == ["index.html"]
