"""What Word in a browser puts on the clipboard: `div`s and `span`s with roles and levels.

Each item of a list is a list of its own, with its level beside it; a heading is a paragraph
with a role; and every paragraph ends with a span that has a space and no words.
"""

from __future__ import annotations

from lxml import etree

from releases.intake.pasting.tree import remove, text_of, unwrap

_OF_WORD_ONLINE = "SCXW"
_WRAPPER = "ListContainerWrapper"
_END = "EOP"
_MOST_LEVELS = 9


def read_word_online(root: etree._Element) -> None:
    """Give what Word in a browser wrote the tags that say the same; the rest stays as it is."""
    own = [
        element
        for element in root.iter(etree.Element)
        if _OF_WORD_ONLINE in (element.get("class") or "")
    ]
    for element in own:
        classes = (element.get("class") or "").split()
        if _END in classes and not text_of(element).strip("\xa0"):
            remove(element)
        elif _WRAPPER in classes:
            unwrap(element)
        elif element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            element.tag = f"h{level if level in '123456' else 2}"
        # The language that its spelling was checked in.
        element.attrib.pop("lang", "")
    for items in list(root.iter("ul", "ol")):
        is_own = len(items) and items[0].get("data-aria-level")
        if is_own and items.getparent() is not None:
            _join(items)


def _join(items: etree._Element) -> None:
    """Move a list to where its level belongs in the list right before it, if there is one."""
    before = items.getprevious()
    if before is None or before.tag not in {"ul", "ol"} or (before.tail or "").strip():
        return
    level, lists = _level_of(items), [before]
    while len(lists) < level and len(lists[-1]):
        deeper = lists[-1][-1].find("ul"), lists[-1][-1].find("ol")
        inner = next((found for found in deeper if found is not None), None)
        if inner is None:
            break
        lists.append(inner)
    target = lists[-1]
    tail, items.tail = items.tail, None
    if len(lists) == level and target.tag == items.tag:
        target.extend(list(items))
        _remove(items)
    elif len(lists) < level and len(target):
        target[-1].append(items)
    else:
        items.tail = tail
        return
    before.tail = (before.tail or "") + (tail or "")


def _level_of(items: etree._Element) -> int:
    level = items[0].get("data-aria-level") or "1"
    return min(int(level), _MOST_LEVELS) if level.isdecimal() else 1


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
