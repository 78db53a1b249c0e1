"""What a host's robots.txt allows (RFC 9309), asked once per host and poll."""

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from dagster_project.fetching.answers import Answer, FetchError, RefusedError

# A longer pause than this between two pages would keep a poll busy for hours.
LONGEST_PAUSE = 30.0  # seconds


class Robots:
    """The rules of the hosts that were asked so far.

    ``fetch`` gets an address, and raises `FetchError` with a status when the answer has one.
    """

    def __init__(self, fetch: Callable[[str], Answer], agent: str) -> None:
        self._fetch = fetch
        self._agent = agent
        self._rules: dict[str, RobotFileParser | FetchError] = {}

    def assert_allowed(self, address: str) -> None:
        """Return if the page may be fetched.

        Raises RefusedError when the host forbids it, and FetchError when its robots.txt could not
        be had: that may be there and forbid.
        """
        rules = self._rules_for(address)
        if isinstance(rules, FetchError):
            raise FetchError(f"its robots.txt could not be fetched: {rules}", rules.status)
        if not rules.can_fetch(self._agent, address):
            raise RefusedError("robots.txt does not allow it")

    def pause(self, address: str) -> float:
        """Seconds that the host wants between two pages, up to `LONGEST_PAUSE`; 0 if unsaid."""
        rules = self._rules.get(_host(address))
        if not isinstance(rules, RobotFileParser):
            return 0.0
        return min(float(rules.crawl_delay(self._agent) or 0), LONGEST_PAUSE)

    def _rules_for(self, address: str) -> RobotFileParser | FetchError:
        host = _host(address)
        if host not in self._rules:
            self._rules[host] = self._read(f"{host}/robots.txt")
        return self._rules[host]

    def _read(self, address: str) -> RobotFileParser | FetchError:
        rules = RobotFileParser()
        try:
            text = self._fetch(address).body.decode("utf-8", "replace")
        except FetchError as error:
            if error.status is None or not 400 <= error.status < 500 or error.status == 429:
                return error
            text = ""  # there is none: everything is allowed (RFC 9309, 2.3.1.3)
        rules.parse(text.removeprefix("\ufeff").splitlines())
        return rules


def _host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
