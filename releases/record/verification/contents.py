"""Whether a publication's columns and parts are what its document says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from pydantic import ValidationError

from releases.models import (
    EventMention,
    HorizonInstant,
    Publication,
    PublishedFile,
    ReleaseMention,
)
from releases.models.record.kinds import Kind, Notice
from releases.record.documents import (
    WITHOUT_TEXT,
    Document,
    EventDocument,
    ReleaseDocument,
    digest_of,
)
from releases.record.frozen_pages import SCHEMAS, FrozenPage, page_of
from releases.record.verification.merging import Keyed
from releases.record.verification.problems import BATCH, Problems, publication_name

# A country crosses the date line at most.
ZONE_CHANGE = dt.timedelta(hours=25)


class FileRow(NamedTuple):
    """A published file, as its row or its document has it."""

    token: str
    name: str
    media_type: str
    size: int
    sha256: str


def file_rows() -> Iterable[Keyed]:
    """Yield (publication, file) in the order of the publications."""
    rows = PublishedFile.objects.order_by("publication_id", "pk")
    columns = ("publication_id", "token", "name", "media_type", "size", "sha256")
    for pk, *values in rows.values_list(*columns).iterator(BATCH):
        yield pk, FileRow(*values)


def event_rows() -> Iterable[Keyed]:
    """Yield (publication, address of an event that it names)."""
    rows = EventMention.objects.order_by("publication_id", "pk")
    return rows.values_list("publication_id", "address").iterator(BATCH)


def release_rows() -> Iterable[Keyed]:
    """Yield (publication, address of a release that it names)."""
    rows = ReleaseMention.objects.order_by("publication_id", "pk")
    return rows.values_list("publication_id", "address").iterator(BATCH)


def instant_rows() -> Iterable[Keyed]:
    """Yield (publication, instant at which its page changes by itself)."""
    rows = HorizonInstant.objects.order_by("publication_id", "pk")
    return rows.values_list("publication_id", "instant").iterator(BATCH)


def read_document(publication: Publication, problems: Problems) -> Document | None:
    """Return the publication's document; None, and a problem, if it has none."""
    if digest_of(publication.document) != publication.digest:
        why = _("its digest does not match its document")
        problems.add(publication_name(publication.pk, publication), why)
    try:
        schema = SCHEMAS[Kind(publication.kind)]
        document: Document = schema.model_validate_json(publication.document)
    except (ValidationError, ValueError):
        why = _("its document cannot be read")
        problems.add(publication_name(publication.pk, publication), why)
        return None
    return document


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What stands in tables beside a publication: files, events, releases and instants."""

    files: Collection[FileRow]
    events: Collection[str]
    releases: Collection[str]
    instants: Collection[dt.datetime]

    def named(self) -> dict[str, object]:
        """Return each part by how it is named; instants to the second."""
        names: dict[str, object] = {}
        for file in self.files:
            name = _("the file “%(name)s” (%(token)s)")
            names[name % {"name": file.name, "token": file.token}] = file
        for address in self.events:
            names[_("the event %(event)s") % {"event": address}] = address
        for address in self.releases:
            names[_("the release %(release)s") % {"release": address}] = address
        for instant in map(_second, self.instants):
            name = _("the instant %(instant)s")
            names[name % {"instant": instant.isoformat()}] = instant
        return names

    @classmethod
    def of_page(cls, page: FrozenPage) -> Parts:
        """Return the parts that stand in the document."""
        return cls(
            files=[
                FileRow(file.token, file.name, file.media_type, file.size, file.sha256)
                for file in page.files
            ],
            events=page.events,
            releases=page.releases,
            instants=page.instants,
        )


def check_contents(
    publication: Publication, document: Document, parts: Parts, problems: Problems
) -> None:
    """Compare the columns, and the parts by their rows, with the document."""
    page = _as_published(page_of(publication.address, document), publication)
    for why in (
        *_wrong_columns(publication, page),
        *_wrong_parts(parts, Parts.of_page(page)),
    ):
        problems.add(publication_name(publication.pk, publication), why)


def _wrong_columns(publication: Publication, page: FrozenPage) -> Iterator[str]:
    if publication.seals_earlier != page.seals_earlier:
        yield _("it does not seal earlier versions as its document says")
    for column in _other_columns(publication, page):
        why = _("its %(column)s is not what its document says")
        yield why % {"column": column}


def _wrong_parts(by_rows: Parts, by_document: Parts) -> Iterator[str]:
    rows, documents = by_rows.named(), by_document.named()
    for name, part in rows.items():
        if documents.get(name) != part:
            yield _("%(part)s does not stand in its document") % {"part": name}
    for name, part in documents.items():
        if rows.get(name) != part:
            yield _("%(part)s of its document has no row") % {"part": name}


def notice_of(document: Document) -> Notice:
    """Return what the document tells readers of the version before it."""
    change = document.change if isinstance(document, ReleaseDocument) else None
    if change is None:
        return Notice.NONE
    is_withdrawal = change.kind in WITHOUT_TEXT
    return Notice.WITHDRAWAL if is_withdrawal else Notice.CORRECTION


def _as_published(page: FrozenPage, publication: Publication) -> FrozenPage:
    """Return the page with the end of its last day as it was when it was published.

    Governments change the rules of their time zones.
    """
    document, then, now = page.document, publication.ends, page.ends
    if not isinstance(document, EventDocument) or not document.all_day:
        return page
    if then is None or now is None or abs(then - now) > ZONE_CHANGE:
        return page
    return replace(page, ends=then, instants=page.instants - {now} | {then})


def _other_columns(publication: Publication, page: FrozenPage) -> list[str]:
    """Return the columns that differ from the page's."""
    expected = {
        "headline": page.headline,
        "language": page.language,
        "category": page.category,
        "notice": notice_of(page.document),
        "quarter": page.quarter,
        "translation_group": page.translation_group,
        "is_translation": page.is_translation,
    }
    differing = [
        column
        for column, value in expected.items()
        if getattr(publication, column) != value
    ]
    for column in ("starts", "ends"):
        actual, value = getattr(publication, column), getattr(page, column)
        if (actual and _second(actual)) != (value and _second(value)):
            differing.append(column)
    return differing


def _second(instant: dt.datetime) -> dt.datetime:
    """Return the instant to the second, as documents have it."""
    return instant.replace(microsecond=0)
