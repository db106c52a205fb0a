"""The text of published documents as HTML; no word of it is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from releases.record.documents import CategoryEntry, PageDocument, ReleaseDocument
from releases.record.fragment_cache import on_the_site
from releases.text.data_tables import table_spans
from releases.text.headings import Heading, link_headings
from releases.text.html import html_to_text
from releases.text.image_tags import IMAGE
from releases.text.invisible import is_right_to_left
from releases.text.links import links_in
from releases.text.phones import e164, phones_in
from releases.text.printed_tables import set_tables
from releases.text.public_paths import FILES
from releases.text.table_headers import name_headers
from releases.text.typography import typeset_html
from releases.translation import listed

register = template.Library()

TABLE, TABLE_END = "<table>", "</table>"
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
ROW = re.compile(r"<tr(?: [^<>]*)?>.*?</tr>", re.DOTALL)
SCOPE = re.compile(r' scope="[^"]*"')
CELL = re.compile(r"<(t[dh])((?: [^<>]*)?)>(.*?)</\1>", re.DOTALL)
FIGURE = re.compile(
    r"[\s(\[$€£¥<>≤≥~+−–-]*\d[\d,.\s]*(?:\)?[%x×]|pp|bps)?[)\]*\s]*"  # noqa: RUF001
    r"|[\s$€£¥%)(—–-]+|N/?[AM]\.?",
    re.IGNORECASE,
)
# Directly above a table, or with a line such as "(in thousands)" between.
HEADING_ABOVE = re.compile(r"<h[234]>([^<>]*)</h[234]>\s*(?:<p>[^<>]{,120}</p>\s*)?\Z")
EMPTY_LINES = re.compile(r"\n[ \t]*\n+")


@register.filter
def body_html(document: ReleaseDocument) -> SafeString:
    """Return the body with its dateline run in and its tables ready for the page."""
    return body_with_notes(document, {})


@register.filter
def page_body(document: PageDocument) -> SafeString:
    """Return the text of a page that staff wrote, its tables ready for the page."""
    return SafeString(wrap_tables(_with_site_images(document.body)))


def body_with_notes(
    document: ReleaseDocument, notes: Mapping[int, SafeString]
) -> SafeString:
    """Return the same with a note below each table that `notes` has for its number."""
    markup = wrap_tables(_with_site_images(document.body), notes)
    dateline = document.dateline_text
    if not dateline:
        return SafeString(markup)
    opening = format_html('<span class="dateline">{} —</span> ', dateline)
    if markup.startswith("<p>"):
        return SafeString(f"<p>{opening}{markup.removeprefix('<p>')}")
    return SafeString(f"<p>{opening}</p>{markup}")


def _with_site_images(markup: str) -> str:
    """Return the markup with the addresses of images below the site's script prefix."""
    place = on_the_site(FILES)
    if place == FILES:
        return markup
    return IMAGE.sub(lambda tag: tag[0].replace(FILES, place), markup)


@register.filter
def paragraphs(text: str) -> SafeString:
    """Return plain text as paragraphs, with its web and e-mail addresses as links."""
    return format_html_join(
        "\n",
        "<p>{}</p>",
        ((_text_with_links(part),) for part in EMPTY_LINES.split(text)),
    )


@register.filter
@lru_cache(maxsize=1024)  # The same few lines appear on every page.
def phone_links(text: str) -> SafeString:
    """Return a line with the telephone numbers in it as `tel:` links (RFC 3966)."""
    parts = []
    last = 0
    for phone in phones_in(text):
        number = e164(phone.text)
        if number is None:
            continue
        parts.append(escape(text[last : phone.start]))
        parts.append(format_html('<a href="tel:{}">{}</a>', number, phone.text))
        last = phone.end
    return SafeString("".join([*parts, escape(text[last:])]))


@register.filter
def standfirst(document: ReleaseDocument) -> str:
    """Return the first subheadline, or how the text begins; of a notice, its text."""
    if document.change and document.is_notice:
        return document.change.text
    if document.subheadlines:
        return document.subheadlines[0]
    return opening(html_to_text(document.body))


@register.filter
def opening(text: str) -> str:
    """Return the first 42 words of a text; of a Japanese one, which has no spaces, less.

    No language needs more than 400 characters for as much.
    """
    return Truncator(Truncator(text).words(42)).chars(400)


def _text_with_links(text: str) -> SafeString:
    parts: list[str] = []
    last = 0
    for link in links_in(text):
        parts.append(_text_with_breaks(text[last : link.start]))
        parts.append(
            format_html('<a href="{}">{}</a>', link.target, link.text)
            if link.target
            else escape(link.text)
        )
        last = link.end
    return SafeString("".join([*parts, _text_with_breaks(text[last:])]))


def _text_with_breaks(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def wrap_tables(markup: str, notes: Mapping[int, SafeString] | None = None) -> str:
    """Wrap each table so that it scrolls by itself and can be reached by keyboard.

    Below it is the note of its number, if there is one.
    """
    parts: list[str] = []
    last = 0
    for number, (start, end) in enumerate(table_spans(markup), start=1):
        content = markup[start + len(TABLE) : end - len(TABLE_END)]
        caption = CAPTION.search(content)
        label = _("Table %(number)d") % {"number": number}
        heading = HEADING_ABOVE.search(markup, last, start)
        names = [html_to_text(name[1]) for name in (heading, caption) if name]
        if names:
            label = f"{label}: {' '.join(names)}"
        parts.append(markup[last:start])
        parts.append(
            f'<div class="table" role="group" tabindex="0" aria-label="{escape(label)}">'
            f"{TABLE}{_mark_up_table(content)}{TABLE_END}</div>"
        )
        parts.append((notes or {}).get(number, ""))
        last = end
    return "".join([*parts, markup[last:]])


def _mark_up_table(markup: str) -> str:
    head = markup.find("</thead>")
    return ROW.sub(
        lambda row: _mark_up_row(row[0], "col" if row.start() < head else "row"), markup
    )


def _mark_up_row(markup: str, scope: str) -> str:
    if "<td" not in markup:
        scope = "col"
    return CELL.sub(lambda cell: _mark_up_cell(cell, scope), markup)


def _mark_up_cell(cell: re.Match[str], scope: str) -> str:
    """Give figures a class and headers a scope; an empty header becomes a cell."""
    tag, attributes, content = cell[1], cell[2], cell[3]
    text = html_to_text(content)
    if tag == "th" and not text:
        return f"<td{SCOPE.sub('', attributes)}></td>"
    if tag == "th" and not SCOPE.search(attributes):
        attributes += f' scope="{scope}"'
    if (tag == "td" and FIGURE.fullmatch(text)) or (
        FIGURE.fullmatch(text) and ' class="' not in attributes
    ):
        attributes += ' class="figure"'
    return f"<{tag}{attributes}>{content}</{tag}>"


@register.filter
def lang_attributes(document: ReleaseDocument) -> SafeString:
    """Return ` lang` and ` dir` if the text is in another language than the page."""
    return _attributes_of(document.language)


@register.filter
def in_site_language(text: str) -> SafeString:
    """Return what is in the site's language alone, marked where the page is in another."""
    attributes = _attributes_of(settings.LANGUAGE_CODE)
    if not attributes:
        return conditional_escape(text)
    return format_html("<span{}>{}</span>", attributes, text)


@register.filter
def category_name(category: CategoryEntry) -> SafeString:
    """Return the name of a category in the language of the page, or else in the site's."""
    if name := category.translated_name:
        return conditional_escape(name)
    return in_site_language(category.name)


@register.filter
def direction_attribute(document: ReleaseDocument) -> SafeString:
    """Return ` dir` if the text runs in another direction than the page."""
    return _direction_of(document.language)


def _attributes_of(language: str) -> SafeString:
    if language == get_language():
        return SafeString("")
    return format_html(' lang="{}"{}', language, _direction_of(language))


def _direction_of(language: str) -> SafeString:
    right_to_left = is_right_to_left(language)
    if right_to_left == bool(get_language_bidi()):
        return SafeString("")
    return SafeString(' dir="rtl"' if right_to_left else ' dir="ltr"')


@register.filter
def typeset(text: str, language: str = "") -> SafeString:
    """Return text or markup as print has it; `language` is the page's unless given."""
    return SafeString(
        typeset_html(conditional_escape(text), language=language or _page_language())
    )


@register.filter
def printed_body(markup: SafeString, language: str) -> SafeString:
    """Return a body with its texts and its tables as print has them."""
    tables = set_tables(name_headers(markup))
    return SafeString(typeset_html(tables, language=language))


@register.filter
def linked_headings(markup: SafeString, headings: Sequence[Heading]) -> SafeString:
    """Return a body whose headings have ids and links; as it is where none are given."""
    label = _("Link to this heading")
    return SafeString(link_headings(markup, headings or (), label=label))


@register.filter
def headline(text: str, language: str = "") -> SafeString:
    """Return a heading as print has it, which is not broken at a hyphen."""
    return SafeString(
        typeset_html(
            conditional_escape(text),
            language=language or _page_language(),
            headings=True,
        )
    )


def _page_language() -> str:
    return get_language() or ""


@register.filter
def comma_list(items: Iterable[str]) -> str:
    """Return items as “Oncology, Earnings”."""
    return listed(items)
