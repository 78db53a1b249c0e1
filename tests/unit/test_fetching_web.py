"""Requests against a real server that is slow, broken, endless or sends the program elsewhere."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from feed_server import (
    FeedServer,
    dripping,
    endless,
    feed_list,
    feed_server,
    raw,
    reply,
    silent,
    zipped,
)

from dagster_project.fetching.answers import FetchError, RefusedError
from dagster_project.fetching.deadline import PrivateAddressError, assert_public
from dagster_project.fetching.web import Web

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with feed_server() as running:
        yield running


def reason(address: str, **bounds: float) -> str:
    """Why the address cannot be fetched, and that nothing waits for the bounds of `FAST`."""
    started = time.monotonic()
    with Web(feed_list(**bounds)) as web, pytest.raises(FetchError) as failed:
        web.get(address)
    assert time.monotonic() - started < 4
    return str(failed.value)


def test_an_answer_is_unpacked_and_keeps_its_headers(server: FeedServer) -> None:
    address = server.on("/", zipped(b"Two hurt." * 1000, ETag='"a"'))
    with Web(feed_list(contact="desk@example.org")) as web:
        answer = web.get(address)
    assert answer.body == b"Two hurt." * 1000
    assert (answer.status, answer.header("etag")) == (200, '"a"')
    [(_, asked)] = server.asked
    assert asked["User-Agent"].startswith("casualty-ledger/")
    assert asked["User-Agent"].endswith(" (+desk@example.org)")


def test_validators_are_sent_and_the_empty_answer_is_no_failure(server: FeedServer) -> None:
    address = server.on("/", reply(304))
    with Web(feed_list()) as web:
        assert web.get(address, '"a"', "Fri, 01 Mar 2024 00:00:00 GMT").status == 304
        with pytest.raises(FetchError, match="HTTP 304"):
            web.get(address)
    [(_, first), (_, second)] = server.asked
    assert first["If-None-Match"] == '"a"'
    assert first["If-Modified-Since"] == "Fri, 01 Mar 2024 00:00:00 GMT"
    assert "If-None-Match" not in second


def test_no_credentials_of_this_machine_are_sent(
    server: FeedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Web(feed_list()) as web:
        web.get(server.on("/", reply(body=b"x")))
    [(_, asked)] = server.asked
    assert "Authorization" not in asked


def test_redirects_are_followed_to_the_address_that_answers(server: FeedServer) -> None:
    server.on("/old", reply(301, Location="/new"))
    server.on("/new", reply(body=b"x"))
    with Web(feed_list()) as web:
        assert web.get(server.url("/old")).address == server.url("/new")


def test_a_redirect_with_an_endless_body_is_followed_at_once(server: FeedServer) -> None:
    start = b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n"
    server.on("/old", endless(server, start, b"x" * 65_536))
    server.on("/new", reply(body=b"x"))
    with Web(feed_list()) as web:
        assert web.get(server.url("/old")).body == b"x"


def test_a_redirect_loop_ends(server: FeedServer) -> None:
    address = server.on("/", reply(302, Location="/"))
    assert reason(address) == f"more than 5 redirects, the last to {address}"
    assert len(server.asked) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/feed", "data:,x"])
def test_a_redirect_leaves_the_web_for_nothing(server: FeedServer, target: str) -> None:
    address = server.on("/", reply(302, Location=target))
    assert reason(address) == f"leads to {target}: only http and https are fetched"


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "127.1",
        "[::ffff:127.0.0.1]",
        "0",
    ],
)
def test_nothing_of_this_machine_is_asked_for(server: FeedServer, host: str) -> None:
    """By whatever name: pages that newsrooms link to are not to be trusted."""
    server.on("/feed", reply(body=b"secret"))
    port = server.url("/feed").rpartition(":")[2]
    told = reason(f"http://{host}:{port}", private_addresses=False, retries=3)
    assert "not an address of the internet" in told
    assert server.asked == []


def test_a_name_that_leads_inside_is_not_asked(
    server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it led elsewhere when somebody looked: what counts is the connection."""
    real, port = socket.getaddrinfo, int(server.url("").rpartition(":")[2])

    def lookup(host: str, *args: Any, **options: Any) -> Any:
        return real("127.0.0.1" if host == "news.example" else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,news.example")
    told = reason(f"http://news.example:{port}/feed", private_addresses=False)
    assert told == "it leads to 127.0.0.1, which is not an address of the internet"
    assert server.asked == []


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "169.254.169.254", "192.168.1.1", "fe80::1%eth0", "::1", "224.0.0.1"]
)
def test_addresses_of_networks_inside_are_private(address: str) -> None:
    with pytest.raises(PrivateAddressError):
        assert_public(address)
    assert_public("93.184.215.14")
    assert_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_missing_address_is_not_asked_for_again(server: FeedServer) -> None:
    assert reason(server.url("/none"), retries=3) == "HTTP 404 Not Found"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "first",
    [
        reply(500),
        reply(429),
        raw(b""),
        raw(OK + b"Content-Length: 10\r\n\r\nhalf"),
        raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhal"),
    ],
)
def test_what_passes_is_tried_again(server: FeedServer, first: object) -> None:
    address = server.on("/", first, reply(body=b"x"))  # type: ignore[arg-type] # handlers all
    with Web(feed_list(retries=1)) as web:
        assert web.get(address).body == b"x"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (raw(OK + b"Content-Length: 10\r\n\r\nhalf"), "the connection failed: IncompleteRead"),
        (raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhal"), "the connection failed: "),
        (raw(b""), "the connection failed: Remote end closed connection without response"),
        (raw(b"SSH-2.0-OpenSSH\r\n"), "the connection failed: SSH-2.0-OpenSSH"),
        (reply(body=b"no gzip", Content_Encoding="gzip"), "the connection failed: "),
        (reply(body=b"x", Content_Encoding="br"), "the content encoding 'br' is not read"),
        (reply(503), "HTTP 503 Service Unavailable"),
        (reply(204), "HTTP 204 No Content"),
    ],
)
def test_half_an_answer_is_a_failure(server: FeedServer, broken: object, told: str) -> None:
    address = server.on("/", broken)  # type: ignore[arg-type] # handlers all
    assert reason(address).startswith(told)


@pytest.mark.usefixtures("server")
def test_a_server_that_is_not_there_is_a_failure() -> None:
    assert reason("http://127.0.0.1:1/feed").endswith("Connection refused")


def test_pauses_grow_and_are_as_long_as_the_server_asks(server: FeedServer) -> None:
    address = server.on("/", reply(503), reply(503), reply(503, Retry_After="7"), reply(500))
    slept: list[float] = []
    bounds = feed_list(retries=4, back_off_seconds=2)
    with Web(bounds, sleep=slept.append) as web, pytest.raises(FetchError, match="HTTP 500"):
        web.get(address)
    assert slept == [2, 7, 8]
    assert len(server.asked) == 5


def test_a_server_that_asks_for_a_long_pause_is_left_alone(server: FeedServer) -> None:
    address = server.on("/", reply(503, Retry_After="3600"), reply(body=b"x"))
    with Web(feed_list(retries=3)) as web, pytest.raises(FetchError) as failed:
        web.get(address)
    assert str(failed.value) == "HTTP 503 Service Unavailable, asks to wait 3600 s"
    assert len(server.asked) == 1


def test_requests_to_one_host_keep_their_distance(server: FeedServer) -> None:
    address = server.on("/", reply(body=b"x"))
    slept: list[float] = []
    with Web(feed_list(seconds_between_requests=9), sleep=slept.append) as web:
        web.get(address)
        web.get(address)
    [pause] = slept
    assert 8 < pause <= 9


@pytest.mark.parametrize("started", [b"", OK, OK + b"Content-Length: 10\r\n\r\nhalf"])
def test_a_server_that_stops_sending_is_not_waited_for(server: FeedServer, started: bytes) -> None:
    def stops(handler: object) -> None:
        raw(started)(handler)  # type: ignore[arg-type] # the server's handler
        silent(server)(handler)  # type: ignore[arg-type]

    assert reason(server.on("/", stops), read_seconds=0.1) == "no answer in time"


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (OK, b"X-A: b\r\n"),
        (OK + b"Content-Length: 1000000\r\n\r\n", b"x"),
        (OK + b"Connection: close\r\n\r\n", b"x"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
)
def test_a_server_that_drips_is_cut_off(server: FeedServer, start: bytes, drop: bytes) -> None:
    address = server.on("/", dripping(server, start, drop))
    assert reason(address, total_seconds=0.3) == "no whole answer within 0.3 seconds"


def test_an_endless_answer_is_cut_off_by_its_size(server: FeedServer) -> None:
    start = OK + b"Connection: close\r\n\r\n"
    address = server.on("/", endless(server, start, b"x" * 65_536))
    assert reason(address, max_bytes=1_000_000) == "more than 1,000,000 bytes"


def test_an_announced_size_is_enough_to_refuse(server: FeedServer) -> None:
    address = server.on("/", reply(body=b"x", Content_Length="2000000"))
    assert reason(address, max_bytes=1_000_000) == "more than 1,000,000 bytes"


def test_a_bomb_is_cut_off_by_what_it_unpacks_to(server: FeedServer) -> None:
    address = server.on("/", zipped(b"\0" * 50_000_000))
    assert reason(address, max_bytes=1_000_000) == "more than 1,000,000 bytes"


@pytest.mark.parametrize("address", ["http://[half/", "http://a b/", "http://127.0.0.1:port/"])
def test_an_unusable_address_is_a_failure(server: FeedServer, address: str) -> None:
    redirecting = server.on("/", reply(302, Location=address))
    assert reason(redirecting)


def test_pages_that_robots_txt_forbids_are_not_asked_for(server: FeedServer) -> None:
    server.on("/robots.txt", reply(body=b"User-agent: *\nDisallow: /private/\nCrawl-delay: 4\n"))
    page = server.on("/news", reply(body=b"x"))
    server.on("/moved", reply(302, Location="/private/2"))
    slept: list[float] = []
    with Web(feed_list(), sleep=slept.append) as web:
        for path in ("/private/1", "/moved"):
            with pytest.raises(RefusedError, match=r"robots.txt does not allow it"):
                web.get_page(server.url(path))
        assert web.get_page(page).body == b"x"
    assert server.paths() == ["/robots.txt", "/moved", "/news"]
    assert [round(pause) for pause in slept] == [4]


def test_robots_txt_may_name_this_program(server: FeedServer) -> None:
    server.on("/robots.txt", reply(body=b"User-agent: casualty-ledger\nDisallow: /\n"))
    with Web(feed_list()) as web, pytest.raises(RefusedError):
        web.get_page(server.on("/news", reply(body=b"x")))


@pytest.mark.parametrize("status", [404, 403])
def test_a_missing_robots_txt_allows(server: FeedServer, status: int) -> None:
    server.on("/robots.txt", reply(status))
    with Web(feed_list()) as web:
        assert web.get_page(server.on("/news", reply(body=b"x"))).body == b"x"


def test_a_robots_txt_that_cannot_be_had_may_forbid(server: FeedServer) -> None:
    server.on("/robots.txt", reply(500))
    page = server.on("/news", reply(body=b"x"))
    with Web(feed_list()) as web:
        for _ in range(2):
            with pytest.raises(FetchError, match=r"robots.txt could not be fetched: HTTP 500"):
                web.get_page(page)
    assert server.paths() == ["/robots.txt"]


def test_a_film_is_not_downloaded_to_find_that_it_is_no_page(server: FeedServer) -> None:
    film = server.on("/film", reply(body=b"x", Content_Type="video/mp4"))
    with Web(feed_list()) as web, pytest.raises(FetchError, match="not a page but video/mp4"):
        web.get_page(film)
