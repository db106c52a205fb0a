"""The text as numbered lines, cleaned of what no reader can see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from releases.intake.parser.reading import Doubt
from releases.text.translatable import Message, gettext_noop

_BREAKS = re.compile(r"\r\n?|\u0085|\u2028|\u2029")
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x0c]")
_TURNED = Message(gettext_noop("characters that turn the direction of writing"))
_CONTROL = Message(gettext_noop("control characters"))
LOST_CHARACTERS = Message(
    gettext_noop("characters lost in an earlier conversion (\ufffd)")
)
LEFT_OUT = Message(gettext_noop("Left out."))
_MADE_SPACES = Message(gettext_noop("Replaced by spaces."))
KEPT = Message(gettext_noop("Left in the text. Replace them."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its number from 1, its words, and the line with its inner spaces."""

    number: int
    text: str
    raw: str

    @property
    def indent(self) -> int:
        """How far the line stands from the margin."""
        return len(self.raw) - len(self.raw.lstrip())


def cleaned(raw: str) -> str:
    """A line without what no reader can see, each space a plain one."""
    raw = _TURNS.sub("", _UNSEEN.sub("", raw))
    return _SPACES.sub(" ", _CONTROLS.sub(" ", raw))


def lines_of(text: str) -> list[Line]:
    """Every line of a text, the empty ones too."""
    lines = []
    for number, raw in enumerate(_BREAKS.sub("\n", text).split("\n"), 1):
        clean = cleaned(raw).rstrip()
        lines.append(Line(number=number, text=" ".join(clean.split()), raw=clean))
    return lines


def unseen(text: str) -> list[Doubt]:
    """A doubt for each line holding characters that could mislead its reader."""
    doubts = []
    for number, raw in enumerate(_BREAKS.sub("\n", text).split("\n"), 1):
        if _TURNS.search(raw):
            doubts.append(Doubt(line=number, saw=_TURNED, assumed=LEFT_OUT))
        if _CONTROLS.search(raw):
            doubts.append(Doubt(line=number, saw=_CONTROL, assumed=_MADE_SPACES))
        if "\ufffd" in raw:
            doubts.append(Doubt(line=number, saw=LOST_CHARACTERS, assumed=KEPT))
    return doubts
