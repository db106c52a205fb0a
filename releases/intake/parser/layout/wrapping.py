"""Tell the author's line breaks from those of a narrow column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import is_finished
from releases.intake.parser.bullets import bullet
from releases.intake.parser.front.banners import is_date_line, is_label
from releases.intake.parser.front.title_lines import dangles
from releases.intake.parser.lines import Line
from releases.intake.parser.names import is_company, is_known_title, is_person
from releases.text.dates import MONTH

_LABEL = re.compile(r"[A-Za-z][A-Za-z ./-]{0,18}:")
_ADDRESS = re.compile(
    r"\S+@\S+(?: \S+@\S+){0,2}$|(?:https?://|www\.)\S+$|[\w.-]+\.(?:com|org|net|eu)\b"
)
_HEADER = re.compile(r"(?:To|From|Von|An|De|À|Para)\s?: \S")
_SEPARATOR = re.compile(r"(?i)(?:or|and)$")
_ALONE = re.compile(
    r"(?i)(?:contacts?|investors?|media|source|notes?|about|editors?|enquiries|inquiries"
    r"|participants|topics|highlights|analysts?|press|overview|outlook|summary|background"
    r"|website|email|e-mail|phone|tel|fax):?$"
)
# Heads a list of dates, and begins no paragraph.
_DATES = re.compile(
    r"(?i)(?:agenda|calendar|dates|events|program(?:me)?|(?:finanz)?(?:kalender|termine)|calendrier|calendario):?$"
)
_CATEGORY = re.compile(rf"(?i)(?:{vocabulary.patterns('masthead', 'categories')})")
_DATELINE = re.compile(
    rf"[A-ZÀ-Þ]{{3,}}(?:[ -][A-ZÀ-Þ]{{2,}}){{0,2}},(?:$|(?:\s[A-Za-z.]{{2,14}},?){{0,2}}\s(?:{MONTH}\s\d{{1,2}}\b|--?\s?\(|/PRN))"
)


# These begin a part of a release, and rarely a sentence inside one.
_OPENS_PART = re.compile(
    r"This (?:(?:press|news) release|announcement) (?:contains|includes|may|is)\b|This information is provided|(?:Safe Harbor|Forward[- ]Looking|Cautionary)\s[A-Z]|About [A-Z]|(?:DATA)?SOURCE\b|Contacts?:|For (?:further|more) information"
)
# What goes on with the line above although it begins with a dash.
_SERVICE_OF = re.compile(r"(?i)-\s(?:an?|ein|un)\sservice\s")
_DATED = re.compile(rf"[A-ZÀ-Þ][^.:]{{2,50}}\(?(?:{MONTH})\s\d{{1,2}},\s\d{{4}}\)?")
_AFTER_DASH = re.compile(r"[-–—]{1,2}\s[A-Z][^()]{2,60}\([A-Z][A-Za-z ]{1,20}:\s?[A-Z]")
# A word that no line of the author's consists of: “Paris,” or “The”.
_FIRST_WORD = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+,|(?:The|A|An|In|On|At|As|For|With|St\.|ST\.)"
)
_DASHED = re.compile(r"[-–—]{1,2}\s\S.*\s[-–—]{1,2}")
_WIRE_NEXT = re.compile(r"/[A-Z][\w -]{2,30}/\s?[-–—]")
_CUT_LISTING = re.compile(r"[(;,]\s?[A-Za-z][A-Za-z. -]{1,30}:$")
# A word that no line consists of, as its thought goes on: “(914)”, “Vice”, “Salem,”.
_CUT = re.compile(
    r"\(\d{3}\)|[A-Z][\w’'-]+,|[-–—]{1,3}[\w$]\S*|(?:The|An?|In|On|At|As|For|With|By|Of|From|And|Under|Vice|Senior|Associate|Executive|Chief|Managing)",
    re.IGNORECASE,
)
# A dateline whose sentence has begun: SALEM, May 26, 2010 – TALLOW
_CUT_DATELINE = re.compile(
    r"[A-Z].{5,60}(?:\d{4}\)?|/[\w-]{3,25}/),?\s?[-–—]{1,2}\s?[A-Z]\S+(?:\s[A-Z]\S*[^\s.]){0,3}"
)
# A sentence that names two companies with their listings, cut inside the second name.
_CUT_AFTER_LISTING = re.compile(
    r"[^()]{3,60}\([A-Z][\w ]{1,20}:\s?[A-Z.]{1,6}\).{0,40}\b(?:and|with|of|by|to|from)\b[^.()]{1,30}"
)
# For whom a contact is, and where a number begins.
_ASKED = re.compile(
    rf"(?i)(?:{'|'.join(vocabulary.patterns('contacts', kind) for kind in ('words', 'alone'))})"
)
_NUMBERED = re.compile(
    rf"(?i)(?:(?:{vocabulary.patterns('contacts', 'phone')})[.:\s]*)?[+(]?\d"
)
_SYMBOL_ALONE = re.compile(r"[A-Z][A-Z.]{0,5}")
_SYMBOL = re.compile(r"[A-Z0-9][A-Z0-9.]{0,7}[),;]")
_LISTING = re.compile(r"\([A-Za-z/ ]{2,30}:\s?[A-Z0-9.]{1,8}\)")


_LONG, _WIDEST = 45, 100
# Lines enough to know a column by (one if it is wide), and the share that fills it.
_FEWEST, _SURE, _SHARE, _WIDE = 2, 3, 0.8, 60
# So much may a line reach over the column that its neighbours prove.
_OVER = 2
# No longer is a company's name on a line of its own.
_NAME = 50


class Wrapping:
    """How the lines of one text are wrapped.

    A mail client or a filing fills each line of a column with as many words as it
    holds: `column` is its width where the text's own lines prove it, or 0. Where every
    line was set apart (`spread`), a word on a line of its own may be a heading.
    """

    def __init__(self, lines: Sequence[Line], *, spread: bool = False) -> None:
        pairs = [
            (a, b)
            for a, b in pairwise(lines)
            if a.text and b.text and "|" not in a.text and "|" not in b.text
        ]
        flowing = [(a, b) for a, b in pairs if len(a.text) >= 45 and _flows(a, b)]
        lengths = sorted(len(a.text) for a, _ in flowing)
        self.limit = lengths[len(lengths) * 9 // 10] if lengths else 0
        blank = sum(1 for line in lines if not line.text)
        self.spaced = blank * 9 >= len(lines)
        long = sum(1 for line in lines if len(line.text) > 220)
        self.column = _column(flowing)
        self.words_alone = _words_alone(lines)
        if spread and _small_after_words(lines) < _FEWEST:
            self.words_alone = ""
        self.narrow = self.column > 0 or (
            len(flowing) >= 2
            and self.limit <= 200
            and long * 4 <= len(flowing)
            and len(flowing) * 5 >= len(pairs)
        )

    def joins(self, line: Line, following: Line, *, opens: bool) -> bool:
        """Return whether the break between two lines is the column's, not the author's."""
        text, after = line.text, following.text
        dashed = _AFTER_DASH.match(after) and _DATED.fullmatch(text)
        if bullet(after) or _is_own_line(after) or _is_masthead(text, after):
            return bool(dashed or _SERVICE_OF.match(after))
        inside = _WIRE_NEXT.match(after) or _is_cut_in_bracket(text, after)
        if inside or (opens and self._is_first_word(text, after)):
            return True
        if _DASHED.fullmatch(text) or _begins_part(text, after):
            return False
        full = self._is_full(text, after)
        if not _may_go_on(line, following, full=full):
            return False
        cut = _CUT_LISTING.search(text) and _SYMBOL.match(after)
        cut = cut or _CUT_DATELINE.fullmatch(text) or _CUT_AFTER_LISTING.fullmatch(text)
        listed = bool(cut) or _LISTING.match(after) is not None
        if listed or full or not self.narrow:
            return listed or full or _flows(line, following)
        return self._runs_on(text, after)

    def _is_first_word(self, text: str, following: str) -> bool:
        """Return whether a line is the first word of the paragraph on the next."""
        if text.lower() == "about" and self.words_alone:
            return True
        if " " in text or _ADDRESS.search(text) or following.isalpha():
            return False
        if (
            is_date_line(text)
            or _CATEGORY.fullmatch(text)
            or _DATES.match(text)
            or _heads(text, following)
        ):
            return False
        if _FIRST_WORD.fullmatch(text) and len(following) > _LONG:
            return True
        if not (self.narrow or self.words_alone):
            return False
        return text.lower() == "about" or self._opens(text, following)

    def _opens(self, text: str, following: str) -> bool:
        """Return whether words alone open paragraphs in this text, and this is one."""
        if not self.words_alone:
            return not _ALONE.match(text) and len(following) * 2 > self.limit
        often = self.words_alone == "always"
        if text[-1] == ":" and _SYMBOL_ALONE.fullmatch(following):
            return often  # the listing of a letterhead
        short = len(text) < 5 and text[-1] == "."
        return (short or text[-1] not in ":.") and (often or len(following) > _LONG)

    def fills(self, line: Line, following: Line) -> bool:
        """Return whether a line with bars is one of a paragraph, not of a table."""
        return following.text[0] != "|" and self._is_full(line.text, following.text)

    def _is_full(self, text: str, following: str) -> bool:
        """Return whether the next line's first word had no room left in the column."""
        word = following.split(" ", 1)[0]
        return len(text) - _OVER <= self.column < len(text) + 1 + len(word)

    def _runs_on(self, text: str, following: str) -> bool:
        word = following.split(" ", 1)[0]
        if word[:1].islower():
            return not (is_finished(text) and len(text) < self.limit // 2)
        if self.column:
            bracket = text.rfind("(") > text.rfind(")")
            return bracket or (dangles(text) and len(text) * 10 > self.column * 7)
        return self._fills(text, following, word)

    def _fills(self, text: str, following: str, word: str) -> bool:
        """Return whether a line is as long as one that the margin broke, roughly."""
        if is_finished(text):
            full = len(text) + 1 + len(word) > self.limit
            return full or (self.spaced and len(text) * 10 >= self.limit * 7)
        if len(text) * 10 >= self.limit * 6 or (self.spaced and len(text) >= _LONG):
            return not _ADDRESS.search(text)
        return dangles(text) and not _LABEL.match(following)


def _heads(text: str, following: str) -> bool:
    """Return whether a word is a contact's label or title above a name or a number."""
    asked = _ASKED.fullmatch(text) is not None or is_known_title(text)
    named = is_person(following.partition(",")[0])
    return asked and (named or _NUMBERED.match(following) is not None)


def _is_cut_in_bracket(text: str, following: str) -> bool:
    """Return whether a bracket that is open at the end of a line closes soon."""
    opened = text.rfind("(") > text.rfind(")")
    closes = following.find(")", 0, _LONG)
    return opened and closes >= 0 and "(" not in following[:closes]


def _is_masthead(text: str, following: str) -> bool:
    """Return whether a line is a service's code and key words, or the next its stamp.

    Or it is a line of a message's head.
    """
    if _HEADER.match(following):
        return True
    stamp = following[:1].isdigit() and " / " in following and is_date_line(following)
    return stamp or (" / " in text and is_label(text) and not dangles(text))


def _begins_part(text: str, following: str) -> bool:
    """Return whether the next line is a company's name, a dateline or opens a part."""
    shouted = text.isupper() and following.isupper() and len(text) > _LONG
    if len(following) < _NAME and is_company(following) and not shouted:
        return not text.endswith((",", " and", " of", " the", " by"))
    heading = following.isupper() and not text.isupper()
    if is_finished(text) and (heading or _OPENS_PART.match(following)):
        return True
    return _DATELINE.match(following) is not None and not text.endswith(",")


def _may_go_on(line: Line, following: Line, *, full: bool) -> bool:
    """Return whether neither a separator, a label nor an indent ends a line."""
    inside = line.text.count("(") > line.text.count(")")
    if _SEPARATOR.match(line.text) or (line.text.endswith(":") and not inside):
        return full and len(line.text) > _LONG
    return not (following.indent > line.indent + 1 and is_finished(line.text))


def _words_alone(lines: Sequence[Line]) -> str:
    """Return whether paragraphs begin with one word on a line: "always", "long" or "".

    Old filings do so with all of them, others only with those of several lines.
    """
    cut = sum(1 for a, b in pairwise(lines) if b.text and _CUT.fullmatch(a.text))
    if cut >= _SURE:
        return "always"
    openings = [
        (b.text, c.text)
        for a, b, c in zip(lines, lines[1:], lines[2:], strict=False)
        if not a.text.strip("| ") and b.text and c.text and "|" not in b.text + c.text
    ]
    alone = sum(1 for text, _ in openings if " " not in text and "@" not in text)
    if alone >= _SURE and alone * 10 >= len(openings) * 6:
        return "always"
    lengths = [
        len(b.text)
        for a, b in pairwise(lines)
        if a.text and b.text and " " not in a.text and a.text[-1] not in ":."
    ]
    long = sum(1 for length in lengths if length > _LONG)
    if len(lengths) * 8 >= sum(1 for line in lines if line.text) and long * 3 > len(
        lengths
    ):
        return "always"
    return "long" if long >= _SURE and long * 2 > len(lengths) else ""


def _small_after_words(lines: Sequence[Line]) -> int:
    """Return how many lines of one word a line in small letters follows: no headings."""
    return sum(
        1
        for a, b in pairwise(lines)
        if a.text
        and " " not in a.text
        and a.text[-1] not in ":."
        and b.text[:1].islower()
    )


def _column(flowing: Sequence[tuple[Line, Line]]) -> int:
    """Return the width of the column that sentences were broken in; 0 if none is certain.

    Each break inside a sentence allows the widths at which its next word had no room.
    """
    bounds = [
        (len(a.text), len(a.text) + len(b.text.split(" ", 1)[0])) for a, b in flowing
    ]
    if len(bounds) < _FEWEST and not any(low >= _WIDE for low, _ in bounds):
        return 0
    widths = {low for low, _ in bounds if low <= _WIDEST * 2}
    fits = {w: sum(1 for low, high in bounds if low <= w <= high) for w in widths}
    best = max(fits, key=lambda width: (fits[width], -width), default=0)
    share = _SHARE if len(bounds) >= _SURE else 1
    return best if best and fits[best] >= len(bounds) * share else 0


def _is_own_line(text: str) -> bool:
    return bool(
        _SEPARATOR.match(text)
        or (text[:1].islower() and (_ADDRESS.match(text) or _LABEL.match(text)))
    )


def _flows(line: Line, following: Line) -> bool:
    text, after = line.text, following.text
    if not after[:1].islower() or is_finished(text) or bullet(after):
        return False
    return not _is_own_line(after) and "@" not in text
