"""Article -> incident reports: rules over English news, deterministic and offline.

``extract_article`` is the interface, whose steps docs/extraction.md explains; ``countries_named``
tells which countries a text is about, also where there is nothing to extract.
"""

from dagster_project.extraction.countries_named import countries_named
from dagster_project.extraction.incidents import extract_reports as extract_article
from dagster_project.extraction.version import EXTRACTOR, EXTRACTOR_VERSION

__all__ = ["EXTRACTOR", "EXTRACTOR_VERSION", "countries_named", "extract_article"]
