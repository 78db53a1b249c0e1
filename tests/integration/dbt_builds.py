"""dbt run inside the test's process, on a project and a warehouse of the test's own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

MEASURES = [f"{m}_{e}" for m in ("killed", "wounded") for e in ("low", "best", "high")]


@dataclass(frozen=True)
class Built:
    """A project copy, its warehouse, and how dbt ended on it."""

    project: Path
    warehouse: Path

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def dbt(self, *arguments: str) -> dict[str, str]:
        """Run a dbt command; the status of each node by its name."""
        try:
            result = dbtRunner().invoke(
                [
                    *arguments,
                    *("--project-dir", str(self.project), "--profiles-dir", str(self.project)),
                    *("--log-level", "none", "--log-path", str(self.project / "logs")),
                ]
            )
        finally:
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
        assert result.exception is None, result.exception
        statuses: dict[str, str] = {r.node.name: str(r.status) for r in result.result}  # type: ignore[union-attr]
        return statuses
