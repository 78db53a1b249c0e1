"""Other people's names of an article's fields."""

import fnmatch
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

# Names under which exports of news tools give a field, the first that is there counts. Those of
# news-please are among them.
COMMON_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "maintext", "body", "content", "article_text", "full_text", "articleBody"),
    "title": ("title", "headline"),
    "source": (
        "source.name",
        "source",
        "source_name",
        "sitename",
        "site_name",
        "publisher",
        "source_domain",
    ),
    "url": ("url", "link", "source_url", "address"),
    "published_at": (
        "published_at",
        "date_publish",
        "publication_date",
        "publish_date",
        "published",
        "publishedAt",
        "published_date",
        "pubDate",
        "datePublished",
        "date",
    ),
    "updated_at": ("updated_at", "updatedAt", "date_modify", "dateModified", "updated"),
    "language": ("language", "lang"),
    "article_id": ("article_id", "id", "guid"),
}


class FieldMapping(BaseModel):
    """For files whose path in the inbox fits ``files``: which of their fields is which of ours.

    ``files`` is a pattern as in a shell, ``exports/*.jsonl``; ``fields`` maps our names to theirs,
    a dotted name reaching into objects (``meta.url``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    files: str = Field(default="*", min_length=1)
    fields: dict[str, str]

    def model_post_init(self, context: Any) -> None:
        """Raises ValueError for a field that an article does not have."""
        if unknown := sorted(self.fields.keys() - COMMON_NAMES.keys()):
            raise ValueError(
                f"no such field: {', '.join(unknown)}; there are {', '.join(COMMON_NAMES)}"
            )


def mapping_of(name: str, mappings: Iterable[FieldMapping]) -> Mapping[str, str]:
    """Our names to theirs for the input of this name; what is not mapped has its common names."""
    for mapping in mappings:
        if fnmatch.fnmatchcase(name, mapping.files):
            return mapping.fields
    return {}


def our_fields(theirs: Mapping[str, Any], mapping: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an article, by our names, out of an object with other people's.

    An empty value counts as none, so that the next of the common names gets its turn.
    """
    ours: dict[str, Any] = {}
    for name, common in COMMON_NAMES.items():
        candidates = (mapping[name],) if name in mapping else common
        for candidate in candidates:
            value = _reach(theirs, candidate)
            if value not in (None, "", [], {}):
                ours[name] = value
                break
    return ours


def _reach(theirs: Mapping[str, Any], dotted: str) -> Any:
    if dotted in theirs:
        return theirs[dotted]
    value: Any = theirs
    for part in dotted.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value
