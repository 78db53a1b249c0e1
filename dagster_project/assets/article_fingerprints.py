"""raw.article_fingerprints: what the text of an article can be known by when reports are linked."""

from dataclasses import asdict
from typing import Any

import dagster as dg
import duckdb

from dagster_project.assets.articles import ARTICLES
from dagster_project.assets.incident_reports import INCIDENT_REPORTS
from dagster_project.assets.presentation import raw_table, row_counts
from dagster_project.assets.previews import preview
from dagster_project.linking.families import build_families
from dagster_project.linking.fingerprints import (
    FINGERPRINT_VERSION,
    find_ages,
    find_names,
    sketch,
)
from dagster_project.resources import Warehouse
from dagster_project.warehouse import insert_rows, row_count, transaction

BATCH_SIZE = 2_000  # articles per transaction: about two seconds of work

ARTICLE_FINGERPRINTS = raw_table(
    "article_fingerprints",
    "One row per article with a countable report: names and ages in it, a sketch of its words, "
    "and its family of near-duplicates.",
    deps=[ARTICLES.key, INCIDENT_REPORTS.key],
)


@dg.multi_asset(specs=[ARTICLE_FINGERPRINTS])
def fingerprinted_articles(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> dg.MaterializeResult[Any]:
    """One row per article with a countable report; only those without a fingerprint are read."""
    with warehouse.open() as connection:
        taken = take_fingerprints(connection)
        families = mark_families(connection)
        rows = row_count(connection, "raw.article_fingerprints")
        shown = preview(context, connection, "raw.article_fingerprints")
    context.log.info(f"{rows} texts that reports are from; {taken} read now")
    return dg.MaterializeResult(
        asset_key=ARTICLE_FINGERPRINTS.key,
        metadata={**row_counts(row_count=rows, taken_now=taken, families=families), **shown},
    )


def take_fingerprints(connection: duckdb.DuckDBPyConnection) -> int:
    """Take the fingerprints that are missing or of another version; returns their number."""
    with transaction(connection):
        connection.execute(
            """
            delete from raw.article_fingerprints
            where
                fingerprint_version <> ?
                or article_id not in (
                    select article_id from raw.incident_reports where kind = 'incident'
                )
            """,
            [FINGERPRINT_VERSION],
        )
    wanted = [
        row[0]
        for row in connection.execute(
            """
            select distinct r.article_id
            from raw.incident_reports as r
            anti join raw.article_fingerprints as f on r.article_id = f.article_id
            where r.kind = 'incident'
            order by r.article_id
            """
        ).fetchall()
    ]
    for start in range(0, len(wanted), BATCH_SIZE):
        batch = wanted[start : start + BATCH_SIZE]
        texts = connection.execute(
            "select article_id, text from raw.articles where article_id in (select unnest(?)) "
            "order by article_id",
            [batch],
        ).fetchall()
        with transaction(connection):
            insert_rows(
                connection,
                "raw.article_fingerprints",
                [_fingerprint(article_id, text) for article_id, text in texts],
            )
    return len(wanted)


def mark_families(connection: duckdb.DuckDBPyConnection) -> int:
    """Write which texts are near-duplicates of one another; returns the number of families.

    A new copy can connect two families, so all are looked at, and only what changed is written.
    """
    build_families(connection)
    with transaction(connection):
        connection.execute(
            """
            update raw.article_fingerprints as f
            set text_family = n.text_family
            from (
                select a.article_id, t.text_family
                from raw.article_fingerprints as a
                left join text_families as t on a.article_id = t.article_id
                where a.text_family is distinct from t.text_family
            ) as n
            where f.article_id = n.article_id
            """
        )
    [(families,)] = connection.execute(
        "select count(distinct text_family) from text_families"
    ).fetchall()
    return int(families)


def _fingerprint(article_id: str, text: str) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "names": [asdict(name) for name in find_names(text)],
        "ages": [asdict(age) for age in find_ages(text)],
        "sketch": list(sketch(text)),
        "fingerprint_version": FINGERPRINT_VERSION,
        "text_family": None,
    }
