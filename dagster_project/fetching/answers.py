"""What a server can answer, and the ways in which it can fail to."""

from dataclasses import dataclass
from datetime import datetime

_LONGEST_REASON = 300  # characters; a server can put 64 kB into its status line


def plain(said: str, longest: int = _LONGEST_REASON) -> str:
    """What others wrote, as tables and terminals can show it.

    One line, shortened to ``longest`` characters, without control characters.
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


class FetchError(Exception):
    """There is no usable answer; the message is the reason.

    ``status`` is the HTTP status, where there was one. ``is_passing`` says that another try may
    succeed, not before ``pause`` seconds when the server named them.
    """

    def __init__(
        self,
        reason: str,
        status: int | None = None,
        *,
        is_passing: bool = False,
        pause: float | None = None,
    ) -> None:
        super().__init__(plain(reason))
        self.status = status
        self.is_passing = is_passing
        self.pause = pause


class RefusedError(Exception):
    """The host does not want this page to be fetched by programs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One complete answer. ``body`` is without its transfer and content encodings.

    ``address`` is the one that answered, after all redirects; ``fetched_at`` is UTC. ``headers``
    are as received, in their order.
    """

    address: str
    fetched_at: datetime
    status: int
    status_reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of this name, in any case of letters."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
