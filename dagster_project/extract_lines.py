"""JSON lines of articles in, JSON lines of incident reports out, in order and on several cores.

What belongs here: dividing the lines among workers and putting their answers back in order. Reading
a line is ingest's, reading an article extraction's. Nothing is kept but the lines under way.
"""

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from typing import IO

# Lines that one worker takes at a time: enough to hide the cost of handing them over.
CHUNK_LINES = 64
# Chunks under way for each worker: one being read and one waiting.
CHUNKS_AHEAD = 2


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What a chunk of lines gave: lines to write, and messages about lines passed over."""

    lines: int
    written: list[str]
    rejected: list[str]


def extract_chunk(first_line: int, lines: list[bytes], name: str) -> ChunkResult:
    """Read some lines; ``first_line`` is the number of the first, from 1.

    Raises OSError where the reference data are missing: then no article can be read.
    """
    from dagster_project.extraction import extract_article
    from dagster_project.ingest import RejectedInput, read_json_lines

    written: list[str] = []
    rejected: list[str] = []
    for outcome in read_json_lines(lines, name):
        number = first_line + (outcome.input_line or 1) - 1
        if isinstance(outcome, RejectedInput):
            rejected.append(f"{name}:{number}: {outcome.reason}")
            continue
        if not outcome.is_english:
            language = outcome.detected_language or outcome.article.language
            rejected.append(f"{name}:{number}: not extracted: its language is {language!r}")
            continue
        try:
            reports = extract_article(outcome.article)
        except OSError:
            raise
        except Exception as error:  # one article must not take the others with it
            why = f"extraction failed: {type(error).__name__}: {error}"
            rejected.append(f"{name}:{number}: {why}")
            continue
        article_id = outcome.article.external_id or outcome.article.article_id
        for report in reports:
            fields = {**report.to_dict(), "article_id": article_id}
            written.append(json.dumps(fields, ensure_ascii=False) + "\n")
    return ChunkResult(len(lines), written, rejected)


def extract_lines(
    lines: Iterable[bytes],
    name: str,
    out: IO[str],
    *,
    workers: int = 1,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write the reports of every readable line, in the order of the lines.

    Messages about lines that cannot be read go to standard error. ``progress`` is told how many
    lines are done. Returns how many lines were passed over.
    """
    done = rejected = 0
    for result in _results(_chunks(lines), name, workers):
        out.writelines(result.written)
        for message in result.rejected:
            print(message, file=sys.stderr)
        done += result.lines
        rejected += len(result.rejected)
        if progress is not None:
            progress(done)
    return rejected


def _chunks(lines: Iterable[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Numbered chunks: the number of the first line, and the lines."""
    stream = iter(lines)
    first = 1
    while chunk := list(islice(stream, CHUNK_LINES)):
        yield first, chunk
        first += len(chunk)


def _results(
    chunks: Iterator[tuple[int, list[bytes]]], name: str, workers: int
) -> Iterator[ChunkResult]:
    """The chunks' results in order. A small input is read here; starting workers costs more."""
    head = list(islice(chunks, 2))
    if workers <= 1 or len(head) < 2:
        for first, chunk in chain(head, chunks):
            yield extract_chunk(first, chunk, name)
        return
    yield from _in_parallel(iter([*head]), chunks, name, workers)


def _in_parallel(
    head: Iterator[tuple[int, list[bytes]]],
    rest: Iterator[tuple[int, list[bytes]]],
    name: str,
    workers: int,
) -> Iterator[ChunkResult]:
    waiting: deque[tuple[int, list[bytes], Future[ChunkResult]]] = deque()
    with ProcessPoolExecutor(max_workers=workers) as pool:

        def hand_out() -> None:
            while len(waiting) < CHUNKS_AHEAD * workers:
                item = next(head, None) or next(rest, None)
                if item is None:
                    return
                waiting.append((*item, pool.submit(extract_chunk, *item, name)))

        try:
            hand_out()
            while waiting:
                result = waiting[0][2].result()
                waiting.popleft()
                hand_out()
                yield result
            return
        except BrokenProcessPool:
            print("a worker was killed; going on without workers", file=sys.stderr)
    for first, chunk, _ in waiting:
        yield extract_chunk(first, chunk, name)
    for first, chunk in chain(head, rest):
        yield extract_chunk(first, chunk, name)
