"""Doubts about words that the source strikes out or hides, and so are not read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from lxml import etree

from releases.intake.parser.lines import LEFT_OUT
from releases.intake.parser.reading import Doubt
from releases.text.hiding import Kind
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import Unshown, letters_of

_COMMENT_LEFT_OUT = Message(
    gettext_noop("It is not in the text. Delete it from the file.")
)
_KEPT = Message(
    gettext_noop("Left in the text. Delete them if they aren't for readers.")
)
_READ = Message(
    gettext_noop("Read as if it were shown. Check that it is meant for readers.")
)
_ASSUMED: dict[Kind, Message] = {
    "struck": LEFT_OUT,
    "hidden": LEFT_OUT,
    "comment": _COMMENT_LEFT_OUT,
    "faint": _KEPT,
    "unspoken": _KEPT,
    "concealed": _READ,
}
_MORE = gettext_noop("%(count)d more places with words that readers don't see")
_TOO_MANY_RULES = Message(
    gettext_noop("more rules of style than can be checked for hidden words")
)
_CHECK_ALL = Message(gettext_noop("Compare the text with the page."))
_ANYWHERE: set[Kind] = {"struck", "comment", "concealed"}
_MOST = 50
_PROBES = (40, 20, 10)


def unshown_doubts(unshown: Sequence[Unshown], text: str) -> Iterator[Doubt]:
    """Yield a doubt for each, at the line of the words before or after it."""
    finder = LineFinder(text)
    for item in unshown[:_MOST]:
        yield Doubt(
            line=finder.line_of(item.before, item.after),
            saw=item.label,
            assumed=_ASSUMED[item.kind],
        )
    if len(unshown) > _MOST:
        saw = Message(_MORE, {"count": len(unshown) - _MOST})
        yield Doubt(line=1, saw=saw, assumed=_CHECK_ALL)


def incomplete_doubt() -> Doubt:
    """Return the doubt about a page with too many rules of style."""
    return Doubt(line=1, saw=_TOO_MANY_RULES, assumed=_CHECK_ALL)


def unshown_in_release(
    unshown: Sequence[Unshown],
    roots: Sequence[etree._Element],
    skipped: Collection[etree._Element],
) -> list[Unshown]:
    """Return what was in the release; of struck words and comments also what was near."""
    return [
        item
        for item in unshown
        if _is_inside(item.holder, roots, skipped)
        or (item.kind in _ANYWHERE and not _is_skipped(item, skipped))
    ]


def _is_inside(
    element: etree._Element,
    roots: Sequence[etree._Element],
    skipped: Collection[etree._Element],
) -> bool:
    above = [element, *element.iterancestors()]
    return any(root in above for root in roots) and not any(
        part in skipped for part in above
    )


def _is_skipped(item: Unshown, skipped: Collection[etree._Element]) -> bool:
    return any(part in skipped for part in [item.holder, *item.holder.iterancestors()])


class LineFinder:
    """Finds lines of a text by the letters and digits around a place, in order."""

    def __init__(self, text: str) -> None:
        lines = [letters_of(strip_markdown(line)) for line in text.split("\n")]
        self.letters = "".join(lines)
        self.ends = list(accumulate(len(line) for line in lines))
        self.at = 0

    def line_of(self, before: str, after: str) -> int:
        """Return the line in which `before` ends or `after` begins; 1 for neither."""
        for size in _PROBES:
            if len(before) >= min(size, _PROBES[-1]):
                place = self._find(before[-size:])
                if place is not None:
                    return self._number(place + len(before[-size:]) - 1)
            if len(after) >= min(size, _PROBES[-1]):
                place = self._find(after[:size])
                if place is not None:
                    return self._number(place)
        return 1

    def _find(self, letters: str) -> int | None:
        place = self.letters.find(letters, max(0, self.at - len(letters)))
        if place < 0:
            place = self.letters.find(letters)
        if place < 0:
            return None
        self.at = place
        return place

    def _number(self, place: int) -> int:
        return next(n for n, end in enumerate(self.ends, 1) if end > place)
