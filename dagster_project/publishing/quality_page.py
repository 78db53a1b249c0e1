"""data/published/quality/index.html: every check, its reason, and how it ended, for people.

What belongs here: HTML. What does not: what is told (quality_report.py). Great Expectations' own
pages load scripts, fonts and a tracking logo from the internet; this one is one file that loads
nothing, runs no script, and says everything in words beside its colours.
"""

import os
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from dagster_project.paths import UNDER_WAY, DataDir
from dagster_project.publishing.quality_parts import (
    MARKS,
    WORDS,
    counted,
    history,
    list_of_rows,
    mark,
    picture,
    short,
    table,
    time_tag,
)
from dagster_project.publishing.quality_report import (
    ROWS_SHOWN,
    Check,
    Listed,
    QualityReport,
    read_quality,
)
from dagster_project.quality.check_results import (
    BROKEN,
    FAILED,
    PASSED,
    SKIPPED,
    STOPPED,
    WARNED,
)
from dagster_project.quality.measures import RATIOS, Measured, Run
from dagster_project.warehouse import open_warehouse

_STYLE = Path(__file__).with_name("quality_page.css")
_SEVERITIES = {
    "error": "stops the run",
    "quarantine": "failing rows go to quarantine",
    "warn": "is told, the run goes on",
}
_PICTURE_RUNS = 30


def publish_quality_page(data_dir: DataDir) -> Path:
    """Write the page anew, whole or not at all; returns its path.

    Also where a check stopped the run: the published figures stay, and the page says why. Only the
    one writer of the data directory may call this.
    """
    with open_warehouse(data_dir.warehouse) as connection:
        page = render_page(read_quality(connection))
    target = data_dir.quality_page
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{UNDER_WAY}{target.name}")
    unfinished.write_text(page, encoding="utf-8")
    os.replace(unfinished, target)  # noqa: PTH105 - the name says what matters here
    return target


def render_page(report: QualityReport) -> str:
    """The report as one HTML document."""
    expectations = [check for check in report.checks if not check.is_of_dbt]
    tests = [check for check in report.checks if check.is_of_dbt]
    body = [
        _head(report),
        _attention(report),
        _measures(report.runs),
        "<h2 id='suites'>Raw tables</h2>",
        "<p>Great Expectations' suites, run on each table before anything is built from it.</p>",
        *_tables(expectations, report),
        "<h2 id='dbt'>Built tables</h2>",
        "<p>dbt's tests and contracts, run on each table as it is built; "
        "nothing is published when one fails.</p>",
        *_tables(tests, report),
        _quarantine(report.quarantined),
        _rejected(report.rejected),
        _legend(),
    ]
    return (
        "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
        "<title>Quality of the data: Casualty Ledger</title>\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _head(report: QualityReport) -> str:
    counts = dict.fromkeys(MARKS, 0)
    for check in report.checks:
        counts[check.outcome] += 1
    if report.is_stopped:
        verdict = (FAILED, "A check stopped the last run. What was published before stands.")
    elif counts[WARNED]:
        verdict = (WARNED, "No check stopped the last run; some have something to tell.")
    elif report.quarantined.count:
        waiting = counted(report.quarantined.count, "row")
        verdict = (WARNED, f"Every check passed, but {waiting} of before stand in quarantine.")
    elif report.checks:
        verdict = (PASSED, "Every check passed.")
    else:
        verdict = (SKIPPED, "Nothing has been checked yet.")
    told = [f"{number} {short(outcome)}" for outcome, number in counts.items() if number]
    told += [f"{counted(report.quarantined.count, 'row')} in quarantine"]
    told += [f"{counted(report.rejected.count, 'input')} could not be read"]
    of_build = f"Build <code>{escape(report.build_id)}</code>. " if report.build_id else ""
    when = f"Last new result: {time_tag(report.checked_at)}." if report.checked_at else ""
    links = "".join(
        f"<li><a href='#{target}'>{text}</a></li>"
        for target, text in (
            ("attention", "What needs a person"),
            ("runs", "What the runs brought"),
            ("suites", "Raw tables"),
            ("dbt", "Built tables"),
            ("quarantine", "Rows in quarantine"),
            ("rejected", "Inputs that could not be read"),
        )
    )
    return (
        "<header><h1>Quality of the data</h1>"
        f"<p class='verdict {verdict[0]}'>{mark(verdict[0])} {escape(verdict[1])}</p>"
        f"<p>{escape(', '.join(told))}.</p><p>{of_build}{when}</p>"
        f"<nav aria-label='Sections'><ul>{links}</ul></nav></header>"
    )


def _attention(report: QualityReport) -> str:
    odd = [check for check in report.checks if check.outcome in (*STOPPED, WARNED)]
    items = "".join(
        f"<li class='{check.outcome}'><strong>{mark(check.outcome)} "
        f"{escape(check.table_name)}: {escape(_named(check))}</strong> "
        f"{escape(check.reason)}. {_observed(check)}"
        + (f"<br>{escape(check.action)}" if check.action else "")
        + "</li>"
        for check in sorted(odd, key=lambda check: check.outcome == WARNED)
    )
    for target, listed, what, told in (
        ("quarantine", report.quarantined, "row", "in quarantine, and in no figure"),
        ("rejected", report.rejected, "input", "that could not be read"),
    ):
        if listed.count:
            items += (
                f"<li class='{WARNED}'><strong>{mark(WARNED)} "
                f"<a href='#{target}'>{counted(listed.count, what)} {told}</a></strong></li>"
            )
    content = f"<ul class='attention'>{items}</ul>" if items else "<p>Nothing.</p>"
    return f"<h2 id='attention'>What needs a person</h2>{content}"


def _measures(runs: Sequence[Run]) -> str:
    head = "<h2 id='runs'>What the runs brought</h2>"
    if not runs:
        return f"{head}<p>No run has brought anything yet.</p>"
    last = runs[-1]
    rows = []
    for name, measured in last.measures.items():
        values = [run.measures[name].value if name in run.measures else None for run in runs][
            -_PICTURE_RUNS:
        ]
        rows.append(
            (
                escape(name.replace("_", " ")),
                _value(name, measured),
                ""
                if measured.denominator is None
                else f"{measured.numerator:,} of {measured.denominator:,}",
                picture(name, values),
            )
        )
    since = [run for run in runs if run.accepted_why]
    accepted = (
        f"<p>Run {since[-1].run_no} was accepted by a person: "
        f"{escape(since[-1].accepted_why or '')}.</p>"
        if since
        else ""
    )
    return (
        f"{head}<p>Run {last.run_no}: of what is new since the run before. What is allowed is "
        f"among the checks of raw.run_measures.</p>{accepted}"
        + table(
            "Measures of the last run, and of the runs before it",
            ("Measure", "Share or number", "Rows", f"Last {_PICTURE_RUNS} runs"),
            rows,
        )
    )


def _value(name: str, measured: Measured) -> str:
    if measured.denominator is None:
        return f"{measured.numerator:,}"
    if measured.value is None:
        return "none"
    return f"{measured.value:.2f}" if name in RATIOS else f"{measured.value:.1%}"


def _tables(checks: Sequence[Check], report: QualityReport) -> Iterable[str]:
    for checked, group in groupby(checks, key=lambda check: check.table_name):
        of_table = list(group)
        odd = sum(check.outcome != PASSED for check in of_table)
        row_count = max(
            (c.checked_rows for c in of_table if c.checked_rows is not None), default=None
        )
        told = [counted(len(of_table), "check"), f"{odd} not passed" if odd else "all passed"]
        if row_count and checked != "raw.run_measures":
            told.insert(0, counted(row_count, "row"))
        held = sum(row[0] == checked for row in report.quarantined.rows)
        if held:
            more = " or more" if held == ROWS_SHOWN else ""
            told.append(f"{counted(held, 'row')}{more} in quarantine")
        if report.is_stopped and not any(c.build_id is None for c in of_table) and report.build_id:
            told.append("as of the last build: the run was stopped before, or they passed again")
        worst = mark(max((c.outcome for c in of_table), key=_badness))
        yield (
            f"<details{' open' if odd else ''}><summary>{worst} <strong>{escape(checked)}</strong> "
            f"<span>{escape(', '.join(told))}</span></summary>"
            + table(
                f"Checks of {checked}",
                ("Check", "Allowed", "Outcome", "Builds"),
                [_check_cells(check) for check in of_table],
            )
            + "</details>"
        )


def _check_cells(check: Check) -> tuple[str, ...]:
    action = f"<br><small>{escape(check.action)}</small>" if check.action else ""
    severity = escape(_SEVERITIES.get(check.severity, check.severity))
    return (
        f"<strong>{escape(_named(check))}</strong><br>{escape(_sentence(check.reason))}{action}",
        f"{escape(check.threshold or 'as told')}<br><small>Else: {severity}.</small>",
        f"<span class='{check.outcome}'>{mark(check.outcome)} "
        f"{escape(short(check.outcome))}</span><br>{_observed(check)}",
        history(check.history),
    )


def _observed(check: Check) -> str:
    parts = []
    if check.failing_rows is not None:
        of_rows = f" of {check.checked_rows:,}" if check.checked_rows is not None else ""
        parts.append(f"{check.failing_rows:,}{of_rows} rows fail")
    elif check.checked_rows is not None and check.observed is None:
        parts.append(f"{check.checked_rows:,} rows")
    if check.observed:
        parts.append(escape(check.observed))
    return ": ".join(parts)


def _quarantine(listed: Listed) -> str:
    rows = [
        (escape(of), f"<code>{escape(row)}</code>", escape(where), escape(why), time_tag(since))
        for of, row, where, why, since in listed.rows
    ]
    return (
        "<h2 id='quarantine'>Rows in quarantine</h2>"
        "<p>A suite took them out of their table, or the "
        "extractor failed on them: they are in no figure. Mend what is wrong, then put them back "
        "with <code>casualty-ledger requeue</code>.</p>"
        + list_of_rows(
            "Rows in quarantine", ("Table", "Row", "File", "Reason", "Since"), rows, listed
        )
    )


def _rejected(listed: Listed) -> str:
    rows = [(f"<code>{escape(file)}</code>", escape(why)) for file, why in listed.rows]
    return (
        "<h2 id='rejected'>Inputs that could not be read</h2><p>Files, or lines of files, that "
        "gave no article, or no correction. A mended file is read again by the next run.</p>"
        + list_of_rows("Inputs that could not be read", ("Input", "Reason"), rows, listed)
    )


def _legend() -> str:
    marks = "".join(
        f"<li><span class='{outcome}'>{mark(outcome)}</span> {escape(words)}</li>"
        for outcome, words in WORDS.items()
    )
    return (
        f"<h2 id='legend'>How to read it</h2><ul>{marks}</ul><p>The marks under Builds are the "
        "outcomes of the last builds, the oldest first. The same results are in the tables "
        "<code>quality.check_results</code> and <code>quality.run_measures</code> of "
        "<code>casualties.duckdb</code>. Times are UTC.</p>"
    )


def _badness(outcome: str) -> int:
    return (PASSED, SKIPPED, WARNED, BROKEN, FAILED).index(outcome)


def _named(check: Check) -> str:
    """The check in words: "article_id: values to match regex"."""
    name = check.name.removeprefix("expect_column_").removeprefix("expect_").replace("_", " ")
    return f"{check.column_name}: {name}" if check.column_name else name


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text[:1].upper()}{text[1:]}."
