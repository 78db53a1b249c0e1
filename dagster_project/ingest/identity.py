"""What makes two inputs one article, or two revisions of one."""

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

ID_HEX_DIGITS = 20  # 80 bits: a clash is unlikely (1e-6) below some 1.5 billion articles

# The Wayback Machine's own time stands before the address of the page.
ARCHIVED = re.compile(r"^https?://web\.archive\.org/web/\d+[a-z_]*/", re.IGNORECASE)

_NO_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/")

# "123 Shares", "Share 1.2K Tweet 3", "Comments (45)": a line that is another each time a page is
# fetched. It has numbers, and no words but these.
_COUNTED = frozenset(
    """
    share shares shared tweet tweets retweet retweets like likes comment comments view views read
    reads reaction reactions reply replies facebook twitter whatsapp telegram linkedin pinterest
    pin pins email print times total k m
    """.split()
)
_LONGEST_COUNTER = 80  # characters
_TOKEN = re.compile(r"[^\W\d_]+|\d+")


def article_id(text: str) -> str:
    """Id of a text: ``art-`` and 20 hex digits.

    Texts that differ only in white space, in the Unicode form of their characters (NFKC) or in the
    counters of a page's share buttons get the same id: one text saved by two programs, or twice,
    is one article.
    """
    plain = unicodedata.normalize("NFKC", text)
    lines = [line for line in plain.split("\n") if not _is_counter(line)]
    told = " ".join(" ".join(lines).split()) or " ".join(plain.split())
    return "art-" + hashlib.sha256(told.encode("utf-8")).hexdigest()[:ID_HEX_DIGITS]


def _is_counter(line: str) -> bool:
    if len(line) > _LONGEST_COUNTER:
        return False
    tokens = _TOKEN.findall(line.lower())
    words = [token for token in tokens if not token.isdigit()]
    return 0 < len(words) < len(tokens) and _COUNTED.issuperset(words)


def page_address(url: str | None) -> str | None:
    """What addresses of one page have in common; None for the front page of a site, and for none.

    Without the scheme, "www.", the fragment and the marks of campaigns; of an archive's copy, the
    page that it is of.
    """
    if not url:
        return None
    from courlan import clean_url  # with trafilatura: only a reader of articles pays for it

    try:
        bare = ARCHIVED.sub("", url.strip())
        plain = clean_url(f"https://{bare}" if _NO_SCHEME.match(bare) else bare)
        parts = urlsplit(plain or "")
    except ValueError:  # "http://[" is no address
        return None
    host = (parts.netloc or "").removeprefix("www.")
    path = parts.path.rstrip("/")
    if not host or not (path or parts.query):
        return None
    return f"{host}{path}" + (f"?{parts.query}" if parts.query else "")
