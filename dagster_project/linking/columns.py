"""What the model compares: one row per countable report, in table ``linking_columns``.

Everything here is a fact about one report (or about its text's family), so that two reports compare
in the same way whatever else is in the warehouse.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

from dagster_project.linking.actors import ActorRelations
from dagster_project.linking.cities import large_cities

COLUMNS_SQL = Path(__file__).with_name("columns.sql")


def build_columns(connection: duckdb.DuckDBPyConnection, relations: ActorRelations) -> None:
    """Make the temporary table ``linking_columns`` from the view ``linkable_reports``.

    The view has the columns of ``raw.incident_reports`` (countable ones only) with the article's
    ``published_at``, ``names``, ``ages`` and ``text_family``. ``report_no`` of the result numbers
    the reports from 0 in the order of their ids; ``columns_hash`` changes when anything that is
    compared does.
    """
    rows = connection.execute(
        """
        select distinct actor_id from (
            select perpetrator_actor_id as actor_id from linkable_reports
            union all
            select unnest(groups).actor_id from linkable_reports
        ) where actor_id is not null order by actor_id
        """
    ).fetchall()
    latitudes, longitudes = zip(*large_cities(), strict=True)
    for name, table in (
        ("linking_actors", _actor_table([row[0] for row in rows], relations)),
        ("large_cities", pa.table({"latitude": latitudes, "longitude": longitudes})),
    ):
        connection.register("incoming_rows", table)
        connection.execute(f"create or replace temp table {name} as select * from incoming_rows")  # noqa: S608 - named above
        connection.unregister("incoming_rows")
    connection.execute(COLUMNS_SQL.read_text(encoding="utf-8"))


def _actor_table(actor_ids: list[str], relations: ActorRelations) -> pa.Table:
    """What columns.sql needs to know of each actor. ``side`` and ``reach`` are sets of bits.

    Bits: 1 civilians, 2 combatants, 4 unknown. A class of people ("gunmen") can be anybody but the
    other side; ``reach`` has the sides that it can be, and is 0 for an organised actor.
    """
    side = {"civilian": 1, "combatant": 2, "unknown": 4}
    reach = {"civilian": 5, "combatant": 6, "unknown": 7}
    statuses = [relations.status(actor_id) for actor_id in actor_ids]
    is_class = [relations.is_class(actor_id) for actor_id in actor_ids]
    lineages = [relations.lineage(actor_id) for actor_id in actor_ids]
    return pa.table(
        {
            "actor_id": pa.array(actor_ids, pa.string()),
            "is_class": pa.array(is_class, pa.bool_()),
            "lineage": pa.array([list(line) for line in lineages], pa.list_(pa.string())),
            "root": pa.array([line[-1] for line in lineages], pa.string()),
            "side": pa.array([side[status] for status in statuses], pa.int32()),
            "reach": pa.array(
                [reach[s] if c else 0 for s, c in zip(statuses, is_class, strict=True)],
                pa.int32(),
            ),
        }
    )
