"""Rows of raw.articles for tests that need no more of an article than its text and day."""

from typing import Any

# Of an article in English of which nothing is known but what its row says otherwise.
NOTHING_DERIVED: dict[str, Any] = {
    "published_from": None,
    "published_time": None,
    "updated_time": None,
    "fetched_at": None,
    "address": None,
    "detected_language": "en",
    "is_english": True,
    "is_superseded": False,
    "is_excerpt": False,
}
