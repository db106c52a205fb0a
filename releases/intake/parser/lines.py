"""The text as numbered lines, and doubts about characters and words left out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from releases.intake.parser.reading import Doubt
from releases.text.invisible import invisible_in, without_invisible
from releases.text.struck_text import StruckWords
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import LABELS, shortened

_BREAKS = re.compile(r"\r\n?|\u0085|\u2028|\u2029")
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
_UNSURE = gettext_noop("marks that may strike words out: “%(words)s”")
_LEFT_IN = Message(
    gettext_noop("Left in the text. Delete them if they are struck out.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its number from 1, its words, and `raw` with its inner spaces."""

    number: int
    text: str
    raw: str

    @property
    def indent(self) -> int:
        """Return the number of leading spaces."""
        return len(self.raw) - len(self.raw.lstrip())


def clean_line(raw: str) -> str:
    """Return a line without invisible characters, every space a plain one."""
    return _SPACES.sub(" ", without_invisible(raw))


def lines_of(text: str) -> list[Line]:
    """Return every line of a text, empty ones too."""
    lines = []
    raws = _BREAKS.sub("\n", text).split("\n")
    quoted = all(raw.startswith(">") for raw in raws if raw.strip())
    for number, raw in enumerate(raws, 1):
        clean = clean_line(raw[quoted:]).rstrip()
        lines.append(Line(number=number, text=" ".join(clean.split()), raw=clean))
    return lines


def hidden_character_doubts(text: str) -> list[Doubt]:
    """Return a doubt for each line with characters that could mislead its reader."""
    doubts = []
    for number, raw in enumerate(_BREAKS.sub("\n", text).split("\n"), 1):
        if any(found.turns_direction for found in invisible_in(raw)):
            doubts.append(Doubt(line=number, saw=_TURNED, assumed=LEFT_OUT))
        if _CONTROLS.search(raw):
            doubts.append(Doubt(line=number, saw=_CONTROL, assumed=_MADE_SPACES))
        if "\ufffd" in raw:
            doubts.append(Doubt(line=number, saw=LOST_CHARACTERS, assumed=KEPT))
    return doubts


def struck_doubts(struck: Iterable[StruckWords]) -> Iterator[Doubt]:
    """Yield a doubt for each run of words that marks strike out, with the words."""
    for item in struck:
        is_unsure = item.kind == "unsure"
        template = _UNSURE if item.kind == "unsure" else LABELS[item.kind]
        yield Doubt(
            line=item.line,
            saw=Message(template, {"words": shortened(item.words)}),
            assumed=_LEFT_IN if is_unsure else LEFT_OUT,
        )
