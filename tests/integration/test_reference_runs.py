"""Whole runs beside other people's event data: compared with both, and only one is published."""

import shutil
from pathlib import Path

import pytest
from reference_files import acled_event, acled_file, ged_event, ged_file
from whole_runs import query, run, tables

from dagster_project.checks import quarantine_failing_rows
from dagster_project.paths import EXPECTATIONS_DIR, DataDir
from dagster_project.warehouse import open_warehouse
from expectations.runner import load_suite

pytestmark = pytest.mark.slow

ONLY_ACLEDS = "Brigade of Quiet Zebras"
JANUARY = {"date_start": "2024-01-20", "date_end": "2024-01-20"}


def configure(data_dir: DataDir) -> None:
    """The ledger has 3 killed in Homs in January 2024, 7 in February, and 4 without a month."""
    ged_file(
        data_dir.root / "GEDEvent_v25_1.csv",
        ged_event(1, **JANUARY),
        ged_event(2, **JANUARY, adm_1="Idlib governorate", side_b="Falcons of the Moon"),
        ged_event(3, date_start="2024-02-10", date_end="2024-02-12", date_prec=2),
    )
    acled_file(
        data_dir.root / "acled.csv",
        acled_event("SYR1", event_date="2024-01-20"),
        acled_event("SYR2", event_date="2024-01-21", actor1=ONLY_ACLEDS),
    )
    data_dir.settings.write_text(
        '[reference.ucdp_ged]\npath = "GEDEvent_v25_1.csv"\n[reference.acled]\npath = "acled.csv"\n'
    )


@pytest.fixture(scope="module")
def compared(finished: DataDir, tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A run on what another run left, now with both. The test that breaks them comes last."""
    data_dir = DataDir(tmp_path_factory.mktemp("compared") / "data")
    shutil.copytree(finished.root, data_dir.root, symlinks=True)
    configure(data_dir)
    run(finished.root.parent / "inbox", data_dir)
    return data_dir


def test_a_run_compares_with_both_and_publishes_one(finished: DataDir, compared: DataDir) -> None:
    monthly = (
        "select strftime(month, '%Y-%m'), admin1_code, comparison, killed_best, {0}_best, "
        "best_ratio from {1}.compare_{2}_monthly order by all"
    )
    assert query(compared.published_database, monthly.format("ged", "marts", "ucdp")) == [
        ("2024-01", "SY-HI", "compared", 3, 4, 0.75),
        ("2024-01", "SY-ID", "compared", 0, 4, 0.0),
        ("2024-02", "SY-HI", "compared", 7, 4, 1.75),
        (None, "SY-HI", "no_month", 4, None, None),
    ]
    assert query(
        compared.published_database,
        "select country_code, release, month_count, killed_best, ged_best, pearson_correlation "
        "from marts.compare_ucdp_summary order by all",
    ) == [("SYR", "25.1", 2, 10, 12, None), ("all", "25.1", 2, 10, 12, None)]
    assert query(
        compared.published_database,
        "select name_kind, unmapped_name, event_count from marts.review_unmapped_ucdp_names",
    ) == [("actor", "Falcons of the Moon", 1)]
    assert query(compared.warehouse, monthly.format("acled", "unpublished", "acled")) == [
        ("2024-01", "SY-HI", "compared", 3, 12, 0.25),
        ("2024-02", "SY-HI", "after_release", 7, None, None),
        (None, "SY-HI", "no_month", 4, None, None),
    ]
    assert query(
        compared.warehouse, "select unmapped_name from unpublished.review_unmapped_acled_names"
    ) == [(ONLY_ACLEDS,)]
    # What is not about them is as it was.
    ours, before = tables(compared), tables(finished)
    for name in before:
        # Another build, which moves no figure of ours.
        if name.startswith("marts.") and "ucdp" not in name and name != "marts.builds":
            assert ours[name] == before[name]


def test_nothing_of_acled_is_published(compared: DataDir) -> None:
    files = [path for path in compared.published.rglob("*") if path.is_file()]
    assert not [path.name for path in files if "acled" in path.name]
    for page in (path for path in files if path.suffix == ".html"):
        assert ONLY_ACLEDS not in page.read_text(encoding="utf-8")
    published = query(
        compared.published_database,
        "select schema_name || '.' || table_name from duckdb_tables() where not internal",
    )
    assert {name.partition(".")[0] for (name,) in published} == {"marts", "quality"}
    for (name,) in published:
        rows = query(compared.published_database, f"select t::varchar from {name} as t")
        assert not [row for (row,) in rows if ONLY_ACLEDS in row]


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("ucdp_ged_events", "low = 9", "low, best and high are not in this order"),
        ("ucdp_ged_events", "country_code = 'XXX'", "a country that the reference data lack"),
        ("ucdp_ged_events", "admin1_code = 'TR-01'", "or of another country"),
        ("ucdp_ged_events", "date_end = date '2001-01-01'", "the last day is before the first"),
        ("ucdp_ged_events", "admin1_mapped_by = null", "a region without how it was mapped"),
        ("ucdp_ged_events", "date_prec = 9", "not a precision of UCDP's codebook"),
        ("acled_events", "fatalities = -3", "not a plausible number of people"),
        ("acled_events", "geo_precision = 0", "not a precision of ACLED's codebook"),
        ("acled_events", "latitude = 100", "not coordinates in degrees"),
        ("acled_events", "country_code = 'XXX'", "a country that the reference data lack"),
        ("reference_loads", "reason = 'why'", "or a reason without a refusal"),
        ("reference_loads", "loaded_at = null", "said to be loaded, but not which file or when"),
    ],
)
def test_a_row_that_the_loader_would_not_write_goes_to_quarantine(
    table: str, change: str, reason: str, compared_once: Path, tmp_path: Path
) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(compared_once.read_bytes())
    with open_warehouse(path) as connection:
        connection.execute(
            f"update raw.{table} set {change} where rowid = (select max(rowid) from raw.{table})"
        )
        gate = quarantine_failing_rows(connection, load_suite(EXPECTATIONS_DIR / f"{table}.json"))
        reasons = connection.execute(
            "select reason from raw.quarantined_rows where table_name = ?", [f"raw.{table}"]
        ).fetchall()
        results = connection.execute(
            "select observed from raw.check_results where table_name = ? and outcome <> 'passed'",
            [f"raw.{table}"],
        ).fetchall()
    assert gate.quarantined_now == 1
    assert reason in reasons[0][0]
    if table == "acled_events":  # results are published, so they show none of its values
        assert {observed for (observed,) in results} == {"False"}


@pytest.fixture(scope="module")
def compared_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with both references loaded, and nothing else."""
    import dagster as dg

    from dagster_project.assets.reference_events import loaded_references
    from dagster_project.resources import Warehouse

    files = DataDir(tmp_path_factory.mktemp("references"))
    configure(files)
    with dg.DagsterInstance.ephemeral() as instance:
        dg.materialize(
            [loaded_references],
            resources={"warehouse": Warehouse(data_dir=str(files.root))},
            instance=instance,
        )
    return files.warehouse


def test_a_broken_release_stops_no_run_and_keeps_the_comparison(
    finished: DataDir, compared: DataDir
) -> None:
    marts = {name: rows for name, rows in tables(compared).items() if name.startswith("marts.")}
    (compared.root / "GEDEvent_v25_1.csv").write_text("<html>Not found</html>")
    (compared.root / "acled.csv").unlink()
    shown = run(finished.root.parent / "inbox", compared)
    assert "UCDP GED is as it was loaded last" in shown
    after = {name: rows for name, rows in tables(compared).items() if name.startswith("marts.")}
    assert after == marts
    assert query(
        compared.warehouse, "select reference, outcome from raw.reference_loads order by all"
    ) == [("acled", "refused"), ("ucdp_ged", "refused")]
