"""Footnotes and links as office programs put them on the clipboard.

A footnote's mark is a link to the note, and the note begins with a link back. Both become
what a Word file's are: `<sup>[1]</sup>` in the text and “[1] …” in a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from releases.intake.parser.pages.html_words import target_of
from releases.intake.pasting.tree import (
    remove,
    replace_with,
    text_of,
    unwrap,
    with_text,
)
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import shortened

# Of Word, Google Docs and LibreOffice: to a note, and from it back to its mark.
_MARK = re.compile(r"#_?(?:ftn|edn|ftnt)\d+|#sd(?:foot|end)note\d+sym")
_NOTE = re.compile(r"#_?(?:ftnref|ednref|ftnt_ref)\d+|#sd(?:foot|end)note\d+anc")
_BARE = re.compile(r"\[?(?P<mark>[\w*†‡§]{1,5})\]?")
_LINK_LOST = gettext_noop("a link that readers could not follow: “%(words)s”")
# What mail servers and Google put around the addresses of links.
_WRAPPERS = (
    (re.compile(r"[\w.-]*\.safelinks\.protection\.outlook\.com"), "url"),
    (re.compile(r"(?:www\.)?google\.com"), "q"),
)


def mark_footnotes(root: etree._Element) -> None:
    """Write each footnote's mark as raised words, and as words where the note begins."""
    for link in list(root.iter("a")):
        href = link.get("href") or ""
        is_note = _NOTE.fullmatch(href) is not None
        if not is_note and not _MARK.fullmatch(href):
            continue
        bare = _BARE.fullmatch(text_of(link))
        words = f"[{bare['mark']}]" if bare else text_of(link)
        if is_note:
            _begin_note(link, words)
        else:
            replace_with(_raised(link), [with_text("sup", words)])


def _begin_note(link: etree._Element, words: str) -> None:
    """Put the mark before the words of its note, not raised."""
    whole = _raised(link)
    plain = with_text("span", words)
    if whole.tail:
        whole.tail = f" {whole.tail.lstrip()}"
    else:
        plain.text = f"{words} "
        following = whole.getnext()
        if following is not None:
            following.text = (following.text or "").lstrip()
    replace_with(whole, [plain])


def _raised(link: etree._Element) -> etree._Element:
    """Return the link, or what raises it and nothing else."""
    element = link
    while True:
        parent = element.getparent()
        if parent is None or parent.tag not in {"sup", "span"}:
            return element
        if text_of(parent) != text_of(element):
            return element
        element = parent


def plain_links(root: etree._Element) -> Iterator[Message]:
    """Unwrap the links that readers could not follow, and yield what they were."""
    for link in list(root.iter("a")):
        written = target_of(link.get("href"))
        target = unwrapped(written)
        if target != written:
            link.attrib.pop("title", "")  # of the mail server
        if target:
            link.set("href", target)
            continue
        words = text_of(link)
        # An anchor that is linked to is no link.
        if words and link.get("href"):
            yield Message(_LINK_LOST, {"words": shortened(words)})
        if words:
            unwrap(link)
        else:
            remove(link)


def unwrapped(target: str) -> str:
    """Return the address that a mail server or Google put its own around."""
    parts = urlsplit(target)
    for host, name in _WRAPPERS:
        if host.fullmatch(parts.netloc.lower()):
            inner = parse_qs(parts.query).get(name, [""])[0]
            return target_of(inner) or target
    return target
