"""One cell of a reference table -> a value. ValueError says what is wrong with it."""

from datetime import datetime

_MOST = 2**31 - 1  # what the tables' columns hold; no id, count or time of these data is near it
_MOST_PEOPLE = 100_000_000


def text(cell: str) -> str | None:
    """The words, or None where there are none."""
    return cell.strip() or None


def required_text(cell: str) -> str:
    """The words."""
    if words := cell.strip():
        return words
    raise ValueError("is empty")


def whole(cell: str) -> int:
    """A whole number; some releases write 12 as ``12.0``."""
    number = float(cell)
    if not number.is_integer():
        raise ValueError(f"is not a whole number: {cell.strip()!r}")
    if abs(number) > _MOST:
        raise ValueError(f"is too large: {cell.strip()}")
    return int(number)


def optional_whole(cell: str) -> int | None:
    """A whole number, or None where there is none."""
    return whole(cell) if cell.strip() else None


def count(cell: str) -> int:
    """A number of people."""
    number = whole(cell)
    if number < 0:
        raise ValueError(f"is below zero: {number}")
    if number > _MOST_PEOPLE:
        raise ValueError(f"is no plausible number of people: {number}")
    return number


def optional_count(cell: str) -> int | None:
    """A number of people or sources; UCDP writes -1 where it counted none of them."""
    number = optional_whole(cell)
    return None if number is None or number < 0 else number


def latitude(cell: str) -> float:
    """Degrees north."""
    return _degrees(cell, 90)


def longitude(cell: str) -> float:
    """Degrees east."""
    return _degrees(cell, 180)


def _degrees(cell: str, most: int) -> float:
    number = float(cell)
    if not -most <= number <= most:  # nan is in no range
        raise ValueError(f"is not between -{most} and {most}: {cell.strip()}")
    return number


def one_to(most: int, cell: str) -> int:
    """A code of a codebook that counts from 1."""
    number = whole(cell)
    if not 1 <= number <= most:
        raise ValueError(f"is not between 1 and {most}: {number}")
    return number


def day(cell: str) -> str:
    """``2024-03-01``, from UCDP's, which has a time behind it, or ACLED's ``01 March 2024``."""
    words = cell.strip()
    try:
        return datetime.fromisoformat(words).date().isoformat()
    except ValueError:
        pass
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            read = datetime.strptime(words, form)  # noqa: DTZ007 - a day has no zone
            return read.date().isoformat()
        except ValueError:
            continue
    raise ValueError(f"is not a day: {words!r}")
