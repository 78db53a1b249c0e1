"""What docs/connect.md tells a user of Superset to enter, from the page itself."""

import re
from pathlib import Path
from textwrap import dedent

_PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "connect.md"


def told(language: str) -> str:
    """The one block in this language, ``json`` for instance, of the page's section on Superset.

    Raises ValueError where the section has none or several.
    """
    page = _PAGE.read_text(encoding="utf-8")
    section = page.partition("\n## Superset\n")[2].partition("\n## ")[0]
    [block] = re.findall(rf"^ *```{language}\n(.*?)^ *```$", section, re.MULTILINE | re.DOTALL)
    return dedent(block).strip()
