"""The language of a text."""

import functools
import re
from typing import Any

ENGLISH = "en"
_HEAD = 3_000  # characters: enough for any language, and the same time for every text
_WORD = re.compile(r"[a-z]+")
# Words that English sentences cannot do without, and other languages do not have together.
_FUNCTION_WORDS = frozenset(
    "the of and to in was were is are that by with for from said at on a an as has have had".split()
)
# Of running English words a third to a half are such; of lists of names and headlines a tenth.
_ENGLISH_SHARE = 0.12
_FEWEST_WORDS = 5
# Fewer words in these letters can be any language's: the model is sure of them all the same.
_FEWEST_TO_TELL = 8
# What the model makes of terse English. Between these bounds it may be either.
_LIKE_ENGLISH = frozenset({ENGLISH, "pcm"})
_LIKELY, _UNLIKELY = 0.5, 0.02


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it may be English, or not.

    By the model of py3langid (Lui and Baldwin 2012), which also knows languages without such a
    code. English is told by its function words first, which is faster, and right where a text is
    full of foreign names.
    """
    head = text[:_HEAD]
    words = _WORD.findall(head.lower())
    if len(words) >= _FEWEST_WORDS:
        share = sum(word in _FUNCTION_WORDS for word in words) / len(words)
        if share >= _ENGLISH_SHARE and len(words) >= len(head) / 14:
            return ENGLISH
    letters = [c for c in head if c.isalpha()]
    if len(head.split()) < _FEWEST_TO_TELL and 2 * sum(map(str.isascii, letters)) >= len(letters):
        return None
    ranked = _model().rank(head)
    english = sum(probability for language, probability in ranked if language in _LIKE_ENGLISH)
    if english >= _LIKELY:
        return ENGLISH
    return str(ranked[0][0]) if english <= _UNLIKELY else None


@functools.cache
def _model() -> Any:
    from py3langid import langid  # type: ignore[import-untyped] # 0.5 s

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
