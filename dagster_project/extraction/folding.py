"""Names as they are compared, whatever their capitals, accents and articles."""

import re
import unicodedata

from dagster_project.extraction.kept import kept


@kept
def fold(name: str) -> str:
    """A name as it is compared: lower case, no accents, no apostrophes, hyphens as spaces."""
    if name.isascii():
        text = name.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", name)
        text = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
        text = text.replace("\u0131", "i").replace("ø", "o").replace("ł", "l").replace("ß", "ss")
    return " ".join(text.replace("'", "").replace("-", " ").replace(".", "").split())


_ASSIMILATED = re.compile(r" (?:a[nrsdtz]|ash|ath|adh|e[lnrsdtz]|esh) ")


def with_plain_article(key: str) -> str:
    """ "maarrat an numan" as "maarrat al numan": the article inside a name has many spellings."""
    return _ASSIMILATED.sub(" al ", key)


def without_article(key: str) -> str:
    """Arabic names come with and without their article."""
    for article in ("al ", "ar ", "as ", "ad ", "an ", "at ", "az ", "ash ", "el "):
        if key.startswith(article) and len(key) > len(article) + 3:
            return key[len(article) :]
    return key
