"""A release as the plain values that the PDF's template sets, in the order of its page.

Everything is text, numbers, lists and dictionaries: it travels to the typesetter as JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urljoin

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from releases.pdf.sheet_images import place_images
from releases.record.documents import (
    ContactEntry,
    EventDocument,
    FileEntry,
    ImageEntry,
    ProfileDocument,
    ReleaseDocument,
)
from releases.record.logo_bytes import logo_bytes
from releases.record.published import Published
from releases.templatetags import datetimes
from releases.templatetags.labels import (
    by_audience,
    event_kind,
    event_place,
    notice_heading,
    notice_time,
    release_title,
)
from releases.text.body_tree import Block, Inline, parse_blocks, words
from releases.text.html import html_to_text
from releases.text.invisible import is_right_to_left
from releases.text.links import links_in
from releases.text.phones import e164, phones_in
from releases.text.public_paths import file_path
from releases.translation import labelled

# A table of more columns than the first has a page on its side, if it can have one; one
# of more than the second is set in parts, each with the first column.
MAX_UPRIGHT_COLUMNS = 8
MAX_PART_COLUMNS = 14
_EMPTY_LINES = re.compile(r"\n[ \t]*\n+")


def sheet_of(
    release: Published[ReleaseDocument],
    *,
    issuer: ProfileDocument,
    events: Iterable[Published[EventDocument]],
    root: str,
) -> dict[str, Any]:
    """Return the values of a version of a release.

    `issuer` and `events` are as they were when it went live. `root` is the origin of the
    site's URLs, without a slash at its end.
    """
    document = release.document
    zone = document.timezone
    when = html_to_text(datetimes.datetime_to_second(release.since, zone))
    url = f"{root}{release.permanent_path}"
    version = _("Version %(number)d") % {"number": release.number}
    return {
        **language_of(document.language),
        "page_language": language_of(get_language() or "en")["language"],
        "paper": "us-letter" if issuer.timezone.startswith("America/") else "a4",
        "created": int(release.since.timestamp()),
        "title": words(release_title(document))[1],
        "author": words(issuer.legal_name or issuer.name)[1],
        "issuer": words(issuer.name or _("Newsroom"))[1],
        "logo": logo_bytes(issuer.logo),
        "listings": [
            words(f"{listing.exchange}: {listing.symbol}")[1]
            for listing in issuer.listings
        ],
        "category": words(document.category.readable_name)[1],
        "subheadlines": [[words(line)] for line in document.subheadlines],
        "published": words(_published(release))[1],
        "notice": _notice(document, when),
        "body": _body(document, root),
        "sections": list(_sections(document)),
        "contacts": _contacts(document),
        "events": [_event(event.document) for event in events],
        "events_heading": _("Events, as announced with this release"),
        "files": [_file(file, root) for file in document.files],
        "files_heading": _("Documents"),
        "source": _("Source: %(source)s") % {"source": words(document.source)[1]}
        if document.source
        else "",
        "address": _address(url),
        "footer": f"{url} · {version} · {when}",
        "page": _("Page {page} of {pages}"),
    }


def _address(url: str) -> list[Inline]:
    """Return the sentence that names the release's page."""
    before, after = _("The current version of this release is at {url}").split("{url}")
    return [words(before), ["link", url, [words(url)]], words(after)]


def language_of(tag: str) -> dict[str, Any]:
    """Return a language (BCP 47) as the typesetter names it: language and region."""
    language, *subtags = tag.split("-")
    known = re.fullmatch("[A-Za-z]{2,3}", language)
    region = next((part for part in subtags if re.fullmatch("[A-Za-z]{2}", part)), "")
    return {
        "language": language.lower() if known else "und",
        "region": region.upper(),
        "right_to_left": is_right_to_left(tag),
    }


def _published(release: Published[ReleaseDocument]) -> str:
    zone = release.document.timezone
    if release.imported:
        return html_to_text(datetimes.long_date(release.dated, zone))
    when = html_to_text(datetimes.datetime_to_second(release.dated, zone))
    return _("Published %(when)s") % {"when": when}


def _notice(document: ReleaseDocument, when: str) -> dict[str, Any] | None:
    if document.change is None:
        return None
    kind = document.change.kind
    return {
        "heading": notice_heading(kind),
        "when": html_to_text(notice_time(kind, when)),
        "paragraphs": list(paragraphs(document.change.text)),
        "withdrawn": document.is_notice,
    }


def _body(document: ReleaseDocument, root: str) -> list[Block]:
    """Return the body, its dateline run in, and its headings without a level left out."""
    blocks = parse_blocks(document.body)
    dateline = document.dateline_text
    if dateline and document.body:
        opening = ["strong", [words(f"{dateline} —")]]
        if blocks and blocks[0]["kind"] == "paragraph":
            blocks[0]["content"] = [opening, words(" "), *blocks[0]["content"]]
        else:
            blocks.insert(0, {"kind": "paragraph", "content": [opening]})
    return fitted(blocks, root, document.images)


def fitted(
    blocks: list[Block], root: str, images: tuple[ImageEntry, ...] = ()
) -> list[Block]:
    """Return blocks without a level of headings left out, with whole links and fitting tables.

    An image that is not among `images` is its text.
    """
    _step_headings(blocks, 1)
    place_images(blocks, images)
    _make_links_absolute(blocks, root)
    return [part for block in blocks for part in _fitting(block)]


def _step_headings(blocks: Iterable[Block], level: int) -> int:
    """Raise headings that skip a level (ISO 14289-1, 7.4); return the last level."""
    for block in blocks:
        if block["kind"] == "heading":
            level = block["level"] = min(block["level"], level + 1)
        elif block["kind"] == "quote":
            level = _step_headings(block["blocks"], level)
        elif block["kind"] == "list":
            for item in block["items"]:
                level = _step_headings(item, level)
    return level


def _make_links_absolute(value: Any, root: str) -> None:
    """Give each link of the body that names no host the site's own."""
    if isinstance(value, dict):
        for inner in value.values():
            _make_links_absolute(inner, root)
    elif isinstance(value, list):
        if len(value) == 3 and value[0] == "link":
            value[1] = urljoin(f"{root}/", value[1])
        for inner in value:
            _make_links_absolute(inner, root)


def _fitting(block: Block) -> Iterator[Block]:
    """Yield a table on a page on its side, or in parts, if it has too many columns."""
    if block["kind"] != "table" or block["columns"] <= MAX_UPRIGHT_COLUMNS:
        yield block
        return
    if block["columns"] <= MAX_PART_COLUMNS:
        yield {**block, "sideways": True}
        return
    for start in range(1, block["columns"], MAX_PART_COLUMNS - 1):
        end = min(start + MAX_PART_COLUMNS - 1, block["columns"])
        part = _columns_of(block, start, end)
        yield {
            **part,
            "sideways": True,
            "caption": block["caption"] if start == 1 else [],
        }


def _columns_of(table: Block, start: int, end: int) -> Block:
    """Return the first column of a table, and those from `start` up to `end`.

    Of a cell that reaches into several parts, the words are in the first.
    """
    cells = []
    for cell in table["cells"]:
        left, right = max(cell["x"], start), min(cell["x"] + cell["width"], end)
        if cell["x"] == 0:
            inside = max(0, right - start)
            cells.append({**cell, "width": 1 + inside})
        elif left < right:
            content = cell["content"] if left == cell["x"] else []
            header = cell["header"] if content else ""
            cells.append(
                {
                    **cell,
                    "x": left - start + 1,
                    "width": right - left,
                    "content": content,
                    "header": header,
                }
            )
    return {**table, "cells": cells, "columns": end - start + 1, "widths": None}


def paragraphs(text: str) -> Iterator[list[Inline]]:
    """Yield the paragraphs of plain text, with its web and e-mail addresses as links."""
    for part in _EMPTY_LINES.split(text):
        content: list[Inline] = []
        last = 0
        for link in links_in(part):
            content += _lines(part[last : link.start])
            label = words(link.text)
            content.append(["link", link.target, [label]] if link.target else label)
            last = link.end
        content += _lines(part[last:])
        if content:
            yield content


def _lines(text: str) -> list[Inline]:
    """Return text as inline values, with a break for each end of a line."""
    content: list[Inline] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            content.append(["break"])
        if line:
            content.append(words(line))
    return content


def _sections(document: ReleaseDocument) -> Iterator[dict[str, Any]]:
    for about in document.boilerplates:
        yield _section(about.heading, about.text, small=False)
    for notice in document.disclaimers:
        yield _section(notice.heading, notice.wording, small=True)


def _section(heading: str, text: str, *, small: bool) -> dict[str, Any]:
    return {
        "heading": words(heading)[1],
        "paragraphs": list(paragraphs(text)),
        "small": small,
    }


def _contacts(document: ReleaseDocument) -> dict[str, Any] | None:
    if not document.contacts:
        return None
    return {
        "heading": _("Contacts"),
        "groups": [
            {"audience": audience, "people": [_person(person) for person in people]}
            for audience, people in by_audience(document.contacts)
        ],
    }


def _person(person: ContactEntry) -> list[list[Inline]]:
    """Return the lines of a contact, the name strong."""
    lines: list[list[Inline]] = []
    if person.name:
        lines.append([["strong", [words(person.name)]]])
    lines += [[words(line)] for line in (person.title, person.organization) if line]
    lines += [_with_phones(phone) for phone in person.phones]
    lines += [[["link", f"mailto:{email}", [words(email)]]] for email in person.emails]
    return lines


def _with_phones(text: str) -> list[Inline]:
    """Return a line with the telephone numbers in it as `tel:` links (RFC 3966)."""
    content: list[Inline] = []
    last = 0
    for phone in phones_in(text):
        number = e164(phone.text)
        if number is None:
            continue
        content += _lines(text[last : phone.start])
        content.append(["link", f"tel:{number}", [words(phone.text)]])
        last = phone.end
    return content + _lines(text[last:])


def _event(event: EventDocument) -> dict[str, Any]:
    """Return an event: its kind, title, time and place, and how to listen."""
    lines: list[list[Inline]] = [[words(html_to_text(datetimes.event_period(event)))]]
    if place := event_place(event):
        lines.append([words(place)])
    if not event.cancelled:
        for label, url in (
            (_("Webcast"), event.webcast_url),
            (_("Replay"), event.replay_url),
        ):
            if url:
                lines.append([words(labelled(label, "")), ["link", url, [words(url)]]])
        lines += [
            [words(labelled(_("Dial-in"), "")), *_with_phones(line)]
            for line in event.dial_ins
        ]
    kind = event_kind(event.event_kind)
    return {
        "kind": _("%(kind)s: cancelled") % {"kind": kind} if event.cancelled else kind,
        "title": words(event.title)[1],
        "lines": lines,
    }


def _file(file: FileEntry, root: str) -> list[Inline]:
    """Return a line with a link to a file."""
    label = file.title or file.name
    path = quote(file_path(file.token, file.name))
    return [["link", f"{root}{path}", [words(label)]]]
