"""Reports made for tests of linking, and a warehouse in memory that links them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import duckdb
from article_rows import NOTHING_DERIVED

from dagster_project.linking import assign_ids, relink
from dagster_project.linking.actors import ActorRelations
from dagster_project.linking.fingerprints import FINGERPRINT_VERSION
from dagster_project.migrations import migrate
from dagster_project.warehouse import insert_rows, transaction

Row = dict[str, Any]

RELATIONS = ActorRelations(
    parents={"liwa-al-quds": "gov-syr"},
    class_status={"civilians": "civilian", "gunmen": "combatant", "people": "unknown"},
)

BASE: Row = {
    "is_background": False,
    "date_start": date(2022, 3, 6),
    "date_end": date(2022, 3, 6),
    "date_precision": "day",
    "place": "Palmyra",
    "admin2": None,
    "admin1": "Homs",
    "admin1_code": "SY-HI",
    "country": "SYR",
    "latitude": 34.56,
    "longitude": 38.27,
    "geo_precision": "place",
    "method": "armed_attack",
    "perpetrator_actor_id": "islamic-state",
    "victim_actor_ids": ["mil-syr"],
    "killed_low": 15,
    "killed_best": 15,
    "killed_high": 15,
    "wounded_low": 18,
    "wounded_best": 18,
    "wounded_high": 18,
    # Of the article.
    "published_at": date(2022, 3, 8),
    "names": [],
    "ages": [],
    "sketch": [],
}
_ARTICLE_COLUMNS = ("published_at", "names", "ages", "sketch")


def report(number: int, *, no: int = 1, **changes: Any) -> Row:
    """BASE as a report of article ``number``, with changes."""
    article_id = f"art-{number:020x}"
    return {
        **BASE,
        **changes,
        "article_id": article_id,
        "report_no": no,
        "report_id": f"{article_id}#{no}",
    }


def number_of(report_id: str) -> int:
    """The number that ``report`` was given."""
    return int(report_id[4:24], 16)


def killed(low: int, high: int | None = -1, wounded: int = 0) -> Row:
    return {
        "killed_low": low,
        "killed_best": low,
        "killed_high": low if high == -1 else high,
        "wounded_low": wounded,
        "wounded_best": wounded,
        "wounded_high": wounded,
    }


def day(number: int) -> Row:
    return {"date_start": date(2022, 3, number), "date_end": date(2022, 3, number)}


@contextmanager
def memory_warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        migrate(connection)
        yield connection


def store(connection: duckdb.DuckDBPyConnection, reports: Iterable[Row]) -> None:
    """Put reports, with their articles and fingerprints, into a warehouse that lacks them."""
    told = list(reports)
    with transaction(connection):
        _store_articles(connection, {r["article_id"]: r for r in told})
        insert_rows(
            connection,
            "raw.incident_reports",
            [
                {
                    **{
                        k: v
                        for k, v in r.items()
                        if k not in (*_ARTICLE_COLUMNS, "victim_actor_ids")
                    },
                    "kind": r.get("kind", "incident"),
                    "perpetrator": r["perpetrator_actor_id"],
                    "attribution": "asserted",
                    "groups": [_group(r, number) for number in range(len(r["victim_actor_ids"]))],
                    "evidence": [{"start": 0, "end": 10}],
                    "confidence": 0.9,
                    "extractor": "test",
                    "extractor_version": "1",
                    **{d: r[d] and r[d].isoformat() for d in ("date_start", "date_end")},
                }
                for r in told
            ],
        )


def link(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Link what is stored; the incident of each report."""
    relink(connection, relations=RELATIONS)
    with transaction(connection):
        assign_ids(connection)
    return dict(
        connection.execute(
            "select report_id, incident_id from raw.incident_links order by report_id"
        ).fetchall()
    )


def linked(*reports: Row) -> list[set[int]]:
    """The incidents as sets of the numbers of their reports' articles, in order."""
    with memory_warehouse() as connection:
        store(connection, reports)
        return partition(link(connection))


def partition(links: Mapping[str, str]) -> list[set[int]]:
    """Links without their ids: the incidents as sets of article numbers, in order."""
    incidents: dict[str, set[int]] = {}
    for report_id, incident_id in links.items():
        incidents.setdefault(incident_id, set()).add(number_of(report_id))
    return sorted(incidents.values(), key=sorted)


def _store_articles(connection: duckdb.DuckDBPyConnection, articles: Mapping[str, Row]) -> None:
    insert_rows(
        connection,
        "raw.articles",
        [
            {
                **NOTHING_DERIVED,
                "article_id": article_id,
                "text": "a text",
                "published_at": r["published_at"] and r["published_at"].isoformat(),
                "input_file": "test.jsonl",
                "loaded_at": datetime(2022, 4, 1),  # noqa: DTZ001 - as the table holds it
                **dict.fromkeys(
                    ("external_id", "title", "source", "url", "language", "input_line")
                ),
            }
            for article_id, r in articles.items()
        ],
    )
    insert_rows(
        connection,
        "raw.article_fingerprints",
        [
            {
                "article_id": article_id,
                "names": [{"mark": name, "start": 0} for name in r["names"]],
                "ages": [{"mark": str(age), "start": 0} for age in r["ages"]],
                "sketch": r["sketch"],
                "fingerprint_version": FINGERPRINT_VERSION,
                "text_family": None,
            }
            for article_id, r in articles.items()
        ],
    )


def _group(report: Row, number: int) -> Row:
    """A victim group: the first has all the casualties."""
    return {
        "actor": report["victim_actor_ids"][number],
        "actor_id": report["victim_actor_ids"][number],
        "status": "unknown",
        **{
            f"{measure}_{estimate}": report[f"{measure}_{estimate}"] if number == 0 else 0
            for measure in ("killed", "wounded")
            for estimate in ("low", "best", "high")
        },
    }
