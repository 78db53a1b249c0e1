"""A ``.txt`` file, and the ``.json`` of the same name beside it -> one article."""

import re
from typing import Any

from dagster_project.ingest.fields import decode, make_article
from dagster_project.records import Article

_TITLE = re.compile(r"\s*(?P<title>\S[^\r\n]*)(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_CLOSING_SOURCE = re.compile(r"(?:^|[\r\n])[ \t]*Source:[ \t]*(?P<source>[^\r\n]+?)\s*\Z")


def text_file_article(data: bytes, metadata: dict[str, Any] | None = None) -> Article:
    """The article of a text file. What ``metadata`` says outranks what the text says of itself.

    The text is the whole file, title and source line included, so that offsets point into what a
    reader of the file sees. The first line is the title when a blank line follows it; a closing
    ``Source: ...`` line names the source. Raises InputError when there is no usable text.
    """
    text = decode(data)
    fields = {key: value for key, value in (metadata or {}).items() if value not in (None, "")}
    for name, pattern in (("title", _TITLE), ("source", _CLOSING_SOURCE)):
        found = pattern.match(text) if name == "title" else pattern.search(text)
        if found and name not in fields:
            fields[name] = found[name]
    return make_article(text, fields)
