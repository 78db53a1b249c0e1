"""What an expectation allows, in words."""

from collections.abc import Mapping
from typing import Any

_SHOWN = 300  # characters: a long list of columns or words is cut


def describe_threshold(expectation: Mapping[str, Any], named: Mapping[str, object]) -> str | None:
    """The expectation's bounds as a person reads them; None where it has none.

    ``named``: what to show for a ``{"$PARAMETER": name}``.
    """
    kwargs = expectation["kwargs"]
    low, high = (_bound(kwargs.get(end), named) for end in ("min_value", "max_value"))
    text = None
    if low is not None and high is not None:
        text = f"{low} to {high}"
    elif low is not None:
        text = f"at least {low}"
    elif high is not None:
        text = f"at most {high}"
    elif "regex" in kwargs:
        text = f"matches {kwargs['regex']}"
    elif "value_set" in kwargs:
        text = "true" if kwargs["value_set"] == [True] else _listed(kwargs["value_set"])
    elif "column_set" in kwargs:
        text = "exactly " + _listed(kwargs["column_set"])
    elif expectation["type"].endswith("_to_be_unique"):
        text = "each once"
    elif expectation["type"].endswith("_to_not_be_null"):
        text = "never empty"
    return text if text is None or len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _bound(value: Any, named: Mapping[str, object]) -> str | None:
    if isinstance(value, Mapping):
        value = named.get(value["$PARAMETER"], str(value["$PARAMETER"]).replace("_", " "))
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _listed(values: Any) -> str:
    return ", ".join(str(value) for value in values)
