"""Which published figures a publication moves, in lines for people: of marts.published_changes."""

from pathlib import Path

import duckdb

from dagster_project.builds import published_build_id

_SHOWN = 10
_SINCE = "monthly figures moved since the last publication"


def describe_movements(connection: duckdb.DuckDBPyConnection, before: Path) -> str:
    """How many monthly figures moved against the file ``before``, and the first of them.

    ``connection`` has the new publication's schema marts. A file of the same build, or of a version
    that told no build, moved nothing that could be named.
    """
    [(build_id, last_build_id, rows, gone)] = connection.execute(
        """
        select
            builds.build_id,
            builds.last_build_id,
            (select count(*) from marts.monthly_casualties_by_actor_region),
            (select count(*) from marts.published_changes where change = 'gone')
        from marts.builds
        where builds.is_current
        """
    ).fetchall()
    published = published_build_id(before)
    if published == build_id:
        return f"none of {rows} {_SINCE}"
    if published is None or published != last_build_id:
        return "first publication: no earlier figures to compare with"
    lines = [line for (line,) in connection.execute(_LINES).fetchall()]
    told = [f"{len(lines) or 'none'} of {rows + gone} {_SINCE}"]
    told += [f"  {line}" for line in lines[:_SHOWN]]
    if len(lines) > _SHOWN:
        told.append(f"  and {len(lines) - _SHOWN} more")
    return "\n".join(told)


# Where only a low or a high moved, the best estimates say nothing.
_LINES = """
select
    concat_ws(
        ' ',
        coalesce(strftime(month, '%Y-%m'), 'no month'),
        actor_id,
        role,
        if(admin1_code = 'unknown', country_code, admin1_code)
    )
    || ': '
    || case change
        when 'new' then format('new, {:,} killed', killed_best_after)
        when 'gone' then format('gone, was {:,} killed', killed_best_before)
        else coalesce(
            nullif(
                concat_ws(
                    ', ',
                    if(
                        killed_best_change != 0,
                        format('killed {:,} -> {:,}', killed_best_before, killed_best_after),
                        null
                    ),
                    if(
                        wounded_best_change != 0,
                        format('wounded {:,} -> {:,}', wounded_best_before, wounded_best_after),
                        null
                    )
                ),
                ''
            ),
            'range'
        )
    end
    || ' (' || array_to_string(causes, ', ') || ')'
from marts.published_changes
order by month nulls last, actor_id, role, country_code, admin1_code
"""
