"""Why reports are one incident: each comparison's share in a pair's weight, and its picture."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from dagster_project.linking.actors import seed_relations
from dagster_project.linking.columns import build_columns
from dagster_project.linking.families import build_families
from dagster_project.linking.model import Model, read_model
from dagster_project.linking.relinking import define_linkable_reports
from dagster_project.linking.weighing import weighed_pairs


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison of a pair: the level it is at, and the weight that this adds (log2)."""

    comparison: str
    level: str
    weight: float


@dataclass(frozen=True, slots=True)
class PairExplanation:
    """Two reports, the weight of the pair, and how it came about; ``chart`` is Vega-Lite."""

    report_ids: tuple[str, str]
    weight: float
    prior: float
    steps: tuple[Step, ...]
    chart: Mapping[str, Any]

    @property
    def probability(self) -> float:
        """That the two are one, by the weights alone."""
        return 1 / (1 + math.pow(2, -self.weight))


class UnknownIncidentError(LookupError):
    """No incident has this id; the message says what became of it, if it ever stood."""


def explain_incident(
    connection: duckdb.DuckDBPyConnection, incident_id: str, model: Model | None = None
) -> list[PairExplanation]:
    """Of each report of the incident but one: the pair that binds it strongest, strongest first.

    The connection must be able to make tables. Raises UnknownIncidentError.
    """
    model = read_model() if model is None else model
    _assert_known(connection, incident_id)
    build_families(connection)
    define_linkable_reports(
        connection,
        "r.article_id in (select split_part(report_id, '#', 1) from raw.incident_links "
        "where incident_id = getvariable('explained_incident'))",
    )
    connection.execute("set variable explained_incident = $id", {"id": incident_id})
    build_columns(connection, seed_relations())
    connection.execute(
        """
        create or replace temp table explained as
        select * from linking_columns
        where report_id in (
            select report_id from raw.incident_links
            where incident_id = getvariable('explained_incident')
        )
        """
    )
    report_ids = dict(
        connection.execute("select report_number, report_id from explained").fetchall()
    )
    every_pair = connection.sql(
        "select '0' as match_key, a.report_number as join_key_l, b.report_number as join_key_r "
        "from explained as a inner join explained as b on a.report_number < b.report_number"
    )
    settings = {
        **model.splink_settings,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }
    with weighed_pairs(connection, "explained", settings, every_pair) as (linker, predicted):
        records = predicted.as_record_list()
        records.sort(key=lambda r: (-r["match_weight"], r["report_number_l"], r["report_number_r"]))
        return [
            _pair(linker, record, report_ids, settings["comparisons"]) for record in _tree(records)
        ]


def _assert_known(connection: duckdb.DuckDBPyConnection, incident_id: str) -> None:
    known = connection.execute(
        "select 1 from raw.incident_links where incident_id = $id limit 1", {"id": incident_id}
    ).fetchall()
    if known:
        return
    changes = connection.execute(
        "select change, other_incident_id from raw.incident_id_changes "
        "where incident_id = $id and change <> 'split' order by change_no desc limit 1",
        {"id": incident_id},
    ).fetchall()
    if not changes:
        raise UnknownIncidentError(f"No incident has the id {incident_id}.")
    change, other = changes[0]
    raise UnknownIncidentError(
        f"{incident_id} was merged into {other}."
        if change == "merged"
        else f"{incident_id} was withdrawn: its reports are gone."
    )


def _tree(records: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The strongest pairs that bind all reports together: a maximum spanning tree (Kruskal)."""
    group: dict[int, int] = {}

    def root(number: int) -> int:
        while group.setdefault(number, number) != number:
            number = group[number]
        return number

    kept = []
    for record in records:
        left, right = root(record["report_number_l"]), root(record["report_number_r"])
        if left != right:
            group[right] = left
            kept.append(record)
    return kept


def _pair(
    linker: Any,
    record: Mapping[str, Any],
    report_ids: Mapping[int, str],
    comparisons: Sequence[Mapping[str, Any]],
) -> PairExplanation:
    steps = []
    for comparison in comparisons:
        name, levels = comparison["output_column_name"], comparison["comparison_levels"]
        # Splink numbers levels from the last one, which is 0.
        level = levels[len(levels) - 1 - record[f"gamma_{name}"]]
        weight = math.log2(level["m_probability"] / level["u_probability"])
        steps.append(Step(name, level["label_for_charts"], weight))
    chart = linker.visualisations.waterfall_chart(
        [dict(record)], filter_nulls=False, remove_sensitive_data=True
    )
    return PairExplanation(
        (report_ids[record["report_number_l"]], report_ids[record["report_number_r"]]),
        record["match_weight"],
        record["match_weight"] - sum(step.weight for step in steps),
        tuple(steps),
        chart.chart_dict,
    )
