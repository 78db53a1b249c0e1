"""Polling: what is landed, what is told of each fetch, and what a second poll asks for."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from feed_server import (
    FeedServer,
    conditional,
    feed_list,
    feed_server,
    raw,
    reply,
    rss,
    silent,
    zipped,
)
from warcio.archiveiterator import ArchiveIterator

from dagster_project.fetching import FeedList, FetchResult, LastAnswer, poll
from dagster_project.fetching.entries import NotAFeedError, read_entries
from dagster_project.fetching.landing import Landed, read_landed
from dagster_project.settings import SettingsError, read_settings

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>x</id>
<entry><title>Two hurt</title><id>1</id><link href="/news/1"/>
<published>2024-03-01T23:30:00+03:00</published></entry></feed>"""


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        yield running


@dataclass
class Poller:
    """Polls again and again, and remembers as the warehouse does."""

    landed: Path
    results: list[FetchResult] = field(default_factory=list)

    def poll(self, feeds: FeedList, stop_after: int | None = None) -> list[FetchResult]:
        """``stop_after``: the poll is killed when it has recorded so many results."""
        before = len(self.results)

        def record(result: FetchResult) -> None:
            self.results.append(result)
            if stop_after is not None and len(self.results) - before == stop_after:
                raise KeyboardInterrupt

        last = {
            r.address: LastAnswer(r.etag, r.last_modified, r.landed_file)
            for r in self.results
            if r.outcome == "fetched" and r.landed_file is not None
        }
        known = {r.address for r in self.results if r.kind == "page" and r.outcome == "fetched"}
        return poll(feeds, last, known, self.landed, record)


@pytest.fixture
def poller(tmp_path: Path) -> Poller:
    return Poller(tmp_path / "landed")


def outcomes(results: list[FetchResult]) -> list[tuple[str, str]]:
    return [(result.kind, result.outcome) for result in results]


def record_of(poller: Poller, result: FetchResult) -> tuple[dict[str, str], dict[str, str], bytes]:
    """WARC headers, HTTP headers and body of the one record in a result's file."""
    assert result.landed_file is not None
    with (poller.landed.parent / result.landed_file).open("rb") as file:
        [found] = [
            (dict(r.rec_headers.headers), dict(r.http_headers.headers), r.raw_stream.read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    return found


def page(body: str = "<p>Two hurt.</p>") -> Any:
    return reply(body=body.encode(), Content_Type="text/html")


def test_a_feed_and_its_new_pages_are_landed_as_they_were_received(
    server: FeedServer, poller: Poller
) -> None:
    server.on("/news/1", reply(301, Location="/news/one"))
    server.on("/news/one", zipped(b"<p>Two hurt.</p>", Content_Type="text/html"))
    content = rss(server.url("/news/1#top"))
    url = server.on("/feed", reply(body=content, ETag='"a"', Content_Type="text/xml"))
    feed, news = poller.poll(feed_list({"url": url, "newsroom": "Zürich Wire"}))

    assert (feed.address, feed.kind, feed.outcome) == (url, "feed", "fetched")
    assert (feed.http_status, feed.etag, feed.byte_count) == (200, '"a"', len(content))
    warc, _, body = record_of(poller, feed)
    assert body == content
    assert warc["WARC-Type"] == "response"
    assert (warc["WARC-X-Kind"], warc["WARC-X-Newsroom"]) == ("feed", "Zürich Wire")
    assert "WARC-X-Published" not in warc

    assert (news.address, news.feed_address) == (server.url("/news/1"), url)
    warc, http, body = record_of(poller, news)
    assert body == b"<p>Two hurt.</p>"
    assert warc["WARC-Target-URI"] == server.url("/news/one")
    assert warc["WARC-Date"] == f"{news.fetched_at:%Y-%m-%dT%H:%M:%SZ}"
    assert (warc["WARC-X-Kind"], warc["WARC-X-Newsroom"]) == ("page", "Zürich Wire")
    assert warc["WARC-X-Published"] == "2024-03-01T23:30:00+03:00"
    assert http["Content-Length"] == str(len(body))
    assert "Content-Encoding" not in http
    assert http["X-Orig-Content-Encoding"] == "gzip"
    assert news.landed_file is not None
    assert news.landed_file.startswith(f"landed/feeds/{news.fetched_at:%Y-%m-%d}/")


def test_only_pages_that_are_new_are_fetched(server: FeedServer, poller: Poller) -> None:
    server.on("/1", page())
    server.on("/2", page())
    urls = [
        server.on("/a", reply(body=rss(server.url("/1"))), reply(body=rss(server.url("/2")))),
        server.on("/b", reply(body=rss(server.url("/1")))),
    ]
    first = poller.poll(feed_list(*urls))
    assert outcomes(first) == [("feed", "fetched"), ("page", "fetched"), ("feed", "fetched")]
    second = poller.poll(feed_list(*urls))
    assert [r.address for r in second if r.kind == "page"] == [server.url("/2")]


@pytest.mark.parametrize(
    "validators",
    [{"ETag": '"a"'}, {"Last_Modified": "Fri, 01 Mar 2024 00:00:00 GMT"}],
)
def test_what_was_not_modified_is_told_as_such(
    server: FeedServer, poller: Poller, validators: dict[str, str]
) -> None:
    url = server.on("/feed", conditional(rss(), **validators))
    poller.poll(feed_list(url))
    [again] = poller.poll(feed_list(url))
    assert (again.outcome, again.http_status, again.reason) == ("not_modified", 304, None)
    assert (again.byte_count, again.landed_file) == (None, None)
    poller.poll(feed_list(url))
    assert len(list(poller.landed.rglob("*.warc.gz"))) == 1


def test_pages_left_over_are_fetched_though_their_feed_was_not_modified(
    server: FeedServer, poller: Poller
) -> None:
    for path in ("/1", "/2", "/3"):
        server.on(path, page())
    content = rss(*map(server.url, ("/1", "/2", "/3")))
    url = server.on("/feed", conditional(content, ETag='"a"'))
    feeds = feed_list(url, pages_per_poll=2)
    assert len(poller.poll(feeds)) == 3
    assert outcomes(poller.poll(feeds)) == [("feed", "not_modified"), ("page", "fetched")]
    assert outcomes(poller.poll(feeds)) == [("feed", "not_modified")]


def test_a_landed_feed_that_is_gone_is_fetched_anew(server: FeedServer, poller: Poller) -> None:
    url = server.on("/feed", conditional(rss(), ETag='"a"'))
    poller.poll(feed_list(url))
    for path in poller.landed.rglob("*.warc.gz"):
        path.unlink()
    assert outcomes(poller.poll(feed_list(url))) == [("feed", "fetched")]


def test_a_killed_poll_is_taken_up_where_it_ended(server: FeedServer, poller: Poller) -> None:
    for path in ("/1", "/2", "/3"):
        server.on(path, page(path))
    content = rss(*map(server.url, ("/1", "/2", "/3")))
    url = server.on("/feed", conditional(content, ETag='"a"'))
    with pytest.raises(KeyboardInterrupt):
        poller.poll(feed_list(url), stop_after=2)
    assert len(list(poller.landed.rglob("*.warc.gz"))) == 2
    again = poller.poll(feed_list(url))
    assert [r.address for r in again] == [url, server.url("/2"), server.url("/3")]
    assert sorted(p for p in server.paths() if p[1].isdigit()) == ["/1", "/2", "/3"]


def test_killed_while_it_lands_it_leaves_nothing_that_a_reader_takes(
    server: FeedServer, poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.on("/feed", reply(body=rss()))
    seen: list[str] = []

    def dies(descriptor: int) -> None:
        seen.extend(path.name for path in poller.landed.rglob("*") if path.is_file())
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", dies)
        with pytest.raises(KeyboardInterrupt):
            poller.poll(feed_list(url))
    [unfinished] = seen
    assert unfinished.startswith(".")
    assert unfinished.endswith(".part")
    assert poller.results == []
    assert outcomes(poller.poll(feed_list(url))) == [("feed", "fetched")]


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"<html><p>We will be back soon.</p></html>", "text/html", "not a feed, but text/html"),
        (b"", "text/xml", "not a feed: the answer is empty"),
        (b" \n", "text/xml", "not a feed: the answer is empty"),
        (b"\x89PNG\r\n", "image/png", "not a feed, but image/png"),
        (b"/etc/passwd", "text/plain", "not a feed, but text/plain"),
        (b'<rss version="2.0"><channel><item', "text/xml", "a broken feed: "),
    ],
)
def test_an_answer_that_is_no_feed_is_a_failure_and_not_no_news(
    server: FeedServer, poller: Poller, body: bytes, content_type: str, reason: str
) -> None:
    url = server.on("/feed", reply(body=body, Content_Type=content_type))
    [result] = poller.poll(feed_list(url))
    assert (result.outcome, result.http_status) == ("failed", 200)
    assert result.reason is not None
    assert result.reason.startswith(reason)
    assert record_of(poller, result)[2] == body


def test_an_empty_feed_is_no_failure(server: FeedServer, poller: Poller) -> None:
    assert outcomes(poller.poll(feed_list(server.on("/feed", reply(body=rss()))))) == [
        ("feed", "fetched")
    ]


def test_a_feed_of_the_wrong_type_is_read_all_the_same(server: FeedServer, poller: Poller) -> None:
    server.on("/1", page())
    content = rss(server.url("/1"))
    url = server.on("/feed", reply(body=content, Content_Type="application/octet-stream"))
    assert len(poller.poll(feed_list(url))) == 2


def test_a_feed_that_fails_stops_no_other(server: FeedServer, poller: Poller) -> None:
    slow, good = server.on("/slow", silent(server)), server.on("/good", reply(body=rss()))
    feeds = feed_list(server.url("/none"), slow, good, read_seconds=0.4)
    assert [(r.outcome, r.http_status, r.reason) for r in poller.poll(feeds)] == [
        ("failed", 404, "HTTP 404 Not Found"),
        ("failed", None, "no answer in time"),
        ("fetched", 200, None),
    ]


def test_a_page_that_fails_stops_no_other_and_is_tried_again(
    server: FeedServer, poller: Poller
) -> None:
    server.on("/1", reply(500), page())
    server.on("/2", reply(body=b""))
    server.on("/3", page())
    url = server.on("/feed", conditional(rss(*map(server.url, ("/1", "/2", "/3"))), ETag='"a"'))
    first = poller.poll(feed_list(url))
    assert [r.reason for r in first] == [
        None,
        "HTTP 500 Internal Server Error",
        "the answer is empty",
        None,
    ]
    second = poller.poll(feed_list(url))
    assert [(r.address, r.outcome) for r in second[1:]] == [
        (server.url("/1"), "fetched"),
        (server.url("/2"), "failed"),
    ]


def test_a_page_that_robots_txt_forbids_is_told_and_not_landed(
    server: FeedServer, poller: Poller
) -> None:
    server.on("/robots.txt", reply(body=b"User-agent: *\nDisallow: /1\n"))
    url = server.on("/feed", reply(body=rss(server.url("/1"))))
    _, refused = poller.poll(feed_list(url))
    assert (refused.outcome, refused.reason) == ("refused", "robots.txt does not allow it")
    assert refused.landed_file is None
    assert "/1" not in server.paths()


def test_a_host_that_does_not_answer_is_left_to_the_next_poll(
    server: FeedServer, poller: Poller
) -> None:
    paths = [f"/{n}" for n in range(5)]
    for path in paths:
        server.on(path, reply(503))
    url = server.on("/feed", reply(body=rss(*map(server.url, paths))))
    assert [r.outcome for r in poller.poll(feed_list(url))] == ["fetched"] + ["failed"] * 3


def test_no_headers_whatever_stop_a_poll(server: FeedServer, poller: Poller) -> None:
    content = rss()
    head = b'HTTP/1.1 200 \xd6k\r\nX-A: \xd6; b=\xd6\r\nETag: "\xd6"\r\n'
    url = server.on("/feed", raw(head + b"Folded: a\r\n b\r\n\r\n" + content))
    [result] = poller.poll(feed_list(url))
    assert (result.outcome, result.etag) == ("fetched", '"Ö"')
    _, http, body = record_of(poller, result)
    assert (http["X-A"], http["Folded"], body) == ("%C3%96; b=%C3%96", "a b", content)


def test_a_reason_is_one_plain_line(server: FeedServer, poller: Poller) -> None:
    url = server.on("/feed", raw(b"HTTP/1.1 500 \x1b[31m" + b"x" * 9000 + b"\r\n\r\n"))
    [result] = poller.poll(feed_list(url))
    assert result.reason is not None
    assert result.reason.startswith("HTTP 500 [31mxxx")
    assert len(result.reason) == 300


def test_pages_can_be_left_alone(server: FeedServer, poller: Poller) -> None:
    url = server.on("/feed", reply(body=rss(server.url("/1"))))
    assert len(poller.poll(feed_list({"url": url, "pages": False}))) == 1
    assert server.paths() == ["/feed"]


def test_links_are_resolved_and_dates_kept_in_their_zone() -> None:
    landed = Landed("http://wire.example/feeds/all.xml", "application/atom+xml", ATOM.encode())
    [entry] = read_entries(landed)
    assert entry.link == "http://wire.example/news/1"
    assert entry.published == "2024-03-01T23:30:00+03:00"


@pytest.mark.parametrize(
    ("told", "published"),
    [
        ("Fri, 01 Mar 2024 23:30:00 GMT", "2024-03-01T23:30:00+00:00"),
        ("2024-03-01", "2024-03-01T00:00:00"),
        ("Fri Mar 1 23:30:00 2024", "2024-03-01T23:30:00"),
        ("yesterday", None),
        ("2024-03", None),
        ("", None),
    ],
)
def test_a_date_is_read_or_left_out(told: str, published: str | None) -> None:
    [entry] = read_entries(Landed("http://a.example/", "", rss("http://a/1", published=told)))
    assert entry.published == published


@pytest.mark.parametrize(
    "link", ["file:///etc/passwd", "ftp://a/1", "mailto:a@b", "http://[a/", ""]
)
def test_entries_that_lead_out_of_the_web_are_passed_over(link: str) -> None:
    assert read_entries(Landed("http://a.example/", "", rss(link, "http://a/1"))) == read_entries(
        Landed("http://a.example/", "", rss("http://a/1"))
    )


def test_an_answer_is_never_taken_for_the_name_of_a_file(tmp_path: Path) -> None:
    local = tmp_path / "local.xml"
    local.write_bytes(rss("http://a/1"))
    with pytest.raises(NotAFeedError):
        read_entries(Landed("http://a.example/", "text/xml", bytes(local)))


def test_links_are_cleaned_as_browsers_do() -> None:
    feed = rss("\n http://a/1 2\n3?x=&#252; ")
    assert [e.link for e in read_entries(Landed("http://a.example/", "", feed))] == [
        "http://a/1%2023?x=ü"
    ]


def test_what_feedparser_cannot_bear_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: object, **kwargs: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("feedparser.parse", breaks)
    with pytest.raises(NotAFeedError, match="not a readable feed: RecursionError: too deep"):
        read_entries(Landed("http://a.example/", "", rss()))


def test_a_file_that_holds_no_answer_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"")
    with pytest.raises(ValueError, match="holds no answer"):
        read_landed(tmp_path / "a.warc.gz")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('url = "file:///etc/passwd"', "only http:// and https:// addresses are fetched"),
        ('url = "https://me:secret@a.example/"', "user name or password"),
        ('url = "https://a.example/ b"', "no spaces"),
        ('url = "https:///feed"', "only http:// and https:// addresses are fetched"),
        ('url = "https://a.example/"\nnewsrom = "A"', "newsrom: Extra inputs are not permitted"),
        (
            'url = "https://a.example/"\n[[feeds.urls]]\nurl = "https://a.example/"',
            "listed twice: https://a.example/",
        ),
        ('url = "https://a.example/"\n[feeds]\ntotal_seconds = inf', "finite number"),
    ],
)
def test_settings_that_cannot_be_used_say_why(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[[feeds.urls]]\n{text}\n")
    with pytest.raises(SettingsError, match=r"settings\.toml: ") as failed:
        read_settings(path)
    assert message in str(failed.value)


def test_no_feeds_are_polled_unless_the_settings_say_so(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert read_settings(path).feeds.urls == ()
    path.write_text(
        "[feeds]\nretries = 1\n[[feeds.urls]]\nurl = 'https://a.example/feed'\nnewsroom = 'A'\n"
    )
    feeds = read_settings(path).feeds
    assert (feeds.retries, feeds.urls[0].newsroom, feeds.urls[0].pages) == (1, "A", True)
