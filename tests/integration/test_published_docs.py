"""What is published beside the figures: a comment on every table and column, and the docs page."""

from pathlib import Path

import duckdb
import pytest
from whole_runs import query, run

from dagster_project.paths import DataDir

pytestmark = pytest.mark.slow

COMMENTS = """
    select schema_name, table_name, comment from duckdb_tables() where not internal
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
    union all
    select schema_name, table_name || '.' || column_name, comment
    from duckdb_columns() where not internal
"""
UNCOMMENTED = f"""
    select table_name from ({COMMENTS})
    where schema_name != 'raw' and coalesce(trim(comment), '') = '' order by all
"""


def test_every_published_table_and_column_has_its_comment(finished: DataDir) -> None:
    assert query(finished.published_database, UNCOMMENTED) == []
    [(count,)] = query(
        finished.published_database, "select count(*) from duckdb_columns() where not internal"
    )
    assert count > 100


def test_a_comment_that_is_missing_is_found(data_dir: DataDir) -> None:
    with duckdb.connect(str(data_dir.published_database)) as connection:
        connection.execute("comment on column marts.fct_incidents.month is null")
        connection.execute("comment on column marts.dim_actors.status is ' '")
        connection.execute("comment on table marts.dim_sources is null")
    assert query(data_dir.published_database, UNCOMMENTED) == [
        ("dim_actors.status",),
        ("dim_sources",),
        ("fct_incidents.month",),
    ]


def test_every_column_of_the_steps_and_seeds_has_its_comment_too(finished: DataDir) -> None:
    assert query(finished.warehouse, UNCOMMENTED) == []


def test_the_dictionary_says_what_the_comments_say(finished: DataDir) -> None:
    differing = f"""
        select c.table_name, c.column_name
        from duckdb_columns() as c
        full outer join marts.dictionary as d
            on c.table_name = d.table_name and c.column_name = d.column_name
        left join ({COMMENTS}) as t on d.table_name = t.table_name
        where
            coalesce(c.schema_name, 'marts') = 'marts'
            and coalesce(t.schema_name, 'marts') = 'marts'
            and (
                c.comment is distinct from d.column_description
                or t.comment is distinct from d.table_description
                or c.column_index is distinct from d.column_no
                or lower(c.data_type) is distinct from lower(d.data_type)
            )
    """
    assert query(finished.published_database, differing) == []


def test_the_dictionary_knows_which_cells_are_never_empty(finished: DataDir) -> None:
    """In the warehouse: a copy, or a view, does not keep what its columns require."""
    required = """
        select c.table_name, c.column_name
        from duckdb_columns() as c
        inner join marts.dictionary as d
            on c.table_name = d.table_name and c.column_name = d.column_name
        semi join duckdb_tables() as t
            on c.schema_name = t.schema_name and c.table_name = t.table_name
        where c.schema_name = 'marts' and c.is_nullable is distinct from d.is_nullable
    """
    assert query(finished.warehouse, required) == []


def test_the_docs_page_is_published(finished: DataDir) -> None:
    page = finished.published_docs.read_text(encoding="utf-8")
    assert "monthly_casualties_by_actor_region" in page
    assert str(finished.root) not in page


def test_figures_are_published_where_the_docs_page_fails(
    inbox: Path, data_dir: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: DataDir) -> Path:
        raise OSError("no space for a page")

    before = data_dir.published_docs.read_bytes()
    (inbox / "late.jsonl").write_text('{"text": "9 killed", "published_at": "2024-02-20"}\n')
    monkeypatch.setattr("dagster_project.assets.docs.publish_docs", fail)
    shown = run(inbox, data_dir)
    assert "WARNING: the docs page is still the last one: OSError: no space for a page" in shown
    total = "select sum(killed_best)::integer from marts.fct_incidents"
    assert query(data_dir.published_database, total) == [(23,)]
    assert data_dir.published_docs.read_bytes() == before
