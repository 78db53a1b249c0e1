"""The settings of one data directory: settings.toml, all of it optional.

What belongs here: reading the file and saying what is wrong with it. What a setting means stands
with the part that it is for.
"""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from dagster_project.fetching.feed_list import FeedList
from dagster_project.ingest.field_mapping import FieldMapping
from dagster_project.ingest.limits import Limits
from dagster_project.publishing.configured import PublishingSettings
from dagster_project.reference.configured import ReferenceSettings


class SettingsError(ValueError):
    """The settings cannot be used; the message names the file, the entry and the reason."""


class Settings(BaseModel):
    """What settings.toml can say: how large inputs may be, what other people's fields mean, which
    feeds are polled and whose event data are compared (none, unless it says so), and how many
    builds are kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limits: Limits = Limits()
    mapping: tuple[FieldMapping, ...] = ()
    feeds: FeedList = FeedList()
    reference: ReferenceSettings = ReferenceSettings()
    publishing: PublishingSettings = PublishingSettings()


def read_settings(path: Path) -> Settings:
    """The settings of a file; the defaults where there is none. Raises SettingsError, OSError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        reasons = "; ".join(
            f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}"
            for each in error.errors()
        )
        raise SettingsError(f"{path}: {reasons}") from error
