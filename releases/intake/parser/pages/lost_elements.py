"""What a page shows that no words of a release can hold: each is doubted by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from releases.intake.parser.lines import LEFT_OUT
from releases.intake.parser.reading import Doubt
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import shortened, words_of

Loss = tuple[Message, Message]

IMAGE = (gettext_noop("an image: “%(words)s”"), gettext_noop("an image"))
_DRAWING = (
    gettext_noop("a chart or drawing: “%(words)s”"),
    gettext_noop("a chart or drawing"),
)
_FRAME = (
    gettext_noop("another page, shown inside this one: “%(words)s”"),
    gettext_noop("another page, shown inside this one"),
)
_EMBEDDED = (
    gettext_noop("an embedded file: “%(words)s”"),
    gettext_noop("an embedded file"),
)
_RECORDING = (
    gettext_noop("a video or a recording: “%(words)s”"),
    gettext_noop("a video or a recording"),
)
_FORM = (gettext_noop("a form: “%(words)s”"), gettext_noop("a form"))
_BUTTON = gettext_noop("a button: “%(words)s”")
_ALTERNATIVE = gettext_noop("words that only a script shows: “%(words)s”")
_DETAILS = (
    gettext_noop("a part that opens on a click: “%(words)s”"),
    gettext_noop("a part that opens on a click"),
)
_QUOTATION = gettext_noop("a quotation that is set apart: “%(words)s”")
_TEX = gettext_noop("a formula: “%(words)s”")

_ATTACH = Message(gettext_noop("Left out. Attach it as a file if readers need it."))
_LINK = Message(gettext_noop("Left out. Link to it if readers need it."))
_WRITTEN_OUT = Message(gettext_noop("Written as text. Compare it with the file."))
_WRITE = Message(gettext_noop("Left out. Write it into the text."))
_OPENED = Message(gettext_noop("Left in the text, opened."))
_PLAIN = Message(gettext_noop("Set as a plain paragraph."))

_TINY = re.compile(r"\s*[0-3](?:px)?\s*")
_SUMMARIZED = re.compile(r"(?i)\b(?:logo|icon|spacer|pixel|blank|avatar)\b|^data:")


def loss_of(element: etree._Element) -> Loss | None:
    """Return what of an element is lost or changed, and what becomes of it; else None."""
    name = str(element.tag)
    find = _FINDERS.get(name) or (_own_element if "-" in name else None)
    return find(element) if find else None


def formula_loss(formula: etree._Element) -> Loss:
    """Return what to say of a formula that was written as words."""
    words = "".join(str(text) for text in formula.itertext())
    return _with(_TEX, words), _WRITTEN_OUT


def as_doubts(losses: list[Loss], line: int) -> Iterator[Doubt]:
    """Yield a doubt for each different loss, at the line."""
    unique = {(str(saw), str(assumed)): (saw, assumed) for saw, assumed in losses}
    for saw, assumed in unique.values():
        yield Doubt(line=line, saw=saw, assumed=assumed)


def _named(templates: tuple[str, str], words: str, assumed: Message) -> Loss:
    return (_with(templates[0], words) if words else Message(templates[1])), assumed


def _with(template: str, words: str) -> Message:
    return Message(template, {"words": shortened(words)})


def _source(element: etree._Element) -> str:
    """Return the title of an element, or the address of what it shows."""
    inner = (part.get("src") for part in element.iterdescendants("source"))
    addresses = [element.get("src"), element.get("data"), *inner]
    return element.get("title") or next((a for a in addresses if a), "") or ""


def _image(element: etree._Element) -> Loss | None:
    """Return the loss of an image; of none that only decorates the page."""
    sizes = [element.get("width") or "", element.get("height") or ""]
    source = element.get("src") or ""
    alt = " ".join((element.get("alt") or "").split())
    if any(_TINY.fullmatch(size) for size in sizes) or (
        element.get("alt") is not None and not alt
    ):
        return None
    if not alt and (not source or _SUMMARIZED.search(source)):
        return None
    return _named(IMAGE, alt or source.rpartition("/")[2], _ATTACH)


def _drawing(element: etree._Element) -> Loss | None:
    words = words_of(element)
    if not words or element.get("aria-hidden") == "true":
        return None
    return _named(_DRAWING, words, _ATTACH)


def _frame(element: etree._Element) -> Loss | None:
    style = (element.get("style") or "").replace(" ", "")
    sizes = [element.get("width") or "", element.get("height") or ""]
    is_hidden = "display:none" in style or "visibility:hidden" in style
    if is_hidden or any(_TINY.fullmatch(size) for size in sizes):
        return None
    return _named(_FRAME, _source(element), _LINK)


def _own_element(element: etree._Element) -> Loss | None:
    """Return the loss of an element of the site's own making that shows no words."""
    return None if words_of(element) else _named(_EMBEDDED, str(element.tag), _LINK)


def _embedded(element: etree._Element) -> Loss | None:
    return _named(_EMBEDDED, _source(element) or words_of(element), _LINK)


def _control(element: etree._Element) -> Loss | None:
    kind = (element.get("type") or "text").lower()
    if element.tag == "button" or kind in {"submit", "button", "reset"}:
        words = words_of(element) or element.get("value") or ""
        return (_with(_BUTTON, words), LEFT_OUT) if words else None
    if kind in {"hidden", "search"}:
        return None
    labels = ("aria-label", "placeholder", "value", "name")
    words = next((value for name in labels if (value := element.get(name))), "")
    return _named(_FORM, words, _LINK)


def _recording(element: etree._Element) -> Loss | None:
    return _named(_RECORDING, _source(element), _LINK)


def _alternative(element: etree._Element) -> Loss | None:
    words = words_of(element)
    return (_with(_ALTERNATIVE, words), LEFT_OUT) if words else None


def _details(element: etree._Element) -> Loss | None:
    return _named(_DETAILS, words_of(element), _OPENED)


def _quotation(element: etree._Element) -> Loss | None:
    words = words_of(element)
    return (_with(_QUOTATION, words), _PLAIN) if words else None


def _tex(element: etree._Element) -> Loss | None:
    is_tex = (element.get("type") or "").startswith("math/tex")
    return (_with(_TEX, words_of(element)), _WRITE) if is_tex else None


_FINDERS: dict[str, Callable[[etree._Element], Loss | None]] = {
    "img": _image,
    "details": _details,
    "blockquote": _quotation,
    "script": _tex,
    **dict.fromkeys(("svg", "canvas"), _drawing),
    **dict.fromkeys(("iframe", "frame"), _frame),
    **dict.fromkeys(("embed", "object", "applet"), _embedded),
    **dict.fromkeys(("video", "audio"), _recording),
    **dict.fromkeys(("input", "select", "textarea", "button"), _control),
    **dict.fromkeys(("template", "noscript", "dialog"), _alternative),
}
