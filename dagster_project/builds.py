"""raw.builds and raw.last_published_*: what a build is made of, and what was published before it.

What belongs here: a build's id, and the copy of the last other build's figures that it is held
against. What does not: the comparison itself (dbt's marts.published_changes).

The id is a fingerprint of all that goes in: texts, reports, links, corrections, other people's
events, and the versions of the code. The same id means the same figures, on any machine with the
same version of DuckDB, so a quoted figure can be made again; and a run that is killed and started
again ends in the same build. Incident ids go in, and with them the order in which articles came.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from dagster_project.warehouse import (
    attached,
    insert_rows,
    read_database,
    read_rows,
    transaction,
    utc_now,
)

# What of each raw table can move a published number. Times of loading cannot.
_INPUTS = {
    "articles": """
        select article_id, external_id, source, url, title, published_at, is_superseded, is_english
        from raw.articles
    """,
    "extractions": "select article_id, country_codes from raw.article_extractions",
    "families": "select article_id, text_family from raw.article_fingerprints",
    "reports": "select * from raw.incident_reports",
    "links": "select report_id, incident_id from raw.incident_links",
    "ids": "select * from raw.incident_ids",
    "id_changes": "select * from raw.incident_id_changes",
    "corrections": "select * from raw.corrections",
    "rejected_corrections": "select * from raw.rejected_corrections",
    "quarantined": "select table_name, row_id, reason from raw.quarantined_rows",
    "references": "select reference, release, signature from raw.reference_loads",
}

# What is kept of the last other build. Cells, what makes them up, and what corrections found.
_COPIED = {
    "raw.last_published_monthly": """
        select month, actor_id, role, country_code, admin1_code,
            killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high
        from published.marts.monthly_casualties_by_actor_region
    """,
    "raw.last_published_casualties": """
        select incident_id, 'inflicted' as role,
            coalesce(perpetrator_actor_id, 'unknown') as actor_id, month, region_id,
            killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high
        from published.marts.fct_incidents
        union all by name
        select c.incident_id, 'suffered' as role, c.actor_id, i.month, i.region_id,
            sum(c.killed_low)::bigint as killed_low, sum(c.killed_best)::bigint as killed_best,
            if(count(c.killed_high) = count(*), sum(c.killed_high), null)::bigint as killed_high,
            sum(c.wounded_low)::bigint as wounded_low,
            sum(c.wounded_best)::bigint as wounded_best,
            if(count(c.wounded_high) = count(*), sum(c.wounded_high), null)::bigint
                as wounded_high
        from published.marts.fct_casualties as c
        inner join published.marts.fct_incidents as i on c.incident_id = i.incident_id
        group by c.incident_id, c.actor_id, i.month, i.region_id
    """,
    "raw.last_published_reports": """
        select report_id, article_id, incident_id, is_counted, correction_ids, extractor_version,
            hash(kind, is_background, date_start, date_end, place, admin1_code, country, method,
                perpetrator, perpetrator_actor_id, killed_low, killed_best, killed_high,
                wounded_low, wounded_best, wounded_high, groups, published_at,
                source) as content_hash
        from published.marts.incident_reports
    """,
    "raw.last_published_targets": """
        select distinct target_id
        from published.marts.corrections_applied
        where outcome not in ('rejected', 'not_found')
    """,
}


@dataclass(frozen=True, slots=True)
class Versions:
    """Of the code that makes figures: what can move one without a new text."""

    package_version: str
    extractor_version: str
    fingerprint_version: str
    models_digest: str
    duckdb_version: str


@dataclass(frozen=True, slots=True)
class Build:
    """A build and the one that was published before it, if any."""

    build_id: str
    last_build_id: str | None
    is_new: bool


def record_build(
    connection: duckdb.DuckDBPyConnection, published: Path, versions: Versions
) -> Build:
    """Write down the build that the raw tables lead to, and what was published before it.

    ``published`` is the file of the last build; it need not be there. Of a build that is made again
    nothing changes, except that it is the newest once more.
    """
    build_id = _build_id(connection, versions)
    known = {
        row["build_id"]: row
        for row in read_rows(connection, "select * from raw.builds order by built_at, build_id")
    }
    last_id = published_build_id(published)
    never_published = _never_published(list(known), build_id, last_id, published.parent / "builds")
    newest = next((each for each in reversed(known) if each not in never_published), None)
    is_other = last_id not in (None, build_id)
    before = last_id if is_other else None
    # What a run published that was killed before it ended is the same build, and its last one
    # stays the last one.
    is_again = last_id == build_id and build_id in known
    if is_again:
        before = known[build_id]["last_build_id"]
    beside = attached(connection, published, "published") if last_id else nullcontext()
    with beside, transaction(connection):
        for each in never_published:
            connection.execute("delete from raw.builds where build_id = ?", [each])
        if not is_again:
            _forget_published(connection)
            if last_id is not None:
                _copy_published(connection)
        if newest != build_id or before != known[build_id]["last_build_id"]:
            connection.execute("delete from raw.builds where build_id = ?", [build_id])
            row = {
                "build_id": build_id,
                "last_build_id": before,
                "built_at": utc_now(),
                **asdict(versions),
                **_counts(connection),
            }
            insert_rows(connection, "raw.builds", [row])
    return Build(build_id, before, build_id not in known)


def _never_published(
    known: Sequence[str], build_id: str, last_id: str | None, folder: Path
) -> list[str]:
    """Of the builds, oldest first, those of runs that failed before they published anything.

    They came after the build that is read, and have no files. A newer one that has some was
    published, and somebody went back to an older one.
    """
    if last_id is not None and last_id not in known:
        return []
    later = known[known.index(last_id) + 1 :] if last_id is not None else known
    return [each for each in later if each != build_id and not (folder / each).exists()]


def published_build_id(path: Path) -> str | None:
    """The build of a published file; None without a file, or of a version that told none."""
    if not path.is_file():
        return None
    with read_database(path) as connection:
        try:
            rows = connection.execute(
                "select build_id from marts.builds where is_current"
            ).fetchall()
        except duckdb.CatalogException:
            return None
    return str(rows[0][0]) if rows else None


def _build_id(connection: duckdb.DuckDBPyConnection, versions: Versions) -> str:
    """'b-' and 12 hexadecimal digits. Rows count in any order."""
    parts: dict[str, object] = dict(asdict(versions))
    for name, query in _INPUTS.items():
        [(count, total)] = connection.execute(
            f"select count(*), sum(hash(t)::hugeint)::varchar from ({query}) as t"  # noqa: S608 - this module's own
        ).fetchall()
        parts[name] = [count, total]
    told = json.dumps(parts, sort_keys=True).encode()
    return "b-" + hashlib.sha256(told).hexdigest()[:12]


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    [(articles, reports, incidents, corrections)] = connection.execute(
        """
        select
            (select count(*) from raw.articles),
            (select count(*) from raw.incident_reports),
            (select count(*) from raw.incident_ids where is_current),
            (select count(*) from raw.corrections)
        """
    ).fetchall()
    return {
        "article_count": articles,
        "report_count": reports,
        "incident_count": incidents,
        "correction_count": corrections,
    }


def _copy_published(connection: duckdb.DuckDBPyConnection) -> None:
    for table, query in _COPIED.items():
        connection.execute(f"insert into {table} by name {query}")


def _forget_published(connection: duckdb.DuckDBPyConnection) -> None:
    for table in _COPIED:
        connection.execute(f"delete from {table}")  # noqa: S608 - this module's own names
