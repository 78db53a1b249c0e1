"""Linking what is new, so that the result is that of linking everything.

Whether two reports are compared, and their weight, depend on these two alone. So an incident
depends on its group alone: the reports that fitting pairs connect. A new, changed or removed report
touches its own group and those of the reports that it is compared with; all other groups stand.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from dagster_project.linking.actors import ActorRelations, seed_relations
from dagster_project.linking.clusters import Floats, Integers, cluster, find_groups
from dagster_project.linking.columns import build_columns
from dagster_project.linking.families import build_families
from dagster_project.linking.model import Model, read_model
from dagster_project.linking.weighing import weighed_pairs

# From this share of changed reports on, linking all costs no more than looking for what they touch.
_MOST = 0.3
# Up to this size every pair of a group is compared: 300 reports are 45,000 pairs.
_WHOLLY_COMPARED = 300


@dataclass(frozen=True, slots=True)
class Relinked:
    """How much was linked: all countable reports, those linked anew, and the pairs compared."""

    reports: int
    linked_now: int
    pairs: int


def relink(
    connection: duckdb.DuckDBPyConnection,
    model: Model | None = None,
    relations: ActorRelations | None = None,
) -> Relinked:
    """Link the countable reports of the warehouse that something new touches.

    Makes the temporary table ``linked_now`` (report_id, link_group, cluster, columns_hash): the
    reports that were linked anew, each with the smallest report_id of its group and of its
    incident. ``raw.incident_links`` holds how they were linked before, and is not changed.
    """
    model = read_model() if model is None else model
    build_families(connection)
    define_linkable_reports(connection)
    build_columns(connection, seed_relations() if relations is None else relations)
    # Other weights or another DuckDB, whose hashes differ, link everything anew.
    digest = hashlib.sha256(f"{model.digest} {duckdb.__version__}".encode()).hexdigest()
    connection.execute(
        "create or replace temp table columns_hashes as "
        "select report_id, hash(columns_hash, $digest) as columns_hash from linking_columns",
        {"digest": digest},
    )
    _find_touched(connection, model)
    reports, linked_now = _make_scope(connection)
    pairs = _link_scope(connection, model) if linked_now else 0
    for table in ("linking_scope", "linking_columns", "columns_hashes"):  # the large ones
        connection.execute(f"drop table {table}")
    return Relinked(reports, linked_now, pairs)


def define_linkable_reports(connection: duckdb.DuckDBPyConnection, condition: str = "true") -> None:
    """Make the view ``linkable_reports``: what is linked, or the part that ``condition`` names.

    ``condition`` is SQL on ``r``, a row of ``raw.incident_reports``.
    """
    connection.execute(
        f"""
        create or replace temp view linkable_reports as
        select r.*, a.published_at, f.names, f.ages, t.text_family
        from raw.incident_reports as r
        inner join raw.articles as a on r.article_id = a.article_id
        left join raw.article_fingerprints as f on r.article_id = f.article_id
        left join text_families as t on r.article_id = t.article_id
        where r.kind = 'incident' and {condition}
        """  # noqa: S608 - a condition of this package
    )


def _find_touched(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make ``touched_reports``: the new, the changed, and the groups that these touch."""
    connection.execute(
        """
        create or replace temp table changed_reports as
        select h.report_id
        from columns_hashes as h
        left join raw.incident_links as b on h.report_id = b.report_id
        where b.columns_hash is distinct from h.columns_hash
        """
    )
    [(changed, count)] = connection.execute(
        "select (select count(*) from changed_reports), (select count(*) from linking_columns)"
    ).fetchall()
    if changed > _MOST * count:
        connection.execute(
            "create or replace temp table touched_reports as select report_id from linking_columns"
        )
        return
    connection.execute(
        """
        create or replace temp table touched_groups as
        select b.link_group
        from raw.incident_links as b
        left join columns_hashes as h on b.report_id = h.report_id
        where h.report_id is null or b.columns_hash is distinct from h.columns_hash
        """
    )
    if changed:
        connection.execute(
            "create or replace temp table changed_columns as "
            "select c.* from linking_columns as c semi join changed_reports using (report_id)"
        )
        for rule, exploded in model.blocking_rules:
            for left, right in (
                ("changed_columns", "linking_columns"),
                ("linking_columns", "changed_columns"),
            ):
                other = "r" if left == "changed_columns" else "l"
                connection.execute(
                    f"""
                    insert into touched_groups
                    select distinct b.link_group
                    from {_exploded(left, exploded)} as l
                    inner join {_exploded(right, exploded)} as r on {rule}
                    inner join raw.incident_links as b on {other}.report_id = b.report_id
                    """  # noqa: S608 - rules of the weights file and names of this module
                )
    connection.execute(
        """
        create or replace temp table touched_reports as
        select report_id from changed_reports
        union
        select c.report_id
        from linking_columns as c
        inner join raw.incident_links as b on c.report_id = b.report_id
        semi join touched_groups as g on b.link_group = g.link_group
        """
    )


def _exploded(table: str, columns: tuple[str, ...]) -> str:
    if not columns:
        return table
    replaced = ", ".join(f"unnest({column}) as {column}" for column in columns)
    return f"(select * replace ({replaced}) from {table})"  # noqa: S608 - as above


def _make_scope(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Make ``linking_scope``, the touched reports numbered from 0 in the order of their ids.

    Returns the number of all countable reports and of the touched ones.
    """
    connection.execute(
        """
        create or replace temp table linking_scope as
        select * replace (
            cast(row_number() over (order by report_id) - 1 as integer) as report_number
        )
        from linking_columns
        semi join touched_reports using (report_id)
        """
    )
    connection.execute(
        "create or replace temp table linked_now "
        "(report_id varchar, link_group varchar, cluster varchar, columns_hash ubigint)"
    )
    [(reports, linked_now)] = connection.execute(
        "select (select count(*) from linking_columns), (select count(*) from linking_scope)"
    ).fetchall()
    return reports, linked_now


def _weigh_pairs(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    model: Model,
    pairs: duckdb.DuckDBPyRelation | None = None,
) -> dict[str, Any]:
    """As ``weighed_pairs``; returns arrays: report_number_l, report_number_r and match_weight."""
    with weighed_pairs(connection, table, model.splink_settings, pairs) as (_, predicted):
        return connection.execute(
            f"select report_number_l, report_number_r, match_weight from {predicted.physical_name}"  # noqa: S608 - Splink's own name
        ).fetchnumpy()


def _link_scope(connection: duckdb.DuckDBPyConnection, model: Model) -> int:
    """Fill ``linked_now`` from ``linking_scope``; returns the number of pairs compared."""
    ranks = connection.execute(
        "select dense_rank() over (order by article_id) as article "
        "from linking_scope order by report_number"
    ).fetchnumpy()
    articles: Integers = np.asarray(ranks["article"], np.int64)
    pairs = _Pairs.of(_weigh_pairs(connection, "linking_scope", model))
    groups = find_groups(len(articles), pairs.left, pairs.right, pairs.weights, model.join_at)
    missing = _uncompared(connection, groups, pairs)
    if len(missing):
        pairs = pairs.and_of(_weigh_pairs(connection, "linking_scope", model, missing))
    incidents = cluster(
        articles,
        groups,
        pairs.left,
        pairs.right,
        pairs.weights,
        join_at=model.join_at,
        weight_of_uncompared=model.weight_of_uncompared,
    )
    numbers = pa.table(
        {"report_number": np.arange(len(groups)), "link_group": groups, "cluster": incidents}
    )
    connection.register("numbered_links", numbers)
    connection.execute(
        """
        insert into linked_now
        select s.report_id, g.report_id, i.report_id, h.columns_hash
        from linking_scope as s
        inner join numbered_links as n on s.report_number = n.report_number
        inner join linking_scope as g on n.link_group = g.report_number
        inner join linking_scope as i on n.cluster = i.report_number
        inner join columns_hashes as h on s.report_id = h.report_id
        """
    )
    connection.unregister("numbered_links")
    return len(pairs.weights)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Compared pairs of report numbers and their weights, three arrays of one length."""

    left: Integers
    right: Integers
    weights: Floats

    @classmethod
    def of(cls, weighed: dict[str, Any]) -> "_Pairs":
        return cls(
            weighed["report_number_l"].astype(np.int64),
            weighed["report_number_r"].astype(np.int64),
            weighed["match_weight"].astype(np.float64),
        )

    def and_of(self, weighed: dict[str, Any]) -> "_Pairs":
        more = _Pairs.of(weighed)
        return _Pairs(
            np.concatenate([self.left, more.left]),
            np.concatenate([self.right, more.right]),
            np.concatenate([self.weights, more.weights]),
        )


def _uncompared(
    connection: duckdb.DuckDBPyConnection, groups: Integers, pairs: _Pairs
) -> duckdb.DuckDBPyRelation:
    """The pairs within groups of moderate size that no blocking rule brought together."""
    connection.register(
        "numbered_groups", pa.table({"report_number": np.arange(len(groups)), "grp": groups})
    )
    connection.register("compared", pa.table({"l": pairs.left, "r": pairs.right}))
    connection.execute(
        f"""
        create or replace temp table uncompared_pairs as
        with members as (
            select grp, report_number
            from numbered_groups
            qualify count(*) over (partition by grp) between 3 and {_WHOLLY_COMPARED}
        )
        select
            '0' as match_key,
            a.report_number as join_key_l,
            b.report_number as join_key_r
        from members as a
        inner join members as b on a.grp = b.grp and a.report_number < b.report_number
        anti join compared as c on a.report_number = c.l and b.report_number = c.r
        """  # noqa: S608 - a constant of this module
    )
    connection.unregister("numbered_groups")
    connection.unregister("compared")
    return connection.table("uncompared_pairs")
