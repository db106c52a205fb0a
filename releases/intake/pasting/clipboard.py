"""From the HTML that a program put on the clipboard to the restricted HTML of a body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from releases.intake.crowded_tags import refuse_crowded_tags
from releases.intake.exceptions import IntakeError
from releases.intake.pasting.footnotes import mark_footnotes, plain_links
from releases.intake.pasting.tables import (
    caption_tables,
    flatten_tables,
    is_one_table,
    remove_hidden_columns,
    rows_as_lines,
    set_out_tables,
)
from releases.intake.pasting.tree import (
    BLOCKS,
    has_block,
    remove,
    text_of,
    unwrap,
    wrap_content,
)
from releases.intake.pasting.word_lists import make_lists, mend_nested_lists
from releases.intake.pasting.word_online import read_word_online
from releases.text.html import sanitize_html
from releases.text.invisible import invisible_in, without_invisible
from releases.text.stylesheets import StyleSheets, styles_of
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import inner_html, remove_from_fragment, shortened

MAX_CHARACTERS = 2_000_000
_MOST_TAGS = 60_000
_DEEP = "ERR_RESOURCE_LIMIT"
# Word's `<![if !supportLists]>`, which browsers take for comments.
_CONDITION = re.compile(r"<!\[(?:if|endif)[^<>]{0,200}>", re.IGNORECASE)
# Elements that a program named itself, such as Google Sheets: where a page begins with one,
# all of it would be taken for its head.
_CUSTOM = re.compile(r"</?[a-z][a-z0-9]*-[^<>]*>", re.IGNORECASE)
_TOO_LARGE = gettext_noop(
    "This is too large to paste. Paste it in parts, or read the file by “From text”."
)
_NESTED_TABLE = re.compile(r"<table>(?:(?!</table>).)*<table>", re.DOTALL)
IMAGE = gettext_noop("an image")
_NAMED_IMAGE = gettext_noop("an image: “%(words)s”")
INVISIBLE = gettext_noop("characters that nobody sees")
_DRAWING = gettext_noop("a chart or drawing")
_EMBEDDED = gettext_noop("an embedded file, a form or a recording")
_DRAWINGS = {"svg", "canvas", "v:shape", "v:group", "v:rect"}
_EMBEDDINGS = {
    *("iframe", "embed", "object", "video", "audio", "input", "select", "textarea"),
    *("button", "form"),
}
_NO_WORDS = {
    "script",
    "style",
    "head",
    "meta",
    "link",
    "title",
    "template",
    "noscript",
    "xml",
    "hr",
}
_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}
_STYLED_AS = {
    "MsoTitle": "h2",
    "MsoSubtitle": "h3",
    "MsoQuote": "blockquote",
    "MsoIntenseQuote": "blockquote",
}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_INLINE = {"span", "font", "b", "strong", "i", "em", "a", "td", "th"}
_LOOKS = {
    "font-weight": (re.compile(r"bold|bolder|[6-9]00"), "strong"),
    "font-style": (re.compile(r"italic|oblique.*"), "em"),
    "vertical-align": (re.compile(r"super"), "sup"),
}
_SUBSCRIPT = (re.compile(r"sub"), "sub")
_EMPHASIS = {"b": "strong", "i": "em"}
_UPRIGHT = {
    "b": ("font-weight", "normal"),
    "strong": ("font-weight", "normal"),
    "i": ("font-style", "normal"),
    "em": ("font-style", "normal"),
}
_LOOKED_AT = {"font-weight", "font-style", "vertical-align", "mso-char-indent-count"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedText:
    """The restricted HTML, and what of the clipboard is not in it, as it is to be told."""

    markup: str
    left_out: tuple[Message, ...]


def read_pasted(html: str, *, in_cell: bool = False) -> PastedText:
    """Return what was pasted as the restricted HTML of a body.

    `in_cell` is whether it is pasted into the cell of a table, in which none may stand.
    Raises IntakeError if it is too large.
    """
    root = _tree(html)
    body = next(root.iter("body"), root)
    _apply_styles(root)
    left_out = list(remove_hidden_columns(body))
    left_out += [u.label for u in remove_from_fragment(root) if u.kind != "faint"]
    left_out += _remove_wordless(body)
    read_word_online(body)
    left_out += make_lists(body)
    mend_nested_lists(body)
    mark_footnotes(body)
    left_out += plain_links(body)
    _name_headings(body)
    caption_tables(body)
    left_out += flatten_tables(body)
    if in_cell and not is_one_table(body):
        left_out += rows_as_lines(body)
    _make_paragraphs(body)
    set_out_tables(body)
    _drop_empty(body)
    _tidy_spaces(body)
    markup = sanitize_html(inner_html(body))
    if next(invisible_in(markup), None):
        left_out.append(Message(INVISIBLE))
        markup = without_invisible(markup)
    unique = {str(message): message for message in left_out}
    return PastedText(markup=markup, left_out=tuple(unique.values()))


def unnest_tables(markup: str) -> str:
    """Return restricted HTML with what is in a table that holds another one below the other."""
    if not _NESTED_TABLE.search(markup):
        return markup
    body = next(_tree(markup).iter("body"))
    for _change in flatten_tables(body):
        pass
    _drop_empty(body)
    return sanitize_html(inner_html(body))


def _tree(html: str) -> etree._Element:
    if len(html) > MAX_CHARACTERS or html.count("<") > _MOST_TAGS:
        raise IntakeError(_TOO_LARGE)
    refuse_crowded_tags(html)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True
    )
    page = f"<!doctype html>{_CUSTOM.sub('', _CONDITION.sub('', html))}<p></p>"
    root = etree.fromstring(page.encode("utf-8", "replace"), parser)
    if any(entry.type_name == _DEEP for entry in parser.error_log):
        raise IntakeError(_TOO_LARGE)
    return root


def _apply_styles(root: etree._Element) -> None:
    """Wrap in tags what style sheets and attributes make bold, italic, raised or lowered."""
    sheets = StyleSheets(root, styles_of(root), _LOOKED_AT)
    for element in list(root.iter(*_INLINE)):
        style = sheets.declared(element)
        indent = style.get("mso-char-indent-count", "")
        if element.tag in {"td", "th"} and re.fullmatch("[1-4]", indent):
            own = element.get("style", "")
            element.set("style", f"{own};mso-char-indent-count:{indent}")
        for name, (value, tag) in _LOOKS.items():
            if value.fullmatch(style.get(name, "")):
                wrap_content(element, tag)
        if _SUBSCRIPT[0].fullmatch(style.get("vertical-align", "")):
            wrap_content(element, _SUBSCRIPT[1])
        name, normal = _UPRIGHT.get(str(element.tag), ("", ""))
        if name and style.get(name) in {normal, "400"}:
            element.tag = "span"
        element.tag = _EMPHASIS.get(str(element.tag), element.tag)


def _remove_wordless(body: etree._Element) -> Iterator[Message]:
    """Remove what the restricted HTML can't hold, and yield what readers would miss."""
    for element in list(body.iter(etree.Element)):
        name = str(element.tag)
        if element is body or element.getparent() is None:
            continue
        if name == "img":
            words = " ".join((element.get("alt") or "").split())
            yield (
                Message(_NAMED_IMAGE, {"words": shortened(words)})
                if words
                else Message(IMAGE)
            )
        elif name in _DRAWINGS:
            yield Message(_DRAWING)
        elif name in _EMBEDDINGS:
            yield Message(_EMBEDDED)
        elif name not in _NO_WORDS:
            continue
        if name == "form":
            unwrap(element)
        else:
            remove(element)


def _name_headings(body: etree._Element) -> None:
    """Give headings and quotations the tags of the restricted HTML."""
    for element in body.iter(etree.Element):
        named = [
            _STYLED_AS[c]
            for c in (element.get("class") or "").split()
            if c in _STYLED_AS
        ]
        if element.tag == "p" and named:
            element.tag = named[0]
        element.tag = _HEADINGS.get(str(element.tag), element.tag)
    for heading in list(body.iter("h2", "h3", "h4")):
        # A heading is bold by itself.
        for bold in list(heading.iterdescendants("strong")):
            unwrap(bold)


def _make_paragraphs(body: etree._Element) -> None:
    """Make paragraphs of what only a division or a line break sets apart."""
    for element in list(
        body.iter("div", "section", "article", "center", "dd", "dt", "pre")
    ):
        if has_block(element) or next(element.iterdescendants("div"), None) is not None:
            unwrap(element)
        else:
            element.tag = "p"
    # A program wraps all that is copied: Google Docs in `<b>`, others in spans.
    for element in list(body.iter("strong", "em", "span", "font")):
        if has_block(element):
            unwrap(element)
    for paragraph in list(body.iter("p")):
        if paragraph.getparent() is not None and has_block(paragraph):
            unwrap(paragraph)


def _drop_empty(body: etree._Element) -> None:
    """Remove blocks and line breaks that only make room."""
    for line_break in list(body.iter("br")):
        if line_break.getparent() is body:
            remove(line_break)
    for element in reversed(
        list(body.iter("p", "h2", "h3", "h4", "li", "blockquote", "ul", "ol"))
    ):
        if not text_of(element).strip("\xa0"):
            remove(element)


def _tidy_spaces(body: etree._Element) -> None:
    """Collapse white space as a browser does, and drop what stands between blocks."""
    for element in body.iter(etree.Element):
        holds_blocks = element is body or any(child.tag in BLOCKS for child in element)
        if element.text:
            element.text = _collapsed(element.text, between_blocks=holds_blocks)
        parent = element.getparent()
        if element.tail and parent is not None and element is not body:
            is_beside = element.tag in BLOCKS
            element.tail = _collapsed(element.tail, between_blocks=is_beside)
    for element in body.iter("p", "h2", "h3", "h4", "li", "th", "td", "caption"):
        element.text = (element.text or "").lstrip(" ")
        if len(element):
            element[-1].tail = (element[-1].tail or "").rstrip(" ")
        else:
            element.text = element.text.rstrip(" ")


def _collapsed(text: str, *, between_blocks: bool) -> str:
    line = _SPACES.sub(" ", text)
    return "" if between_blocks and line == " " else line
