"""The search of the desk: in everything of a release, published or not.

It reads the tables, and keeps no index: whatever staff may see is there, and the index of the
public search must never hold what is not public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise

from releases.models import (
    Attachment,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
)

MAX_WORDS = 8
WORD = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|(\S+)")
# Of a release; of its parts, below.
COLUMNS: dict[str, StrOrPromise] = {
    "headline": _("headline"),
    "subheadlines": _("subheadlines"),
    "body": _("text"),
    "address": _("address"),
    "slug": _("address"),
    "source": _("source"),
    "dateline_places": _("dateline"),
    "filing_number": _("8-K"),
}
# The rows of a part, the columns that are searched, and what people call it.
PARTS = (
    (ReleaseContact, ("contact__name", "contact__organization"), _("people")),
    (ReleaseDisclaimer, ("disclaimer__name", "disclaimer__wording"), _("disclaimers")),
    (
        ReleaseBoilerplate,
        ("boilerplate__name", "boilerplate__text"),
        _("About section"),
    ),
    (Attachment, ("title", "name"), _("files")),
)


def words_in_search(text: str) -> list[str]:
    """Return the words and the quoted phrases of a search, the first `MAX_WORDS`."""
    found = [next(filter(None, match.groups())) for match in WORD.finditer(text)]
    return found[:MAX_WORDS]


def search_releases(releases: QuerySet[Release], text: str) -> QuerySet[Release]:
    """Return the releases that hold every word somewhere, in whatever case."""
    for word in words_in_search(text):
        conditions = _holding(word, COLUMNS)
        for model, columns, _name in PARTS:
            rows = model._default_manager.filter(release=OuterRef("pk"))
            conditions |= Q(Exists(rows.filter(_holding(word, columns))))
        releases = releases.filter(conditions)
    return releases


def places_of(release: Release, text: str) -> list[str]:
    """Return where a release holds the words, in words; its files are prefetched."""
    places: dict[str, None] = {}
    for word in words_in_search(text):
        variants = {spelling.casefold() for spelling in _spellings(word)}
        for name, content in _texts(release):
            if any(variant in content.casefold() for variant in variants):
                places[name] = None
    return list(places)


def _texts(release: Release) -> Iterator[tuple[str, str]]:
    for column, name in COLUMNS.items():
        yield str(name), getattr(release, column)
    for contact in release.contacts.all():
        yield str(_("people")), f"{contact.name}\n{contact.organization}"
    for disclaimer in release.disclaimers.all():
        yield str(_("disclaimers")), f"{disclaimer.name}\n{disclaimer.wording}"
    for boilerplate in release.boilerplates.all():
        yield str(_("About section")), f"{boilerplate.name}\n{boilerplate.text}"
    for attachment in release.attachments.all():
        yield str(_("files")), f"{attachment.title}\n{attachment.name}"


def _holding(word: str, columns: object) -> Q:
    condition = Q()
    assert isinstance(columns, dict | tuple)
    for column in columns:
        for spelling in _spellings(word):
            condition |= Q(**{f"{column}__icontains": spelling})
    return condition


def _spellings(word: str) -> set[str]:
    """Return the spellings to look for: SQLite ignores the case of ASCII letters alone.

    Texts are HTML, in which an ampersand is written out.
    """
    spellings = {word, escape(word, quote=False)}
    if not word.isascii():
        spellings |= {word.lower(), word.upper(), word.title()}
    return spellings
