"""When Dagster's daemon starts runs by the clock."""

import dagster as dg

from dagster_project.operating import Automation
from dagster_project.paths import DataDir
from dagster_project.settings import read_settings


def build_nightly_schedule(job_name: str, automation: Automation) -> dg.ScheduleDefinition:
    """A schedule that runs the default job every night, where the settings switch it on."""
    return dg.ScheduleDefinition(
        name="nightly_schedule",
        job_name=job_name,
        cron_schedule=automation.nightly_at,
        execution_timezone=automation.timezone,
        default_status=_status(automation.nightly),
        description="Runs the default job every night. On or off: [automation] of settings.toml.",
    )


def build_feed_schedule(
    job_name: str, files: DataDir, automation: Automation
) -> dg.ScheduleDefinition:
    """A schedule that polls the feeds, where there are any and the settings switch it on."""

    @dg.schedule(
        name="feed_schedule",
        job_name=job_name,
        cron_schedule=automation.feeds_at,
        execution_timezone=automation.timezone,
        default_status=_status(automation.feeds),
        description="Polls the feeds of settings.toml.",
    )
    def feed_schedule() -> dg.RunRequest | dg.SkipReason:
        if not read_settings(files.settings).feeds.urls:
            return dg.SkipReason(f"No feeds are configured in {files.settings}")
        return dg.RunRequest()

    return feed_schedule


def _status(is_on: bool) -> dg.DefaultScheduleStatus:
    return dg.DefaultScheduleStatus.RUNNING if is_on else dg.DefaultScheduleStatus.STOPPED
