"""Connections that lead to public addresses only, and end when their time is up.

Timeouts of sockets count from the last packet, so that a server which sends one byte a second of
its headers is never late. Only another thread that shuts the socket can end that.

Whom a name leads to is known when the connection stands: a look at the name before would be of
another answer than the one that is connected to.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
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


class PrivateAddressError(Exception):
    """An address of this machine, or of a network that is not the public internet."""


def assert_public(address: str) -> None:
    """Raise PrivateAddressError unless an IP address is one of the public internet."""
    found = ip_address(address.partition("%")[0])  # without the zone of a link-local one
    found = getattr(found, "ipv4_mapped", None) or found
    if not found.is_global or found.is_multicast:
        raise PrivateAddressError(f"it leads to {found}, which is not an address of the internet")


class WatchedAdapter(HTTPAdapter):
    """An adapter of requests whose connections a `Watchdog` can end. It retries nothing itself.

    ``allows_private``: whether it connects to addresses that are not of the public internet. What
    goes through a proxy is connected by the proxy.
    """

    def __init__(self, watchdog: Watchdog, *, allows_private: bool = False) -> None:
        self._pools = _watched_pools(watchdog, allows_private)
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


def _watched_pools(watchdog: Watchdog, allows_private: bool) -> dict[str, type[HTTPConnectionPool]]:
    def checked(connection: HTTPConnection, connected: socket.socket) -> socket.socket:
        if not allows_private and connection.proxy is None:
            try:
                assert_public(connected.getpeername()[0])
            except BaseException:
                connected.close()
                raise
        return connected

    class Connection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(self, super()._new_conn())

        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 itself does
            watchdog.hold(self.sock)
            return super().getresponse()

    class SecureConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:  # before anything is said, the handshake too
            return checked(self, super()._new_conn())

        def getresponse(self) -> HTTPResponse:  # type: ignore[override] # as urllib3 itself does
            watchdog.hold(self.sock)
            return super().getresponse()

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}
