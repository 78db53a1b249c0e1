"""The weights file: what it must have, and how it becomes Splink's settings."""

import math
from pathlib import Path

import pytest

from dagster_project.linking.model import WEIGHTS_FILE, WeightsError, read_model

SMALL = """
prior_odds_against = 3
join_at = 0.5
weight_of_uncompared = -6.0

[expressions]
same = "a_l = a_r"

[[comparison]]
name = "a"
reason = "why"

[[comparison.level]]
label = "equal"
when = "{same}"
m = 0.8
u = 0.1
reason = "why"

[[comparison.level]]
label = "other"
when = "ELSE"
reason = "why"

[[blocking]]
rule = "l.b = r.b"
reason = "why"
explode = ["b"]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "weights.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_levels_become_conditions_and_shares(tmp_path: Path) -> None:
    model = read_model(written(tmp_path, SMALL))
    assert (model.join_at, model.weight_of_uncompared) == (0.5, -6.0)
    assert model.blocking_rules == (("l.b = r.b", ("b",)),)
    settings = model.splink_settings
    assert settings["probability_two_random_records_match"] == 0.25
    [comparison] = settings["comparisons"]
    equal, other = comparison["comparison_levels"]
    assert equal["sql_condition"] == "a_l = a_r"
    assert (equal["m_probability"], equal["u_probability"]) == (0.8, 0.1)
    assert math.log2(other["m_probability"] / other["u_probability"]) == 0


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("prior_odds_against = 3\n", "", "'prior_odds_against' is missing"),
        ('when = "{same}"', 'when = "{like}"', "no expression is called 'like'"),
        ("m = 0.8\n", "", "level 'equal': m and u go together"),
        ("m = 0.8", "m = 0", "level 'equal': m and u are shares above 0"),
        ("u = 0.1", "u = 1.5", "level 'equal': m and u are shares above 0"),
        ('u = 0.1\nreason = "why"', "u = 0.1", "level 'equal': no reason"),
        ('when = "ELSE"', 'when = "true"', "comparison a: its last level must be ELSE"),
        ("[expressions]", "[expressions", "weights.toml"),
        ('rule = "l.b = r.b"\nreason = "why"', 'rule = "l.b = r.b"', "blocking .* no reason"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in SMALL
    path = written(tmp_path, SMALL.replace(before, after, 1))
    with pytest.raises(WeightsError, match=message) as caught:
        read_model(path)
    assert str(path) in str(caught.value)


def test_another_file_has_another_digest(tmp_path: Path) -> None:
    first = read_model(written(tmp_path, SMALL)).digest
    assert first != read_model(written(tmp_path, SMALL.replace("0.8", "0.7"))).digest


def test_the_project_s_weights_put_the_strongest_level_of_a_comparison_first() -> None:
    """A level is met only where none above it is."""
    model = read_model(WEIGHTS_FILE)
    by_name = {c["output_column_name"]: c for c in model.splink_settings["comparisons"]}
    assert list(by_name) == [
        *("date", "place", "names", "ages", "killed", "wounded"),
        *("method", "perpetrator", "victims", "text"),
    ]
    for name in ("names", "ages"):
        weights = [
            math.log2(level["m_probability"] / level["u_probability"])
            for level in by_name[name]["comparison_levels"][:-1]
        ]
        assert weights == sorted(weights, reverse=True)
