"""Which charts the pages of which tables show: the rows of each, how it is drawn, and in words.

What belongs here: queries. What does not: how a chart looks (charts.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from dagster_project.assets.charts import (
    Rows,
    draw_counts_by_month,
    draw_counts_by_name,
    draw_killed_by_month,
    draw_killed_by_name,
    draw_outcomes,
    markdown_image,
)
from dagster_project.assets.presentation import LONGEST_CELL, markdown_text
from dagster_project.fetching.answers import plain
from dagster_project.shown_estimates import shown_estimate

if TYPE_CHECKING:
    from dagster_project.assets.charts import Drawn

MONTHLY = "monthly_casualties_by_actor_region"

MONTHS = 36  # what fits into one chart; the years before are in the table
NAMES = 12  # bars with a name
_TOLD = 5  # of them in words


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart of a table: what it is called, in words too, the rows it is of, and how it looks."""

    label: str
    words: str
    sql: str
    draw: Callable[[Rows, str], "Drawn"]


_KILLED = """
    sum(killed_low)::bigint as killed_low,
    sum(killed_best)::bigint as killed_best,
    case when count(killed_high) = count(*) then sum(killed_high)::bigint end as killed_high
"""


def _last_months(figures: str, count: str = "") -> str:
    """Every one of the last months up to the last that ``figures`` tells of, gaps included."""
    return f"""
with
figures as ({figures}),
months as (
    select
        unnest(range(
            greatest(min(month), max(month) - interval {MONTHS - 1} months)::timestamp,
            max(month)::timestamp + interval 1 day,
            interval 1 month
        ))::date as month
    from figures
)
select strftime(months.month, '%Y-%m') as month, {count or "figures.* exclude (month)"}
from months
left join figures on months.month = figures.month
order by months.month
"""  # noqa: S608 - constants of this module


def _killed_by(table: str, name: str, where: str = "true") -> str:
    """The names with most killed in the last months of a monthly table, most first."""
    return f"""
select
    {name} as name,
    {_KILLED}
from marts.{table}
where {where} and month > (select max(month) from marts.{table}) - interval {MONTHS} months
group by {name}
having sum(killed_best) > 0
order by killed_best desc, name
limit {NAMES}
"""  # noqa: S608 - constants of this module


def _ranking(table: str, label: str, words: str, name: str, where: str = "true") -> Picture:
    told = f"{words}, as reported, last {MONTHS} months"
    return Picture(label, told, _killed_by(table, name, where), draw_killed_by_name)


# What sums up all that is published; where they have a part in common, the first has it.
SUMMED_UP_IN = (
    f"marts.{MONTHLY}",
    "marts.monthly_casualties_by_actor",
    "marts.monthly_casualties_by_region",
    "marts.fct_incidents",
)

# One row of numbers of a table, which Dagster plots over the runs; their names are to stay.
NUMBERS = {
    "marts.fct_incidents": """
    select
        sum(killed_low)::bigint as killed_low,
        sum(killed_best)::bigint as killed_best,
        round(avg((month is null)::integer), 4) as undated_share,
        round(avg((admin1_code is null)::integer), 4) as unplaced_share,
        round(avg((perpetrator_actor_id is null)::integer), 4) as unknown_perpetrator_share,
        round(avg((source_count = 1)::integer), 4) as single_source_share
    from marts.fct_incidents
    """
}

# Summed over actors, `suffered` is every casualty exactly once.
KILLED_BY_MONTH = Picture(
    "killed_by_month",
    "Killed per month, as reported",
    _last_months(
        f"select month, {_KILLED} from marts.{MONTHLY} "  # noqa: S608 - constants
        "where role = 'suffered' group by month"
    ),
    draw_killed_by_month,
)

PICTURES: dict[str, Sequence[Picture]] = {
    "raw.articles": [
        Picture(
            "articles_by_month",
            "Articles per month of publication",
            _last_months(
                "select date_trunc('month', published_at)::date as month, count(*) as count "
                "from raw.articles where published_at is not null group by all",
                "coalesce(figures.count, 0) as count",
            ),
            partial(draw_counts_by_month, of="articles"),
        ),
        Picture(
            "articles_by_source",
            "Articles by source",
            "select coalesce(source, 'no source told') as name, count(*) as count "  # noqa: S608 - a constant
            f"from raw.articles group by all order by count desc, name limit {NAMES}",
            partial(draw_counts_by_name, of="articles"),
        ),
    ],
    "raw.incident_reports": [
        Picture(
            "reports_by_kind",
            "Reports by kind",
            """
            select
                case
                    when kind = 'incident' and is_background then 'incident, recalled'
                    else kind
                end as name,
                count(*) as count
            from raw.incident_reports
            group by all
            order by count desc, name
            """,
            partial(draw_counts_by_name, of="reports"),
        ),
        Picture(
            "reports_by_confidence",
            "Reports of incidents by confidence",
            """
            with
            tenths as (
                select unnest(range(10)) as tenth
            ),
            reports as (
                select least(floor(confidence * 10), 9) as tenth, count(*) as count
                from raw.incident_reports
                where kind = 'incident'
                group by all
            )
            select
                format('{:.1f} to {:.1f}', t.tenth / 10, (t.tenth + 1) / 10) as name,
                coalesce(r.count, 0) as count
            from tenths as t
            left join reports as r on t.tenth = r.tenth
            order by t.tenth
            """,
            partial(draw_counts_by_name, of="reports of incidents"),
        ),
    ],
    f"marts.{MONTHLY}": [KILLED_BY_MONTH],
    "marts.monthly_casualties_by_actor": [
        _ranking(
            "monthly_casualties_by_actor",
            "killed_by_actor",
            "Killed by actor",
            "actor_name",
            "role = 'inflicted'",
        )
    ],
    "marts.monthly_casualties_by_region": [
        _ranking(
            "monthly_casualties_by_region",
            "killed_by_region",
            "Killed by region",
            "concat_ws(', ', admin1_name, country_code)",
        )
    ],
    "marts.monthly_casualties_by_country": [
        _ranking(
            "monthly_casualties_by_country",
            "killed_by_country",
            "Killed by country",
            "country_name",
        )
    ],
    "marts.monthly_casualties_by_method": [
        _ranking(
            "monthly_casualties_by_method",
            "killed_by_method",
            "Killed by method",
            "replace(method, '_', ' ')",
        )
    ],
    "marts.monthly_casualties_by_status": [
        _ranking(
            "monthly_casualties_by_status",
            "civilians_killed_by_actor",
            "Civilians killed by actor",
            "actor_name",
            "role = 'inflicted' and status = 'civilian'",
        )
    ],
}


# Its rows are counted from what the page of the checks is made of.
CHECKS_BY_OUTCOME = Picture("checks_by_outcome", "Checks by how they ended", "", draw_outcomes)


def draw_picture(picture: Picture, rows: Rows) -> str:
    """The picture of its rows, one at least, as an image in Markdown."""
    # Not only cut: a control character that a newsroom wrote would break the image.
    shown = [
        {**row, "name": plain(row["name"], LONGEST_CELL)} if "name" in row else row for row in rows
    ]
    return markdown_image(picture.draw(shown, picture.words), in_words(picture.words, shown))


def in_words(words: str, rows: Rows) -> str:
    """What a chart shows, for those who do not see it: its largest figures, as Markdown text."""
    told = [
        f"{' '.join(row[part] for part in ('month', 'name', 'outcome') if part in row)}: "
        + (
            f"{row['count']:,}"
            if "count" in row
            else shown_estimate(row["killed_low"], row["killed_best"], row["killed_high"])
        )
        for row in sorted(rows, key=_size, reverse=True)[:_TOLD]
        if _size(row)
    ]
    return markdown_text(f"{words}. {'; '.join(told) or 'None'}.", longest=500)


def _size(row: Mapping[str, Any]) -> int:
    return (row["count"] if "count" in row else row["killed_best"]) or 0
