"""Inputs that mean harm, or are broken: refused with a reason, in bounded time and memory."""

import gzip
import io
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_ingest_formats import FORMATS, PACKINGS, TEXT, put, read, zipped

from dagster_project.ingest import LoadedArticle, RejectedInput, read_inbox
from dagster_project.ingest.inbox import read_input
from dagster_project.ingest.inputs import Input
from dagster_project.ingest.limits import Limits
from dagster_project.ingest.readers import ReadingContext

SMALL = Limits(
    article_characters=2_000,
    page_bytes=10_000,
    line_bytes=5_000,
    document_bytes=20_000,
    unpacked_bytes=100_000,
    unpacked_unsuspected_bytes=1_000,
    compression_ratio=20,
    archive_members=5,
)


def reasons(inbox: Path, limits: Limits = SMALL) -> dict[str, str]:
    return {
        o.input_file: o.reason
        for o in read_inbox(inbox, ReadingContext(limits))
        if isinstance(o, RejectedInput)
    }


def a_zip(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members:
            archive.writestr(member, data)
    return out.getvalue()


def a_link() -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("link.txt")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    return member


BOMB = gzip.compress(b"a " * 500_000)
XML_BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss/>"""
SCRIPT_PAGE = b"<html><body><script>" + b"var a = 'killed';" * 200 + b"</script>"
CASES: dict[str, tuple[str, bytes, str]] = {
    "gzip bomb": ("a.txt.gz", BOMB, "more than"),
    "gzip bomb of lines": ("a.jsonl.gz", gzip.compress(b"\n" * 900_000), "like a bomb"),
    "zip bomb": ("a.zip", zipped({"a.jsonl": b"\n" * 900_000}), "like a bomb"),
    "archive in an archive": ("a.zip", zipped({"b.zip": zipped({"c.txt": b"x"})}), "an archive in"),
    "gzip in a zip": ("a.zip", zipped({"b.txt.gz": BOMB}), "an archive in"),
    "zip in a gzip": ("a.zip.gz", gzip.compress(zipped({"c.txt": b"x"})), "an archive in"),
    "a name that climbs": ("a.zip", zipped({"../../b.txt": b"x"}), "climbs out"),
    "an absolute name": ("a.zip", zipped({"/etc/b.txt": b"x"}), "climbs out"),
    "a name of Windows that climbs": ("a.zip", zipped({"..\\b.txt": b"x"}), "climbs out"),
    "a link in a zip": ("a.zip", a_zip((a_link(), b"/etc/passwd")), "a symbolic link"),
    "too many members": ("a.zip", zipped({f"{n}.txt": b"x" for n in range(40)}), "more than 5"),
    "a zip cut off": ("a.zip", zipped({"a.txt": b"x" * 99})[:-30], "no usable zip"),
    "no zip": ("a.zip", b"PK\x03\x04 no", "no usable zip"),
    "an empty zip file": ("a.zip", b"", "no usable zip"),
    "gzip cut off": ("a.txt.gz", gzip.compress(os.urandom(2_000))[:-9], "broken compressed"),
    "no gzip": ("a.txt.gz", b"plain", "broken compressed"),
    "one long line": ("a.jsonl", b'{"text": "' + b"a" * 50_000, "longer than 5,000 bytes"),
    "one long line of CSV": ("a.csv", b"text\n" + b"a" * 50_000, "longer than 5,000 bytes"),
    "a quote that never ends": ("a.csv", b'text\n"' + b"a,b\n" * 4_000, "row 1"),
    "too many cells": ("a.csv", b"text\na,b", "2 cells, but the header has 1"),
    "no column of text": ("a.csv", b"name\na", "no column for the text"),
    "a large text": ("a.txt", b"word " * 500, "2,500 characters"),
    "a large page": ("a.html", b"<p>" + b"word " * 5_000, "bytes are more"),
    "a page of scripts": ("a.html", SCRIPT_PAGE, "no text of an article"),
    "an empty page": ("a.html", b"<html></html>", "no text of an article"),
    "a page that is binary": ("a.html", bytes(range(256)) * 8, "not a page"),
    "binary under a text name": ("a.txt", b"\x7fELF\0\0", "NUL"),
    "binary lines": ("a.jsonl", bytes(range(256)), "NUL|not UTF-8|not valid JSON"),
    "XML that grows": ("a.xml", XML_BOMB, "declares entities"),
    "XML that is no feed": ("a.xml", b"<html><body>x</body></html>", "no RSS or Atom feed"),
    "no Parquet": ("a.parquet", b"PAR1 no PAR1", "not usable Parquet"),
    "deep JSON": ("a.json", b"[" * 9_000, "not usable JSON|not valid JSON"),
    "a list of no objects": ("a.json", b"[1]", "a JSON object is needed"),
    "no WARC": ("a.warc", b"GET / HTTP/1.1\r\n\r\n", "record"),
    "another type": ("a.exe", b"MZ", "the file type .exe is not read"),
}


@pytest.mark.parametrize("case", CASES)
def test_is_refused_with_its_reason(tmp_path: Path, case: str) -> None:
    name, content, reason = CASES[case]
    found = reasons(put(tmp_path, {name: content, "good.txt": TEXT.encode()}))
    assert len(found) == 1
    assert next(iter(found)).startswith(name)
    assert any(part in next(iter(found.values())) for part in reason.split("|"))


def test_what_is_read_of_an_archive_before_it_breaks_is_kept(tmp_path: Path) -> None:
    content = zipped({"a.txt": TEXT.encode(), "b.zip": b"x", "c.txt": b"Another one was hurt."})
    found = [(type(o), o.input_file) for o in read(tmp_path, {"a.zip": content})]
    assert found == [
        (RejectedInput, "a.zip!/b.zip"),
        (LoadedArticle, "a.zip!/a.txt"),
        (LoadedArticle, "a.zip!/c.txt"),
    ]


def test_a_link_out_of_the_inbox_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Nobody should read this.")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").symlink_to(tmp_path / "secret.txt")
    assert reasons(inbox) == {"a.txt": "a link out of the inbox is not followed"}


def test_a_line_without_an_end_costs_no_memory_of_its_length() -> None:
    class Endless(io.RawIOBase):
        left = 200_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            given = min(len(buffer), self.left)
            buffer[:given] = b"a" * given
            self.left -= given
            return given

    source = Input("a.jsonl", lambda: io.BufferedReader(Endless()))
    [outcome] = read_input(source, ReadingContext(SMALL))
    assert isinstance(outcome, RejectedInput)
    assert outcome.reason == "longer than 5,000 bytes"


@pytest.mark.parametrize(
    "page",
    [
        b"<p " + b" ".join(b"a%d=1" % n for n in range(300_000)) + b">" + TEXT.encode(),
        b'<html><head><title>Mine</title><script type="application/ld+json">'
        + b'"publisher":{' * 20_000
        + b"</script></head><body><p>"
        + TEXT.encode()
        + b"</p></body></html>",
    ],
    ids=["attributes", "linked data"],
)
def test_a_page_on_which_a_parser_spends_hours_is_given_up(tmp_path: Path, page: bytes) -> None:
    put(tmp_path, {"a.html": page, "b.html": FORMATS["a.html"]})
    limits = Limits(page_seconds=0.5)
    first, second = read_inbox(tmp_path, ReadingContext(limits))
    assert isinstance(first, RejectedInput)
    assert first.reason == "a page that takes longer than 0.5 seconds to read"
    assert isinstance(second, LoadedArticle | RejectedInput)  # a busy machine may need longer


def test_what_stands_before_a_break_is_read(tmp_path: Path) -> None:
    lines = b"".join(
        b'{"text": "%s Number %d, %s."}\n' % (TEXT.encode(), n, os.urandom(200).hex().encode())
        for n in range(50)
    )
    *read_ones, broken = read(tmp_path, {"a.jsonl.gz": gzip.compress(lines)[:-1_500]})
    assert len(read_ones) > 20
    assert all(isinstance(o, LoadedArticle) for o in read_ones)
    assert isinstance(broken, RejectedInput)
    assert broken.reason.startswith("broken compressed data")


def test_a_value_that_no_day_can_be_takes_no_other_row_with_it(tmp_path: Path) -> None:
    out = io.BytesIO()
    days = pa.array([2**40, 1_684_269_000], pa.timestamp("s"))
    pq.write_table(pa.table({"text": [TEXT, TEXT + " Again."], "published": days}), out)
    rejected, loaded = read(tmp_path, {"a.parquet": out.getvalue()})
    assert isinstance(rejected, RejectedInput)
    assert rejected.input_line == 1
    assert isinstance(loaded, LoadedArticle)
    assert loaded.article.published_at == "2023-05-16"


def test_a_reader_that_fails_takes_no_other_input_with_it(tmp_path: Path) -> None:
    """A record without an address breaks the library that reads it."""
    content = FORMATS["a.warc"].replace(b"WARC-Target-URI", b"WARC-Xarget-URI")
    outcomes = read(tmp_path, {"a.warc": content, "b.txt": TEXT.encode()})
    assert [type(o) for o in outcomes] == [RejectedInput, LoadedArticle]
    assert "reader failed" in getattr(outcomes[0], "reason", "")


def names_and_contents() -> Iterator[tuple[str, bytes]]:
    for name, content in FORMATS.items():
        for pack in PACKINGS.values():
            yield pack(name, content)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """An input of any format, of which some bytes are changed, left out, doubled or cut off."""
    name, content = draw(st.sampled_from(list(names_and_contents())))
    data = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
            case 1:
                del data[at : at + draw(st.integers(1, 20))]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 50))]
            case _:
                del data[at:]
    return name, bytes(data)


@settings(suppress_health_check=list(HealthCheck))
@given(mutated())
def test_whatever_bytes_come_there_is_an_outcome_and_no_crash(made: tuple[str, bytes]) -> None:
    name, data = made
    source = Input(name, lambda: io.BytesIO(data), size=len(data))
    outcomes = list(read_input(source, ReadingContext()))
    for outcome in outcomes:
        if isinstance(outcome, LoadedArticle):
            outcome.article.text.encode()
        else:
            assert outcome.reason
        outcome.input_file.encode()
    # An archive of pictures, or a feed without entries, may hold nothing; a text never does.
    assert outcomes or not name.startswith(("a.txt", "a.html", "a.json", "a.parquet"))
