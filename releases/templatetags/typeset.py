"""The record's words set for reading; not one of them is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from releases.record.documents import Dateline, ReleaseDocument
from releases.templatetags.moments import long_day
from releases.text.html import html_to_text
from releases.text.links import links_in
from releases.text.phones import e164, phones_in

register = template.Library()

PAGE_LANGUAGE = "en"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "yi"}
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
SCOPE = re.compile(r' scope="[^"]*"')
CELL = re.compile(r"<(t[dh])((?: [^<>]*)?)>(.*?)</\1>", re.DOTALL)
FIGURE = re.compile(
    r"[\s(\[$€£¥<>≤≥~+−–-]*\d[\d,.\s]*(?:[%x×]|pp|bps)?[)\]*\s]*"  # noqa: RUF001
    r"|[\s$€£¥%)(—–-]+|N/?[AM]\.?",
    re.IGNORECASE,
)
EMPTY_LINES = re.compile(r"\n[ \t]*\n+")


@register.filter
def body(document: ReleaseDocument) -> SafeString:
    """The body with its dateline run in, wide tables in frames, figures marked."""
    markup = framed(document.body)
    printed = dateline(document.dateline)
    if not printed:
        return SafeString(markup)
    opening = format_html('<span class="dateline">{} —</span> ', printed)
    if markup.startswith("<p>"):
        return SafeString(f"<p>{opening}{markup.removeprefix('<p>')}")
    return SafeString(f"<p>{opening}</p>{markup}")


def dateline(line: Dateline) -> str:
    """BOSTON and LONDON, March 3, 2026 (BUSINESS WIRE)."""
    where = " and ".join(line.places)
    when = long_day(line.date) if line.date else ""
    wire = f"({line.wire})" if line.wire else ""
    return " ".join(filter(None, [", ".join(filter(None, [where, when])), wire]))


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs, its addresses as links."""
    return format_html_join(
        "\n", "<p>{}</p>", ((_linked(part),) for part in EMPTY_LINES.split(text))
    )


@register.filter
@lru_cache(maxsize=1024)
def phones(text: str) -> SafeString:
    """A line with the telephone numbers in it as links: the same few on every page."""
    found = []
    last = 0
    for phone in phones_in(text):
        number = e164(phone.text)
        if number is None:
            continue
        found.append(escape(text[last : phone.start]))
        found.append(format_html('<a href="tel:{}">{}</a>', number, phone.text))
        last = phone.end
    return SafeString("".join([*found, escape(text[last:])]))


@register.filter
def standfirst(document: ReleaseDocument) -> str:
    """What a list says below the headline: a subheadline, or how the text begins."""
    if document.change and document.is_notice:
        return document.change.text
    if document.subheadlines:
        return document.subheadlines[0]
    return Truncator(html_to_text(document.body)).words(42)


def _linked(text: str) -> SafeString:
    found: list[str] = []
    last = 0
    for link in links_in(text):
        found.append(_broken(text[last : link.start]))
        found.append(
            format_html('<a href="{}">{}</a>', link.target, link.text)
            if link.target
            else escape(link.text)
        )
        last = link.end
    return SafeString("".join([*found, _broken(text[last:])]))


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def framed(markup: str) -> str:
    """Each table in a frame that scrolls by itself and can be reached by keyboard."""
    parts: list[str] = []
    last = 0
    for place, table in enumerate(TABLE.finditer(markup), start=1):
        caption = CAPTION.search(table[1])
        name = f"Table {place}"
        if caption:
            name = f"{name}: {html_to_text(caption[1])}"
        parts.append(markup[last : table.start()])
        parts.append(
            f'<div class="table" role="group" tabindex="0" aria-label="{escape(name)}">'
            f"<table>{_table(table[1])}</table></div>"
        )
        last = table.end()
    return "".join([*parts, markup[last:]])


def _table(markup: str) -> str:
    head = markup.find("</thead>")
    return ROW.sub(
        lambda row: _row(row[0], "col" if row.start() < head else "row"), markup
    )


def _row(markup: str, scope: str) -> str:
    if "<td" not in markup:
        scope = "col"
    return CELL.sub(lambda cell: _cell(cell, scope), markup)


def _cell(cell: re.Match[str], scope: str) -> str:
    """Figures are marked, headers say what they head, an empty one heads nothing."""
    tag, attributes, content = cell[1], cell[2], cell[3]
    words = html_to_text(content)
    if tag == "th" and not words:
        return f"<td{SCOPE.sub('', attributes)}></td>"
    if tag == "th" and not SCOPE.search(attributes):
        attributes += f' scope="{scope}"'
    if FIGURE.fullmatch(words):
        attributes += ' class="figure"'
    return f"<{tag}{attributes}>{content}</{tag}>"


@register.filter
def lang(document: ReleaseDocument) -> SafeString:
    """The attributes of a text in another language than the page around it."""
    if document.language == PAGE_LANGUAGE:
        return SafeString("")
    from_the_right = document.language.partition("-")[0] in RIGHT_TO_LEFT
    direction = SafeString(' dir="rtl"') if from_the_right else ""
    return format_html(' lang="{}"{}', document.language, direction)


@register.filter
def listed(words: Iterable[str]) -> str:
    """Oncology, Earnings."""
    return ", ".join(words)
