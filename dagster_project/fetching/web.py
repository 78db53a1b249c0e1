"""Polite requests: bounded in time, size, redirects and tries, and spaced out per host.

requests builds and sends them; the loops over redirects and tries are our own, by urllib3's Retry:
the built-in ones read the bodies of redirects and errors to their ends, however long those are, and
do not try again when a body breaks off.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.cookies import extract_cookies_to_jar
from requests.utils import requote_uri
from urllib3.exceptions import HTTPError, InvalidHeader, MaxRetryError, ReadTimeoutError
from urllib3.util import Retry

from dagster_project.fetching.answers import Answer, FetchError
from dagster_project.fetching.deadline import (
    PrivateAddressError,
    Watchdog,
    WatchedAdapter,
    assert_public,
)
from dagster_project.fetching.feed_list import FeedList
from dagster_project.fetching.robots import Robots

MOST_REDIRECTS = 5
PASSING_STATUSES = frozenset({429, 500, 502, 503, 504})
LONGEST_BACK_OFF = 60  # seconds

_OK = 200
_NOT_MODIFIED = 304
_CHUNK = 65_536
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
# What a page of news is not; a film is not downloaded to find that out.
_MEDIA = ("audio/", "image/", "video/")


class Web:
    """A session with the servers of one poll. Use it in a ``with`` block.

    ``sleep`` waits for so many seconds.
    """

    def __init__(self, bounds: FeedList, sleep: Callable[[float], None] = time.sleep) -> None:
        self._bounds = bounds
        self._sleep = sleep
        self._watchdog = Watchdog()
        self._session = requests.Session()
        self._session.headers.update(
            {"User-Agent": bounds.agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        )
        # No credentials: what .netrc holds is not for newsrooms, nor for where they redirect to.
        self._session.auth = lambda request: request
        for scheme in ("http://", "https://"):
            adapter = WatchedAdapter(self._watchdog, allows_private=bounds.private_addresses)
            self._session.mount(scheme, adapter)
        self._robots = Robots(self.get, bounds.agent)
        self._free_at: dict[str, float] = {}  # host -> when it may be asked again

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._session.close()

    def get(
        self, address: str, etag: str | None = None, last_modified: str | None = None
    ) -> Answer:
        """The answer of an address, of status 200; or 304, if a validator is given.

        Raises FetchError.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value is not None}
        return self._follow(address, headers, is_page=False)

    def get_page(self, address: str) -> Answer:
        """The answer of an address of status 200, if robots.txt allows it at every redirect.

        Raises FetchError, RefusedError.
        """
        return self._follow(address, {}, is_page=True)

    def _follow(self, address: str, headers: dict[str, str], is_page: bool) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            parts = urlsplit(address)
            if parts.scheme.lower() not in ("http", "https"):
                raise FetchError(f"leads to {address}: only http and https are fetched")
            if not self._bounds.private_addresses:
                _assert_no_private_number(parts.hostname or "")
            if is_page:
                self._robots.assert_allowed(address)
            answer = self._persist(address, headers, is_page)
            if isinstance(answer, Answer):
                return answer
            address = answer
        raise FetchError(f"more than {MOST_REDIRECTS} redirects, the last to {address}")

    def _persist(self, address: str, headers: dict[str, str], is_page: bool) -> Answer | str:
        """The answer, or where it redirects to, of the first try that gives one."""
        tries = Retry(
            total=self._bounds.retries,
            allowed_methods={"GET"},
            backoff_factor=self._bounds.back_off_seconds / 2,  # doubled before the second retry
            backoff_max=LONGEST_BACK_OFF,
        )
        while True:
            try:
                return self._try(address, headers, is_page)
            except FetchError as error:
                pause = error.pause or 0.0
                if not error.is_passing or pause > self._bounds.retry_after_seconds:
                    raise
                try:
                    tries = tries.increment("GET", address)
                except MaxRetryError:
                    raise error from None
                self._wait(max(pause, tries.get_backoff_time()))

    def _try(self, address: str, headers: dict[str, str], is_page: bool) -> Answer | str:
        self._keep_distance(address, is_page)
        bounds = self._bounds
        late = FetchError(f"no whole answer within {bounds.total_seconds:g} seconds")
        with self._watchdog.over(bounds.total_seconds):
            try:
                answer = self._send(address, headers, is_page)
            except FetchError:
                if self._watchdog.has_cut:
                    raise late from None
                raise
            except PrivateAddressError as error:
                raise FetchError(str(error)) from error
            except (requests.RequestException, HTTPError, HTTPException, OSError) as error:
                if self._watchdog.has_cut:
                    raise late from error
                raise FetchError(_in_a_line(error), is_passing=_is_passing(error)) from error
            except ValueError as error:  # an address that no part of the libraries can use
                raise FetchError(f"not a usable address: {error}") from error
        # A shut socket looks like the regular end of headers, or of a body of unknown length.
        if self._watchdog.has_cut:
            raise late
        return answer

    def _send(self, address: str, headers: dict[str, str], is_page: bool) -> Answer | str:
        request = self._session.prepare_request(requests.Request("GET", address, headers=headers))
        asked = request.url or address  # requests has escaped what an address cannot hold
        environment = self._session.merge_environment_settings(asked, {}, True, None, None)
        response = self._session.get_adapter(asked).send(
            request,
            timeout=(self._bounds.connect_seconds, self._bounds.read_seconds),
            **environment,
        )
        try:
            extract_cookies_to_jar(self._session.cookies, request, response.raw)
            target = self._session.get_redirect_target(response)
            if target is not None:
                return urljoin(asked, requote_uri(target))
            if not (response.status_code == _NOT_MODIFIED and headers):
                self._assert_wanted(response, is_page)
            return Answer(
                address=asked,
                fetched_at=datetime.now(UTC),
                status=response.status_code,
                status_reason=response.reason or "",
                headers=tuple((k, " ".join(v.split())) for k, v in response.raw.headers.items()),
                body=self._body(response),
            )
        finally:
            response.close()

    def _assert_wanted(self, response: requests.Response, is_page: bool) -> None:
        status = response.status_code
        if status != _OK:
            reason = f"HTTP {status} {response.reason or ''}".strip()
            pause = _retry_after(response)
            if pause is not None:
                reason += f", asks to wait {pause:.0f} s"
            raise FetchError(reason, status, is_passing=status in PASSING_STATUSES, pause=pause)
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in _ENCODINGS:
            raise FetchError(f"the content encoding {encoding!r} is not read", status)
        media_type = response.headers.get("Content-Type", "").strip().lower()
        if is_page and media_type.startswith(_MEDIA):
            raise FetchError(f"not a page but {media_type}", status)

    def _body(self, response: requests.Response) -> bytes:
        """The whole body, unpacked. Raises FetchError when it is too large, as soon as it is."""
        most = self._bounds.max_bytes
        too_large = FetchError(f"more than {most:,} bytes", response.status_code)
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > most:
            raise too_large
        body = bytearray()
        # read1 gives what has come, and never unpacks more than it is asked for.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            body += chunk
            if len(body) > most:
                raise too_large
        return bytes(body)

    def _keep_distance(self, address: str, is_page: bool) -> None:
        host = urlsplit(address).netloc
        self._wait(self._free_at.get(host, 0.0) - time.monotonic())
        pause = self._robots.pause(address) if is_page else 0.0
        self._free_at[host] = time.monotonic() + max(self._bounds.seconds_between_requests, pause)

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self._sleep(seconds)


def _assert_no_private_number(host: str) -> None:
    """Refuse what names no server but an address inside, also where a proxy would connect to it."""
    try:
        assert_public(host)
    except PrivateAddressError as error:
        raise FetchError(str(error)) from error
    except ValueError:  # a name: whom it leads to is seen when it is connected to
        return


def _retry_after(response: requests.Response) -> float | None:
    """Seconds that the server asks to wait, from a number or a date; None if it does not."""
    asked = response.headers.get("Retry-After")
    if asked is None:
        return None
    try:
        return Retry().parse_retry_after(asked)
    except (InvalidHeader, ValueError, OverflowError):
        return None


def _is_passing(error: Exception) -> bool:
    """Whether trying again can help: not when a name or a certificate is wrong."""
    return not isinstance(
        error,
        requests.exceptions.SSLError
        | requests.exceptions.InvalidURL
        | requests.exceptions.InvalidSchema
        | requests.exceptions.MissingSchema,
    )


def _in_a_line(error: Exception) -> str:
    """What went wrong, without the objects that libraries put into their messages."""
    match error:
        case requests.ConnectTimeout():
            return "no connection in time"
        case requests.ReadTimeout() | ReadTimeoutError():
            return "no answer in time"
    inner: object = error
    while isinstance(inner, Exception) and inner.args and isinstance(inner.args[-1], Exception):
        inner = inner.args[-1]
    reason = getattr(inner, "reason", None)
    text = " ".join(str(reason if isinstance(reason, Exception) else inner).split())
    return f"the connection failed: {text or type(error).__name__}"
