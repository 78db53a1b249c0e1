"""A real HTTP server on this machine, whose answers a test writes down beforehand."""

import gzip
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from unittest.mock import patch

from dagster_project.fetching import FeedList

Handler = Callable[[BaseHTTPRequestHandler], None]

# Fast, and never asked to wait: what a test waits for, it sets itself.
FAST: dict[str, Any] = {
    "connect_seconds": 2,
    "read_seconds": 2,
    "total_seconds": 5,
    "retries": 0,
    "back_off_seconds": 0,
    "seconds_between_requests": 0,
    "private_addresses": True,  # the server is on this machine
}


@dataclass
class FeedServer:
    """``asked`` holds path and headers of every request; ``answers`` what a path is answered with.

    Answers of one path are given in turn, the last one again and again; other paths are 404.
    """

    origin: str
    ending: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answers: dict[str, list[Handler]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._turns: dict[str, int] = {}

    def url(self, path: str) -> str:
        return self.origin + path

    def on(self, path: str, *answers: Handler) -> str:
        """Answer this path so from now on; returns its address."""
        self.answers[path] = list(answers)
        self._turns[path] = 0
        return self.url(path)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append((handler.path, dict(handler.headers.items())))
        answers = self.answers.get(handler.path, [reply(status=404, body=b"none")])
        turn = self._turns.get(handler.path, 0)
        self._turns[handler.path] = turn + 1
        with suppress(OSError):  # the client has had enough
            answers[min(turn, len(answers) - 1)](handler)

    def until_the_end(self) -> bool:
        """Wait until the test is over, 10 ms at most; true when it is."""
        return self.ending.wait(0.01)


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):  # the client has had enough
            super().handle_error(request, client_address)


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.answer(self)

        def log_message(self, *args: Any) -> None:
            pass

    http = Quiet(("127.0.0.1", 0), Answering)
    server = FeedServer(f"http://127.0.0.1:{http.server_address[1]}")
    threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
    try:
        # Whatever proxy this machine goes through to the web.
        with patch.dict(os.environ, {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}):
            yield server
    finally:
        server.ending.set()
        http.shutdown()
        http.server_close()


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Handler:
    """A whole answer. Header names are written with underscores: ``Content_Type``."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def raw(data: bytes) -> Handler:
    """Just these bytes, and the connection is closed."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(data)
        handler.close_connection = True

    return answer


def dripping(server: FeedServer, start: bytes, drop: bytes) -> Handler:
    """``start``, and then a drop every 10 ms until the test is over."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while not server.until_the_end():
            handler.wfile.write(drop)

    return answer


def endless(server: FeedServer, start: bytes, chunk: bytes) -> Handler:
    """``start``, and then ``chunk`` as fast as the client reads, until the test is over."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(start)
        while not server.ending.is_set():
            handler.wfile.write(chunk)

    return answer


def silent(server: FeedServer) -> Handler:
    """Nothing at all, until the test is over."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        server.ending.wait()

    return answer


def conditional(body: bytes, **validators: Any) -> Handler:
    """304 to a request that names one of the validators, else the body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked = {handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")}
        is_known = bool(asked & set(validators.values()))
        given = reply(304, **validators) if is_known else reply(200, body, **validators)
        given(handler)

    return answer


def zipped(body: bytes, **headers: Any) -> Handler:
    return reply(body=gzip.compress(body), Content_Encoding="gzip", **headers)


def rss(*links: str, published: str = "Fri, 01 Mar 2024 23:30:00 +0300") -> bytes:
    items = "".join(
        f"<item><title>Two hurt</title><link>{link}</link><pubDate>{published}</pubDate></item>"
        for link in links
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Wire</title><link>http://wire.example/</link>{items}</channel></rss>"
    ).encode()


def feed_list(*urls: str | dict[str, Any], **bounds: Any) -> FeedList:
    tables = [{"url": url} if isinstance(url, str) else url for url in urls]
    return FeedList.model_validate({"urls": tables, **FAST, **bounds})
