"""Compressed files: what is inside as inputs of their own, with bounds on what may come out."""

import gzip
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.inputs import Input, shown_name
from dagster_project.ingest.limits import Limits
from dagster_project.ingest.outcomes import RejectedInput

ARCHIVES = (".zip",)
COMPRESSED = (".gz", ".gzip")
# Inside another archive these are refused: a bomb is built of layers.
NESTED = (*ARCHIVES, *COMPRESSED, ".7z", ".bz2", ".rar", ".tar", ".tgz", ".xz", ".zst")
MEMBER_MARK = "!/"

_CHUNK = 1 << 16
_BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


def unzipped(source: Input, limits: Limits) -> Input:
    """The content of a ``.gz`` file, under the name without that ending.

    Reading it raises InputError where it grows beyond the limits, or is broken.
    """
    name = source.name.rpartition(".")[0]
    return replace(source, name=name, size=None, open=partial(_open_gzip, source, limits))


@contextmanager
def members(source: Input, limits: Limits) -> Iterator[list[Input | RejectedInput]]:
    """The files in a ``.zip``, in the order of their names, each as an input or refused.

    The inputs can be read as long as the block lasts. Refused are names that climb out of the
    archive, links, encrypted members and archives inside. Raises InputError where the archive as a
    whole is broken, or has too many members.
    """
    with source.open() as stream:
        _check_directory(stream, source.size, limits)
        try:
            archive = zipfile.ZipFile(stream)
        except (*_BROKEN, ValueError) as error:
            raise InputError(f"no usable zip archive: {str(error)[:120]}") from None
        with archive:
            budget = _Budget(limits)
            yield [
                _member(source, archive, each, budget)
                for each in sorted(archive.infolist(), key=lambda each: each.filename)
                if not each.is_dir()
            ]


def _member(
    source: Input, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: "_Budget"
) -> Input | RejectedInput:
    name = f"{source.name}{MEMBER_MARK}{_shown(member.filename)}"
    if reason := _refusal(member):
        return RejectedInput(name, None, reason)
    return Input(
        name,
        partial(_open_member, archive, member, budget),
        size=member.file_size,
        fetched_at=_modified_at(member) or source.fetched_at,
    )


class _Budget:
    """What one archive may still give. Raises InputError when it is used up."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._given = 0

    def spend(self, given: int, packed: int) -> None:
        """Count ``given`` bytes more, of an input of which ``packed`` bytes were used so far."""
        self._given += given
        limits = self._limits
        if self._given > limits.unpacked_bytes:
            raise InputError(f"unpacks to more than {limits.unpacked_bytes:,} bytes")
        if (
            self._given > limits.unpacked_unsuspected_bytes
            and self._given > limits.compression_ratio * max(packed, 1)
        ):
            raise InputError(
                f"unpacks to more than {limits.compression_ratio} times its size, like a bomb"
            )


class _Bounded(io.RawIOBase):
    """An unpacked stream that says InputError for what is broken or grows too much."""

    def __init__(
        self, unpacked: io.BufferedIOBase, packed: BinaryIO | int, budget: _Budget
    ) -> None:
        self._unpacked = unpacked
        self._packed = packed
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # as RawIOBase calls it
        try:
            # read1: of a stream that breaks off, what came before the break is given first.
            data = self._unpacked.read1(min(len(buffer), _CHUNK))
        except _BROKEN as error:
            raise InputError(f"broken compressed data: {str(error)[:120]}") from None
        packed = self._packed if isinstance(self._packed, int) else self._packed.tell()
        self._budget.spend(len(data), packed)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._unpacked.close()
            if not isinstance(self._packed, int):
                self._packed.close()
        super().close()


def _open_gzip(source: Input, limits: Limits) -> BinaryIO:
    packed = source.open()
    unpacked = gzip.GzipFile(fileobj=packed)
    return io.BufferedReader(_Bounded(unpacked, packed, _Budget(limits)), _CHUNK)


def _open_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: _Budget) -> BinaryIO:
    try:
        unpacked = archive.open(member)
    except (*_BROKEN, ValueError) as error:
        raise InputError(f"a broken member of the archive: {str(error)[:120]}") from None
    return io.BufferedReader(_Bounded(unpacked, member.compress_size, budget), _CHUNK)  # type: ignore[arg-type] # as above


def _refusal(member: zipfile.ZipInfo) -> str | None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        return "a name that climbs out of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link in an archive"
    if member.flag_bits & 0x1:
        return "an encrypted member of the archive"
    if path.name.lower().endswith(NESTED):
        return "an archive inside an archive"
    return None


_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 0xFFFF
_LEAST_ENTRY = 46  # bytes of a member in the directory, without its name
_ZIP64 = 0xFFFFFFFF


def _check_directory(stream: BinaryIO, size: int | None, limits: Limits) -> None:
    """Refuse an archive with too many members before its directory is read into memory."""
    end = stream.seek(0, io.SEEK_END) if size is None else size
    stream.seek(max(0, end - _END_BYTES - _LONGEST_COMMENT))
    tail = stream.read(_END_BYTES + _LONGEST_COMMENT)
    stream.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_BYTES:
        raise InputError("no usable zip archive: it has no end, or is cut off")
    [directory_bytes] = struct.unpack_from("<I", tail, at + 12)
    if directory_bytes == _ZIP64:
        directory_bytes = end  # the larger number stands elsewhere: as much as there can be
    if directory_bytes > limits.archive_members * (_LEAST_ENTRY + 200):
        raise InputError(f"more than {limits.archive_members:,} members")


def _modified_at(member: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*member.date_time, tzinfo=UTC).replace(tzinfo=None)
    except ValueError:
        return None


def _shown(name: str) -> str:
    """A member's name as every table can hold it."""
    return shown_name(name.replace("\\", "/").encode("utf-8", "backslashreplace").decode())
