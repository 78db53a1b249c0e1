"""How fast the marts are rebuilt, and what dbt adds to the same SQL run bare in DuckDB.

    .venv/bin/python tests/benchmarks/marts.py [--reports N ...] [--per-incident N ...] [--keep DIR]

Reports are made here by SQL, always the same ones: some 1.4 of each article, seven of an incident
as in the benchmark of linking (or as many as asked for), by 400 newsrooms over ten years in 1,000
regions; a fifth of them differ in their toll, a tenth have two victim groups, a few are undated,
unplaced, recalled or aggregates. They are written to a warehouse of their own as if they had been
extracted and linked. Timed are all models and seeds (`dbt run` and `dbt seed`, not the tests),
and the same compiled SQL as plain `create table as` in the same order on the same file. Each in a
process of its own, so that its memory is its own.
"""

import argparse
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.paths import DBT_PROJECT_DIR, SEEDS_DIR, WAREHOUSE_VARIABLE
from dagster_project.warehouse import open_warehouse

MADE = """
create temp table places as
select row_number() over (order by admin1_code) - 1 as place_no, admin1_code, country_code,
    admin1_name, latitude::double as latitude, longitude::double as longitude
from read_csv($regions, header = true, all_varchar = true)
qualify place_no < 1000;

create temp table perpetrators as
select row_number() over (order by actor_id) - 1 as actor_no, actor_id, actor_name
from read_csv($actors, header = true, all_varchar = true)
where actor_kind != 'class'
qualify actor_no < 300;

create temp table made as
with numbered as (
    select
        n,
        hash(n) as dice,
        hash(n, 'second') as dice_2,
        n * 5 // 7 as article_no,
        -- A tenth of them of a few incidents that everybody tells; no two of one article.
        if(n % 10 < 9, n % ($incidents::bigint), n % ($incidents::bigint // 100)) as incident_no
    from range($reports) as t(n)
)
select
    numbered.*,
    hash(incident_no, 'toll') as toll_dice,
    hash(incident_no, n % 10 = 9) as truth
from numbered;

insert into raw.articles by name
select
    'art-' || lpad(to_hex(article_no), 20, '0') as article_id,
    'Made news ' || article_no as title,
    'Gunmen attacked a market in the north of the country, officials said. '
    || 'Some people were killed and others were wounded. ' || repeat('More is told. ', 20) as text,
    'Newsroom ' || (hash(article_no) % 400) as source,
    'https://news.example/' || article_no as url,
    date '2015-01-01' + (article_no % 3650)::integer as published_at,
    'made.jsonl' as input_file, timestamp '2026-01-01' as loaded_at
from (select distinct article_no from made);

insert into raw.article_fingerprints by name
select
    'art-' || lpad(to_hex(article_no), 20, '0') as article_id, [] as names, [] as ages,
    [] as sketch, '1' as fingerprint_version,
    if(hash(article_no) % 20 = 0, 'art-' || lpad(to_hex(article_no // 2), 20, '0'), null)
        as text_family
from (select distinct article_no from made);

insert into raw.incident_reports by name
with tolls as (
    select
        made.*,
        (toll_dice % 12)::integer + if(dice % 5 = 0, (dice % 3)::integer, 0) as killed,
        (toll_dice // 16 % 20)::integer as wounded
    from made
)
select
    'art-' || lpad(to_hex(article_no), 20, '0') || '#' || (n % 7 + 1) as report_id,
    'art-' || lpad(to_hex(article_no), 20, '0') as article_id,
    (n % 7 + 1)::integer as report_no,
    if(dice % 40 = 0, 'aggregate', 'incident') as kind,
    dice % 12 = 1 as is_background,
    if(dice % 33 = 2, null, date '2015-01-01' + (truth % 3650)::integer) as date_start,
    if(dice % 33 = 2, null, date '2015-01-01' + (truth % 3650)::integer) as date_end,
    if(dice % 33 = 2, 'unknown', 'day') as date_precision,
    if(dice_2 % 10 = 0, null, 'Town ' || (truth % 5000)) as place,
    if(dice_2 % 25 = 0, null, admin1_name) as admin1,
    country_code as country,
    if(dice_2 % 25 = 0, null, admin1_code) as admin1_code,
    if(dice_2 % 10 = 0, null, latitude) as latitude,
    if(dice_2 % 10 = 0, null, longitude) as longitude,
    case when dice_2 % 25 = 0 then 'country' when dice_2 % 10 = 0 then 'admin1' else 'place' end
        as geo_precision,
    list_extract(
        ['armed_attack', 'clash', 'ied', 'airstrike', 'shelling', 'landmine', 'other', 'unknown'],
        (truth % 8)::integer + 1
    ) as method,
    if(dice_2 % 4 = 0, null, actor_name) as perpetrator,
    if(dice_2 % 4 = 0, null, actor_id) as perpetrator_actor_id,
    if(dice_2 % 4 = 0, 'unknown', 'asserted') as attribution,
    killed as killed_low, killed as killed_best,
    if(dice % 50 = 3, null, killed + (dice % 4 = 0)::integer) as killed_high,
    wounded as wounded_low, wounded as wounded_best, wounded as wounded_high,
    list_value(
        {
            'actor': 'civilians', 'actor_id': 'civilians', 'status': 'civilian',
            'killed_low': killed - killed // 3, 'killed_best': killed - killed // 3,
            'killed_high': killed - killed // 3,
            'wounded_low': wounded, 'wounded_best': wounded, 'wounded_high': wounded
        },
        {
            'actor': 'soldiers', 'actor_id': 'mil-syr', 'status': 'combatant',
            'killed_low': killed // 3, 'killed_best': killed // 3, 'killed_high': killed // 3,
            'wounded_low': 0, 'wounded_best': 0, 'wounded_high': 0
        }
    )[1:if(dice % 10 = 4, 2, 1)] as groups,
    [{'start': 0, 'end': 68}, {'start': 69, 'end': 117}][1:1 + (dice % 2)::integer] as evidence,
    0.5 + (dice % 50) / 100 as confidence,
    'made' as extractor, '1' as extractor_version
from tolls
inner join places on tolls.truth % 1000 = places.place_no
inner join perpetrators on tolls.truth // 7 % 300 = perpetrators.actor_no;

insert into raw.incident_links by name
select
    'art-' || lpad(to_hex(article_no), 20, '0') || '#' || (n % 7 + 1) as report_id,
    'inc-' || lpad(to_hex(truth), 16, '0') as incident_id
from made
where dice % 40 != 0;

insert into raw.incident_ids by name
select incident_id, row_number() over (order by incident_id) as given_no, true as is_current
from (select distinct incident_id from raw.incident_links);
"""


def make_warehouse(path: Path, reports: int, per_incident: float) -> None:
    """A warehouse of made reports, as extraction and linking would leave it."""
    with open_warehouse(path) as connection:
        for statement in duckdb.extract_statements(MADE):
            given = {
                "reports": reports,
                "incidents": int(reports / per_incident),
                "regions": str(SEEDS_DIR / "regions.csv"),
                "actors": str(SEEDS_DIR / "actors.csv"),
            }
            names = statement.named_parameters
            connection.execute(statement, {n: v for n, v in given.items() if n in names})


def run_dbt(warehouse: Path, target: Path) -> dict[str, Any]:
    """Seeds and models by dbt; seconds in all and of the slowest nodes."""
    os.environ[WAREHOUSE_VARIABLE] = str(warehouse)
    from dbt.cli.main import dbtRunner

    common = [
        *("--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)),
        *("--target-path", str(target), "--log-path", str(target)),
        *("--log-level", "none", "--no-version-check"),
    ]
    runner = dbtRunner()
    parsed = runner.invoke(["parse", *common])
    runner = dbtRunner(manifest=parsed.result)  # type: ignore[arg-type]
    started, nodes = time.perf_counter(), {}
    for command in ("seed", "run"):
        result = runner.invoke([command, *common])
        if not result.success:
            failed = [f"{r.node.name}: {r.message}" for r in getattr(result.result, "results", [])
                      if str(r.status) == "error"]  # fmt: skip
            raise SystemExit(f"dbt {command} failed: {failed or result.exception}")
        nodes.update({r.node.name: r.execution_time for r in result.result})  # type: ignore[union-attr]
    return {"seconds": time.perf_counter() - started, "nodes": nodes}


def run_bare(warehouse: Path, target: Path) -> dict[str, Any]:
    """The compiled SQL of the same models, in dbt's order, without dbt, contracts and comments."""
    manifest = json.loads((target / "manifest.json").read_text())
    results = json.loads((target / "run_results.json").read_text())["results"]
    nodes = {}
    with duckdb.connect(str(warehouse)) as connection:
        started = time.perf_counter()
        for result in results:
            node = manifest["nodes"][result["unique_id"]]
            compiled = target / "compiled" / node["package_name"] / node["original_file_path"]
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            name = f"{node['schema']}.{node['name']}"
            before = time.perf_counter()
            connection.execute(f"create or replace {kind} {name} as {compiled.read_text()}")
            nodes[node["name"]] = time.perf_counter() - before
        return {"seconds": time.perf_counter() - started, "nodes": nodes}


def _in_process_of_its_own(what: str, warehouse: Path, target: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--only", what, str(warehouse), str(target)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _only(what: str, warehouse: Path, target: Path) -> None:
    result = {"dbt": run_dbt, "bare": run_bare}[what](warehouse, target)
    result["gigabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps(result))


def main() -> None:
    """Print, for each number of reports, seconds and memory by dbt and bare, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000_000])
    parser.add_argument("--per-incident", type=float, nargs="+", default=[7.0])
    parser.add_argument("--keep", type=Path, help="leave the warehouse in this folder")
    parser.add_argument("--only", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        what, warehouse, target = arguments.only
        _only(what, Path(warehouse), Path(target))
        return
    for reports, per_incident in itertools.product(arguments.reports, arguments.per_incident):
        with tempfile.TemporaryDirectory() as scratch:
            folder = arguments.keep or Path(scratch)
            folder.mkdir(exist_ok=True, parents=True)
            warehouse, target = folder / "warehouse.duckdb", folder / "target"
            if not warehouse.exists():
                make_warehouse(warehouse, reports, per_incident)
            by_dbt = _in_process_of_its_own("dbt", warehouse, target)
            bare = _in_process_of_its_own("bare", warehouse, target)
            print(f"{reports:,} reports, {per_incident:g} of an incident")
            for name, result in (("dbt", by_dbt), ("bare DuckDB", bare)):
                print(f"  {name:12} {result['seconds']:6.1f} s  {result['gigabytes']:.1f} GB")
            print(f"  dbt takes {by_dbt['seconds'] / bare['seconds']:.2f} times the bare SQL")
            for name, seconds in sorted(by_dbt["nodes"].items(), key=lambda n: -n[1])[:12]:
                print(f"    {seconds:6.1f} s {bare['nodes'].get(name, 0):6.1f} s bare  {name}")


if __name__ == "__main__":
    main()
