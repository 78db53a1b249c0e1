"""Lines of a web page that point to other news: they tell nothing of the article's own.

A page copied whole has menus, teasers and comments around its article. A teaser is a line without
a closing full stop; the article itself is told in sentences.
"""

import re
from bisect import bisect_right

# A line that tells: a sentence, or several. Headlines may end in a question, not in a full stop.
_STOPPED = re.compile(r"[.:;,][\"')\]]*(?:\s*\[[^\]]*\])?\s*$")
_ENDED = re.compile(r"[!?][\"')\]]*\s*$")
_FEWEST_WORDS, _FEWEST_WORDS_ENDED = 4, 8
_MOST_WORDS = 21  # of a headline
_FEWEST_LINES = 3  # of a page with anything around its article
_FEWEST_TOLD = 2  # lines of an article among them
# What makes another article's headline harmful here.
_CASUALTY = re.compile(
    r"\b(?:kill|dead|die[ds]?\b|death|fatal|shot|shoot|wound|injur|hurt|murder|slain|slay|stab|"
    r"martyr|execut|massacre|behead|bomb|blast|explo|attack|toll|victim|ambush|strike|clash)",
    re.IGNORECASE,
)
# Between the lines of an article: what follows it, short of the next sentence, is other news.
_OTHER_NEWS_HEAD = re.compile(
    r"(?:(?:related|more|other|latest|top|recent|popular|trending|recommended|similar|local|"
    r"featured|breaking)(?: on this)?(?: (?:news|stories|story|articles?|posts?|content|topics|"
    r"headlines|coverage|reading|links|videos?|from .{0,30}|on .{0,30}|in .{0,30}))?|"
    r"(?:most|also|must) "
    r"(?:read|viewed|popular|shared)|read (?:also|more|next)|keep reading|see also|"
    r"you (?:may|might) (?:also )?(?:like|be interested in|have missed)|don't miss|"
    r"editor'?s'? (?:picks?|choice)|what to read next|up next|next up|in other news|"
    r"previous (?:article|post|story)|next (?:article|post|story)|around the web|"
    r"from the web|sponsored(?: content| links| stories)?|promoted(?: stories)?|"
    r"\w+ recommends|suggested(?: for you)?|elsewhere on .{0,30}):?\s*$",
    re.IGNORECASE,
)
# "Read more: ...", "ALSO READ: ...": a line of its own.
_POINTER = re.compile(
    r"(?:\W{0,3})(?:related(?: \w+)?|read(?: more| also| next)?|also read|see also|more|"
    r"watch(?: live| now)?|"
    r"video|previous(?: (?:article|post|story|coverage))?|next(?: (?:article|post|story))?|"
    r"trending|don't miss|must read|sponsored|taboola|promoted) ?[:|>»-]",
    re.IGNORECASE,
)
# The same within a line, and what a page says between the paragraphs of its article.
_ELSEWHERE = re.compile(
    r"(?:\d{1,2}:\d\d (?!a\.?m|p\.?m)|related(?: \w+)?:|read(?: more| also)?:|also read|see also|"
    r"more:|previous (?:story|coverage)|watch:|video:|recommended|trending|most read|more news|"
    r"you may also|don't miss|click here|sign up|story continues|more (?:stories|headlines))"
)
# The readers' own words begin.
_COMMENTS_HEAD = re.compile(
    r"(?:\d+ )?(?:comments?(?: \(\d+\))?|top comments?|"
    r"(?:post (?:your|a) comments?|leave a (?:comment|reply))(?: ?\| ?\d+ comments?)|"
    r"leave a (?:comment|reply)|post a comment|view comments|"
    r"add a comment|join the (?:conversation|discussion)|reader comments|your thoughts|"
    r"conversation|discussion)\W*$",
    re.IGNORECASE,
)
# "Kindly share this story:".
_SHARE = re.compile(
    r"\W*(?:kindly |please )?(?:share|follow|like|tags?|topics|filed under)\b", re.I
)
# The caption of a picture that is older than the news.
_ARCHIVE = re.compile(
    r"^\W{0,2}file (?:photo|picture|image|pic|footage)\b"
    r"|[(\[]file(?: (?:photo|picture|image|pic|footage))?[^\])]{0,30}[)\]]\W*$",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 400  # characters
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W_]{3,}")
# What every headline of this kind shares says nothing of which event it tells.
_COMMON = frozenset(
    """
    killed kills kill dead dies died death deaths wounded wounds injured injures injuries hurt shot
    shooting attack attacks attacked bomb bombing blast explosion police officer officers man men
    woman women people others least more than after with from have has been was were that this the
    and for two three four five six seven eight nine ten news said one into near over their his her
    """.split()
)


# "2:07 Victims remembered at vigil": a list of videos, each with its length.
_VIDEO = re.compile(r"\d{1,2}:\d\d (?!a\.?m|p\.?m)[^\n]{10,}? pause\b")


def points_elsewhere(lower: str, at: int, *, is_first: bool = False) -> bool:
    """Whether the sentence that begins at an offset of a text in small letters points elsewhere."""
    return (_VIDEO if is_first else _ELSEWHERE).match(lower, at) is not None


def other_news(norm: str, title: str | None) -> list[tuple[int, int]]:
    """The stretches of a text that point to other news, in its order, not overlapping.

    ``norm``: the text as normalised; ``title``: the headline that came with it.
    """
    if norm.count("\n") < _FEWEST_LINES:
        return []
    lines = [m for m in _LINE.finditer(norm) if not m.group().isspace()]
    told = [i for i, m in enumerate(lines) if _tells(m.group())]
    if len(told) < _FEWEST_TOLD:
        return []
    comments = _comments(lines, told, len(norm))
    end = comments[0][0] if comments else len(norm)
    return [span for span in _teasers(lines, told, title) if span[0] < end] + comments


def _tells(line: str) -> bool:
    words = line.count(" ") + 1
    if words < _FEWEST_WORDS_ENDED and _SHARE.match(line):
        return False
    return (
        words > _MOST_WORDS
        or (words >= _FEWEST_WORDS and bool(_STOPPED.search(line)))
        or (words >= _FEWEST_WORDS_ENDED and bool(_ENDED.search(line)))
    )


def _is_of_archive(line: str) -> bool:
    """Whether a line is the caption of an old picture: "FILE PHOTO: ...", "... (File)"."""
    return len(line) < _LONGEST_CAPTION and _ARCHIVE.search(line) is not None


def _own_words(told: list[str]) -> frozenset[str]:
    """The words that name the article's own event."""
    return frozenset(_WORD.findall(" ".join(told).lower())) - _COMMON


def _teasers(
    lines: list[re.Match[str]], told: list[int], title: str | None
) -> list[tuple[int, int]]:
    """Lines that are headlines of other articles."""
    lead: frozenset[str] | None = None
    of_title: frozenset[str] = frozenset()
    found = []
    is_list = is_other = False
    for i, line in enumerate(lines):
        text = line.group().strip()
        if _tells(text):
            is_other = False
            is_list = text.endswith(":")  # what follows is a list that the article itself gives
            if _POINTER.match(text) or _is_of_archive(text):
                found.append(line.span())
            continue
        if _OTHER_NEWS_HEAD.match(text):
            is_other, is_list = True, False
            continue
        if not _CASUALTY.search(text):
            continue
        if lead is None:
            lead = _own_words([title or "", *(lines[i].group() for i in told[:3])])
            of_title = _own_words([title or lines[0].group()])
        words = frozenset(_WORD.findall(text.lower())) - _COMMON
        if (
            is_list
            or not words
            or text[:6].lower() == "update"
            or i == 0
            or len(words & of_title) > 0.5 * len(words)
        ):
            continue
        is_after = i > told[-1]
        if (
            is_other
            or is_after
            or _POINTER.match(text)
            or (i > told[0] and len(words) > 1 and not words & lead)
        ):
            found.append(line.span())
    return found


def _comments(lines: list[re.Match[str]], told: list[int], length: int) -> list[tuple[int, int]]:
    """What follows the article's last line where the readers begin to speak."""
    for i, line in enumerate(lines):
        if not _COMMENTS_HEAD.match(line.group().strip()):
            continue
        before = bisect_right(told, i)
        if before >= _FEWEST_TOLD and before >= len(told) - before:
            return [(line.start(), length)]
    return []
