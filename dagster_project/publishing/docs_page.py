"""dbt's docs site as one file that loads nothing, swapped in whole.

The stock page is a template into which dbt's own ``--static`` pastes the project's data. It would
also fetch a tracker where tracking is on, and its data names folders of the machine and the moment
of the run. Here the same template takes the same data without all that, so that the page is the
same for the same tables. A content security policy makes the browser refuse any address besides.
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_project.paths import UNDER_WAY, DataDir

TITLE = "Casualty Ledger: tables and columns"
# Scripts and styles are in the page itself. The page's framework makes functions from strings,
# hence unsafe-eval; nothing that it evaluates comes from elsewhere.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
# Addresses that stand in the scripts as words and are never fetched: a namespace, the authors in
# licence notices, and where an error message or a notice in the console says to read more.
HARMLESS_ADDRESSES = frozenset(
    {
        "aviaryan.in",
        "docs.angularjs.org",
        "errors.angularjs.org",
        "github.com",
        "jqueryui.com",
        "npms.io",
        "www.w3.org",
    }
)
_TRACKER = re.compile(
    r"turn_on_tracking:function\(\)\{.*?\},fuzzUrls:function\(\)\{.*?\},getContext"
)
_HEAD_LINKS = re.compile(r"<(?:link|meta)\s[^>]*?(?:rel=|property=|name=\"twitter)[^>]*/>")
_ADDRESS = re.compile(
    r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6})(?=[/\"'\s).?#\\])", re.I
)
_OF_THE_MACHINE = ("root_path", "compiled_path", "build_path", "created_at")
_OF_THE_PAGE = ("dbt_schema_version", "dbt_version", "project_name", "adapter_type")


class DocsPageError(RuntimeError):
    """dbt's page is not as this module knows it; the message says what is new."""


def publish_docs(data_dir: DataDir) -> Path:
    """Make the page from what ``dbt docs generate`` left, and swap it in; returns its path.

    Raises DocsPageError, or OSError or ValueError where dbt's files are missing or broken; the page
    that was there stays.
    """
    made = data_dir.dbt_target
    page = docs_page(
        (made / "index.html").read_text(encoding="utf-8"),
        json.loads((made / "manifest.json").read_bytes()),
        json.loads((made / "catalog.json").read_bytes()),
    )
    target = data_dir.published_docs
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{UNDER_WAY}{target.name}")
    aside.write_text(page, encoding="utf-8")
    os.replace(aside, target)  # noqa: PTH105 - the name says what matters here
    return target


def docs_page(template: str, manifest: Mapping[str, Any], catalog: Mapping[str, Any]) -> str:
    """dbt's page with the project's data in it. Raises DocsPageError."""
    page = _replaced(
        template, _TRACKER, "turn_on_tracking:function(){},fuzzUrls:function(){},getContext"
    )
    # Until the page's framework has put an icon's name there, the browser asks for this one's.
    page = page.replace('xlink:href="{{ getIcon', 'ng-href="{{ getIcon')
    head, script, rest = page.partition("<script")
    head = _replaced(head, re.compile("<title>[^<]*</title>"), f"<title>{TITLE}</title>")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">'
    head = _replaced(head, re.compile('<meta charset="utf-8">'), f'<meta charset="utf-8">{policy}')
    page = _HEAD_LINKS.sub("", head) + script + rest
    if unknown := external_addresses(page) - HARMLESS_ADDRESSES:
        raise DocsPageError(f"dbt's docs page has addresses not seen before: {sorted(unknown)}")
    for name, data in (
        ("MANIFEST", _of_the_project(manifest)),
        ("CATALOG", _of_the_project(catalog)),
    ):
        page = _replaced(page, re.compile(f'"{name}.JSON INLINE DATA"'), _as_script(data))
    return page


def external_addresses(page: str) -> set[str]:
    """The hosts that a page names, whether it would fetch from them or not."""
    return {host.lower() for host in _ADDRESS.findall(page)}


def _of_the_project(data: Mapping[str, Any]) -> dict[str, Any]:
    """What dbt wrote, without the machine that it wrote on and the moment, and always in one order.

    The order in which dbt came upon its nodes differs from process to process.
    """
    metadata = {name: data["metadata"].get(name) for name in _OF_THE_PAGE}
    cleaned: dict[str, Any] = _without(data, _OF_THE_MACHINE)
    ordered = {
        part: dict(sorted(items.items())) if isinstance(items, dict) else items
        for part, items in cleaned.items()
    }
    for part in ("parent_map", "child_map"):
        for node, others in ordered.get(part, {}).items():
            ordered[part][node] = sorted(others)
    return {**ordered, "metadata": metadata}


def _without(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _without(item, names) for key, item in value.items() if key not in names}
    if isinstance(value, list):
        return [_without(item, names) for item in value]
    return value


def _as_script(data: Mapping[str, Any]) -> str:
    """JSON that can stand in a script of a page: no text in it ends the script."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")


def _replaced(text: str, pattern: re.Pattern[str], replacement: str) -> str:
    """``text`` with the one match of ``pattern`` replaced. Raises DocsPageError."""
    text, count = pattern.subn(lambda _: replacement, text)
    if count != 1:
        raise DocsPageError(f"dbt's docs page has {count} places of {pattern.pattern!r}, not one")
    return text
