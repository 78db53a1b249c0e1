"""A published database without a run: the marts as their contracts say, and rows put into them.

For tests and benchmarks of what reads a publication. The tables are those of dbt's YAML, so that a
column that a contract drops is missing here, too.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb
import yaml

from dagster_project.paths import DBT_PROJECT_DIR

SUMS = ", ".join(
    f"cast(sum(killed_{end}) as bigint) as killed_{end}, "
    f"cast(sum(wounded_{end}) as bigint) as wounded_{end}"
    for end in ("low", "best")
) + "".join(
    f", cast(if(bool_or({what}_high is null), null, sum({what}_high)) as bigint) as {what}_high"
    for what in ("killed", "wounded")
)

ROLL_UPS = f"""
create temp table parts as
select i.month, coalesce(i.perpetrator_actor_id, 'unknown') as actor_id, 'inflicted' as role,
    i.region_id, i.incident_id, i.report_count, i.source_count, i.killed_low, i.killed_best,
    i.killed_high, i.wounded_low, i.wounded_best, i.wounded_high
from marts.fct_incidents as i
union all
select i.month, c.actor_id, 'suffered' as role, i.region_id, i.incident_id, i.report_count,
    i.source_count, c.killed_low, c.killed_best, c.killed_high, c.wounded_low, c.wounded_best,
    c.wounded_high
from marts.fct_casualties as c
inner join marts.fct_incidents as i on c.incident_id = i.incident_id;

insert into marts.monthly_casualties_by_actor_region by name
select p.month, p.actor_id, any_value(a.actor_name) as actor_name, p.role, r.country_code,
    r.admin1_code, any_value(r.admin1_name) as admin1_name,
    cast(count(distinct p.incident_id) as integer) as incident_count,
    cast(sum(p.report_count) as integer) as report_count,
    cast(max(p.source_count) as integer) as source_count, {SUMS}
from parts as p
inner join marts.dim_actors as a on p.actor_id = a.actor_id
inner join marts.dim_regions as r on p.region_id = r.region_id
group by p.month, p.actor_id, p.role, r.country_code, r.admin1_code;

insert into marts.monthly_casualties_by_actor by name
select month, actor_id, any_value(actor_name) as actor_name, role,
    cast(sum(incident_count) as integer) as incident_count,
    cast(sum(report_count) as integer) as report_count, {SUMS}
from marts.monthly_casualties_by_actor_region
group by month, actor_id, role;

drop table parts;
"""


def create_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Every mart, empty."""
    for statement in connection.extract_statements(_contracts()):
        connection.execute(statement)


@cache
def _contracts() -> str:
    """The tables that dbt's YAML promises, as DDL."""
    statements = ["create schema marts"]
    for path in sorted((DBT_PROJECT_DIR / "models" / "marts").glob("*.yml")):
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", ()):
            columns = (f"{column['name']} {column['data_type']}" for column in model["columns"])
            statements.append(f"create table marts.{model['name']} ({', '.join(columns)})")
    return ";\n".join(statements)


def add_row(connection: duckdb.DuckDBPyConnection, mart: str, row: Mapping[str, Any]) -> None:
    """Put one row into a mart; what is not named is null."""
    connection.execute(
        f"insert into marts.{mart} ({', '.join(row)}) "
        f"values ({', '.join(f'${name}' for name in row)})",
        dict(row),
    )


def roll_up(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the monthly tables by actor from the incidents and casualties that are there."""
    for statement in connection.extract_statements(ROLL_UPS):
        connection.execute(statement)


def add_incident(connection: duckdb.DuckDBPyConnection, incident_id: str, **values: Any) -> None:
    """An incident of one day; ``killed`` and ``wounded`` are (low, best, high)."""
    for measure in ("killed", "wounded"):
        for end, number in zip(
            ("low", "best", "high"), values.pop(measure, (0, 0, 0)), strict=True
        ):
            values[f"{measure}_{end}"] = number
    day = values.get("date_start")
    row = {
        "incident_id": incident_id,
        "date_end": day,
        "date_precision": "day" if day else "unknown",
        "month": day.replace(day=1) if day else None,
        "method": "armed_attack",
        "attribution": "asserted",
        "is_background": False,
        "report_count": 1,
        "source_count": 1,
        "confidence": 0.8,
        "is_corrected": False,
        **values,
    }
    add_row(connection, "fct_incidents", row)


def add_report(
    connection: duckdb.DuckDBPyConnection,
    incident_id: str,
    report_id: str,
    killed: tuple[int, int, int | None],
    *quotes: str,
    outcome: str = "won",
    **values: Any,
) -> None:
    """What an article tells of an incident: a report, its estimates, and its quoted passages."""
    figures = dict(zip(("low", "best", "high"), killed, strict=True))
    of = {"incident_id": incident_id, "report_id": report_id, "article_id": report_id}
    add_row(
        connection,
        "incident_reports",
        {
            **of,
            "kind": "incident",
            "is_counted": outcome not in ("superseded", "background"),
            **{f"killed_{end}": number for end, number in figures.items()},
            **dict.fromkeys(("wounded_low", "wounded_best", "wounded_high"), 0),
            **values,
        },
    )
    for measure in ("killed", "wounded"):
        add_row(
            connection,
            "incident_estimates",
            {
                **of,
                "estimate_id": f"{report_id}/{measure}",
                "measure": measure,
                "outcome": outcome if measure == "killed" else "agrees",
            },
        )
    for number, quote in enumerate(quotes):
        add_row(
            connection,
            "incident_evidence",
            {
                **of,
                "evidence_id": f"{report_id}@{number}",
                "start_offset": number,
                "end_offset": number + 1,
                "quote": quote,
            },
        )
