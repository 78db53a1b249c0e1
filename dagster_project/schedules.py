"""When the feeds are polled."""

import dagster as dg

from dagster_project.paths import DataDir
from dagster_project.settings import read_settings


def build_feed_schedule(job_name: str, files: DataDir) -> dg.ScheduleDefinition:
    """A schedule that polls the feeds every quarter of an hour, where there are any."""

    @dg.schedule(
        name="feed_schedule",
        job_name=job_name,
        cron_schedule="*/15 * * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Polls the feeds of settings.toml.",
    )
    def feed_schedule() -> dg.RunRequest | dg.SkipReason:
        if not read_settings(files.settings).feeds.urls:
            return dg.SkipReason(f"No feeds are configured in {files.settings}")
        return dg.RunRequest()

    return feed_schedule
