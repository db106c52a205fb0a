"""What is cut out of an entry's content, and what is noted of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from releases.intake.source_notes import SourceNote
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import letters_of

ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
STOOD_FOR = gettext_noop("a code of the old site that stood for something: “%(words)s”")
IMAGE = gettext_noop("an image with the caption: “%(words)s”")
SOME_READERS = gettext_noop("words that the old site kept to some readers: “%(words)s”")
ADD = Message(gettext_noop("Left out. Add what it showed."))
ATTACH = Message(gettext_noop("Left out. Attach it as a file if readers need it."))
LEFT_OUT = Message(gettext_noop("Left out."))
_NEAR = 40
_MOST_NOTES = 60
# What plugins call what only some readers see, in WordPress, Joomla and others.
_MEMBERS = re.compile(
    r"(?i)members?(?:_|-|$)|private|restrict|logged_?in|protect|paywall|subscriber|^s2if"
    r"|not_public|membership|^pmpro|^ihc|^hide|^hidden|secret|passw|passster|premium|^vip"
    r"|users?_?only|registered|^wlm|^mepr|^swpm|^arm_|^access(?:_|-|$)|^level|confidential"
)


def is_for_members(name: str) -> bool:
    """Return whether a code's name says that only some readers see what is in it."""
    return _MEMBERS.search(name) is not None


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the content that goes, and what to say of it."""

    start: int
    end: int
    put: str = ""
    saw: Message | None = None
    assumed: Message = ADD


def made(content: str, cuts: Iterable[Cut]) -> tuple[str, list[SourceNote]]:
    """Return the content without what is cut, and a note of each cut that says something.

    Of cuts that begin together the longest counts, and none inside another.
    """
    pieces: list[str] = []
    noted: list[tuple[int, Cut]] = []
    at = length = 0
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if cut.start < at:
            continue
        pieces += [content[at : cut.start], cut.put]
        length += cut.start - at + len(cut.put)
        if cut.saw:
            noted.append((length, cut))
        at = cut.end
    cleaned = "".join([*pieces, content[at:]])
    return cleaned, [_note(cleaned, place, cut) for place, cut in noted[:_MOST_NOTES]]


def _note(cleaned: str, place: int, cut: Cut) -> SourceNote:
    assert cut.saw is not None
    # The last letters may stand far back, behind tags.
    before = _letters(cleaned[max(0, place - 4_000) : place])[-_NEAR:]
    after = _letters(cleaned[place : place + 4_000])[:_NEAR]
    return SourceNote(saw=cut.saw, assumed=cut.assumed, before=before, after=after)


def _letters(markup: str) -> str:
    return letters_of(unescape(ANY_TAG.sub("", markup)))
