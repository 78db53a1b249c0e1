"""Other people's event data: what is read, what is refused, and what a name is to us."""

from pathlib import Path
from typing import Any

import pytest
from reference_files import (
    GED_COLUMNS,
    acled_event,
    acled_file,
    ged_event,
    ged_file,
    write_table,
)

from dagster_project.reference import (
    ACLED,
    UCDP_GED,
    ReferenceFileError,
    ReferenceRow,
    RejectedRow,
    read_release,
    release_of,
)
from dagster_project.reference_mapping import Mapped, ReferenceMapper
from dagster_project.settings import SettingsError, read_settings


@pytest.fixture(scope="module")
def mapper() -> ReferenceMapper:
    return ReferenceMapper()


@pytest.mark.parametrize("name", ["GEDEvent_v25_1.csv", "ged251-csv.zip"])
def test_a_release_is_read_from_a_table_or_a_zip(name: str, tmp_path: Path) -> None:
    path = ged_file(tmp_path / name, ged_event(1), ged_event(2, adm_1="", best=4.0))
    first, second = read_release(path, UCDP_GED)
    assert isinstance(first, ReferenceRow)
    assert isinstance(second, ReferenceRow)
    assert (first.line, second.line) == (3, 5)  # a headline has two lines
    assert first.values["date_start"] == "2022-03-07"
    assert first.values["number_of_sources"] is None  # -1
    assert (second.values["adm_1"], second.values["best"]) == (None, 4)
    assert "geom_wkt" not in first.values
    assert release_of(path) == "25.1"


def test_headers_of_older_releases_are_known(tmp_path: Path) -> None:
    old = {"best": "best_est", "high": "high_est", "low": "low_est", "dyad_new_id": "dyad_id"}
    columns = [old.get(name, name).upper() for name in GED_COLUMNS]
    event = {old.get(name, name).upper(): value for name, value in ged_event(1).items()}
    [row] = read_release(write_table(tmp_path / "ged.csv", [event], columns), UCDP_GED)
    assert isinstance(row, ReferenceRow)
    assert (row.values["low"], row.values["high"], row.values["dyad_new_id"]) == (3, 5, 11973)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"best": "many"}, "best is not a number: 'many'"),
        ({"best": ""}, "best is not a number: ''"),
        ({"best": -1}, "best is below zero: -1"),
        ({"best": 2.5}, "best is not a whole number: '2.5'"),
        ({"best": 1e12}, "best is too large: 1000000000000.0"),
        ({"high": 2_000_000_000}, "high is no plausible number of people: 2000000000"),
        ({"high": "inf"}, "high is not a whole number: 'inf'"),
        ({"best": 6}, "low 3, best 6, high 5 are not in this order"),
        ({"date_start": "March"}, "date_start is not a day: 'March'"),
        ({"date_end": "2022-03-06"}, "date_start 2022-03-07 is after date_end 2022-03-06"),
        ({"latitude": 91}, "latitude is not between -90 and 90: 91"),
        ({"longitude": "nan"}, "longitude is not between -180 and 180: nan"),
        ({"date_prec": 6}, "date_prec is not between 1 and 5: 6"),
        ({"country": " "}, "country is empty"),
        ({"id": 1}, "id 1 is there twice"),
    ],
)
def test_a_wrong_value_rejects_its_row_only(
    changes: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    events = [ged_event(1), {**ged_event(2), **changes}, ged_event(3)]
    rows = list(read_release(ged_file(tmp_path / "ged.csv", *events), UCDP_GED))
    assert [row for row in rows if isinstance(row, RejectedRow)] == [RejectedRow(5, reason)]
    assert [r.values["id"] for r in rows if isinstance(r, ReferenceRow)] == [1, 3]


def test_a_row_with_too_few_cells_is_rejected(tmp_path: Path) -> None:
    path = ged_file(tmp_path / "ged.csv", ged_event(1))
    path.write_text(path.read_text(encoding="utf-8") + "2,SYR\n", encoding="utf-8")
    assert list(read_release(path, UCDP_GED))[1:] == [
        RejectedRow(4, "2 cells, and the header has 49")
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("ged.csv", b"", "it lacks the columns id, year, type_of_violence, side_a"),
        ("ged.csv", b"date,killed\n2022-03-07,4\n", "is not a table of UCDP GED: it lacks"),
        ("ged.csv", b"id,id\n1,1\n", "its header names id twice"),
        ("ged.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("ged.zip", b"<html>Not found</html>", "File is not a zip file"),
    ],
)
def test_a_file_that_is_no_release_is_refused_by_name(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReferenceFileError) as refused:
        list(read_release(tmp_path / name, UCDP_GED))
    assert str(refused.value).startswith(str(tmp_path / name))
    assert reason in str(refused.value)


def test_a_quote_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = ged_file(tmp_path / "ged.csv", ged_event(1))
    path.write_text(path.read_text(encoding="utf-8") + '2,"SYR\n', encoding="utf-8")
    with pytest.raises(ReferenceFileError, match="unexpected end of data"):
        list(read_release(path, UCDP_GED))


def test_acled_is_read_without_its_notes(tmp_path: Path) -> None:
    path = acled_file(
        tmp_path / "acled.csv",
        acled_event("SYR1"),
        acled_event("SYR2", event_date="2022-03-31", actor2=""),
        acled_event("SYR3", fatalities="several"),
    )
    first, second, third = read_release(path, ACLED)
    assert isinstance(first, ReferenceRow)
    assert isinstance(second, ReferenceRow)
    assert first.values["event_date"] == "2022-03-07"
    assert second.values["event_date"] == "2022-03-31"
    assert second.values["actor2"] is None
    assert "notes" not in first.values
    assert third == RejectedRow(4, "fatalities is not a number: 'several'")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Syria", "SYR"),
        ("DR Congo (Zaire)", "COD"),
        ("Congo", "COG"),
        ("Myanmar (Burma)", "MMR"),
        ("Yemen (North Yemen)", "YEM"),
        ("Russia (Soviet Union)", "RUS"),
        ("Kingdom of eSwatini (Swaziland)", "SWZ"),
        ("Macedonia, FYR", "MKD"),
        ("Bosnia-Herzegovina", "BIH"),
        ("Ivory Coast", "CIV"),
        ("Atlantis", None),
    ],
)
def test_names_of_countries_are_mapped(
    name: str, code: str | None, mapper: ReferenceMapper
) -> None:
    assert mapper.country(name) == code


@pytest.mark.parametrize(
    ("country", "admin1", "place", "mapped"),
    [
        ("Syria", "Homs governorate", None, Mapped("SYR", "SY-HI", "name")),
        ("Syria", "Aleppo province", None, Mapped("SYR", "SY-HL", "name")),
        ("Syria", "Hmos governorate", None, Mapped("SYR", "SY-HI", "spelling")),
        ("Syria", "Northern front", "Palmyra town", Mapped("SYR", "SY-HI", "place")),
        ("Syria", "Northern front", "Nowhere town", Mapped("SYR", None, None)),
        # Palmyra's coordinates, so this is not the town meant.
        ("Syria", "Northern front", "Aleppo city", Mapped("SYR", None, None)),
        ("Syria", None, "Palmyra town", Mapped("SYR", None, None)),
        ("Israel", "Gaza Strip", None, Mapped("PSE", "PS-GZ", "name")),
        ("Atlantis", "Homs governorate", None, Mapped(None, None, None)),
    ],
)
def test_regions_are_mapped_by_name_or_by_place_and_never_guessed(
    country: str, admin1: str | None, place: str | None, mapped: Mapped, mapper: ReferenceMapper
) -> None:
    assert mapper.place(country, admin1, place, 34.55, 38.27) == mapped


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Government of Syria", "gov-syr"),
        ("Government of Russia (Soviet Union)", "gov-rus"),
        ("Government of Atlantis", None),
        ("IS", "islamic-state"),
        ("Taleban", "taliban"),
        ("Civilians", "civilians"),
        ("Islamic State (Syria)", "islamic-state"),
        ("Military Forces of Syria (2000-2024)", "mil-syr"),
        ("Police Forces of Kenya (2022-) General Service Unit", "pol-ken"),
        ("Falcons of the White Mountain", None),
        ("IS, Falcons of the White Mountain", None),  # it only contains a name
    ],
)
def test_actors_are_mapped_by_their_whole_names(
    name: str, actor: str | None, mapper: ReferenceMapper
) -> None:
    assert mapper.actor(name, "SYR") == actor


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ('[reference.acled]\naddress = "https://acled.example/"', "address: Extra inputs"),
        (
            '[reference.ucdp_ged]\naddress = "https://a.example/ged.zip"\npath = "ged.zip"',
            "give a path or an address, not both",
        ),
        ('[reference.ucdp_ged]\naddress = "ftp://a.example/ged.zip"', "only http:// and https://"),
        ('[reference.ucdp_ged]\naddress = "https://me:word@a.example/g.zip"', "a user name or"),
        ('[reference.ucpd]\npath = "ged.csv"', "ucpd: Extra inputs"),
    ],
)
def test_wrong_settings_are_told(settings: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(settings)
    with pytest.raises(SettingsError, match=reason):
        read_settings(tmp_path / "settings.toml")
