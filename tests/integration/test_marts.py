"""From hand-made raw rows to hand-computed marts, by one real `dbt build`.

The dictionary is a small one of the test's own, so that a new actor or region changes nothing here.
"""

import contextlib
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from article_rows import NOTHING_DERIVED
from dbt_builds import MEASURES, Built

from dagster_project.paths import DBT_PROJECT_DIR, WAREHOUSE_VARIABLE
from dagster_project.warehouse import insert_rows, open_warehouse, utc_now

pytestmark = pytest.mark.slow

SEEDS = {
    "countries": """country_code,iso2,country_name,population
SYR,SY,Syria,17000000
NAM,NA,Namibia,2500000
""",
    "regions": """admin1_code,country_code,admin1_name,geonames_admin1,latitude,longitude
SY-HI,SYR,Homs,11,34.5,38.3
SY-RA,SYR,Raqqa,04,36.0,39.0
NA-KU,NAM,Kunene,32,-19.4,13.9
""",
    "actors": """actor_id,actor_name,actor_kind,country_code,parent_actor_id,status
islamic-state,Islamic State,armed_group,,,combatant
civilians,Civilians,class,,,civilian
""",
}
Triple = tuple[int, int, int | None]
NONE: Triple = (0, 0, 0)


def article(article_id: str, source: str | None, published_at: str | None) -> dict[str, Any]:
    return {
        **NOTHING_DERIVED,
        "article_id": article_id,
        "external_id": f"given-{article_id}",
        "title": None,
        "text": "Señor Ali 👍 was killed.",
        "source": source,
        "url": None,
        "published_at": published_at,
        "language": "en",
        "input_file": "hand-made",
        "input_line": None,
        "loaded_at": utc_now(),
    }


def group(
    actor: str | None, actor_id: str | None, killed: Triple = NONE, wounded: Triple = NONE
) -> dict[str, Any]:
    figures = dict(zip(MEASURES, (*killed, *wounded), strict=True))
    return {"actor": actor, "actor_id": actor_id, "status": "unknown", **figures}


def report(
    article_id: str, number: int, killed: Triple = NONE, wounded: Triple = NONE, **changes: Any
) -> dict[str, Any]:
    return {
        "report_id": f"{article_id}#{number}",
        "article_id": article_id,
        "report_no": number,
        "kind": "incident",
        "is_background": False,
        "date_start": "2022-03-06",
        "date_end": "2022-03-06",
        "date_precision": "day",
        "place": None,
        "admin2": None,
        "admin1": "Homs",
        "country": "SYR",
        "admin1_code": "SY-HI",
        "latitude": None,
        "longitude": None,
        "geo_precision": "admin1",
        "method": "armed_attack",
        "perpetrator": None,
        "perpetrator_actor_id": None,
        "attribution": "unknown",
        **dict(zip(MEASURES, (*killed, *wounded), strict=True)),
        "groups": [],
        "evidence": [],
        "confidence": 0.9,
        "extractor": "by hand",
        "extractor_version": "1",
        **changes,
    }


ARTICLES = [
    article("a", "The Wire", "2022-03-08"),
    article("b", "Post", "2022-03-09"),
    article("c", "the wire", "2022-03-10"),
    article("d", None, None),
    article("e", "Post", "2022-09-01"),
]
BY_IS = {
    "perpetrator": "IS",
    "perpetrator_actor_id": "islamic-state",
    "attribution": "asserted",
}
REPORTS = [
    # One attack in Homs: a first toll, another newsroom's, the first one's newer, a recollection.
    report("a", 1, (10, 15, 15), (18, 18, 18), **BY_IS, evidence=[{"start": 0, "end": 11}]),
    report("b", 1, (12, 12, None), groups=[group("soldiers", "mil-syr", (12, 12, None))]),
    report(
        "c",
        1,
        (15, 15, 15),
        (20, 20, 20),
        groups=[
            group("SAA", "mil-syr", (15, 15, 15), (15, 15, 15)),
            group("villagers", "civilians", NONE, (5, 5, 5)),
        ],
    ),
    report("e", 1, (99, 99, 99), is_background=True),
    # The year's total.
    report("a", 2, (61, 61, 61), kind="aggregate", evidence=[{"start": 12, "end": 13}]),
    # Over the end of a month, by nobody named, of a name that the dictionary lacks.
    report(
        "d",
        1,
        (2, 2, 2),
        date_start="2022-03-31",
        date_end="2022-04-01",
        admin1="Raqqa",
        admin1_code="SY-RA",
        groups=[group("the Hillmen", None, (2, 2, 2))],
    ),
    # Some time in a year, somewhere in the country.
    report(
        "e",
        2,
        (9, 9, 9),
        is_background=True,
        date_start="2021-01-01",
        date_end="2021-12-31",
        date_precision="year",
        admin1=None,
        admin1_code=None,
        geo_precision="country",
    ),
]


def link(report_id: str, incident_id: str) -> dict[str, Any]:
    return {"report_id": report_id, "incident_id": incident_id} | dict.fromkeys(
        ("link_group", "columns_hash")
    )


LINKS = [
    *(link(f"{name}#1", "inc-homs") for name in "abce"),
    link("d#1", "inc-raqqa"),
    link("e#2", "inc-year"),
]


def extraction(article_id: str, *country_codes: str) -> dict[str, Any]:
    return {
        "article_id": article_id,
        "extractor": "by hand",
        "extractor_version": "1",
        "report_count": 0,
        "extracted_at": utc_now(),
        "country_codes": list(country_codes),
    }


EXTRACTIONS = [
    extraction("a", "SYR"),
    extraction("b", "NAM", "SYR"),
    extraction("c", "SYR"),
    extraction("d"),
    extraction("e", "SYR"),
]

MARCH = date(2022, 3, 1)
MONTHLY = [
    # month, actor, role, country, admin1, incidents, reports, sources, killed, wounded
    (None, "unknown", "inflicted", "SYR", "unknown", 1, 1, 1, 9, 9, 9, 0, 0, 0),
    (None, "unknown", "suffered", "SYR", "unknown", 1, 1, 1, 9, 9, 9, 0, 0, 0),
    (MARCH, "civilians", "suffered", "SYR", "SY-HI", 1, 4, 2, 0, 0, 0, 0, 5, 5),
    (MARCH, "islamic-state", "inflicted", "SYR", "SY-HI", 1, 4, 2, 12, 15, None, 0, 20, 20),
    (MARCH, "mil-syr", "suffered", "SYR", "SY-HI", 1, 4, 2, 12, 15, None, 0, 15, 15),
    (MARCH, "unknown", "inflicted", "SYR", "SY-RA", 1, 1, 1, 2, 2, 2, 0, 0, 0),
    (MARCH, "unknown", "suffered", "SYR", "SY-RA", 1, 1, 1, 2, 2, 2, 0, 0, 0),
]


def messy_rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Articles, reports and links of another country whose groups hardly ever add up."""
    dice = random.Random(20220306)

    def triple(largest: int) -> Triple:
        low, best, high = sorted(dice.randint(0, largest) for _ in range(3))
        return low, best, None if dice.random() < 0.2 else high

    articles, reports, links = [], [], []
    for number in range(400):
        article_id = f"messy-{number}"
        source = dice.choice(["Wire", "Post", "Courier", None])
        articles.append(article(article_id, source, f"2023-05-{dice.randint(1, 9):02}"))
        actors = dice.sample(["civilians", "mil-nam", "pol-nam", "islamic-state", None], 3)
        reports.append(
            report(
                article_id,
                1,
                triple(20),
                triple(20),
                country="NAM",
                admin1="Kunene",
                admin1_code=dice.choice(["NA-KU", None]),
                is_background=dice.random() < 0.3,
                groups=[
                    group(actor or "them", actor, triple(12), triple(12))
                    for actor in actors[: dice.randint(0, 3)]
                ],
            )
        )
        links.append(link(f"{article_id}#1", f"inc-messy-{dice.randint(0, 200)}"))
    return articles, reports, links


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("marts")
    project = folder / "dbt"
    shutil.copytree(
        DBT_PROJECT_DIR, project, ignore=shutil.ignore_patterns("*.csv", "target", "logs")
    )
    for name, text in SEEDS.items():
        (project / "seeds" / f"{name}.csv").write_text(text, encoding="utf-8")
    warehouse = folder / "warehouse.duckdb"
    articles, reports, links = messy_rows()
    with open_warehouse(warehouse) as connection:
        insert_rows(connection, "raw.articles", ARTICLES + articles)
        insert_rows(connection, "raw.incident_reports", REPORTS + reports)
        insert_rows(
            connection,
            "raw.article_extractions",
            EXTRACTIONS + [extraction(each["article_id"], "NAM") for each in articles],
        )
        insert_rows(connection, "raw.incident_links", LINKS + links)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
        result = Built(project, warehouse)
        statuses = result.dbt("build")
        assert {n: s for n, s in statuses.items() if s not in ("success", "pass", "no-op")} == {}
        yield result


def test_monthly_table_is_the_one_computed_by_hand(built: Built) -> None:
    rows = built.query(f"""
        select month, actor_id, role, country_code, admin1_code,
            incident_count, report_count, source_count, {", ".join(MEASURES)}
        from marts.monthly_casualties_by_actor_region
        where country_code = 'SYR'
        order by month nulls first, actor_id, role, admin1_code
    """)
    assert rows == MONTHLY


def test_coverage_tells_a_zero_from_nobody_looked(built: Built) -> None:
    """Syria's September has an article, and none of its incidents; the text of d names none."""
    assert built.query("""
        select month, country_code, source_id, article_count, reporting_article_count, report_count
        from marts.coverage where month < '2023-01-01' or month is null
        order by month nulls first, country_code, source_id
    """) == [
        (None, "SYR", "unknown", 1, 1, 1),
        (None, "unknown", "unknown", 1, 0, 0),
        (MARCH, "NAM", "post", 1, 0, 0),
        (MARCH, "SYR", "post", 1, 1, 1),
        (MARCH, "SYR", "the-wire", 2, 2, 2),
        (date(2022, 9, 1), "SYR", "post", 1, 1, 2),
    ]
    assert built.query("""
        select country_code, month, finding from marts.monthly_coverage_by_country
        where month in ('2022-03-01', '2022-04-01', '2022-09-01') order by country_code, month
    """) == [
        ("NAM", MARCH, "incidents"),
        ("NAM", date(2022, 4, 1), "no_articles"),
        ("NAM", date(2022, 9, 1), "no_articles"),
        ("SYR", MARCH, "incidents"),
        ("SYR", date(2022, 4, 1), "no_articles"),
        ("SYR", date(2022, 9, 1), "no_incidents"),
    ]


def test_aggregates_are_shown_and_belong_to_no_incident(built: Built) -> None:
    assert built.query("""
        select report_id, incident_id, external_id, killed_best, is_counted
        from marts.incident_reports where kind = 'aggregate'
    """) == [("a#2", None, "given-a", 61, False)]


def test_counted_reports_are_the_latest_of_each_source(built: Built) -> None:
    assert built.query("""
        select report_id from marts.incident_reports
        where is_counted and country = 'SYR' order by report_id
    """) == [("b#1",), ("c#1",), ("d#1",), ("e#2",)]


def test_perpetrator_is_kept_from_a_superseded_report(built: Built) -> None:
    assert built.query("""
        select perpetrator_actor_id, attribution, is_background, report_count, source_count
        from marts.fct_incidents where incident_id = 'inc-homs'
    """) == [("islamic-state", "asserted", False, 4, 2)]


def test_quotes_are_cut_by_code_points(built: Built) -> None:
    assert built.query("""
        select evidence_id, incident_id, kind, quote
        from marts.incident_evidence order by evidence_id
    """) == [
        ("a#1@0-11", "inc-homs", "incident", "Señor Ali 👍"),
        ("a#2@12-13", None, "aggregate", "w"),
    ]


def test_names_that_the_dictionary_lacks_are_listed(built: Built) -> None:
    assert built.query("""
        select actor, role, report_count, killed_best, example_report_id
        from marts.review_unknown_actors where actor = 'the Hillmen'
    """) == [("the Hillmen", "suffered", 1, 2, "d#1")]


def test_two_spellings_are_one_source_and_no_source_is_a_row(built: Built) -> None:
    assert built.query("""
        select source_id, source_name, first_published_at from marts.dim_sources
        where source_id in ('the-wire', 'unknown') order by source_id
    """) == [
        ("the-wire", "The Wire", date(2022, 3, 8)),
        ("unknown", "Unknown", date(2023, 5, 1)),
    ]


def test_state_forces_and_unknowns_are_rows_of_the_dimensions(built: Built) -> None:
    assert built.query("""
        select actor_id, actor_name, parent_actor_id from marts.dim_actors
        where actor_id in ('gov-nam', 'mil-nam', 'unknown') order by actor_id
    """) == [
        ("gov-nam", "Government of Namibia", None),
        ("mil-nam", "Military of Namibia", "gov-nam"),
        ("unknown", "Unknown", None),
    ]
    assert built.query("""
        select region_id, country_code, admin1_code, admin1_name from marts.dim_regions
        where admin1_name = 'Unknown' order by region_id
    """) == [
        ("NAM-unknown", "NAM", "unknown", "Unknown"),
        ("SYR-unknown", "SYR", "unknown", "Unknown"),
        ("unknown", "unknown", "unknown", "Unknown"),
    ]


def test_descriptions_are_in_the_file(built: Built) -> None:
    assert built.query("""
        select count(*) from duckdb_columns()
        where schema_name = 'marts' and comment is null
    """) == [(0,)]


def test_the_file_can_still_be_opened_by_duckdb_1_2(built: Built) -> None:
    with duckdb.connect(str(built.warehouse), read_only=True) as connection:
        tags = connection.execute("select tags from duckdb_databases() where not internal")
        assert tags.fetchone() == ({"storage_version": "v1.2.0+"},)


def test_building_again_changes_no_row(built: Built) -> None:
    marts = [
        name
        for (name,) in built.query(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        )
    ]
    content = {m: sorted(map(repr, built.query(f"select * from marts.{m}"))) for m in marts}
    built.dbt("run")
    assert {"fct_incidents", "fct_casualties", "monthly_casualties_by_actor_region"} < set(marts)
    for mart, rows in content.items():
        assert sorted(map(repr, built.query(f"select * from marts.{mart}"))) == rows


def spoil_roll_ups(connection: duckdb.DuckDBPyConnection) -> None:
    """In every roll-up a row twice, a figure out of order, and a word that is none."""
    for roll_up in ROLL_UPS:
        connection.execute(f"insert into marts.{roll_up} from marts.{roll_up} limit 1")
        connection.execute(f"update marts.{roll_up} set killed_low = 99 where killed_best < 99")
    for roll_up, column in (
        ("monthly_casualties_by_actor", "role"),
        ("monthly_casualties_by_actor_group", "role"),
        ("monthly_casualties_by_status", "role"),
        ("monthly_casualties_by_status", "status"),
        ("monthly_casualties_by_method", "method"),
    ):
        connection.execute(f"update marts.{roll_up} set {column} = 'odd' where month is null")


def spoil_comparisons(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables that are empty here: a row of odd words, twice if that can be."""
    tables = connection.execute("""
        select
            schema_name || '.' || table_name,
            string_agg(column_name, ', '),
            string_agg(
                case when data_type = 'VARCHAR' then '''odd''' when data_type = 'DATE'
                    then 'current_date' when data_type = 'VARCHAR[]' then '[]' else '0' end,
                ', '
            )
        from duckdb_columns()
        where not is_nullable and table_name similar to '(compare|review_unmapped|published)_.*'
        group by all
    """).fetchall()
    for table, columns, values in tables:
        row = f"insert into {table} ({columns}) values ({values})"
        connection.execute(row)
        with contextlib.suppress(duckdb.ConstraintException):
            connection.execute(row)


ROLL_UPS = [
    "monthly_casualties_by_actor",
    "monthly_casualties_by_actor_group",
    "monthly_casualties_by_actor_region",
    "monthly_casualties_by_country",
    "monthly_casualties_by_method",
    "monthly_casualties_by_region",
    "monthly_casualties_by_status",
]


@pytest.mark.parametrize(
    "fault",
    [
        *(f"update marts.{{}} set {measure} = {measure} + 1" for measure in MEASURES),
        "update marts.{} set killed_high = null",
        "update marts.{} set month = month + interval 1 month",
        "update marts.{} set month = date '2021-01-01' where month is null",
        "delete from marts.{} where month is null",
        "insert into marts.{0} from marts.{0} where killed_best > 0 limit 1",
    ],
)
def test_a_roll_up_that_does_not_add_up_is_found(built: Built, fault: str) -> None:
    """Every fault is made in every roll-up, one at a time, and taken back."""
    [check] = built.project.glob("target/compiled/**/assert_rollups_add_up_to_incidents.sql")
    found = []
    with duckdb.connect(str(built.warehouse)) as connection:
        for roll_up in ROLL_UPS:
            connection.execute("begin")
            connection.execute(fault.format(roll_up))
            rows = connection.execute(f"select distinct roll_up from ({check.read_text()})")
            found += rows.fetchall()
            connection.execute("rollback")
        assert connection.execute(check.read_text()).fetchall() == []
    assert found == [(roll_up,) for roll_up in ROLL_UPS]


def test_a_group_is_its_whole_and_an_incident_is_its_actors_once(built: Built) -> None:
    """Military and police of Namibia, hit together: two actors, one government."""
    [(incidents, actors, groups)] = built.query("""
        with hit as (
            select distinct c.incident_id, c.actor_id
            from marts.fct_casualties as c
            where c.actor_id in ('mil-nam', 'pol-nam')
        )
        select
            (select count(distinct incident_id) from hit),
            (
                select sum(incident_count) from marts.monthly_casualties_by_actor
                where role = 'suffered' and actor_id in ('mil-nam', 'pol-nam')
            ),
            (
                select sum(incident_count) from marts.monthly_casualties_by_actor_group
                where role = 'suffered' and actor_group_id = 'gov-nam'
            )
    """)
    assert actors > incidents
    assert groups == incidents


def test_the_queue_begins_with_what_moves_a_figure_most(built: Built) -> None:
    """inc-year has no region, and weighs its toll; of inc-raqqa the victims are not listed."""
    assert built.query("""
        select incident_id, score, main_reason, reasons, correction from marts.review_queue
        where country = 'SYR' order by score desc
    """) == [
        ("inc-year", 9.0, "no_region", ["no_region"], "set place"),
        (
            "inc-raqqa",
            2.0,
            "unknown_actor",
            ["unknown_actor"],
            "set perpetrator or victims; or list the name in actor_aliases.csv",
        ),
    ]


def test_every_check_finds_its_fault(built: Built, tmp_path: Path) -> None:
    """Last, on a copy: each statement is one fault that a test exists for."""
    spoiled = Built(built.project, tmp_path / built.warehouse.name)
    shutil.copy(built.warehouse, spoiled.warehouse)
    with duckdb.connect(str(spoiled.warehouse)) as connection:
        for schema, view in (
            ("marts", "incident_reports"),
            ("marts", "incident_estimates"),
            ("marts", "incident_evidence"),
            ("staging", "int_correction_targets_known"),
        ):
            connection.execute(f"""
                create table {schema}.copied as from {schema}.{view};
                drop view {schema}.{view};
                alter table {schema}.copied rename to {view};
            """)
        connection.execute("""
            delete from raw.incident_links where report_id = 'd#1';
            insert into raw.incident_links values ('z#9', 'inc-none', 'z#9', 0);
            insert into raw.incident_links by name
                select 'a#2' as report_id, incident_id from raw.incident_links
                where report_id = 'a#1';
            update marts.incident_reports set killed_low = killed_best + 1 where report_id = 'a#1';
            update marts.incident_reports
                set source_id = 'nobody', region_id = 'XX', perpetrator_actor_id = 'nobody',
                    incident_id = 'inc-none', kind = 'rumour'
                where report_id = 'b#1';
            update marts.fct_incidents
                set region_id = 'XX', perpetrator_actor_id = 'nobody', method = 'magic',
                    date_precision = 'soon', geo_precision = 'far', attribution = 'rumoured',
                    wounded_best = -1
                where incident_id = 'inc-raqqa';
            insert into marts.fct_incidents
                from marts.fct_incidents where incident_id = 'inc-raqqa';
            insert into marts.fct_casualties from marts.fct_casualties
                where incident_id = 'inc-raqqa';
            insert into staging.int_incident_reports_ranked
                from staging.int_incident_reports_ranked where report_id = 'b#1';
            insert into staging.int_incidents_reconciled
                from staging.int_incidents_reconciled where incident_id = 'inc-raqqa';
            update marts.fct_casualties
                set killed_best = killed_best + 1, killed_high = killed_best, actor_id = 'nobody',
                    incident_id = 'inc-none', status = 'bystander'
                where incident_id = 'inc-year';
            update marts.incident_evidence set report_id = 'z#1' where report_id = 'a#2';
            update marts.incident_estimates
                set measure = 'missing', outcome = 'lost', incident_id = 'inc-none',
                    report_id = 'z#1'
                where estimate_id = 'a#1/killed';
            insert into marts.incident_id_changes
                values ('inc-old', 'renamed', 'inc-none', 1), ('inc-old', 'renamed', 'inc-none', 1);
            insert into marts.corrections_applied (correction_id, input_file, input_line, outcome)
                values ('twice', 'desk.csv', 2, 'lost'), ('twice', 'desk.csv', 2, 'lost');
            insert into staging.int_report_corrections_pivoted (report_id)
                values ('z#1'), ('z#1');
            insert into staging.int_correction_targets_known values ('z#1', true), ('z#1', true);
            update marts.dim_actors set actor_kind = 'ghost', status = 'dead',
                parent_actor_id = 'nobody' where actor_id = 'civilians';
            update marts.review_unknown_actors set role = 'watched' where actor = 'the Hillmen';
            insert into marts.monthly_casualties_by_actor_region
                select * from marts.monthly_casualties_by_actor_region where month is null;
            update marts.monthly_casualties_by_actor_region set role = 'watched', killed_low = 99
                where actor_id = 'civilians' and country_code = 'SYR';
            update marts.review_queue set incident_id = 'inc-none', main_reason = 'odd'
                where incident_id = 'inc-year';
            insert into marts.coverage from marts.coverage where month is null;
            update marts.coverage set source_id = 'nobody' where country_code = 'NAM';
            insert into marts.monthly_coverage_by_country
                from marts.monthly_coverage_by_country where month = '2022-04-01';
            update marts.monthly_coverage_by_country set finding = 'lost';
            update marts.dim_actors set actor_group_id = 'nobody' where actor_id = 'civilians';
            update marts.dim_actors set actor_group_id = 'mil-nam' where actor_id = 'pol-nam';
            update staging.actors set actor_kind = 'ghost', actor_name = null;
            insert into staging.actors select * from staging.actors;
            insert into staging.actors (actor_name) values ('no id');
            insert into staging.regions select * from staging.regions;
            insert into staging.regions (country_code) values ('XXX');
            insert into staging.countries select * from staging.countries;
            insert into staging.countries (iso2) values ('XX');
        """)
        spoil_roll_ups(connection)
        spoil_comparisons(connection)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WAREHOUSE_VARIABLE, str(spoiled.warehouse))
        statuses = spoiled.dbt("test", "--exclude-resource-type", "unit_test")
    assert statuses
    assert {name for name, status in statuses.items() if status != "fail"} == set()
