"""What went wrong in a run, without the machinery around it."""

from collections.abc import Iterable
from typing import Any


def describe_failure(failures: Iterable[Any]) -> str | None:
    """The first of Dagster's step failures in words; None where there is none.

    A description that an asset gave is told before any error.
    """
    failures = list(failures)
    if (description := description_of(failures)) is not None:
        return description
    for failure in failures:
        if (error := cause_of(failure)) is not None:
            name, message = error
            match name:
                case "WarehouseBusyError" | "NewerWarehouseError":
                    return message
                case "SuiteError":
                    return f"The checks are broken, not the data: {message}"
                case _:
                    return f"{name}: {message}"
    return None


def description_of(failures: Iterable[Any]) -> str | None:
    """What the first asset that described its failure said of it; None where none did."""
    for failure in failures:
        if failure.user_failure_data and failure.user_failure_data.description:
            return str(failure.user_failure_data.description)
    return None


def cause_of(failure: Any) -> tuple[str, str] | None:
    """The name and the message of the error behind a step's failure; Dagster's own wraps it."""
    error = failure.error
    if error is not None and error.cause is not None:
        error = error.cause
    if error is None:
        return None
    return error.cls_name, error.message.strip().partition(": ")[2] or error.message.strip()
