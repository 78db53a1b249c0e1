"""The id of an article, made from its text alone."""

import hashlib
import unicodedata

ID_HEX_DIGITS = 20  # 80 bits: a clash is unlikely (1e-6) below some 1.5 billion articles


def article_id(text: str) -> str:
    """Id of a text: ``art-`` and 20 hex digits.

    Texts that differ only in white space or in the Unicode form of their characters (NFKC) get the
    same id, so one text saved by two programs is one article.
    """
    normalised = " ".join(unicodedata.normalize("NFKC", text).split())
    return "art-" + hashlib.sha256(normalised.encode("utf-8")).hexdigest()[:ID_HEX_DIGITS]
