"""The settings of one data directory: its settings.toml and the environment, all of it optional.

What belongs here: where a setting comes from, and what is wrong with it. What a setting means
stands with the part that it is for.

The environment wins over the file: ``CASUALTY_LEDGER_PUBLISHING__KEEP_BUILDS=30`` is
``keep_builds`` of the table ``[publishing]``; a list or a table is JSON.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as SourceError

from dagster_project.fetching.feed_list import FeedList
from dagster_project.ingest.field_mapping import FieldMapping
from dagster_project.ingest.limits import Limits
from dagster_project.operating import Alert, Automation, Freshness, Logging, Running
from dagster_project.paths import DATA_DIR_VARIABLE, WAREHOUSE_VARIABLE
from dagster_project.publishing.configured import PublishingSettings
from dagster_project.reference.configured import ReferenceSettings

PREFIX = "CASUALTY_LEDGER_"
_APART = "__"
# Of the same prefix, and no settings: which data directory, and what a run tells dbt.
_OTHERS = frozenset({DATA_DIR_VARIABLE, WAREHOUSE_VARIABLE})


class SettingsError(ValueError):
    """The settings cannot be used; the message names the file, the entry and the reason."""


class Settings(BaseSettings):
    """What can be set: where articles come from, how large inputs may be, what other people's
    fields mean, which feeds are polled and whose event data are compared (none, unless it says so),
    how builds are kept, and when and how runs happen."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix=PREFIX,
        env_nested_delimiter=_APART,
        env_ignore_empty=True,
    )

    inbox: Path | None = None
    limits: Limits = Limits()
    mapping: tuple[FieldMapping, ...] = ()
    feeds: FeedList = FeedList()
    reference: ReferenceSettings = ReferenceSettings()
    publishing: PublishingSettings = PublishingSettings()
    automation: Automation = Automation()
    run: Running = Running()
    logging: Logging = Logging()
    alert: Alert = Alert()
    freshness: Freshness = Freshness()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given here, the environment, then the file. No other file is looked for."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it counts: its name with dots, its value as text, and where it came from."""

    name: str
    value: str
    source: str


def read_settings(path: Path) -> Settings:
    """The settings of a file and the environment; the defaults where neither says anything.

    Raises SettingsError, OSError.
    """
    _refuse_unknown_variables()
    try:
        return _of_file(path)()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    except SourceError as error:
        raise SettingsError(f"the environment: {error}: {error.__cause__}") from error
    except ValidationError as error:
        raise SettingsError(_reasons(path, error)) from error


def describe_settings(path: Path) -> list[Setting]:
    """Every setting as it counts, in the order of this file; raises what ``read_settings`` raises.

    A secret is not told, only that it is set.
    """
    settings = read_settings(path)
    of_file = dict(_leaves(TomlConfigSettingsSource(_of_file(path))()))
    of_environment = dict(_leaves(EnvSettingsSource(_of_file(path))()))
    described = []
    for name, value in _leaves(settings):
        if _stands_in(name, of_environment):
            source = "environment"
        elif _stands_in(name, of_file):
            source = path.name
        else:
            source = "default"
        described.append(Setting(name, _as_text(value), source))
    return described


def _of_file(path: Path) -> type[Settings]:
    class OfFile(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    return OfFile


def _variable(name: str) -> str:
    return PREFIX + name.upper().replace(".", _APART)


def _refuse_unknown_variables() -> None:
    """A misspelt variable is an error, as a misspelt entry of the file is."""
    known = {_variable(name) for name in Settings.model_fields}
    for variable in sorted(os.environ):
        if not variable.startswith(PREFIX) or variable in _OTHERS:
            continue
        first, _, rest = variable.removeprefix(PREFIX).partition(_APART)
        if PREFIX + first not in known:
            raise SettingsError(f"the environment: {variable}: there is no such setting")
        table = Settings.model_fields[first.lower()].default
        if rest and isinstance(table, BaseModel):
            entry = rest.partition(_APART)[0].lower()
            if entry not in type(table).model_fields:
                raise SettingsError(f"the environment: {variable}: there is no such setting")


def _reasons(path: Path, error: ValidationError) -> str:
    """Each entry with what is wrong with it, and whether the file or the environment has it."""
    told = []
    for each in error.errors(include_url=False, include_input=False):
        name = ".".join(str(part) for part in each["loc"])
        variable = _variable(name)
        where = variable if variable in os.environ else f"{path}: {name}"
        told.append(f"{where}: {each['msg']}")
    return "; ".join(told)


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of nested tables, each by its name with dots. A list is one entry."""
    if isinstance(value, BaseModel):
        value = {field: getattr(value, field) for field in type(value).model_fields}
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key))
    else:
        yield name, value


def _stands_in(name: str, given: Mapping[str, Any]) -> bool:
    """Whether the entry, or a table that it is in, was given."""
    return any(
        name == one or name.startswith(f"{one}.") or one.startswith(f"{name}.") for one in given
    )


def _as_text(value: Any) -> str:
    match value:
        case None:
            return "not set"
        case bool():
            return "on" if value else "off"
        case SecretStr():
            return "set, not shown"
        case () | []:
            return "none"
        case tuple() | list():
            return ", ".join(_as_text(one) for one in value)
        case BaseModel():
            told = value.model_dump(mode="json", exclude_defaults=True)
            return ", ".join(f"{key} = {inner}" for key, inner in told.items()) or "as by default"
        case _:
            return str(value)
