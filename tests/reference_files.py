"""Small files in the formats of UCDP GED 25.1 and of ACLED's export. The events are invented."""

import csv
import zipfile
from pathlib import Path
from typing import Any

GED_COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id "
    "conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a "
    "side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
    "source_date source_headline source_original where_prec where_coordinates where_description "
    "adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity "
    "date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low "
    "gwnoa gwnob"
).split()
ACLED_COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region "
    "country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale "
    "notes fatalities tags timestamp"
).split()


def ged_event(event_id: int, **changes: Any) -> dict[str, Any]:
    """An event near Palmyra on 7 March 2022 with 3 to 5 dead, best 4."""
    return {
        "id": event_id,
        "relid": f"SYR-2022-1-0-{event_id}",
        "year": 2022,
        "active_year": "True",
        "code_status": "Clear",
        "type_of_violence": 1,
        "conflict_new_id": 299,
        "conflict_name": "Syria: Government",
        "dyad_new_id": 11973,
        "dyad_name": "Government of Syria - IS",
        "side_a_new_id": 118,
        "side_a": "Government of Syria",
        "side_b_new_id": 234,
        "side_b": "IS",
        "number_of_sources": -1,
        "source_article": 'Wire, 2022-03-08, "Mine kills soldiers,\nofficials say"',
        "where_prec": 2,
        "where_coordinates": "Palmyra town",
        "where_description": "near Palmyra",
        "adm_1": "Homs governorate",
        "latitude": 34.55,
        "longitude": 38.27,
        "geom_wkt": "POINT (38.27 34.55)",
        "country": "Syria",
        "country_id": 652,
        "region": "Middle East",
        "event_clarity": 1,
        "date_prec": 1,
        "date_start": "2022-03-07 00:00:00.000",
        "date_end": "2022-03-07 00:00:00.000",
        "deaths_a": 4,
        "deaths_b": 0,
        "deaths_civilians": 0,
        "deaths_unknown": 0,
        "best": 4,
        "high": 5,
        "low": 3,
        "gwnoa": 652,
        **changes,
    }


def acled_event(event_id: str, **changes: Any) -> dict[str, Any]:
    """A battle in Homs on 7 March 2022 with 6 dead."""
    return {
        "event_id_cnty": event_id,
        "event_date": "07 March 2022",
        "year": 2022,
        "time_precision": 1,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "Islamic State (Syria)",
        "actor2": "Military Forces of Syria (2000-2024)",
        "country": "Syria",
        "admin1": "Homs",
        "location": "Palmyra",
        "latitude": 34.55,
        "longitude": 38.27,
        "geo_precision": 2,
        "notes": "Words that are nobody else's.",
        "fatalities": 6,
        "timestamp": 1_650_000_000,
        **changes,
    }


def write_table(
    path: Path, rows: list[dict[str, Any]], columns: list[str], delimiter: str = ","
) -> Path:
    """A CSV file, or a zip with the one of GED's name in it where the path ends so."""
    table = path.with_name("GEDEvent_v25_1.csv") if path.suffix == ".zip" else path
    with table.open("w", encoding="utf-8", newline="") as handle:
        lines = csv.DictWriter(handle, columns, delimiter=delimiter, extrasaction="ignore")
        lines.writeheader()
        lines.writerows(rows)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(table, table.name)
        table.unlink()
    return path


def ged_file(path: Path, *events: dict[str, Any]) -> Path:
    """A release of UCDP GED."""
    return write_table(path, list(events), GED_COLUMNS)


def acled_file(path: Path, *events: dict[str, Any]) -> Path:
    """An export of ACLED."""
    return write_table(path, list(events), ACLED_COLUMNS)
