"""What ingest reads -> schema raw, a batch at a time, each batch whole or not at all.

What belongs here: which copy of a text and which revision of an article counts, what was read
before, and the account of it all. What does not: reading a file (ingest), the tables (warehouse).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.ingest import LoadedArticle, Outcome, RejectedInput
from dagster_project.ingest.inbox import (
    InboxFile,
    InboxGroup,
    group_files,
    list_inbox,
    read_group,
)
from dagster_project.ingest.readers import ReadingContext
from dagster_project.ingest.unpacking import MEMBER_MARK
from dagster_project.settings import Settings
from dagster_project.warehouse import insert_rows, read_rows, transaction, utc_now

# A change here makes every file be read again: readers give other texts, or other fields.
READING_VERSION = "2"

# What the database may hold while articles are loaded; what is more goes to disk.
MEMORY = "512MB"
BATCH_ARTICLES = 5_000
BATCH_CHARACTERS = 50_000_000  # of their texts together: a batch is held in memory several times
_LIKE_COPY = 0.3  # of their different words: below it, a file was used for another article


@dataclass(slots=True)
class Loaded:
    """The account of a reading: offered = loaded + known + rejected, in articles and inputs.

    ``changed`` of the known came with better or other metadata, ``revised`` of the loaded replace
    an earlier text of their address, ``foreign`` of the loaded are not English. ``files_waiting``
    are new or changed, and left to the next run.
    """

    loaded: int = 0
    known: int = 0
    rejected: int = 0
    changed: int = 0
    revised: int = 0
    foreign: int = 0
    files_read: int = 0
    files_unchanged: int = 0
    files_waiting: int = 0

    @property
    def offered(self) -> int:
        """Everything that the inputs held."""
        return self.loaded + self.known + self.rejected

    def account(self) -> str:
        """The account in a sentence, for people."""
        told = (
            f"{self.offered:,} offered = {self.loaded:,} loaded + {self.known:,} already known "
            f"+ {self.rejected:,} rejected"
        )
        more = [
            f"{count:,} {what}"
            for count, what in (
                (self.changed, "with other metadata"),
                (self.revised, "revised"),
                (self.foreign, "not English"),
            )
            if count
        ]
        told += f" ({', '.join(more)})" if more else ""
        if self.files_waiting:
            told += f"; {self.files_waiting:,} files wait for the next run"
        return told


def load_inbox(
    connection: duckdb.DuckDBPyConnection, folders: Mapping[str, Path], settings: Settings
) -> Loaded:
    """Read what is new or changed in some folders, and write it.

    ``folders`` are by a prefix of the names of their files. A run that is killed has written whole
    batches, and the next one reads the file again in which it ended. Raises NotADirectoryError.
    """
    connection.execute(f"set memory_limit = '{MEMORY}'")
    try:
        return _load_inbox(connection, folders, settings)
    finally:
        connection.execute("reset memory_limit")


def _load_inbox(
    connection: duckdb.DuckDBPyConnection, folders: Mapping[str, Path], settings: Settings
) -> Loaded:
    loaded = Loaded()
    context = ReadingContext(settings.limits, settings.mapping)
    # Of the settings, what a reader is given: another list of feeds makes no file be read again.
    told = settings.model_dump_json(include={"limits", "mapping"})
    digest = hashlib.sha256(f"{READING_VERSION}{told}".encode()).hexdigest()
    before = {
        row["input_file"]: row for row in read_rows(connection, "select * from raw.input_files")
    }
    batch = _Batch(connection, loaded)
    for each in _inputs(folders):
        if isinstance(each, RejectedInput):
            batch.begin(each.input_file)
            batch.add(each)
            continue
        signature = _signature(each, digest)
        known = before.get(each.file.name)
        if known is not None and known["signature"] == signature:
            loaded.files_unchanged += 1
            loaded.known += known["article_count"]
            loaded.rejected += known["rejected_count"]
            continue
        if loaded.files_read >= settings.run.files_per_run:
            loaded.files_waiting += 1
            continue
        batch.begin(each.file.name, *([each.sidecar.name] if each.sidecar else []))
        articles = rejected = 0
        for outcome in read_group(each, context):
            articles += isinstance(outcome, LoadedArticle)
            rejected += isinstance(outcome, RejectedInput)
            batch.add(outcome)
        batch.end(
            {
                "input_file": each.file.name,
                "signature": signature,
                "byte_count": each.file.size,
                "article_count": articles,
                "rejected_count": rejected,
                "read_at": utc_now(),
            }
        )
        loaded.files_read += 1
    batch.flush()
    return loaded


def load_outcomes(connection: duckdb.DuckDBPyConnection, outcomes: Iterable[Outcome]) -> Loaded:
    """Write outcomes, in batches. A file's rejections are those of its latest reading.

    Of several copies of a text the one that tells most is kept: a date first, then a source, a
    title, an address; of equals the one published first. A text that is there already is left
    alone, under whatever name it comes, unless a copy is to be preferred or the file that brought
    it now says otherwise: then its row is replaced, and the article read again.
    """
    loaded = Loaded()
    batch = _Batch(connection, loaded)
    begun: set[str] = set()
    for outcome in outcomes:
        if outcome.input_file not in begun:
            begun.add(outcome.input_file)
            sidecar = outcome.input_file.rpartition(".")[0] + ".json"
            batch.begin(
                outcome.input_file, *([sidecar] if isinstance(outcome, LoadedArticle) else [])
            )
        batch.add(outcome)
    batch.flush()
    return loaded


def _inputs(folders: Mapping[str, Path]) -> Iterator[InboxGroup | RejectedInput]:
    for prefix, folder in folders.items():
        files: list[InboxFile] = []
        for each in list_inbox(folder, prefix):
            if isinstance(each, RejectedInput):
                yield each
            else:
                files.append(each)
        yield from group_files(files)


def _signature(group: InboxGroup, digest: str) -> str:
    """What tells whether a file, or what is known of it, is another than at the last reading."""
    files = [group.file, *([group.sidecar] if group.sidecar else [])]
    told = [digest, *(f"{each.name}:{each.size}:{each.modified_ns}" for each in files)]
    return hashlib.sha256("\n".join(told).encode("utf-8", "backslashreplace")).hexdigest()


class _Batch:
    """Outcomes that are written together."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, loaded: Loaded) -> None:
        self._connection = connection
        self._loaded = loaded
        # When each rejection of the files under way was first made, kept until they are rewritten.
        self._rejected_at: dict[tuple[str, int | None, str], datetime] = {}
        self._clear()

    def _clear(self) -> None:
        self._articles: dict[str, list[LoadedArticle]] = {}
        self._rejected: list[RejectedInput] = []
        self._begun: list[str] = []
        self._ended: list[dict[str, Any]] = []
        self._count = self._characters = 0

    def begin(self, *input_files: str) -> None:
        """A file whose earlier rejections are to be forgotten, and its metadata file."""
        self._begun.extend(input_files)

    def end(self, input_file: dict[str, Any]) -> None:
        """A file that was read to its end."""
        self._ended.append(input_file)
        if len(self._ended) >= BATCH_ARTICLES:
            self.flush()

    def add(self, outcome: Outcome) -> None:
        """One outcome more; writes when there are many."""
        if isinstance(outcome, RejectedInput):
            self._rejected.append(outcome)
        else:
            self._articles.setdefault(outcome.article.article_id, []).append(outcome)
            self._characters += len(outcome.article.text)
        self._count += 1
        if self._count >= BATCH_ARTICLES or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Write what is held, all or nothing."""
        with transaction(self._connection):
            written = write_articles(self._connection, self._articles)
            self._rejected_at |= _forget_rejections(self._connection, self._begun)
            _write_rejections(self._connection, self._rejected, self._rejected_at)
            _write_input_files(self._connection, self._ended)
        loaded, copies = self._loaded, sum(map(len, self._articles.values()))
        loaded.loaded += written.new
        loaded.known += copies - written.new
        loaded.rejected += len(self._rejected)
        loaded.changed += written.changed
        loaded.revised += written.revised
        loaded.foreign += written.foreign
        self._clear()


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of raw.articles that a batch brought or changed."""

    new: int
    changed: int
    revised: int
    foreign: int


def write_articles(
    connection: duckdb.DuckDBPyConnection, incoming: Mapping[str, Sequence[LoadedArticle]]
) -> Written:
    """Insert texts that are new, replace rows that a better copy, or their own file, corrects."""
    known = _known_rows(connection, list(incoming))
    loaded_at = utc_now()
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for article_id, copies in incoming.items():
        rows = [_article_row(copy) for copy in copies]
        before = known.get(article_id)
        if before is None:
            new.append(min(rows, key=_preference))
            continue
        own = next((row for row in rows if row["input_file"] == before["input_file"]), before)
        best = min([own, *rows], key=_preference)
        if _differs(best, before):
            changed.append(best)
    addresses = {row["address"] for row in new + changed} - {None}
    addresses |= {known[row["article_id"]]["address"] for row in changed} - {None}
    _forget(connection, [row["article_id"] for row in changed])
    _forget_taken_over(connection, new)
    insert_rows(
        connection,
        "raw.articles",
        [
            {**{k: v for k, v in row.items() if k != "line_breaks"}, "loaded_at": loaded_at}
            for row in new + changed
        ],
    )
    revised = mark_superseded(connection, sorted(addresses))
    return Written(
        len(new),
        len(changed),
        len(revised & {row["article_id"] for row in new}),
        sum(not row["is_english"] for row in new),
    )


def _known_rows(
    connection: duckdb.DuckDBPyConnection, article_ids: list[str]
) -> dict[str, dict[str, Any]]:
    """The rows of texts that are there already, without their text but with its line breaks."""
    found = connection.execute(
        "select article_id from raw.articles where article_id in (select unnest(?))", [article_ids]
    ).fetchall()
    if not found:
        return {}
    rows = read_rows(
        connection,
        "select * exclude (text, loaded_at), "
        "length(text) - length(replace(text, chr(10), '')) as line_breaks "
        "from raw.articles where article_id in (select unnest(?))",
        [[row[0] for row in found]],
    )
    return {row["article_id"]: row for row in rows}


def _article_row(loaded: LoadedArticle) -> dict[str, Any]:
    return {
        **asdict(loaded.article),
        "published_from": loaded.published_from,
        "published_time": loaded.published_time,
        "updated_time": loaded.updated_time,
        "fetched_at": loaded.fetched_at,
        "address": loaded.address,
        "detected_language": loaded.detected_language,
        "is_english": loaded.is_english,
        "is_superseded": False,
        "is_excerpt": loaded.is_excerpt,
        "input_file": loaded.input_file,
        "input_line": loaded.input_line,
        "line_breaks": loaded.article.text.count("\n"),
    }


_METADATA = ("published_at", "source", "title", "url")
_DAY = len("2024-02-01")


def _preference(row: dict[str, Any]) -> tuple[tuple[bool, ...], int, tuple[str, ...]]:
    """The copy to keep is the least: the one with most metadata, of equals the first published.

    Copies may break their lines otherwise. The one with more lines is read better: a headline and
    paragraphs tell what belongs together. Nothing here depends on when a copy came, or how named.
    """
    return (
        tuple(row[name] is None for name in _METADATA),
        -row["line_breaks"],
        tuple(
            str(row[name] or "")[: _DAY if name == "published_at" else None] for name in _METADATA
        ),
    )


# What a file may say otherwise without saying anything else of its article.
_INCIDENTAL = ("fetched_at", "is_superseded")


def _differs(row: dict[str, Any], before: dict[str, Any]) -> bool:
    return any(
        str(row[name]) != str(value) if name == "published_at" else row[name] != value
        for name, value in before.items()
        if name not in _INCIDENTAL
    )


def _forget(connection: duckdb.DuckDBPyConnection, article_ids: list[str]) -> None:
    if not article_ids:
        return
    for table in ("raw.articles", "raw.article_extractions"):
        connection.execute(
            f"delete from {table} where article_id in (select unnest(?))",  # noqa: S608 - constants
            [article_ids],
        )


def _forget_taken_over(
    connection: duckdb.DuckDBPyConnection, new: Sequence[Mapping[str, Any]]
) -> None:
    """Forget rows of before addresses were kept whose place in a file now gives another id.

    Such a row has no time of fetching. The ids of texts with counters of share buttons changed.
    """
    [(count,)] = connection.execute(
        "select count(*) from raw.articles where fetched_at is null and address is null"
    ).fetchall()
    if not count or not new:
        return
    places = {(row["input_file"], row["input_line"]) for row in new}
    rows = connection.execute(
        "select article_id, input_file, input_line from raw.articles "
        "where fetched_at is null and address is null"
    ).fetchall()
    _forget(connection, [article_id for article_id, *place in rows if tuple(place) in places])


def mark_superseded(connection: duckdb.DuckDBPyConnection, addresses: Sequence[str]) -> set[str]:
    """Of the texts of one address only the newest counts; the newest that others gave way to.

    Newest is the one that was updated or published last, of equals the one fetched last; an excerpt
    gives way to any whole text. A file
    that was used for another article altogether is no revision: its texts have few words in common.
    """
    if not addresses:
        return set()
    shared = connection.execute(
        "select address from raw.articles where address in (select unnest(?)) "
        "group by address having count(*) > 1",
        [addresses],
    ).fetchall()
    if not shared:
        return set()
    rows = read_rows(
        connection,
        """
        select article_id, address, is_superseded, text
        from raw.articles
        where address in (select unnest(?))
        order by
            address,
            is_excerpt,
            cast(coalesce(updated_time, published_at) as date) desc nulls last,
            updated_time desc nulls last,
            fetched_at desc nulls last,
            article_id
        """,
        [[row[0] for row in shared]],
    )
    newest: dict[str, list[dict[str, Any]]] = {}
    changed: dict[bool, list[str]] = {True: [], False: []}
    won: set[str] = set()
    for row in rows:
        counted = newest.setdefault(row["address"], [])
        winner = next((other for other in counted if _is_revision(row, other)), None)
        if winner is None:
            counted.append(row)
        else:
            won.add(winner["article_id"])
        if row["is_superseded"] != (winner is not None):
            changed[winner is not None].append(row["article_id"])
    for is_superseded, article_ids in changed.items():
        if article_ids:
            connection.execute(
                "update raw.articles set is_superseded = ? where article_id in (select unnest(?))",
                [is_superseded, article_ids],
            )
    return won


def _is_revision(older: Mapping[str, Any], newer: Mapping[str, Any]) -> bool:
    if not older["address"].startswith("file:"):
        return True
    words, others = (set(text.casefold().split()) for text in (older["text"], newer["text"]))
    return len(words & others) >= _LIKE_COPY * len(words | others)


def _forget_rejections(
    connection: duckdb.DuckDBPyConnection, files: Sequence[str]
) -> dict[tuple[str, int | None, str], datetime]:
    """Delete the rejections of files that are read again; when each was made."""
    if not files:
        return {}
    of_files = (
        "from raw.rejected_inputs where input_file in (select unnest(?)) "
        "or split_part(input_file, ?, 1) in (select unnest(?))"
    )
    which = [list(files), MEMBER_MARK, list(files)]
    before = connection.execute(
        f"select input_file, input_line, reason, rejected_at {of_files}",
        which,
    ).fetchall()
    connection.execute(f"delete {of_files}", which)
    return {(file, line, reason): rejected_at for file, line, reason, rejected_at in before}


def _write_rejections(
    connection: duckdb.DuckDBPyConnection,
    rejected: Sequence[RejectedInput],
    before: Mapping[tuple[str, int | None, str], datetime],
) -> None:
    now = utc_now()
    insert_rows(
        connection,
        "raw.rejected_inputs",
        [
            {**asdict(r), "rejected_at": before.get((r.input_file, r.input_line, r.reason), now)}
            for r in rejected
        ],
    )


def _write_input_files(
    connection: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]
) -> None:
    if not rows:
        return
    connection.execute(
        "delete from raw.input_files where input_file in (select unnest(?))",
        [[row["input_file"] for row in rows]],
    )
    insert_rows(connection, "raw.input_files", rows)
