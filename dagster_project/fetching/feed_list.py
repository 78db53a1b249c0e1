"""Which feeds are polled, and how patiently: the table ``[feeds]`` of settings.toml."""

from importlib.metadata import version
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator


def _fetchable(address: str) -> str:
    """The address if it can be polled; ValueError otherwise."""
    if any(c.isspace() or not c.isprintable() for c in address):
        raise ValueError("an address has no spaces and no control characters")
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"only http:// and https:// addresses are fetched, not {address!r}")
    # Addresses are written to files and tables that are published or shared.
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with a user name or password in it would be stored with them")
    return address


class Feed(BaseModel):
    """One RSS or Atom feed.

    ``newsroom`` is the name that its articles are filed under. ``pages`` says whether the pages
    that new entries link to are fetched too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, AfterValidator(_fetchable)]
    newsroom: str | None = Field(default=None, min_length=1, pattern=r"^[^\x00-\x1f\x7f]*$")
    pages: bool = True


class FeedList(BaseModel):
    """The feeds, and the bounds of every request. Times are seconds, sizes bytes unpacked."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    urls: tuple[Feed, ...] = ()
    # Where a newsroom can complain: a mail or web address. It is told to every server.
    contact: str | None = Field(default=None, min_length=1, pattern=r"^[\x21-\x7e]+$")
    user_agent: str = Field(
        default=f"casualty-ledger/{version('casualty-ledger')}",
        min_length=1,
        pattern=r"^[\x20-\x7e]+$",
    )
    # A page can link to, or redirect to, this machine or the network it is in. Where a feed stands
    # in a network of one's own, this lets it be fetched, and everything else there too.
    private_addresses: bool = False
    connect_seconds: float = Field(default=10, gt=0)
    # Between two packets; a server that builds its feed on request can take some.
    read_seconds: float = Field(default=30, gt=0)
    # Of one whole answer, so that a server that drips cannot hold the poll.
    total_seconds: float = Field(default=120, gt=0)
    retries: int = Field(default=3, ge=0, le=10)
    # Before the second retry; doubled before each further one. The first follows at once.
    back_off_seconds: float = Field(default=2, ge=0)
    # A server that asks for a longer pause than this is left to the next poll.
    retry_after_seconds: float = Field(default=60, ge=0)
    max_bytes: int = Field(default=20_000_000, gt=0)
    seconds_between_requests: float = Field(default=2, ge=0)
    # Of one feed in one poll. Feeds list 10 to 100 entries; the rest waits for the next poll.
    pages_per_poll: int = Field(default=100, ge=0)

    @field_validator("urls")
    @classmethod
    def _listed_once(cls, urls: tuple[Feed, ...]) -> tuple[Feed, ...]:
        addresses = [feed.url for feed in urls]
        if twice := sorted({address for address in addresses if addresses.count(address) > 1}):
            raise ValueError(f"listed twice: {', '.join(twice)}")
        return urls

    @property
    def agent(self) -> str:
        """The value of ``User-Agent``: the program, and whom to ask about it."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent
