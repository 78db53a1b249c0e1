"""What `casualty-ledger explain` shows: a figure, and everything that it was made of."""

import re
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dagster_project.extraction.numbers import is_number_word
from dagster_project.fetching.answers import plain
from dagster_project.publishing.drill_down import OUTCOME_WORDS, Explanation
from dagster_project.shown_estimates import shown_estimate

_LONGEST = 2000  # characters of a passage; a sentence has some 200
_COUNTRIES = 5  # of a zero in all of the world, those with most articles
_WORD = re.compile(r"\w+(?:[-,.']\w+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURES = ("killed", "wounded")


def print_explanation(console: Console, explanation: Explanation) -> None:
    """Print a cell, its incidents, and for each its reports, sentences, corrections and reasons."""
    for line, indent in _lines(explanation):
        if isinstance(line, str) and line.startswith(("http://", "https://")):
            # An address is not broken, so that it can be followed.
            console.print(" " * indent + line, markup=False, highlight=False, soft_wrap=True)
            continue
        if not line:
            console.print()
            continue
        text = line if isinstance(line, Text) else Text(line)
        console.print(Padding(text, (0, 0, 0, indent), expand=False), markup=False, highlight=False)


def highlighted(quote: str) -> Text:
    """A passage in quotation marks, its numbers bold, years apart."""
    text = Text(f'"{plain(quote, _LONGEST)}"')
    for match in _WORD.finditer(text.plain):
        word = match[0].lower()
        if is_number_word(word) and not _YEAR.fullmatch(word):
            text.stylize("bold", *match.span())
    return text


def reason(incident: dict[str, Any], measure: str) -> str:
    """Why an incident has its killed or wounded: which report won, and where low and high are from.

    ``incident`` has the incident's own figures, and ``reports``. Empty where none tells of any.
    """
    best = incident[f"incident_{measure}_best"]
    counted = [report for report in incident["reports"] if report["is_counted"]]
    if all(row[f"{measure}_high"] == 0 for row in incident["reports"]):
        return ""
    won = [report for report in counted if report[f"{measure}_outcome"] == "won"]
    by_people = [row for row in incident["corrections"] if row["field"] == measure]
    if by_people and not won:
        who = _who_corrected(by_people[-1])
        return f"{best:,} {measure}: set by {who}: {plain(by_people[-1]['reason'], _LONGEST)}."
    if not won:
        return ""
    who = _who(won[0])
    told = [report for report in counted if report[f"{measure}_best"] == best]
    outcomes = {report[f"{measure}_outcome"] for report in counted}
    if len(counted) == 1:
        why = f"told by {who}, the only report that counts"
    elif len(told) == len(counted):
        why = f"all {len(counted)} sources that count tell it; {who} has it last"
    else:
        why = f"{len(told)} of {len(counted)} sources that count tell it; {who} won"
        if "older" in outcomes:
            why += ", the newest"
        elif "larger" in outcomes:
            why += ", the smaller of one day"
    why = f"{best:,} {measure}: {why}."
    if len(counted) > 1:
        why += _range(incident, counted, measure)
    if by_people:
        why += f" What {_who_corrected(by_people[-1])} set counts in place of what was told."
    return why


def _range(incident: dict[str, Any], counted: list[dict[str, Any]], measure: str) -> str:
    low, best, high = (incident[f"incident_{measure}_{end}"] for end in ("low", "best", "high"))
    told = ""
    if low < best:
        lowest = [report for report in counted if report[f"{measure}_low"] == low]
        told += f" At least {low:,}" + (f": {_who(lowest[0])}." if lowest else ".")
    if high is None:
        open_ended = [report for report in counted if report[f"{measure}_high"] is None]
        told += " No ceiling" + (f": {_who(open_ended[0])} gives none." if open_ended else ".")
    elif high > best:
        highest = [report for report in counted if report[f"{measure}_high"] == high]
        told += f" At most {high:,}" + (f": {_who(highest[0])}." if highest else ".")
    return told


def _lines(explanation: Explanation) -> list[tuple[str | Text, int]]:
    """Each line with the number of columns it stands in."""
    figures = explanation.figures
    count = _count(figures["incident_count"] or 0, "incident")
    lines: list[tuple[str | Text, int]] = [(Text(_heading(explanation.cell), "bold"), 0)]
    if not explanation.incidents:
        return [*lines, ("No incident is known.", 0), *((told, 0) for told in _zero(explanation))]
    lines.append((f"{_figures(figures)}, in {count}", 0))
    for incident in explanation.incidents:
        lines += _incident_lines(incident)
    return lines


def _incident_lines(incident: dict[str, Any]) -> list[tuple[str | Text, int]]:
    where = ", ".join(
        dict.fromkeys(
            plain(word)
            for word in (incident["place"], incident["admin1_name"], incident["country_name"])
            if word
        )
    )
    victims = ", ".join(incident["victim_names"])
    lines: list[tuple[str | Text, int]] = [
        ("", 0),
        (Text(f"{incident['incident_id']}  {_when(incident)}  {where}", "bold"), 0),
        (_figures(incident) + _share(incident), 2),
        (
            f"{incident['method']} by {incident['perpetrator_name']} "
            f"({incident['attribution']}), against {victims}",
            2,
        ),
    ]
    for report in incident["reports"]:
        lines += _report_lines(report)
    for row in incident["corrections"]:
        lines.append((Text(_correction(row), "yellow"), 4))
    lines += [(f"Why {why}", 2) for m in _MEASURES if (why := reason(incident, m))]
    return lines


def _report_lines(report: dict[str, Any]) -> list[tuple[str | Text, int]]:
    killed, wounded = (OUTCOME_WORDS.get(report[f"{m}_outcome"], "not counted") for m in _MEASURES)
    outcome = killed if killed == wounded else f"killed: {killed}; wounded: {wounded}"
    lines: list[tuple[str | Text, int]] = [
        (f"{_who(report)}: {_figures(report)}", 4),
        (f"[{outcome}]", 4),
        (plain(report["title"] or "no title", _LONGEST), 6),
    ]
    if report["url"]:
        lines.append((plain(report["url"], _LONGEST), 6))
    lines += [(highlighted(quote["quote"]), 6) for quote in report["quotes"]]
    return lines


def _zero(explanation: Explanation) -> list[str]:
    """What a cell without incidents is worth."""
    month = explanation.cell["month"]
    if month in (None, "unknown"):
        return ["Name a month to see whether anybody looked."]
    looked = sorted(
        (row for row in explanation.coverage if row["article_count"]),
        key=lambda row: -row["article_count"],
    )
    lines = [
        f"{row['country_name']}: {_count(row['article_count'], 'article')} of "
        f"{_count(row['source_count'], 'source')} published in {month}, "
        f"{_count(row['incident_count'], 'incident')} in the whole country."
        for row in looked[:_COUNTRIES]
    ]
    if len(looked) > _COUNTRIES:
        lines.append(f"And {len(looked) - _COUNTRIES} more countries with fewer articles.")
    if not looked:
        return [f"Nobody looked: no article of {month} is about it. This is no zero."]
    return [*lines, "Somebody looked: a zero as far as these sources tell."]


def _heading(cell: dict[str, Any]) -> str:
    month = cell["month"]
    words = [
        "without a month"
        if month == "unknown"
        else f"{date.fromisoformat(month + '-01'):%B %Y}"
        if month
        else "all months"
    ]
    words += [" and ".join(cell["actor"])] if cell["actor"] else []
    words += [f"{' and '.join(cell['actor_group'])} with its parts"] if cell["actor_group"] else []
    words += [cell["role"]] if cell["actor"] or cell["actor_group"] or cell["status"] else []
    words += ["; ".join(cell["region"])] if cell["region"] else []
    words += [cell[name] for name in ("method", "status", "incident") if cell[name]]
    return " - ".join(plain(str(word), _LONGEST) for word in words)


def _figures(row: dict[str, Any]) -> str:
    return ", ".join(f"{_shown(row, measure)} {measure}" for measure in _MEASURES)


def _share(incident: dict[str, Any]) -> str:
    """The incident's toll, where the cell has only a part of it."""
    own = [_shown(incident, measure, "incident_") for measure in _MEASURES]
    if own == [_shown(incident, measure) for measure in _MEASURES]:
        return ""
    return f", of {own[0]} killed, {own[1]} wounded in the incident"


def _shown(row: dict[str, Any], measure: str, prefix: str = "") -> str:
    return shown_estimate(*(row[f"{prefix}{measure}_{end}"] for end in ("low", "best", "high")))


def _when(incident: dict[str, Any]) -> str:
    start, end, precision = (incident[f"date_{name}"] for name in ("start", "end", "precision"))
    if start is None:
        return "undated"
    days = f"{start}" if start == end else f"{start} to {end}"
    return days if precision == "day" else f"{days} ({precision})"


def _who(report: dict[str, Any]) -> str:
    source = plain(report["source"] or "a source without a name")
    return f"{source}, {report['published_at'] or 'undated'}"


def _correction(row: dict[str, Any]) -> str:
    what = " ".join(
        str(row[name]) for name in ("action", "target_id", "other_id", "field") if row[name]
    )
    change = f": {row['before_text']} -> {row['after_text']}" if row["after_text"] else ""
    told = (
        f"Corrected by {row['author']}, {row['made_at']:%Y-%m-%d}: {what}{change} ({row['reason']})"
    )
    return plain(told, _LONGEST)


def _who_corrected(row: dict[str, Any]) -> str:
    return plain(f"{row['author']}, {row['made_at']:%Y-%m-%d}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
