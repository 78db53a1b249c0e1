"""Says in the UI when the nightly run stopped, and when news did.

A run without a new article is a good run, so its assets are fresh by Dagster's own policy. That no
newsroom has been heard of for days is told by a check of its own, which stops nothing.
"""

from datetime import timedelta

import dagster as dg

from dagster_project.assets.articles import ARTICLES
from dagster_project.operating import Freshness
from dagster_project.resources import Warehouse
from dagster_project.warehouse import utc_now

NEWS_CHECK = "news_keeps_coming"
# What each run makes anew: where articles come in, and what readers open.
WATCHED = [
    ["raw", "articles"],
    ["raw", "incident_reports"],
    ["published", "casualties"],
]


def freshness_policy(freshness: Freshness) -> dg.FreshnessPolicy:
    """The asset is to be made anew within so many hours, whatever comes of it."""
    fail, warn = timedelta(hours=freshness.fail_hours), timedelta(hours=freshness.warn_hours)
    return dg.FreshnessPolicy.time_window(fail_window=fail, warn_window=warn)


def build_news_check(freshness: Freshness) -> dg.AssetChecksDefinition:
    """A check of raw.articles that warns when the newest one was loaded too long ago."""

    @dg.asset_check(
        asset=ARTICLES.key,
        name=NEWS_CHECK,
        description=f"A new article at least every {freshness.warn_hours:g} hours.",
    )
    def news_keeps_coming(warehouse: Warehouse) -> dg.AssetCheckResult:
        with warehouse.open() as connection:
            [(last, count)] = connection.execute(
                "select max(loaded_at), count(*) from raw.articles"
            ).fetchall()
        if last is None:
            return dg.AssetCheckResult(
                passed=False,
                severity=dg.AssetCheckSeverity.WARN,
                description="no article has been read yet",
            )
        hours = (utc_now() - last) / timedelta(hours=1)
        return dg.AssetCheckResult(
            passed=hours <= freshness.warn_hours,
            severity=dg.AssetCheckSeverity.WARN,
            description=f"the newest of {count:,} articles came {hours:.1f} hours ago",
            metadata={"hours_since_last_article": round(hours, 2)},
        )

    return news_keeps_coming
