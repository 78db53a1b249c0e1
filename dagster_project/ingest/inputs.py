"""What a reader is given: one named stream of bytes, and what is known of it besides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.limits import Limits

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Input:
    """One file, member of an archive, or answer of a server.

    ``name`` is its path inside the inbox, with ``/``; a member of an archive stands after ``!/``.
    ``size`` is in bytes, None where nobody knows before it is read. ``fetched_at`` is when it came
    to be (UTC, without a zone): a file's last change, an answer's arrival. ``fields`` is what else
    was said of it, by the names of an article's fields; what a reader finds in it outranks that.
    """

    name: str
    open: Callable[[], BinaryIO]
    size: int | None = None
    fetched_at: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    # The file beside it that has its metadata.
    sidecar: "Input | None" = None

    @property
    def suffix(self) -> str:
        """The type by the name, in lower case: ``.html``; empty where there is none."""
        name = self.name.rpartition("/")[2]
        return "." + name.rpartition(".")[2].lower() if "." in name.lstrip(".") else ""


def shown_name(name: str) -> str:
    """A name as tables and terminals can show it: what cannot be printed is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def read_whole(source: Input, limit: int) -> bytes:
    """All bytes of an input. Raises InputError above ``limit`` bytes and where there are none."""
    if source.size is not None and source.size > limit:
        raise InputError(f"{source.size:,} bytes are more than the {limit:,} that are read at once")
    with source.open() as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"more than the {limit:,} bytes that are read at once")
    if not data:
        raise InputError("the file is empty")
    return data


def bounded_lines(source: Input, limits: Limits) -> Iterator[bytes | None]:
    """The lines of an input, as they come; None stands for one that is longer than allowed."""
    with source.open() as stream:
        while line := stream.readline(limits.line_bytes + 1):
            if len(line) <= limits.line_bytes:
                yield line
                continue
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield None
