"""Every format that a desk may deliver, plain, gzipped and zipped."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dagster_project.ingest import LoadedArticle, Outcome, RejectedInput, read_inbox
from dagster_project.ingest.field_mapping import FieldMapping
from dagster_project.ingest.readers import ReadingContext

TEXT = "Two traders were killed on Monday when a mine went off near the market of Burao."
URL = "https://burao.example/news/2023/05/16/mine"
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Mine kills two | Burao Post</title>
<meta property="og:site_name" content="Burao Post">
<meta property="article:published_time" content="2023-05-16T23:30:00+03:00">
<link rel="canonical" href="{URL}"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Mine kills two</h1><p>{TEXT}</p><p>Three more people were hurt, a nurse said.</p>
</article><footer>All rights reserved</footer></body></html>"""
RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Burao Post</title>
<item><title>Mine kills two</title><link>{URL}</link><guid>n-1</guid>
<pubDate>Tue, 16 May 2023 20:30:00 GMT</pubDate>
<description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item>
<item><title>Nothing told</title></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Burao Post</title>
<entry><title>Mine kills two</title><link href="{URL}"/><id>n-1</id>
<published>2023-05-16T23:30:00+03:00</published><updated>2023-05-17T06:00:00Z</updated>
<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"""
FIELDS = {"text": TEXT, "title": "Mine kills two", "source": "Burao Post", "url": URL}
DATED = {**FIELDS, "published_at": "2023-05-16T23:30:00+03:00"}


def as_csv(row: Mapping[str, str], separator: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), delimiter=separator)
    writer.writeheader()
    writer.writerow(row)
    return out.getvalue().encode()


def as_parquet(row: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row)]), out)
    return out.getvalue()


def as_warc(*answers: tuple[str, str, str]) -> bytes:
    """Answers of a server: address, status and media type, body."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for address, head, body in answers:
        status, media = head.split(" ", 1)
        headers = StatusAndHeaders(f"{status} -", [("Content-Type", media)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            address,
            "response",
            payload=io.BytesIO(body.encode()),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2023-05-17T07:08:09Z", "WARC-X-Newsroom": "Desk"},
        )
        writer.write_record(record)
    return out.getvalue()


FORMATS: dict[str, bytes] = {
    "a.html": PAGE.encode(),
    "a.json": json.dumps(DATED).encode(),
    "list.json": json.dumps({"articles": [DATED]}).encode(),
    "a.jsonl": json.dumps(DATED).encode(),
    "a.csv": as_csv(DATED),
    "semicolons.csv": as_csv(DATED, ";"),
    "a.tsv": as_csv(DATED, "\t"),
    "a.parquet": as_parquet(DATED),
    "a.rss": RSS.replace("<item><title>Nothing told</title></item>", "").encode(),
    "a.xml": ATOM.encode(),
    "a.warc": as_warc((URL, "200 text/html; charset=utf-8", PAGE)),
}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def put(inbox: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return inbox


def read(inbox: Path, files: Mapping[str, bytes]) -> list[Outcome]:
    return list(read_inbox(put(inbox, files)))


def only(outcomes: list[Outcome]) -> LoadedArticle:
    [outcome] = outcomes
    assert isinstance(outcome, LoadedArticle), outcome
    return outcome


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


PACKINGS: dict[str, Callable[[str, bytes], tuple[str, bytes]]] = {
    "plain": lambda name, data: (name, data),
    "gzipped": lambda name, data: (f"{name}.gz", gzip.compress(data)),
    "zipped": lambda name, data: ("pack.zip", zipped({f"in/{name}": data})),
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_article_with_its_metadata(
    tmp_path: Path, name: str, packing: str
) -> None:
    file, content = PACKINGS[packing](name, FORMATS[name])
    loaded = only(read(tmp_path, {file: content}))
    article = loaded.article
    assert TEXT in article.text
    assert "Home" not in article.text
    assert article.title is not None
    assert article.title.startswith("Mine kills two")
    assert article.source == "Burao Post"
    assert article.url == URL
    # A feed in the time of Greenwich is of the same instant, but may name another day.
    assert article.published_at == "2023-05-16"
    assert loaded.published_time == utc("2023-05-16T20:30:00Z")
    assert loaded.published_from == "metadata"
    assert loaded.address == "burao.example/news/2023/05/16/mine"
    assert loaded.detected_language == "en"
    assert loaded.input_file == ("pack.zip!/in/" + name if packing == "zipped" else file)


def test_paragraphs_of_a_page_stay_apart(tmp_path: Path) -> None:
    lines = only(read(tmp_path, {"a.html": PAGE.encode()})).article.text.split("\n")
    assert lines == ["Mine kills two", TEXT, "Three more people were hurt, a nurse said."]


def test_an_entry_without_content_is_rejected_and_takes_no_other_with_it(tmp_path: Path) -> None:
    article, rejected = read(tmp_path, {"a.rss": RSS.encode()})
    assert isinstance(article, LoadedArticle)
    assert rejected == RejectedInput("a.rss", 2, "an entry without content or summary")


def test_of_an_archive_only_answers_that_are_news_are_read(tmp_path: Path) -> None:
    archive = as_warc(
        ("https://a.example/x.png", "200 image/png", "png"),
        ("https://a.example/gone", "404 text/html", PAGE),
        ("https://a.example/feed", "200 application/rss+xml", RSS),
    )
    article, rejected = read(tmp_path, {"a.warc": archive})
    assert isinstance(article, LoadedArticle)
    assert (article.input_line, rejected.input_line) == (3, 3)
    assert article.fetched_at == utc("2023-05-17T07:08:09Z")


def test_what_news_interfaces_give_needs_no_mapping(tmp_path: Path) -> None:
    told = {"source": {"id": None, "name": "Burao Post"}, "publishedAt": "2023-05-16T20:30:00Z"}
    article = only(
        read(tmp_path, {"a.json": json.dumps({"articles": [{**told, "content": TEXT}]}).encode()})
    )
    assert (article.article.source, article.article.published_at) == ("Burao Post", "2023-05-16")


@pytest.mark.parametrize("clock", [1684269000, 1684269000.0, 1684269000000])
def test_seconds_since_1970_are_a_time(tmp_path: Path, clock: float) -> None:
    line = json.dumps({"text": TEXT, "published_at": clock}).encode()
    assert only(read(tmp_path, {"a.jsonl": line})).published_time == utc("2023-05-16T20:30:00Z")


def test_a_page_tells_its_newsroom_by_linked_data_and_may_be_in_other_encodings(
    tmp_path: Path,
) -> None:
    linked = json.dumps(
        {
            "@graph": [
                {"@type": "WebPage", "datePublished": "2015-01-01", "publisher": {"name": "Host"}},
                {
                    "@type": ["NewsArticle"],
                    "datePublished": ["2023-05-16T20:30:00Z"],
                    "publisher": {"name": "Burao Post"},
                },
            ]
        }
    )
    page = (
        f'<html><head><meta charset="windows-1252"><script type="application/ld+json">{linked}'
        f"</script></head><body><p>{TEXT} \u201cNobody was there\u201d, a nurse said.</p></body>"
        "</html>"
    )
    for number, encoding in enumerate(("cp1252", "utf-16")):
        folder = tmp_path / str(number)
        loaded = only(read(folder, {"a.html": page.encode(encoding)}))
        assert (loaded.article.source, loaded.published_time) == (
            "Burao Post",
            utc("2023-05-16T20:30:00Z"),
        )
        assert "\u201cNobody was there\u201d" in loaded.article.text


def test_an_address_without_a_scheme_is_one(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT, "url": "www.burao.example/mine/"}).encode()
    assert only(read(tmp_path, {"a.jsonl": line})).address == "burao.example/mine"


def test_a_time_that_only_the_library_of_feeds_can_read_loses_no_entry(tmp_path: Path) -> None:
    feed = RSS.replace("Tue, 16 May 2023 20:30:00 GMT", "Tue, 16 May 2023 20:30:00 XYZT")
    first, _ = read(tmp_path, {"a.rss": feed.encode()})
    assert isinstance(first, LoadedArticle)


def test_a_link_of_a_feed_may_be_relative_to_its_site(tmp_path: Path) -> None:
    feed = (
        '<rss version="2.0"><channel><title>Post</title><link>https://burao.example/</link>'
        f"<item><title>Mine</title><link>/mine</link><description>{TEXT}</description></item>"
        "</channel></rss>"
    )
    assert only(read(tmp_path, {"a.rss": feed.encode()})).address == "burao.example/mine"


@pytest.mark.parametrize("url", ["http://[", "no address", "http://", "x" * 5_000, "//a/b?c#d"])
def test_an_address_that_is_none_takes_no_article_with_it(tmp_path: Path, url: str) -> None:
    line = json.dumps({"text": TEXT, "url": url}).encode()
    assert only(read(tmp_path / "a", {"a.jsonl": line})).article.url == url
    feed = f"<rss version='2.0'><channel><item><link>{url}</link><title>{TEXT}</title>"
    feed += f"<description>{TEXT}</description></item></channel></rss>"
    assert only(read(tmp_path / "b", {"a.rss": feed.encode()})).article.text.startswith(TEXT)


def test_an_own_fetch_says_what_it_asked_for(tmp_path: Path) -> None:
    """An error page in place of a feed is no article, and a feed of no type is one."""
    page = as_warc((URL, "200 text/html", PAGE)).replace(
        b"WARC-X-Newsroom: Desk", b"WARC-X-Kind: feed\r\nWARC-X-Newsroom: Desk"
    )
    [rejected] = read(tmp_path / "a", {"a.warc": page})
    assert isinstance(rejected, RejectedInput)
    assert rejected.reason.startswith("no RSS or Atom feed")
    untyped = as_warc((URL, "200 application/octet-stream", ATOM)).replace(
        b"WARC-X-Newsroom: Desk", b"WARC-X-Kind: feed\r\nWARC-X-Newsroom: Desk"
    )
    assert only(read(tmp_path / "b", {"a.warc": untyped})).article.title == "Mine kills two"


def test_what_the_fetch_knew_counts_where_the_page_is_silent(tmp_path: Path) -> None:
    page = f"<html><body><article><p>{TEXT}</p></article></body></html>"
    loaded = only(read(tmp_path, {"a.warc": as_warc((URL, "200 text/html", page))}))
    assert (loaded.article.source, loaded.article.url) == ("Desk", URL)
    assert (loaded.article.published_at, loaded.published_from) == ("2023-05-16", "url")


def test_the_settings_name_other_peoples_fields(tmp_path: Path) -> None:
    line = json.dumps({"corpus": {"body": TEXT}, "h1": "Mine", "text": "not this"}).encode()
    mapping = FieldMapping(files="ex*/*.jsonl", fields={"text": "corpus.body", "title": "h1"})
    put(tmp_path, {"export/a.jsonl": line})
    loaded = only(list(read_inbox(tmp_path, ReadingContext(mappings=(mapping,)))))
    assert (loaded.article.text, loaded.article.title) == (TEXT, "Mine")


def test_output_of_news_please_needs_no_mapping(tmp_path: Path) -> None:
    told = {
        "maintext": TEXT,
        "title": "Mine kills two",
        "date_publish": "2023-05-16 21:30:00",
        "source_domain": "burao.example",
        "language": "en",
        "authors": [],
    }
    article = only(read(tmp_path, {"burao.json": json.dumps(told).encode()})).article
    assert (article.text, article.published_at) == (TEXT, "2023-05-16")
    assert article.source == "burao.example"


@pytest.mark.parametrize(
    ("fields", "day", "told_by"),
    [
        ({"published_at": "2023-05-15", "url": URL}, "2023-05-15", "metadata"),
        ({"published_at": "Mon, 15 May 2023 23:30:00 -0500"}, "2023-05-15", "metadata"),
        ({"published_at": "2023-05-15T20:00:00.000 +0000"}, "2023-05-15", "metadata"),
        ({"published_at": "2023-05-15 20:00:00 UTC"}, "2023-05-15", "metadata"),
        ({"published_at": "2023/05/15 20:00"}, "2023-05-15", "metadata"),
        ({"published_at": "May 15, 2023"}, "2023-05-15", "metadata"),
        ({"published_at": "15.05.2023"}, "2023-05-15", "metadata"),
        ({"url": URL}, "2023-05-16", "url"),
        ({"url": "https://a.example/20230517-mine"}, "2023-05-17", "url"),
        ({"url": "https://web.archive.org/web/20230601120000/https://a.example/x"}, None, None),
        ({"text": f"BURAO, May 18, 2023 (Desk) - {TEXT}"}, "2023-05-18", "dateline"),
        ({"text": f"Burao, Somalia (18 May 2023) \u2014 {TEXT}"}, "2023-05-18", "dateline"),
        (
            {"text": f"Mine kills two\n\nPublished on 18 May 2023\n\n{TEXT}"},
            "2023-05-18",
            "dateline",
        ),
        ({"text": f"Mine kills two\n\n18 May 2023 - 09:12\n\n{TEXT}"}, "2023-05-18", "dateline"),
        ({"text": f"Mine kills two\nThursday, May 18, 2023\n{TEXT}"}, "2023-05-18", "dateline"),
        ({"text": f"The town still mourns those of May 18, 2023, he said. {TEXT}"}, None, None),
        ({}, None, None),
    ],
)
def test_the_day_of_publication_is_of_metadata_then_address_then_dateline(
    tmp_path: Path, fields: dict[str, str], day: str | None, told_by: str | None
) -> None:
    line = json.dumps({"text": TEXT, **fields}).encode()
    loaded = only(read(tmp_path, {"a.jsonl": line}))
    assert (loaded.article.published_at, loaded.published_from) == (day, told_by)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("Bei einem Anschlag auf dem Markt wurden am Montag zwei H\u00e4ndler get\u00f6tet.", "de"),
        ("Dos comerciantes murieron el lunes al estallar una mina cerca del mercado.", "es"),
        (
            "\u0642\u062a\u0644 \u062a\u0627\u062c\u0631\u0627\u0646 \u0641\u064a "
            "\u0627\u0646\u0641\u062c\u0627\u0631 \u0644\u063a\u0645 \u0642\u0631\u0628 "
            "\u0627\u0644\u0633\u0648\u0642 \u064a\u0648\u0645 "
            "\u0627\u0644\u0627\u062b\u0646\u064a\u0646",
            "ar",
        ),
        ("Burao: mine, 2 dead", None),
    ],
)
def test_language_is_detected(tmp_path: Path, text: str, language: str | None) -> None:
    assert only(read(tmp_path, {"a.txt": text.encode()})).detected_language == language
