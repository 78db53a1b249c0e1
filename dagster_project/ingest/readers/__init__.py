"""One module per format. A new format is a new module here, and nothing else.

Each has ``SUFFIXES``, the endings of the names that it reads, in lower case, and
``read(source, context)``, which yields an outcome for every article in the input and every part of
it that cannot be read. It may raise InputError or OSError where the input as a whole is unusable.
"""

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from dagster_project.ingest.field_mapping import FieldMapping, mapping_of
from dagster_project.ingest.inputs import Input
from dagster_project.ingest.limits import Limits
from dagster_project.ingest.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a reader needs besides its input: the bounds, and other people's field names."""

    limits: Limits = field(default_factory=Limits)
    mappings: tuple[FieldMapping, ...] = ()

    def mapping(self, source: Input) -> Mapping[str, str]:
        """Our field names to those of this input."""
        return mapping_of(source.name, self.mappings)


class Reader(Protocol):
    """A module that reads one format."""

    SUFFIXES: tuple[str, ...]

    def read(self, source: Input, context: ReadingContext) -> Iterator[Outcome]:
        """See the package."""


@functools.cache
def readers() -> Mapping[str, Reader]:
    """The reader for each ending of a name."""
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        reader: Reader = importlib.import_module(f"{__name__}.{module.name}")
        for suffix in reader.SUFFIXES:
            found[suffix] = reader
    return found
