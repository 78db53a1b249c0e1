"""An HTML page -> the text of its article, and what the page says of itself."""

import copy
import functools
import html
import json
import re
from collections.abc import Iterator
from configparser import ConfigParser
from typing import TYPE_CHECKING, Any

from dagster_project.ingest.errors import InputError
from dagster_project.ingest.times import parse_moment

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEWEST_WORDS = 8  # fewer are a button or a plea for JavaScript, and no article

_PUBLISHED = (
    "//meta[@property='article:published_time' or @property='og:article:published_time' "
    "or @itemprop='datePublished' or @name='pubdate' or @name='publishdate' "
    "or @name='publish_date' or @name='publication_date' or @name='parsely-pub-date' "
    "or @name='sailthru.date' or @name='DC.date.issued' or @name='dcterms.created' "
    "or @name='date' or @name='Date']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
_UPDATED = (
    "//meta[@property='article:modified_time' or @property='og:updated_time' "
    "or @itemprop='dateModified' or @name='last-modified']/@content",
)
_OF_THE_ARTICLE = ("//article//time[@pubdate or @itemprop='datePublished']/@datetime",)
_ADDRESSES = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_LINKED_DATA = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'ld+json')]/text()"
_LONGEST_LINKED = 500_000  # characters of one block
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report)$")
_HTTP = re.compile(r"https?://", re.IGNORECASE)


def read_page(data: bytes) -> tuple[str, dict[str, Any]]:
    """The main text of a page, a paragraph a line, and its fields by an article's names.

    Text and title, site and language are found by trafilatura (Barbaresi 2021). Raises InputError
    where the page has no article: a page of scripts, or of links.
    """
    from trafilatura import bare_extraction, load_html

    content: bytes | str = data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = data.decode("utf-16", "replace")
    elif b"\0" in data[:1024]:
        raise InputError("contains NUL bytes, so it is not a page")
    tree = load_html(content)
    if tree is None:
        raise InputError("no HTML that can be read")
    fields: dict[str, Any] = dict(_told_by_markup(tree))
    try:
        page = bare_extraction(
            tree,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            prune_xpath=["//noscript"],
            config=_config(),
        )
    except (RecursionError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"a page that cannot be read: {type(error).__name__}") from None
    text = (getattr(page, "text", None) or "").strip()
    if len(text.split()) < _FEWEST_WORDS:
        raise InputError("no text of an article was found in the page")
    fields.setdefault("title", getattr(page, "title", None))
    publisher = fields.pop("publisher", None)
    fields.setdefault("source", getattr(page, "sitename", None) or publisher)
    fields.setdefault("published_at", getattr(page, "date", None))
    return text, {name: value for name, value in fields.items() if value}


def _told_by_markup(tree: "HtmlElement") -> Iterator[tuple[str, str]]:
    linked = _linked_article(tree)
    for name, paths, key in (
        ("published_at", _PUBLISHED, "datePublished"),
        ("updated_at", _UPDATED, "dateModified"),
    ):
        values = [v for path in paths for v in tree.xpath(path)] + _texts(linked.get(key))
        if name == "published_at":
            values += [v for path in _OF_THE_ARTICLE for v in tree.xpath(path)]
        told = next((v for v in values if parse_moment(v)), None)
        if told:
            yield name, told
    publisher = linked.get("publisher")
    if isinstance(publisher, dict) and (names := _texts(publisher.get("name"))):
        yield "publisher", html.unescape(names[0])
    address = next((v for path in _ADDRESSES for v in tree.xpath(path) if _HTTP.match(v)), None)
    if address:
        yield "url", address
    if language := (tree.get("lang") or "").strip():
        yield "language", re.split("[-_]", language)[0].lower()


def _linked_article(tree: "HtmlElement") -> dict[str, Any]:
    """What linked data (JSON-LD) say of the article: of the objects the one that is an article."""
    found: list[dict[str, Any]] = []
    for block in tree.xpath(_LINKED_DATA):
        if len(block) > _LONGEST_LINKED:
            continue
        try:
            waiting = [json.loads(block, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                waiting.extend(v for v in value.values() if isinstance(v, list | dict))
                if "datePublished" in value or "publisher" in value:
                    found.append(value)
    return max(found, key=_is_article, default={})


def _is_article(linked: dict[str, Any]) -> tuple[bool, bool]:
    is_article = any(_ARTICLE_TYPE.search(kind) for kind in _texts(linked.get("@type")))
    return is_article, "datePublished" in linked


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


@functools.cache
def _config() -> ConfigParser:
    """trafilatura's settings: short articles count too, and no date is guessed from the text."""
    from trafilatura.settings import DEFAULT_CONFIG

    config: ConfigParser = copy.deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"].update(
        {"MIN_EXTRACTED_SIZE": "1", "MIN_OUTPUT_SIZE": "1", "EXTENSIVE_DATE_SEARCH": "off"}
    )
    return config
