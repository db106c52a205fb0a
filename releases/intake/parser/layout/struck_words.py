"""Doubts about the words that marks in plain text strike out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releases.intake.parser.reading import Doubt
from releases.text.struck_text import StruckWords
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import LABELS, shortened

_UNSURE = gettext_noop("marks that may strike words out: “%(words)s”")
_LEFT_OUT = Message(gettext_noop("Left out."))
_LEFT_IN = Message(
    gettext_noop("Left in the text. Delete them if they are struck out.")
)


def struck_doubts(struck: Iterable[StruckWords]) -> Iterator[Doubt]:
    """Yield a doubt for each, with the words."""
    for item in struck:
        is_unsure = item.kind == "unsure"
        template = _UNSURE if item.kind == "unsure" else LABELS[item.kind]
        yield Doubt(
            line=item.line,
            saw=Message(template, {"words": shortened(item.words)}),
            assumed=_LEFT_IN if is_unsure else _LEFT_OUT,
        )
