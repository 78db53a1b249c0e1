"""Runs of the project's own command into one data directory, and what DuckDB reads of them."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
from child_processes import completed, started
from killed_dashboard import BEST, HIGH, MART, MONTHS

_PROJECT = Path(__file__).resolve().parent.parent.parent
_SECONDS_TO_RUN = 1200  # only bounds a run that hangs: one takes some forty
_FILTER = f"role = 'inflicted' and month >= '{MONTHS[0]}' and month < '{MONTHS[1]}'"

# What SQL Lab and the project's DuckDB are both asked: one row, of one build.
ONE_ROW = f"""
select
    (select build_id from marts.builds where is_current) as build_id,
    count(*) as row_count,
    cast({BEST} as bigint) as killed_best,
    cast(sum(wounded_best) as bigint) as wounded_best
from marts.{MART}
where role = 'inflicted'
"""

# Later articles, each with the one month and actor whose best figure it raises, and by how many.
LATER = (
    (
        {
            "title": "Islamic State kills four policemen in attack on checkpoint",
            "text": "KIRKUK, Iraq — Islamic State militants killed four policemen and wounded "
            "two others when they attacked a checkpoint near Daquq, in Iraq's Kirkuk province, "
            "on Sunday, the provincial police said.",
            "published_at": "2024-02-27",
            "source": "Tigris Dispatch",
            "url": "https://tigris-dispatch.example/daquq",
            "language": "en",
        },
        ("2024-02", "Islamic State", 4),
    ),
    (
        {
            "title": "Shelling kills six in Kupiansk",
            "text": "KHARKIV — Shells fired by Russian troops killed six civilians and wounded "
            "one in the Ukrainian town of Kupiansk, in the Kharkiv region, on Monday, the "
            "regional governor said.",
            "published_at": "2024-05-22",
            "source": "Dnipro Line",
            "url": "https://dnipro-line.example/kupiansk",
            "language": "en",
        },
        ("2024-05", "Military of Russia", 6),
    ),
)

Monthly = dict[tuple[str, str], int]
"""Killed, best estimate, by month (``2024-05``) and actor."""


class LedgerRuns:
    """One data directory in ``folder``, and the inbox of later articles beside it."""

    def __init__(self, folder: Path) -> None:
        self.published = folder / "data" / "published"
        self._folder = folder
        self._inbox = folder / "inbox"
        self._inbox.mkdir()

    def publish_samples(self) -> str:
        """Run on the project's samples; the id of the build that is published then."""
        return self._run(_PROJECT / "data" / "samples")

    def publish_also(self, article: Mapping[str, str]) -> str:
        """Run on one more article; the id of the build that is published then.

        Raises RuntimeError where the run failed, spoke of a lock, or published nothing new.
        """
        before = self.current()
        inbox = self._inbox / f"{len(list(self._inbox.iterdir()))}"
        inbox.mkdir()
        (inbox / "article.jsonl").write_text(json.dumps(article) + "\n")
        after = self._run(inbox)
        if after == before:
            raise RuntimeError(f"the run published {before} again")
        return after

    def current(self) -> str:
        """The id of the build that is read now."""
        return (self.published / "current").readlink().name

    def row(self, build_id: str) -> dict[str, Any]:
        """What ``ONE_ROW`` gives in a kept build."""
        [values], names = self._read(build_id, ONE_ROW)
        return dict(zip(names, values, strict=True))

    def monthly(self, build_id: str) -> Monthly:
        """The figures of the chart in a kept build."""
        rows, _ = self._read(
            build_id,
            f"select strftime(month, '%Y-%m'), actor_name, cast({BEST} as bigint) "
            f"from marts.{MART} where {_FILTER} group by month, actor_name",
        )
        return {(month, actor): killed for month, actor, killed in rows}

    def by_actor(self, build_id: str) -> dict[str, tuple[int | None, ...]]:
        """Low, best and high of each actor in a kept build; a null high has no ceiling."""
        rows, _ = self._read(
            build_id,
            f"select actor_name, sum(killed_low), {BEST}, {HIGH} "
            f"from marts.{MART} where {_FILTER} group by actor_name",
        )
        return {row[0]: tuple(None if n is None else int(n) for n in row[1:]) for row in rows}

    def tables(self, build_id: str) -> set[str]:
        """The names of schema marts in a kept build."""
        names = "select table_name from information_schema.tables where table_schema = 'marts'"
        rows, _ = self._read(build_id, names)
        return {name for (name,) in rows}

    def _read(self, build_id: str, sql: str) -> tuple[list[tuple[Any, ...]], list[str]]:
        file = self.published / "builds" / build_id / "casualties.duckdb"
        with duckdb.connect(str(file), read_only=True) as ledger:
            answer = ledger.execute(sql)
            names = [column[0] for column in answer.description or ()]
            return answer.fetchall(), names

    def _run(self, inbox: Path) -> str:
        program = str(Path(sys.executable).parent / "casualty-ledger")
        command = [program, "run", "--inbox", str(inbox), "--data-dir", str(self.published.parent)]
        log = self._folder / f"run-{inbox.name}.log"
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        with started(command, log, environment) as process:
            printed = completed(process, log, _SECONDS_TO_RUN)
        if "could not set lock" in printed.lower():
            raise RuntimeError(f"the run met a lock:\n{printed}")
        return self.current()
