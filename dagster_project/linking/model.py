"""The model that weighs pairs of reports: weights.toml, made into Splink's settings."""

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WEIGHTS_FILE = Path(__file__).with_name("weights.toml")


class WeightsError(ValueError):
    """The weights file is wrong; the message names the file, the entry and the reason."""


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, checked, and the same as Splink's settings.

    ``digest`` tells one file of weights from another. ``join_at`` and ``weight_of_uncompared`` are
    match weights, log2 of the odds. ``blocking_rules`` are conditions on ``l`` and ``r``, each with
    the list columns of which it takes one element at a time.
    """

    digest: str
    join_at: float
    weight_of_uncompared: float
    blocking_rules: tuple[tuple[str, tuple[str, ...]], ...]
    splink_settings: Mapping[str, Any]


def read_model(path: Path = WEIGHTS_FILE) -> Model:
    """Read a weights file. Raises OSError, and WeightsError where it is not as it must be."""
    try:
        text = path.read_text(encoding="utf-8")
        weights = tomllib.loads(text)
        expressions = weights["expressions"]
        return Model(
            digest=hashlib.sha256(text.encode()).hexdigest(),
            join_at=float(weights["join_at"]),
            weight_of_uncompared=float(weights["weight_of_uncompared"]),
            blocking_rules=tuple(
                (entry["rule"], tuple(entry.get("explode", ()))) for entry in weights["blocking"]
            ),
            splink_settings={
                "link_type": "dedupe_only",
                "unique_id_column_name": "report_number",
                "probability_two_random_records_match": 1 / (1 + weights["prior_odds_against"]),
                "comparisons": [_comparison(entry, expressions) for entry in weights["comparison"]],
                "blocking_rules_to_generate_predictions": [
                    _blocking_rule(entry) for entry in weights["blocking"]
                ],
                "retain_matching_columns": False,
                "retain_intermediate_calculation_columns": False,
            },
        )
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"{path}: {error}") from error
    except KeyError as error:
        raise WeightsError(f"{path}: {error} is missing") from error
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from error


def _comparison(entry: Mapping[str, Any], expressions: Mapping[str, str]) -> dict[str, Any]:
    name = entry["name"]
    levels = [_level(name, level, expressions) for level in entry["level"]]
    if levels[-1]["sql_condition"] != "ELSE":
        raise WeightsError(f"comparison {name}: its last level must be ELSE")
    return {
        "output_column_name": name,
        "comparison_description": entry["reason"],
        "comparison_levels": levels,
    }


def _level(
    comparison: str, level: Mapping[str, Any], expressions: Mapping[str, str]
) -> dict[str, Any]:
    where = f"comparison {comparison}, level {level['label']!r}"
    if not level.get("reason"):
        raise WeightsError(f"{where}: no reason is given")
    if ("m" in level) != ("u" in level):
        raise WeightsError(f"{where}: m and u go together")
    m, u = float(level.get("m", 1.0)), float(level.get("u", 1.0))
    if not (0 < m <= 1 and 0 < u <= 1):
        raise WeightsError(f"{where}: m and u are shares above 0 and not above 1")
    try:
        condition = level["when"].format(**expressions)
    except KeyError as error:
        raise WeightsError(f"{where}: no expression is called {error}") from error
    return {
        "sql_condition": condition,
        "label_for_charts": f"{level['label']} ({math.log2(m / u):+.1f})",
        "m_probability": m,
        "u_probability": u,
        "fix_m_probability": True,
        "fix_u_probability": True,
    }


def _blocking_rule(entry: Mapping[str, Any]) -> dict[str, Any]:
    if not entry.get("reason"):
        raise WeightsError(f"blocking rule {entry['rule']!r}: no reason is given")
    rule: dict[str, Any] = {"blocking_rule": entry["rule"], "sql_dialect": "duckdb"}
    if "explode" in entry:
        rule["arrays_to_explode"] = entry["explode"]
    return rule
