"""Article -> incident reports: rules over English news, deterministic and offline.

``extract_article`` is the whole interface; docs/extraction.md explains the steps.
"""

from dagster_project.extraction.incidents import extract_reports as extract_article
from dagster_project.extraction.version import EXTRACTOR, EXTRACTOR_VERSION

__all__ = ["EXTRACTOR", "EXTRACTOR_VERSION", "extract_article"]
