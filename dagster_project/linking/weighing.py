"""Splink's part: the weights of pairs of reports, by the model's levels, on DuckDB."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from splink import Linker
    from splink.internals.splink_dataframe import SplinkDataFrame

_EVERY = -1_000.0  # below any weight: pairs that do not fit count as well
_SCRATCH = "linking_scratch"  # a database in memory, which spills to disk like any other


@contextmanager
def weighed_pairs(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    settings: Mapping[str, Any],
    pairs: duckdb.DuckDBPyRelation | None = None,
) -> "Iterator[tuple[Linker, SplinkDataFrame]]":
    """Weigh pairs of a table of columns.sql's columns.

    The pairs given (match_key, join_key_l and join_key_r, the smaller number left), else those that
    a blocking rule of the settings names. Gives Splink's linker and its table of weighed pairs,
    which is gone when the block ends: Splink's tables never touch the warehouse's file.
    """
    from splink import DuckDBAPI, Linker  # 0.2 s that only linking pays

    [(catalog, schema)] = connection.execute(
        "select current_catalog(), current_schema()"
    ).fetchall()
    connection.execute(f"attach ':memory:' as {_SCRATCH}")
    connection.execute(f"use {_SCRATCH}")
    try:
        database = DuckDBAPI(connection)
        # Its warnings are of weights that were not trained; these are written.
        linker = Linker(
            database.register(connection.table(table)), dict(settings), log_level=logging.ERROR
        )
        if pairs is not None:
            linker.table_management.register_blocked_pairs_for_predict(database.register(pairs))
        yield linker, linker.inference.predict(threshold_match_weight=_EVERY)
    finally:
        connection.execute(f'use "{catalog}"."{schema}"')
        connection.execute(f"detach {_SCRATCH}")
