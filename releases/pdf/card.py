"""A release, or the site, as the plain values of the picture that is shown with a link.

It says who published what and when, in the words of the page, and no figure beside those
of the headline: what a picture says, no correction reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unicodedata import east_asian_width, normalize

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from releases.pdf.sheet import language_of
from releases.record.documents import ProfileDocument, ReleaseDocument
from releases.record.logo_bytes import logo_bytes
from releases.record.published import Published
from releases.templatetags import datetimes
from releases.templatetags.labels import title_mark
from releases.text.body_tree import break_runs, printed_characters
from releases.text.html import html_to_text

WIDTH, HEIGHT = 1200, 630
# A longer word may be broken after every few characters.
MAX_WORD = 30
MAX_RUN = 6
_BREAK = "\u200b"
_SPACES = re.compile(r"[ \t\r\n\f]+")


def card_of(
    release: Published[ReleaseDocument], *, issuer: ProfileDocument, host: str
) -> dict[str, Any]:
    """Return the values of the card of a version of a release.

    `host` stands for the name of an issuer that has none, or one that no font has, and
    `other_headline` for such a headline.
    """
    document = release.document
    date = html_to_text(datetimes.long_date(release.dated, document.timezone))
    change = "withdrawn" if document.is_notice else "corrected"
    return {
        **_headline(document.headline),
        **language_of(document.language),
        "other_headline": _("Press release"),
        "page_language": _page_language(),
        "issuer": _line(issuer.name),
        **_logo(issuer),
        "host": host,
        "mark": title_mark(document),
        "notice": change if document.change else "",
        "category": _line(document.category.readable_name),
        "date": date,
    }


def site_card_of(issuer: ProfileDocument, *, host: str) -> dict[str, Any]:
    """Return the values of the card of every page that is no release's."""
    return {
        **_headline(issuer.name),
        **language_of(_page_language()),
        "other_headline": host,
        "page_language": _page_language(),
        "issuer": _("Newsroom"),
        **_logo(issuer),
        "host": host,
        "mark": "",
        "notice": "",
        "category": _("Press releases, events and contacts"),
        "date": "",
    }


def _logo(issuer: ProfileDocument) -> dict[str, Any]:
    """Return the logo for a dark ground; `on_light` if it needs a light field."""
    return {
        "logo": logo_bytes(issuer.logo_dark or issuer.logo),
        "on_light": issuer.logo_dark is None,
    }


def _page_language() -> str:
    """Return the language of the site's own words, without its region."""
    return str(language_of(get_language() or "en")["language"])


def _line(text: str) -> str:
    """Return text on one line, its marks joined to their letters where they can be."""
    return _SPACES.sub(" ", normalize("NFC", printed_characters(text))).strip()


def _headline(text: str) -> dict[str, Any]:
    """Return the headline, and the parts of it that must fit into a line each."""
    runs = (
        break_runs(run, max_run=MAX_RUN) if len(run) > MAX_WORD else run
        for run in _line(text).split(" ")
    )
    headline = " ".join(runs)
    return {"headline": headline, "words": list(_words(headline))}


def _words(headline: str) -> Iterator[str]:
    """Yield what no line can break: words, without the wide characters of East Asia."""
    for word in re.split(f"[ {_BREAK}]", headline):
        narrow = "".join(
            " " if east_asian_width(character) in "WF" else character
            for character in word
        )
        yield from narrow.split()
