"""raw.incident_reports and raw.article_extractions: what each article says of each incident."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.articles import ARTICLES
from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.records import Article, IncidentReport
from dagster_project.resources import Extractor, Warehouse
from dagster_project.warehouse import insert_rows, read_rows, row_count, transaction, utc_now

BATCH_SIZE = 500  # articles per transaction: a killed run loses some seconds of work at most

_LARGEST = 2**31 - 1  # of the figures' columns

INCIDENT_REPORTS = raw_table(
    "incident_reports",
    "One row per article and incident: what this article says of this incident.",
    deps=[ARTICLES.key],
)
ARTICLE_EXTRACTIONS = raw_table(
    "article_extractions",
    "One row per article that an extractor has read, also when it found nothing.",
    deps=[ARTICLES.key],
)


@dg.multi_asset(specs=[INCIDENT_REPORTS, ARTICLE_EXTRACTIONS])
def extracted_reports(
    context: dg.AssetExecutionContext,
    warehouse: Warehouse,
    extractor: dg.ResourceParam[Extractor],
) -> Iterator[dg.MaterializeResult[Any]]:
    """One row per article and incident, and one per article read; only unread articles are read."""
    with warehouse.open() as connection:
        done = extract_unread(connection, extractor, context.log.debug)
        reports = preview(context, connection, "raw.incident_reports")
        extractions = preview(context, connection, "raw.article_extractions")
    context.log.info(
        f"{done.reports} reports; {done.read} articles read now"
        + (f", {done.failed} of them failed and are in quarantine" if done.failed else "")
    )
    yield dg.MaterializeResult(
        asset_key=INCIDENT_REPORTS.key,
        metadata={**row_counts(row_count=done.reports), **reports},
    )
    yield dg.MaterializeResult(
        asset_key=ARTICLE_EXTRACTIONS.key,
        metadata={
            **row_counts(row_count=done.extractions, read_now=done.read, failed=done.failed),
            **extractions,
        },
    )


@dataclass(frozen=True, slots=True)
class Extracted:
    """Rows after extraction, and how many articles were read now and failed now."""

    reports: int
    extractions: int
    read: int
    failed: int


def extract_unread(
    connection: duckdb.DuckDBPyConnection, extractor: Extractor, log: Callable[[str], None]
) -> Extracted:
    """Read every article that this version of the extractor has not read.

    An article's reports are replaced whole, one batch of articles per transaction. An article that
    the extractor fails on is listed in quarantine and tried again next time; the others go on. So
    is an article with a report in quarantine: the suite that accused it may have been mended.
    """
    unread = [
        row[0]
        for row in connection.execute(
            """
            select a.article_id
            from raw.articles as a
            left join raw.article_extractions as e
                on a.article_id = e.article_id
                and e.extractor = ? and e.extractor_version = ?
            where
                a.is_english
                and not a.is_superseded
                and (
                e.article_id is null
                or a.article_id in (
                    select split_part(row_id, '#', 1)
                    from raw.quarantined_rows
                    where table_name = 'raw.incident_reports'
                ))
            order by a.article_id
            """,
            [extractor.name, extractor.version],
        ).fetchall()
    ]
    failed = 0
    for start in range(0, len(unread), BATCH_SIZE):
        batch = unread[start : start + BATCH_SIZE]
        failed += _extract_batch(connection, extractor, batch)
        log(f"{start + len(batch)} of {len(unread)} articles read")
    _forget_missing_articles(connection)
    return Extracted(
        reports=row_count(connection, "raw.incident_reports"),
        extractions=row_count(connection, "raw.article_extractions"),
        read=len(unread),
        failed=failed,
    )


def _extract_batch(
    connection: duckdb.DuckDBPyConnection, extractor: Extractor, article_ids: list[str]
) -> int:
    reports: list[dict[str, Any]] = []
    extractions: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    now = utc_now()
    for article in _articles(connection, article_ids):
        try:
            found = [_storable(report) for report in extractor.extract(article)]
            countries = {*extractor.countries(article), *(r["country"] for r in found)}
        except OSError:  # its reference data are missing: no article can be read
            raise
        except Exception as error:  # whatever a text may provoke: one article, not the run
            failures.append(
                {
                    "table_name": "raw.incident_reports",
                    "row_id": article.article_id,
                    "reason": f"extraction failed: {type(error).__name__}: {error}",
                    "row_json": json.dumps({"article_id": article.article_id}),
                    "quarantined_at": now,
                }
            )
            continue
        reports += [{"report_id": f"{r['article_id']}#{r['report_no']}", **r} for r in found]
        extractions.append(
            {
                "article_id": article.article_id,
                "extractor": extractor.name,
                "extractor_version": extractor.version,
                "report_count": len(found),
                "country_codes": sorted(countries - {None}),
                "extracted_at": now,
            }
        )
    with transaction(connection):
        _keep_times(connection, extractions)
        connection.execute(
            "delete from raw.incident_reports where article_id in (select unnest(?))", [article_ids]
        )
        connection.execute(
            "delete from raw.article_extractions where article_id in (select unnest(?))",
            [article_ids],
        )
        # A report that is made again leaves quarantine when its suite lets it pass.
        connection.execute(
            "delete from raw.quarantined_rows where table_name = 'raw.incident_reports' "
            "and split_part(row_id, '#', 1) in (select unnest(?)) "
            "and row_id not in (select unnest(?::varchar[]))",
            [[e["article_id"] for e in extractions], [r["report_id"] for r in reports]],
        )
        insert_rows(connection, "raw.incident_reports", reports)
        insert_rows(connection, "raw.article_extractions", extractions)
        known = {
            row[0]
            for row in connection.execute(
                "select row_id from raw.quarantined_rows where table_name = 'raw.incident_reports'"
            ).fetchall()
        }
        insert_rows(
            connection,
            "raw.quarantined_rows",
            [failure for failure in failures if failure["row_id"] not in known],
        )
    return len(failures)


def _keep_times(connection: duckdb.DuckDBPyConnection, extractions: list[dict[str, Any]]) -> None:
    """An article read again by the same extractor keeps the time of its first reading."""
    known = {
        row["article_id"]: row
        for row in read_rows(
            connection,
            "select * from raw.article_extractions where article_id in (select unnest(?))",
            [[e["article_id"] for e in extractions]],
        )
    }
    for extraction in extractions:
        before = known.get(extraction["article_id"])
        if before is not None and all(
            before[name] == extraction[name] for name in ("extractor", "extractor_version")
        ):
            extraction["extracted_at"] = before["extracted_at"]


def _storable(report: IncidentReport) -> dict[str, Any]:
    """The report's fields. ValueError where a figure exceeds the column that is to hold it."""
    fields = report.to_dict()
    for part in (fields, *fields["groups"]):
        for name, value in part.items():
            if name.startswith(("killed_", "wounded_")) and value is not None and value > _LARGEST:
                raise ValueError(f"{name} is {value:,}: more people than a table can hold")
    return fields


def _articles(connection: duckdb.DuckDBPyConnection, article_ids: list[str]) -> Iterator[Article]:
    rows = read_rows(
        connection,
        """
        select
            article_id, text, title, strftime(published_at, '%Y-%m-%d') as published_at,
            source, url, language, external_id
        from raw.articles
        where article_id in (select unnest(?))
        order by article_id
        """,
        [article_ids],
    )
    for row in rows:
        yield Article(**row)


def _forget_missing_articles(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what was read of articles that are gone, gave way to a revision, or are not English."""
    with transaction(connection):
        for table in ("raw.incident_reports", "raw.article_extractions"):
            connection.execute(
                f"delete from {table} where article_id not in (select article_id "  # noqa: S608 - two constants
                "from raw.articles where is_english and not is_superseded)"
            )
