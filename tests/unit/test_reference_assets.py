"""Loading other people's event data: off by default, whole or not at all, never in a run's way."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from feed_server import FAST, FeedServer, conditional, feed_server, reply
from reference_files import acled_event, acled_file, ged_event, ged_file

from dagster_project import reference_loading
from dagster_project.assets.reference_events import loaded_references
from dagster_project.paths import DataDir
from dagster_project.resources import Warehouse
from dagster_project.warehouse import open_warehouse, read_rows


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        yield running


@pytest.fixture
def files(tmp_path: Path) -> DataDir:
    return DataDir(tmp_path)


def configure(files: DataDir, **references: str) -> None:
    bounds = "\n".join(
        ["[feeds]", *(f"{name} = {json.dumps(value)}" for name, value in FAST.items())]
    )
    tables = [f"[reference.{name}]\n{entry}" for name, entry in references.items()]
    files.settings.write_text("\n".join([bounds, *tables]))


def load(files: DataDir) -> dict[str, list[dict[str, Any]]]:
    """Materialize, and the rows of the four tables."""
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            [loaded_references],
            resources={"warehouse": Warehouse(data_dir=str(files.root))},
            instance=instance,
        )
    assert result.success
    with open_warehouse(files.warehouse) as connection:
        return {
            "ged": read_rows(connection, "select * from raw.ucdp_ged_events order by id"),
            "acled": read_rows(connection, "select * from raw.acled_events order by all"),
            "loads": read_rows(connection, "select * from raw.reference_loads order by all"),
            "rejected": read_rows(
                connection, "select * from raw.rejected_reference_rows order by all"
            ),
        }


def test_nothing_is_loaded_unless_it_is_asked_for(files: DataDir) -> None:
    ged_file(files.root / "GEDEvent_v25_1.csv", ged_event(1))
    assert load(files) == {"ged": [], "acled": [], "loads": [], "rejected": []}


def test_a_release_is_loaded_once_with_our_codes_and_its_rejected_rows(files: DataDir) -> None:
    (files.root / "ucdp").mkdir()
    good = [ged_event(number) for number in range(1, 20)]
    ged_file(files.root / "ucdp" / "ged.zip", *good, ged_event(20, best="?"))
    acled_file(files.root / "acled.csv", acled_event("SYR1"))
    configure(files, ucdp_ged='path = "ucdp"', acled='path = "acled.csv"\nrelease = "March"')
    rows = load(files)
    assert len(rows["ged"]) == 19
    first = rows["ged"][0]
    assert (first["country_code"], first["admin1_code"]) == ("SYR", "SY-HI")
    assert (first["side_a_actor_id"], first["side_b_actor_id"]) == ("gov-syr", "islamic-state")
    [acled] = rows["acled"]
    assert (acled["admin1_code"], acled["actor2_id"]) == ("SY-HI", "mil-syr")
    assert [(r["input_file"], r["input_line"], r["reason"]) for r in rows["rejected"]] == [
        ("ged.zip", 41, "best is not a number: '?'")
    ]
    assert [(r["reference"], r["release"], r["row_count"]) for r in rows["loads"]] == [
        ("acled", "March", 1),
        ("ucdp_ged", "25.1", 19),
    ]
    assert load(files) == rows  # times too: nothing was loaded again


def test_another_release_replaces_the_one_before(files: DataDir) -> None:
    path = ged_file(files.root / "ged.csv", ged_event(1), ged_event(2))
    configure(files, ucdp_ged='path = "ged.csv"')
    load(files)
    ged_file(path, ged_event(2, best=5), ged_event(3))
    assert [(r["id"], r["best"]) for r in load(files)["ged"]] == [(2, 5), (3, 4)]


def test_a_changed_dictionary_maps_again(files: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    ged_file(files.root / "ged.csv", ged_event(1))
    configure(files, ucdp_ged='path = "ged.csv"')
    before = load(files)["loads"]
    monkeypatch.setattr(reference_loading, "mapping_digest", lambda: "other")
    after = load(files)["loads"]
    assert after[0]["signature"] != before[0]["signature"]
    assert after[0]["loaded_at"] > before[0]["loaded_at"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"when,killed\n2022,4\n", "it lacks the columns"),
        (None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_used_leaves_what_was_loaded(
    content: bytes | None, reason: str, files: DataDir
) -> None:
    path = ged_file(files.root / "ged.csv", ged_event(1))
    configure(files, ucdp_ged='path = "ged.csv"')
    before = load(files)
    good = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    after = load(files)
    assert after["ged"] == before["ged"]
    [told] = after["loads"]
    assert told["outcome"] == "refused"
    assert reason in told["reason"]
    assert (told["release"], told["row_count"]) == ("ged.csv", 1)
    path.write_bytes(good)
    assert load(files) == before


def test_a_release_with_many_bad_rows_is_refused_as_a_whole(files: DataDir) -> None:
    path = ged_file(files.root / "ged.csv", ged_event(1))
    configure(files, ucdp_ged='path = "ged.csv"')
    before = load(files)
    ged_file(path, ged_event(1, best=5), ged_event(2, low=9))
    after = load(files)
    assert after["ged"] == before["ged"]
    assert after["rejected"] == []
    assert (
        "1 of 2 rows cannot be used, so none was loaded; the first, line 5: low 9, best 4"
        in (after["loads"][0]["reason"])
    )


def test_what_is_configured_no_more_is_forgotten(files: DataDir) -> None:
    acled_file(files.root / "acled.csv", acled_event("SYR1"))
    configure(files, acled='path = "acled.csv"')
    assert load(files)["acled"]
    configure(files)
    assert load(files) == {"ged": [], "acled": [], "loads": [], "rejected": []}


def test_a_folder_must_hold_one_file(files: DataDir) -> None:
    (files.root / "ucdp").mkdir()
    configure(files, ucdp_ged='path = "ucdp"')
    assert "has no .csv or .zip files" in load(files)["loads"][0]["reason"]
    for name in ("a.csv", "b.csv"):
        ged_file(files.root / "ucdp" / name, ged_event(1))
    assert "has 2 .csv or .zip files" in load(files)["loads"][0]["reason"]


def test_a_release_is_fetched_again_only_when_it_changed(
    server: FeedServer, files: DataDir
) -> None:
    first = ged_file(files.root / "first.zip", ged_event(1)).read_bytes()
    second = ged_file(files.root / "second.zip", ged_event(2)).read_bytes()
    server.on("/ged251-csv.zip", conditional(first, ETag='"1"'))
    configure(files, ucdp_ged=f'address = "{server.origin}/ged251-csv.zip"')
    before = load(files)
    assert [(r["id"], r["admin1_code"]) for r in before["ged"]] == [(1, "SY-HI")]
    assert before["loads"][0]["release"] == "25.1"
    assert load(files) == before
    server.on("/ged251-csv.zip", conditional(second, ETag='"2"'))
    assert [row["id"] for row in load(files)["ged"]] == [2]
    assert sorted(p.name for p in (files.reference / "ucdp_ged").iterdir()) == ["ged251-csv.zip"]


def test_a_server_without_validators_is_asked_once(server: FeedServer, files: DataDir) -> None:
    body = ged_file(files.root / "first.csv", ged_event(1)).read_bytes()
    server.on("/ged.csv", reply(body=body))
    configure(files, ucdp_ged=f'address = "{server.origin}/ged.csv"')
    before = load(files)
    server.on("/ged.csv", reply(500))
    assert load(files) == before
    assert before["loads"][0]["outcome"] == "loaded"


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (404, b"", "HTTP 404"),
        (200, b"<html>Moved</html>", "is not a zip file"),
    ],
)
def test_a_failed_download_keeps_the_last_release(
    status: int, body: bytes, reason: str, server: FeedServer, files: DataDir
) -> None:
    good = ged_file(files.root / "first.zip", ged_event(1)).read_bytes()
    server.on("/ged.zip", reply(body=good, ETag='"1"'))
    configure(files, ucdp_ged=f'address = "{server.origin}/ged.zip"')
    before = load(files)
    server.on("/ged.zip", reply(status, body))
    after = load(files)
    assert after["ged"] == before["ged"]
    assert (after["loads"][0]["outcome"], after["loads"][0]["release"]) == ("refused", "25.1")
    assert reason in after["loads"][0]["reason"]
    server.on("/ged.zip", reply(body=good, ETag='"1"'))
    assert load(files) == before


def test_an_endless_download_is_cut_off(server: FeedServer, files: DataDir) -> None:
    server.on("/ged.zip", reply(body=b"x" * 2000))
    configure(files, ucdp_ged=f'address = "{server.origin}/ged.zip"\nmax_bytes = 1000')
    assert load(files)["loads"][0]["reason"] == "more than 1,000 bytes"
