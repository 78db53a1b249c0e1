"""The files of a folder -> their lines, however a spreadsheet saved them."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dagster_project.corrections.record import Correction, CorrectionError, RejectedCorrection
from dagster_project.corrections.validating import COLUMNS, validate

_SEPARATORS = ",;\t"
_LINE_SHOWN = 500  # characters of a rejected line: enough to find it again


@dataclass(frozen=True, slots=True)
class ReadCorrections:
    """All corrections, from the earliest made to the latest, and every line not taken.

    Of two made at the same moment the one that stands later counts as later: files by name, lines
    by number.
    """

    corrections: list[Correction] = field(default_factory=list)
    rejected: list[RejectedCorrection] = field(default_factory=list)


def read_corrections(folder: Path, today: date) -> ReadCorrections:
    """Read every ``*.csv`` of a folder, which need not be there. Raises OSError.

    A wrong line never takes another with it. ``today`` bounds the dates.
    """
    read = ReadCorrections()
    seen: dict[str, Correction] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        # "~$" and "." begin what a spreadsheet keeps beside an open file.
        if path.suffix.lower() != ".csv" or path.name.startswith((".", "~")) or not path.is_file():
            continue
        for found in _read_file(path, today):
            if isinstance(found, RejectedCorrection):
                read.rejected.append(found)
                continue
            correction, text = found
            if (first := seen.get(correction.correction_id)) is not None:
                read.rejected.append(
                    RejectedCorrection(
                        correction.input_file,
                        correction.input_line,
                        f"correction_id {correction.correction_id} stands already in "
                        f"{first.input_file}, line {first.input_line}",
                        text,
                    )
                )
                continue
            seen[correction.correction_id] = correction
            read.corrections.append(correction)
    # Sorting is stable, so files and lines keep their order within a moment.
    read.corrections.sort(key=lambda correction: correction.made_at)
    return read


def _read_file(path: Path, today: date) -> Iterator[tuple[Correction, str] | RejectedCorrection]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield RejectedCorrection(
            path.name,
            None,
            f"not UTF-8 text (byte {error.start + 1}): save it as 'CSV UTF-8'; no line was read",
            None,
        )
        return
    lines = _lines(text)
    skipped = 0
    # Excel's own hint of the separator, and empty lines, may stand before the header.
    while skipped < len(lines) and (
        not lines[skipped].strip(f" \r\n{_SEPARATORS}") or lines[skipped].startswith("sep=")
    ):
        skipped += 1
    if skipped == len(lines):
        return  # an empty file corrects nothing
    header_line = lines[skipped]
    separator = max(_SEPARATORS, key=header_line.count)
    header = [_column_name(cell) for cell in next(csv.reader([header_line], delimiter=separator))]
    missing = [name for name in COLUMNS if name not in header]
    if missing or len(named := [name for name in header if name]) != len(set(named)):
        problem = f"the header lacks {', '.join(missing)}" if missing else "a column stands twice"
        yield RejectedCorrection(
            path.name,
            skipped + 1,
            f"{problem}; it must have {', '.join(COLUMNS)}; no line of the file was read",
            _shown(header_line),
        )
        return
    yield from _read_lines(path.name, lines, skipped + 1, header, separator, today)


def _read_lines(
    file: str, lines: list[str], first: int, header: list[str], separator: str, today: date
) -> Iterator[tuple[Correction, str] | RejectedCorrection]:
    body = lines[first:]
    reader = csv.reader(body, delimiter=separator, strict=True)
    end = 0
    while True:
        start = end
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = first + start + 1
            yield RejectedCorrection(
                file,
                line,
                f"not CSV from here on ({error}): a quotation mark is opened and not closed, or "
                "stands inside a cell without being doubled; no later line was read",
                _shown("".join(body[start : start + 1])),
            )
            return
        end = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        text = _shown("".join(body[start:end]))
        try:
            yield validate(_by_column(header, cells), file, first + start + 1, today), text
        except CorrectionError as error:
            yield RejectedCorrection(file, first + start + 1, str(error), text)


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    """The cells by column; a short line lacks only empty cells."""
    cells = [cell.strip() for cell in cells]
    surplus = cells[len(header) :]
    unnamed = [cell for name, cell in zip(header, cells, strict=False) if not name]
    if any(surplus) or any(unnamed):
        raise CorrectionError(
            "more cells than the header has columns: a text with a separator in it needs "
            "quotation marks around it"
        )
    cells += [""] * (len(header) - len(cells))
    return dict(zip(header, cells, strict=False))


def _lines(text: str) -> list[str]:
    """The lines as csv counts them: ``str.splitlines`` splits at form feeds, too."""
    return io.StringIO(text, newline="").readlines()


def _column_name(cell: str) -> str:
    return "_".join(cell.lower().split())


def _shown(text: str) -> str:
    text = text.strip("\r\n")
    return text if len(text) <= _LINE_SHOWN else text[: _LINE_SHOWN - 1] + "…"
