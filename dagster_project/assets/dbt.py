"""staging and marts: the dbt project, built by dbt's own runner inside this process.

A subprocess per build costs 6 s more. dagster-dbt's translation of dbt's events is half private,
so dagster-dbt is pinned exactly and a test covers it.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from dagster_project.assets.presentation import OWNERS
from dagster_project.assets.previews import preview
from dagster_project.assets.quality import write_quality_page
from dagster_project.paths import WAREHOUSE_VARIABLE, DataDir
from dagster_project.quality.check_results import (
    DBT,
    newest_build_id,
    record_results,
    settle_results,
    stamp_results,
)
from dagster_project.quality.dbt_results import read_dbt_results
from dagster_project.quality.measures import settle_run
from dagster_project.resources import Warehouse
from dagster_project.warehouse import read_database, row_count, transaction

# The events that tell how something ended; of the other five thousand nobody reads one.
_TOLD = frozenset({"LogModelResult", "LogSeedResult", "LogTestResult", "NodeFinished"})
# What dbt made of a project, by its folder and digest, so that a process parses it once: dbt itself
# would parse again to build, and once more for another warehouse.
_manifests: dict[tuple[Path, str], Any] = {}


class DbtProjectError(RuntimeError):
    """The dbt project cannot be read."""


class LayerTranslator(DagsterDbtTranslator):
    """Names and groups dbt's nodes by the schema they are built in: staging, marts."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """``[schema, table]``, as the raw tables have it."""
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The schema."""
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """The same owner for all."""
        return OWNERS


def build_dbt_assets(project_dir: Path, data_dir: DataDir) -> dg.AssetsDefinition:
    """The assets of a dbt project; its manifest is made first when it is missing or out of date."""
    manifest_path = ensure_manifest(project_dir, data_dir)
    translator = LayerTranslator()  # one, since it remembers what it has translated

    @dbt_assets(manifest=manifest_path, dagster_dbt_translator=translator, name="dbt_build")
    def dbt_build(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[Any]:
        events, failures = run_dbt_build(project_dir, warehouse.files)
        _record_checks(warehouse, events, manifest_path, is_built=not failures)
        content = _content(context, warehouse.files)
        for event in events:
            for outcome in DbtCoreCliEventMessage(
                raw_event=event, event_history_metadata={}
            ).to_default_asset_events(
                manifest=manifest_path, dagster_dbt_translator=translator, context=context
            ):
                if isinstance(outcome, dg.Output):
                    key = context.asset_key_for_output(outcome.output_name)
                    yield outcome.with_metadata({**outcome.metadata, **content.get(key, {})})
                else:
                    yield outcome
        context.log.info(_summary(events))
        if failures:
            write_quality_page(warehouse, context.log.warning)
            raise dg.Failure(
                description="dbt: " + "\n".join(failures),
                metadata={"log": str(warehouse.files.logs / "dbt.log")},
                allow_retries=False,
            )

    return dbt_build


def _record_checks(
    warehouse: Warehouse, events: list[dict[str, Any]], manifest: Path, *, is_built: bool
) -> None:
    """Write down how dbt's checks ended; a run that was built is what the next is held against."""
    results = read_dbt_results(events, json.loads(manifest.read_bytes()))
    with warehouse.open() as connection:
        with transaction(connection):
            build_id = newest_build_id(connection)
            stamp_results(connection, build_id)
            record_results(connection, results, DBT, build_id=build_id)
        settle_results(connection)
        if is_built:
            settle_run(connection, build_id)


def _content(
    context: dg.AssetExecutionContext, files: DataDir
) -> dict[dg.AssetKey, dict[str, Any]]:
    """Of every table that dbt built its number of rows, and what is shown of the marts."""
    content: dict[dg.AssetKey, dict[str, Any]] = {}
    with read_database(files.warehouse) as connection:
        tables = connection.execute(
            "select table_schema, table_name, table_type = 'BASE TABLE' "
            "from information_schema.tables where table_schema in ('staging', 'marts')"
        ).fetchall()
        for schema, table, is_stored in tables:
            count = row_count(connection, f"{schema}.{table}")
            told = content[dg.AssetKey([schema, table])] = {
                "dagster/row_count": dg.MetadataValue.int(count)
            }
            # What stands in staging is seen better in raw or in the marts; and of a view, even a
            # few rows can take as long as all of them.
            if schema == "marts" and is_stored:
                told |= preview(context, connection, f"marts.{table}")
    return content


def ensure_manifest(project_dir: Path, data_dir: DataDir) -> Path:
    """Path of the manifest. Parses the dbt project when it is not the one the manifest is of.

    Raises DbtProjectError.
    """
    manifest = data_dir.dbt_target / "manifest.json"
    # By content: an installed file can be older than the manifest of the version before.
    parsed, digest = data_dir.dbt_target / "project.sha256", project_digest(project_dir)
    if not _is_whole(manifest) or not parsed.exists() or parsed.read_text() != digest:
        if (project_dir, digest) not in _manifests:
            # Whole: from what an older project left, dbt can take one unit test for two.
            result = _invoke(["parse", "--no-partial-parse"], project_dir, data_dir, [])
            if not result.success:
                raise DbtProjectError(
                    f"dbt cannot read {project_dir}: {_one_line(str(result.exception))}"
                )
            _manifests[project_dir, digest] = result.result
        _manifests[project_dir, digest].write(str(manifest))
        parsed.write_text(digest)
    return manifest


def _is_whole(manifest: Path) -> bool:
    """Whether the file is there and was written to its end: a run can be killed while it writes."""
    try:
        json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        return False
    return True


def run_dbt_build(project_dir: Path, data_dir: DataDir) -> tuple[list[dict[str, Any]], list[str]]:
    """Build and test everything. Returns dbt's events in order, and one line per failure."""
    events: list[dict[str, Any]] = []
    # The unit tests are of the rules, which are the same every night; they run with the other tests
    # of the project, and would take longer here than all models together.
    command = ["build", "--exclude-resource-type", "unit_test"]
    manifest = _manifests.get((project_dir, project_digest(project_dir)))
    result = _invoke(command, project_dir, data_dir, events, manifest)
    if result.success:
        return events, []
    outcomes = getattr(result.result, "results", None) or []
    failures = [
        f"{outcome.node.name} {outcome.status}: {_one_line(outcome.message)} "
        f"({outcome.node.original_file_path})"
        for outcome in outcomes
        if str(outcome.status) in ("error", "fail", "runtime error")
    ]
    if not failures and result.exception is None:
        return events, ["it was interrupted before it had an outcome"]
    return events, failures or [_one_line(str(result.exception))]


def generate_docs(project_dir: Path, data_dir: DataDir) -> None:
    """Let dbt write its docs template and the catalog of what is built, into ``dbt_target``.

    Nothing is compiled again: the manifest there is the one of the build. Raises DbtProjectError.
    """
    manifest = _manifests.get((project_dir, project_digest(project_dir)))
    result = _invoke(["docs", "generate", "--no-compile"], project_dir, data_dir, [], manifest)
    if not result.success:
        raise DbtProjectError(f"dbt makes no docs: {_one_line(str(result.exception))}")


def _invoke(
    command: list[str],
    project_dir: Path,
    data_dir: DataDir,
    events: list[dict[str, Any]],
    manifest: Any = None,
) -> Any:
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner
    from google.protobuf.json_format import MessageToDict

    os.environ[WAREHOUSE_VARIABLE] = str(data_dir.warehouse.resolve())
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"

    def keep(event: Any) -> None:
        if event.info.name in _TOLD:
            events.append(MessageToDict(event, preserving_proto_field_name=True))

    runner = dbtRunner(manifest=manifest, callbacks=[keep])
    try:
        return runner.invoke(
            [
                *command,
                "--project-dir", str(project_dir),
                "--profiles-dir", str(project_dir),
                "--target-path", str(data_dir.dbt_target.resolve()),
                "--log-path", str(data_dir.logs.resolve()),
                "--log-level", "none",
                "--log-level-file", "info",
                "--no-version-check",
            ]
        )  # fmt: skip
    finally:
        # It keeps the file open, and a second opener with other settings would fail.
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]


def project_digest(project_dir: Path) -> str:
    """SHA-256 of the names and contents of the project's files, but for what dbt itself writes."""
    digest = hashlib.sha256()
    for path in sorted(project_dir.rglob("*")):
        name = path.relative_to(project_dir)
        if path.is_file() and name.parts[0] not in ("target", "logs", "dbt_packages"):
            digest.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _summary(events: list[dict[str, Any]]) -> str:
    """For example "9 models, 4 seeds, 61 tests"."""
    names = [event["info"]["name"] for event in events]
    counts = {
        "models": names.count("LogModelResult"),
        "seeds": names.count("LogSeedResult"),
        "tests": names.count("LogTestResult"),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def _one_line(message: str | None) -> str:
    return " ".join((message or "no message").split())
