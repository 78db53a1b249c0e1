"""Assembles the Dagster project, and does nothing else."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from dagster_project.assets.article_fingerprints import fingerprinted_articles
from dagster_project.assets.articles import inbox_articles
from dagster_project.assets.builds import build_builds_asset
from dagster_project.assets.corrections import peoples_corrections
from dagster_project.assets.dbt import build_dbt_assets
from dagster_project.assets.docs import build_docs_asset
from dagster_project.assets.feed_fetches import FEED_FETCHES, fetched_feeds
from dagster_project.assets.incident_links import linked_incidents
from dagster_project.assets.incident_reports import extracted_reports
from dagster_project.assets.published import build_published_asset
from dagster_project.assets.quality import build_quality_asset
from dagster_project.assets.reference_events import loaded_references
from dagster_project.assets.run_measures import measured_run
from dagster_project.checks import expectation_checks
from dagster_project.freshness import WATCHED, build_news_check, freshness_policy
from dagster_project.paths import (
    DATA_DIR_VARIABLE,
    DBT_PROJECT_DIR,
    DEFAULT_DATA_DIR,
    EXPECTATIONS_DIR,
    DataDir,
)
from dagster_project.resources import DEFAULT_PROGRAMS, Inbox, Warehouse
from dagster_project.schedules import build_feed_schedule, build_nightly_schedule
from dagster_project.sensors import build_failure_sensor, build_inbox_sensor
from dagster_project.settings import read_settings

JOB_NAME = "casualty_ledger"
FETCH_JOB_NAME = "fetch_feeds"


def build_defs(
    data_dir: Path,
    dbt_project_dir: Path = DBT_PROJECT_DIR,
    expectations_dir: Path = EXPECTATIONS_DIR,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
    **resource_overrides: Any,
) -> dg.Definitions:
    """All assets, checks, jobs and what starts them, for one data directory.

    Everything runs in one process: parallel steps would fight for the warehouse's one write lock.
    Raises SettingsError where the settings are wrong, DbtProjectError where dbt's project is.
    """
    files = DataDir(data_dir)
    settings = read_settings(files.settings)
    dbt_build = build_dbt_assets(dbt_project_dir, files)
    published = build_published_asset(dbt_build)
    of_the_web = dg.AssetSelection.assets(FEED_FETCHES.key)
    definitions = dg.Definitions(
        assets=[
            fetched_feeds,
            inbox_articles,
            extracted_reports,
            measured_run,
            fingerprinted_articles,
            linked_incidents,
            peoples_corrections,
            loaded_references,
            build_builds_asset(dbt_project_dir),
            dbt_build,
            published,
            build_docs_asset(dbt_project_dir, published),
            build_quality_asset(published),
        ],
        asset_checks=[
            *expectation_checks(expectations_dir),
            build_news_check(settings.freshness),
        ],
        jobs=[
            dg.define_asset_job(
                JOB_NAME,
                selection=dg.AssetSelection.all() - of_the_web,
                description="Articles to published tables, the whole way.",
            ),
            dg.define_asset_job(
                FETCH_JOB_NAME,
                selection=of_the_web,
                description="Feeds, and the pages they announce, to files that are read later.",
            ),
        ],
        sensors=[
            build_inbox_sensor(JOB_NAME, files, settings.automation),
            build_failure_sensor(files, settings.alert),
        ],
        schedules=[
            build_nightly_schedule(JOB_NAME, settings.automation),
            build_feed_schedule(FETCH_JOB_NAME, files, settings.automation),
        ],
        resources={
            "inbox": Inbox(path=str(settings.inbox or data_dir / "inbox")),
            "warehouse": Warehouse(data_dir=str(data_dir)),
            **{
                name: resource_overrides.get(name) or default()
                for name, default in DEFAULT_PROGRAMS.items()
            },
            **resource_overrides,
        },
        executor=dg.in_process_executor,
        loggers=loggers,
    )
    policy = freshness_policy(settings.freshness)
    return definitions.map_resolved_asset_specs(
        func=lambda spec: dg.apply_freshness_policy(spec, policy),
        selection=dg.AssetSelection.assets(*map(dg.AssetKey, WATCHED)),
    )


@dg.definitions
def defs() -> dg.Definitions:
    """What `make ui` opens: the project's own data, unless the environment names other folders."""
    return build_defs(Path(os.environ.get(DATA_DIR_VARIABLE, DEFAULT_DATA_DIR)))
