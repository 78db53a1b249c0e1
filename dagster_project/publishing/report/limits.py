"""The sections of the page that tell what its figures are worth: gaps, method, licences."""

from collections.abc import Mapping
from html import escape
from typing import Any

from dagster_project.publishing.quality_parts import counted
from dagster_project.publishing.report.estimates import share
from dagster_project.publishing.report.gaps import MOVED_SHOWN, REVIEW_SHOWN, REVIEW_WORDS, Gaps
from dagster_project.publishing.report.headline import Build, Totals, place_name
from dagster_project.publishing.report.markup import Markup, month_name, table
from dagster_project.shown_estimates import shown_estimate

_COUNTRIES_SHOWN = 60


def gaps_section(gaps: Gaps, totals: Totals) -> str:
    """What is missing or uncertain, in shares of all incidents and of all killed."""
    rows = [
        (
            doubt.what,
            f"{doubt.incident_count:,}",
            share(doubt.incident_count, totals.incident_count),
            f"{doubt.killed:,}",
            share(doubt.killed, totals.killed.best),
        )
        for doubt in gaps.doubts
    ]
    return (
        "<section aria-labelledby='gaps'><h2 id='gaps'>What is missing or uncertain</h2>"
        + table(
            "What is not known, of how many incidents and killed",
            ("Of the incidents", "Incidents", "Share", "Killed", "Share of killed"),
            rows,
            numbers=(1, 2, 3, 4),
            attributes=" class='compact'",
        )
        + f"<p>Of {gaps.victims_unknown:,} killed it is not told who they were. "
        + f"{counted(gaps.aggregate_count, 'total')} for a year, a war or several incidents "
        "were read and are kept, and added to nothing.</p>"
        + _coverage(gaps)
        + _review(gaps)
        + _corrections(gaps)
        + _moved(gaps)
        + "</section>"
    )


def _coverage(gaps: Gaps) -> str:
    if gaps.first_covered is None:
        return (
            "<h3>Where nobody looked</h3><p>No article has a day of publication, so that nothing "
            "can be said of months without an incident.</p>"
        )
    shown = gaps.coverage[:_COUNTRIES_SHOWN]
    more = (
        f"<p class='note'>The first {len(shown)} of {len(gaps.coverage):,} countries.</p>"
        if len(shown) < len(gaps.coverage)
        else ""
    )
    quiet = sum(country.quiet_months for country in gaps.coverage)
    unseen = sum(country.unseen_months for country in gaps.coverage)
    return (
        "<h3>Where nobody looked</h3><p>Articles were published from "
        f"{month_name(gaps.first_covered)} to {month_name(gaps.last_covered)}. A month without a "
        "figure is a zero only where articles were read about the country: so it is "
        f"{counted(quiet, 'time')}. {counted(unseen, 'time')} no article was about the country in "
        "the month; there nothing can be said.</p>"
        "<details class='wide'><summary>Country by country</summary>"
        + table(
            "Months of each country",
            (
                "Country",
                "Months with incidents",
                "With articles, none tells of any",
                "Without an article",
            ),
            [
                (
                    country.country_name,
                    country.incident_months,
                    country.quiet_months,
                    country.unseen_months,
                )
                for country in shown
            ],
            numbers=(1, 2, 3),
            attributes=" class='compact'",
        )
        + more
        + "</details>"
    )


def _review(gaps: Gaps) -> str:
    if not gaps.review:
        return "<h3>What a person should look at first</h3><p>Nothing is in the queue.</p>"
    rows = [
        (
            Markup(
                f"<a href='#figures' data-incident='{escape(row['incident_id'])}' "
                f"data-month='{'' if row['month'] is None else format(row['month'], '%Y-%m')}'>"
                f"{escape(_where(row))}</a>"
            ),
            f"{row['date_start'] or 'undated'}",
            shown_estimate(row["killed_low"], row["killed_best"], row["killed_high"]),
            REVIEW_WORDS.get(row["main_reason"], row["main_reason"]),
            f"{row['score']:,.0f}",
        )
        for row in gaps.review
    ]
    first = f"The first {REVIEW_SHOWN} of " if gaps.review_count > REVIEW_SHOWN else ""
    return (
        "<h3>What a person should look at first</h3>"
        f"<p>{first}{counted(gaps.review_count, 'incident')} in the review queue, by how many "
        "killed a figure may be off because of it.</p>"
        + table(
            "The head of the review queue",
            ("Incident", "Date", "Killed", "Doubt", "May be off by"),
            rows,
            numbers=(2, 4),
            attributes=" class='compact'",
        )
        + "<div id='queued' class='incidents' role='region' aria-label='The chosen incident' "
        "tabindex='-1' hidden></div>"
    )


def _where(row: Mapping[str, Any]) -> str:
    names = (row["place"], row["admin1"], row["country_name"])
    return ", ".join(dict.fromkeys(name for name in names if name))


def _corrections(gaps: Gaps) -> str:
    if not gaps.corrections:
        told = "Nobody has corrected anything."
    else:
        told = (
            "By outcome: "
            + ", ".join(
                f"{escape(outcome.replace('_', ' '))} {number:,}"
                for outcome, number in gaps.corrections
            )
            + ". Each stands with its author and reason at the incident that it touches."
        )
    return f"<h3>Corrections by people</h3><p>{told}</p>"


def _moved(gaps: Gaps) -> str:
    head = "<h3>What this build moved</h3>"
    if gaps.last_build_id is None:
        return f"{head}<p>This is the first build: there is none to compare it with.</p>"
    since = f"the build before, <code>{escape(gaps.last_build_id)}</code>"
    if not gaps.moved_count:
        return f"{head}<p>No monthly figure differs from {since}.</p>"
    causes = ", ".join(f"{escape(cause)} {number:,}" for cause, number in gaps.causes)
    rows = [
        (
            month_name(row["month"]).capitalize(),
            row["actor_name"],
            row["role"],
            place_name(row["admin1_code"], row["admin1_name"], row["country_name"] or "unknown"),
            f"{_killed(row['killed_best_before'])} to {_killed(row['killed_best_after'])}",
            ", ".join(row["causes"]),
        )
        for row in gaps.moved
    ]
    most = f"The {MOVED_SHOWN} that moved most:" if gaps.moved_count > MOVED_SHOWN else ""
    return (
        f"{head}<p>{counted(gaps.moved_count, 'monthly figure')} "
        f"{'differs' if gaps.moved_count == 1 else 'differ'} from {since}. "
        f"Causes: {causes}. {most}</p>"
        + table(
            "Figures that moved most",
            ("Month", "Actor", "Role", "Region", "Killed, before and after", "Causes"),
            rows,
            numbers=(4,),
            attributes=" class='compact'",
        )
    )


def _killed(number: int | None) -> str:
    return "none" if number is None else f"{number:,}"


def footer(build: Build | None, software: str) -> str:
    """Licences, and where texts and names are from."""
    versions = (
        f"<p>Casualty Ledger {escape(build.package_version)}, read by "
        f"{escape(build.extractor_version)}.</p>"
        if build
        else ""
    )
    return (
        "<footer>"
        f"{versions}<p>The program is licensed under the Apache License 2.0. Names and places of "
        "towns are from <a href='https://www.geonames.org/' rel='noopener noreferrer nofollow'>"
        "GeoNames</a>, <a href='https://creativecommons.org/licenses/by/4.0/' "
        "rel='noopener noreferrer nofollow'>CC BY 4.0</a>. Quoted sentences and titles are those "
        "of the newsrooms that they name.</p>"
        f"<details><summary>Software in this page</summary>{software}</details></footer>"
    )
