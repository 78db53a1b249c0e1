"""A connection that ends when its time is up, whatever the server is still sending.

Timeouts of sockets count from the last packet, so that a server which sends one byte a second of
its headers is never late. Only another thread that shuts the socket can end that.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Watchdog:
    """Shuts the socket that it holds when the time is up. For one request at a time."""

    def __init__(self) -> None:
        self.has_cut = False
        self._socket: socket.socket | None = None

    @contextmanager
    def over(self, seconds: float) -> Iterator[None]:
        """Watch the requests of the block; ``has_cut`` then says whether one was ended."""
        self.has_cut = False
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._socket = None

    def hold(self, held: socket.socket | None) -> None:
        """Watch this socket until the block ends."""
        self._socket = held
        if self.has_cut:
            self._cut()

    def _cut(self) -> None:
        self.has_cut = True
        held = self._socket
        if held is not None:
            with suppress(OSError):  # it is closed already
                held.shutdown(socket.SHUT_RDWR)


class WatchedAdapter(HTTPAdapter):
    """An adapter of requests whose connections a `Watchdog` can end. It retries nothing itself."""

    def __init__(self, watchdog: Watchdog) -> None:
        self._pools = _watched_pools(watchdog)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As in requests, with watched connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """As in requests, with watched connections."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _watched_pools(watchdog: Watchdog) -> dict[str, type[HTTPConnectionPool]]:
    class Connection(HTTPConnection):
        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 itself does
            watchdog.hold(self.sock)
            return super().getresponse()

    class SecureConnection(HTTPSConnection):
        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 itself does
            watchdog.hold(self.sock)
            return super().getresponse()

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}
