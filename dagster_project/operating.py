"""When runs start, how many wait, and what is told when one fails: tables of settings.toml."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr


def _cron(text: str) -> str:
    """A schedule in cron's five fields; ValueError otherwise."""
    try:
        if len(text.split()) == 5:
            CronSim(text, datetime(2000, 1, 1, tzinfo=UTC))
            return text
    except CronSimError:
        pass
    raise ValueError(f"{text!r} is not a time in cron's five fields, such as '30 2 * * *'")


def _zone(name: str) -> str:
    """The name of a time zone; ValueError otherwise."""
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone, such as 'Europe/Paris'")
    return name


def _web_address(secret: SecretStr) -> SecretStr:
    parts = urlsplit(secret.get_secret_value())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is not an address that begins with http:// or https://")
    return secret


Cron = Annotated[str, AfterValidator(_cron)]


class Automation(BaseModel):
    """What Dagster's daemon starts by itself: nothing, unless it is switched on.

    ``nightly_at`` and ``feeds_at`` are cron's five fields in ``timezone``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    nightly: bool = False
    nightly_at: Cron = "30 2 * * *"
    inbox: bool = False
    inbox_seconds: int = Field(default=30, ge=5)
    feeds: bool = False
    feeds_at: Cron = "*/15 * * * *"
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"


class Running(BaseModel):
    """How one run behaves.

    ``files_per_run``: how many files that are new or changed one run reads; the others wait for the
    next one, so that a full inbox delays the figures of a night and does not stop them.
    ``wait_seconds``: how long a run of Dagster's waits for another writer before it fails.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    files_per_run: int = Field(default=100_000, ge=1)
    wait_seconds: float = Field(default=3600, ge=0)


class Logging(BaseModel):
    """``format``: lines for people, or JSON for programs. ``keep_runs``: of how many logs stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["text", "json"] = "text"
    keep_runs: int = Field(default=30, ge=1)


class Alert(BaseModel):
    """What is told of a failed run, and to whom: nobody, unless it is set.

    ``webhook`` gets a POST of JSON with ``text`` and the parts of it; ``command`` is started with
    the text on standard input, without a shell. Neither can make a run fail.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    webhook: Annotated[SecretStr, AfterValidator(_web_address)] | None = None
    command: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    seconds: float = Field(default=20, gt=0)


class Freshness(BaseModel):
    """After how many hours without a new row the UI warns, and says that an asset is stale."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    warn_hours: float = Field(default=30, gt=0)
    fail_hours: float = Field(default=54, gt=0)
