"""Schema quality of the published database: the record of the checks, as the warehouse has it.

It comes from schema raw and is no mart: dbt's own results are known only after dbt has built.
"""

import duckdb

_TABLES = {
    "check_results": "How each check ended, build by build. One row per check and build.",
    "run_measures": (
        "What each run brought, in numbers that the next runs are held against. "
        "One row per run that brought something new, and measure."
    ),
}
_COLUMNS = {
    "check_results": {
        "build_id": "The build that was checked; null where none was made yet.",
        "check_id": "The check, the same in every build.",
        "checked_by": "great_expectations (raw tables, before dbt) or dbt (built tables).",
        "table_name": "The table that was checked, with its schema.",
        "check_name": "The expectation or test.",
        "column_name": "The column; null where the check is of the whole table.",
        "reason": "What is wrong with what fails.",
        "action": "Why the limit is where it is, and what a person does then.",
        "threshold": "What is allowed.",
        "severity": (
            "What a failure does: error stops the run, quarantine moves the rows out of the table, "
            "warn is told."
        ),
        "outcome": (
            "passed, warned, failed (the run was stopped), broken (the check itself), or skipped."
        ),
        "observed": "What was found: examples of what fails, or the value.",
        "failing_rows": "Rows that fail; null where the check counts none.",
        "checked_rows": "Rows that were checked; null where the check counts none.",
        "checked_at": "When this outcome of this build was first found, UTC.",
    },
    "run_measures": {
        "run_no": "The run, counted from 1; a run that brings nothing new is none.",
        "measure": "What is measured; expectations/run_measures.json says why.",
        "numerator": "Rows that are so.",
        "denominator": "Rows that could be so; null where the measure is a number of rows.",
        "value": "numerator / denominator, or the number; null where there are no rows.",
        "is_settled": "Whether the run came to its marts, and the next runs are compared with it.",
        "accepted_why": "Why a person took this run for the new normal; null where nobody did.",
        "build_id": "The build that the run came to.",
        "measured_at": "When it was measured, UTC.",
    },
}


def copy_quality_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Copy the tables with their comments from the attached database ``warehouse``."""
    connection.execute("create schema quality")
    for table, comment in _TABLES.items():
        connection.execute(
            f"create table quality.{table} as select * from warehouse.raw.{table} order by all"  # noqa: S608 - constants
        )
        connection.execute(f"comment on table quality.{table} is {_quoted(comment)}")
        for column, text in _COLUMNS[table].items():
            connection.execute(f"comment on column quality.{table}.{column} is {_quoted(text)}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
