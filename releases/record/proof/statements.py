"""What readers get of the signatures and the log: only what is public at the moment."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from releases.models import (
    Envelope,
    KeyRevocation,
    LogEntry,
    LogHead,
    Publication,
    SigningKey,
)
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.public_view import PublicationRef
from releases.record.representation import Lookup, NotDisclosed, Subject, site
from releases.record.subjects import EVENT, VERSION, YEAR
from releases.text.public_paths import log_year_path


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """Canonical JSON with the signature and the public key that it is by."""

    text: str
    key: str
    signature: str

    @property
    def value(self) -> Any:
        """What the text says."""
        return json.loads(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A publication's envelope, its place in the log, and the log of its instant."""

    envelope: SignedText
    head: SignedText
    position: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedText:
    """An entry of the log: its position, and the envelope's text."""

    position: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedYear:
    """A year of the log, and how many entries it has."""

    year: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHistory:
    """Every key on record in the order of their coming, and every revocation."""

    keys: tuple[SignedText, ...]
    revocations: tuple[SignedText, ...]


def _version(lookup: Lookup) -> PublicationQuerySet:
    """Return the publication of a version that is public and not sealed, as a query."""
    version = VERSION.read(lookup)
    chain = Publication.objects.releases().at_address(version.address)
    return chain.not_called_off().filter(number=version.number)


def _event(lookup: Lookup) -> PublicationQuerySet:
    """Return the publication of an event that is public, as a query."""
    event = EVENT.read(lookup)
    chain = Publication.objects.events().at_address(event.address)
    return chain.not_called_off().filter(number=event.number)


def _document(publications: PublicationQuerySet) -> str:
    """Return its document as it was frozen: writing it anew might differ by a schema."""
    document: str = publications.values_list("document", flat=True).get()
    return document


def _statement(standing: PublicationQuerySet) -> Statement:
    entry = (
        LogEntry.objects.filter(publication__in=standing)
        .select_related("head__key", "publication__envelope__key")
        .defer("publication__document")
        .first()
    )
    if entry is None:
        raise NotDisclosed
    return Statement(
        envelope=_signed(entry.publication.envelope),
        head=_signed(entry.head),
        position=entry.position,
        path=tuple(entry.path.split()),
    )


def _read_head(lookup: Lookup) -> SignedText:
    """Return the log's latest head."""
    heads = LogHead.objects.filter(instant__lte=lookup.at).select_related("key")
    head = heads.order_by("-instant").first()
    if head is None:
        raise NotDisclosed
    return _signed(head)


def is_log_public(*, at: dt.datetime) -> bool:
    """Return whether readers get anything of the log at the moment."""
    return LogHead.objects.filter(instant__lte=at).exists()


def _read_year(lookup: Lookup) -> tuple[LoggedText, ...]:
    """Return the entries whose chain was first disclosed in the year, in their order."""
    entries = LogEntry.objects.filter(
        head__instant__lte=lookup.at, publication__year=lookup.parameters["year"]
    )
    columns = ("position", "publication__envelope__text")
    rows = entries.order_by("position").values_list(*columns)
    logged = tuple(LoggedText(position=position, text=text) for position, text in rows)
    if not logged:
        raise NotDisclosed
    return logged


def _read_years(lookup: Lookup) -> tuple[LoggedYear, ...]:
    """Return the years that have entries."""
    entries = LogEntry.objects.filter(head__instant__lte=lookup.at)
    counted = entries.values_list("publication__year").annotate(Count("id"))
    years = tuple(
        LoggedYear(year=year, count=count)
        for year, count in counted.order_by("publication__year")
    )
    if not years:
        raise NotDisclosed
    return years


def _read_keys(lookup: Lookup) -> KeyHistory:
    keys = SigningKey.objects.select_related("introduced_by").order_by("id")
    revocations = KeyRevocation.objects.select_related("signed_by").order_by("id")
    history = KeyHistory(
        keys=tuple(
            SignedText(
                text=key.text,
                key=(key.introduced_by or key).public_key,
                signature=key.signature,
            )
            for key in keys
        ),
        revocations=tuple(
            SignedText(
                text=revocation.text,
                key=revocation.signed_by.public_key,
                signature=revocation.signature,
            )
            for revocation in revocations
        ),
    )
    if not history.keys:
        raise NotDisclosed
    return history


def _signed(row: Envelope | LogHead) -> SignedText:
    return SignedText(text=row.text, key=row.key.public_key, signature=row.signature)


def _pages_of_log_year(ref: PublicationRef) -> Iterable[str]:
    return (log_year_path(f"{ref.year:04d}"),)


_EVERY_KIND = frozenset(map(str, Kind))

VERSION_STATEMENT: Subject[Statement] = Subject(
    name="version",
    pages=VERSION.pages,
    by=VERSION.by,
    affected_pages=VERSION.affected_pages,
    read=lambda lookup: _statement(_version(lookup)),
)
EVENT_STATEMENT: Subject[Statement] = Subject(
    name="event",
    pages=EVENT.pages,
    by=EVENT.by,
    affected_pages=EVENT.affected_pages,
    read=lambda lookup: _statement(_event(lookup)),
)
VERSION_DOCUMENT: Subject[str] = Subject(
    name="version",
    pages=VERSION.pages,
    by=VERSION.by,
    affected_pages=VERSION.affected_pages,
    read=lambda lookup: _document(_version(lookup)),
)
EVENT_DOCUMENT: Subject[str] = Subject(
    name="event",
    pages=EVENT.pages,
    by=EVENT.by,
    affected_pages=EVENT.affected_pages,
    read=lambda lookup: _document(_event(lookup)),
)
LOG_HEAD: Subject[SignedText] = site(_read_head, by=Kind)
LOG_YEARS: Subject[tuple[LoggedYear, ...]] = site(_read_years, by=Kind)
# Below no page: its path is one of its own, and is known by what is published.
LOG_YEAR: Subject[tuple[LoggedText, ...]] = Subject(
    name="log year",
    pages={"log_year_": log_year_path(YEAR)},
    by=_EVERY_KIND,
    affected_pages=_pages_of_log_year,
    read=_read_year,
    extends_page=False,
)
KEYS: Subject[KeyHistory] = site(_read_keys, by=())
