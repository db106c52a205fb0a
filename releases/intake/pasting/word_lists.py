"""Lists as Word and Outlook write them: paragraphs that only a style calls items.

A paragraph has `mso-list: l0 level2 lfo1`, and its sign or number stands in a span that has
`mso-list: Ignore`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from releases.intake.pasting.tree import remove, text_of
from releases.text.translatable import Message, gettext_noop

_LIST = re.compile(
    r"(?i)mso-list:\s*(?P<list>l\d+)\s+level(?P<level>\d)(?:\s+(?P<run>lfo\d+))?"
)
_SIGN = re.compile(r"(?i)mso-list:\s*ignore")
_NUMBER = re.compile(r"\(?(?P<number>\d{1,4})[.)]?")
_LETTERS = re.compile(r"\(?(?:[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)]")
_LETTERED = gettext_noop(
    "the letters of a list, “%(words)s”: its items are numbered, so check what refers "
    "to them"
)


@dataclass(slots=True)
class ListParagraph:
    """A paragraph that is an item of a list."""

    element: etree._Element
    name: str
    level: int
    sign: str

    @property
    def tag(self) -> str:
        """The tag of the list that it belongs to."""
        is_numbered = _NUMBER.fullmatch(self.sign) or _LETTERS.fullmatch(self.sign)
        return "ol" if is_numbered else "ul"

    def new_list(self) -> etree._Element:
        """Return an empty list that begins with this item."""
        new = etree.Element(self.tag)
        number = _NUMBER.fullmatch(self.sign)
        if number and number["number"] not in {"0", "1"}:
            new.set("start", number["number"])
        return new


@dataclass(slots=True)
class OpenLists:
    """The lists that an item may still be added to, the outermost first."""

    name: str
    after: etree._Element | None = None
    lists: list[tuple[int, etree._Element]] = field(default_factory=list)

    def add(self, item: ListParagraph) -> None:
        """Move a paragraph into the list of its level, which is begun if there is none."""
        element = item.element
        while self.lists and self.lists[-1][0] > item.level:
            self.lists.pop()
        if (
            self.lists
            and self.lists[-1][0] == item.level
            and self.lists[-1][1].tag != item.tag
        ):
            self.lists.pop()
        parent = element.getparent()
        assert parent is not None
        if not self.lists or self.lists[-1][0] < item.level:
            new = item.new_list()
            if self.lists:
                self.lists[-1][1][-1].append(new)
            else:
                parent.insert(parent.index(element), new)
            self.lists.append((item.level, new))
        tail = element.tail
        element.tail = None
        element.tag = "li"
        self.lists[-1][1].append(element)
        outermost = self.lists[0][1]
        outermost.tail = (outermost.tail or "") + (tail or "")
        self.after = outermost


def make_lists(root: etree._Element) -> list[Message]:
    """Turn the list paragraphs of a tree into lists; return what of them is lost."""
    open_lists: OpenLists | None = None
    lettered: list[Message] = []
    for item in list(_paragraphs(root)):
        if _LETTERS.fullmatch(item.sign) and not any(
            notice.template == _LETTERED for notice in lettered
        ):
            lettered.append(Message(_LETTERED, {"words": item.sign}))
        goes_on = (
            open_lists is not None
            and open_lists.name == item.name
            and item.element.getprevious() is open_lists.after
            and not (
                open_lists.after is not None and (open_lists.after.tail or "").strip()
            )
        )
        if open_lists is None or not goes_on:
            open_lists = OpenLists(item.name)
        open_lists.add(item)
    return lettered


def _paragraphs(root: etree._Element) -> Iterator[ListParagraph]:
    """Yield the paragraphs that are items, their signs taken out of them."""
    for element in root.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6"):
        named = _LIST.search(element.get("style") or "")
        signs = [
            span
            for span in element.iterdescendants("span")
            if _SIGN.search(span.get("style") or "")
        ]
        # A numbered heading is a heading.
        if not named or not signs or element.tag.startswith("h"):
            continue
        sign = text_of(signs[0])
        for span in signs:
            remove(span)
        name = f"{named['list']} {named['run'] or ''}"
        yield ListParagraph(element, name, int(named["level"]), sign)


def mend_nested_lists(root: etree._Element) -> None:
    """Move a list that stands directly in a list into the item before it (Google Docs)."""
    for inner in list(root.iter("ul", "ol")):
        parent = inner.getparent()
        if parent is None or parent.tag not in {"ul", "ol"}:
            continue
        before = inner.getprevious()
        if before is None:
            item = etree.Element("li")
            parent.insert(parent.index(inner), item)
            before = item
        elif before.tag in {"ul", "ol"}:
            before.extend(list(inner))
            parent.remove(inner)
            continue
        before.append(inner)
