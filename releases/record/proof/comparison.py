"""Compares what somebody brings with what is public, and keeps nothing of it.

What is under embargo takes the same queries as what never was, and gives the same answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from django.db.models import Count, QuerySet

from releases.models import ContentDigest, Derivative, Publication
from releases.models.record.kinds import Kind
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import (
    EventDocument,
    FilingDocument,
    PageDocument,
    ProfileDocument,
    ReleaseHead,
    ReportDocument,
)
from releases.record.published import (
    Published,
    published_event,
    published_filing,
    published_head,
    published_page,
    published_report,
)
from releases.record.representation import Lookup
from releases.record.subjects import EDITION
from releases.text.text_digests import (
    DIGEST_LENGTH,
    pasted_paragraphs,
    text_digest,
)

Part = ContentDigest.Part
WHOLE = (Part.RELEASE, Part.TEXT)
PDF = "pdf"
# How many paragraphs of a text are looked up, with how many lines in all, and how many
# releases are named.
MAX_PARAGRAPHS = 300
MAX_LINES = 2000
MAX_RELEASES = 5


Matched: TypeAlias = (
    Published[ReleaseHead]
    | Published[EventDocument]
    | Published[FilingDocument]
    | Published[ReportDocument]
    | Published[PageDocument]
)
# How a publication is read; a version of the issuer's profile has no page of its own.
READERS: dict[Kind, Callable[[Publication], Matched]] = {
    Kind.RELEASE: published_head,
    Kind.EVENT: published_event,
    Kind.FILING: published_filing,
    Kind.REPORT: published_report,
    Kind.PAGE: published_page,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Something public: `part` says what of it matched.

    `until` is when another version took its place, None if it is current. `publication` is
    None for a version of the issuer's profile.
    """

    part: str
    since: dt.datetime
    until: dt.datetime | None
    number: int
    publication: Matched | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialMatch:
    """A release that holds paragraphs of a text, word for word: how many of them."""

    count: int
    match: Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The publications that match a text, a file or a digest.

    `exact` have all of it; `partial` some of its `looked_up` paragraphs, the one with
    most first; `missing` are the paragraphs that this one lacks.
    """

    exact: tuple[Match, ...] = ()
    partial: tuple[PartialMatch, ...] = ()
    looked_up: int = 0
    missing: tuple[str, ...] = ()


def compare_digest(
    sha256: str, *, at: dt.datetime, issuer: ProfileDocument
) -> Comparison:
    """Compare a SHA-256 with those of documents, of files and of PDFs."""
    rows = ContentDigest.objects.filter(
        digest=sha256[:DIGEST_LENGTH],
        part__in=(Part.DOCUMENT, Part.FILE),
        publication__in=_public(at),
    )
    matches = [
        _match(row.part, row.publication, at=at)
        for row in _latest(rows)
        if _has_digest(row, sha256)
    ]
    matches += _pdfs(sha256, at=at, issuer=issuer)
    return Comparison(exact=tuple(matches))


def compare_file(
    content: bytes, *, at: dt.datetime, issuer: ProfileDocument
) -> Comparison:
    """Compare a file with those that are public, byte for byte."""
    return compare_digest(hashlib.sha256(content).hexdigest(), at=at, issuer=issuer)


def compare_text(text: str, *, at: dt.datetime) -> Comparison:
    """Compare a text with whole releases, and each of its paragraphs with theirs."""
    public = _public(at)
    whole = ContentDigest.objects.filter(
        digest=text_digest(text), part__in=WHOLE, publication__in=public
    )
    exact = {
        row.publication_id: _match(row.part, row.publication, at=at)
        for row in _latest(whole)
    }
    paragraphs = list(_first_paragraphs(text))
    digests = {
        unit: text_digest(unit)
        for paragraph, lines in paragraphs
        for unit in (paragraph, *lines)
    }
    passages = ContentDigest.objects.filter(
        part=Part.PASSAGE, digest__in=set(digests.values()), publication__in=public
    )
    counted = (
        passages.values("publication")
        .annotate(count=Count("digest"))
        .order_by("-count", "-publication__live_from", "-publication")
    )
    best = list(counted.values_list("publication", "count")[:MAX_RELEASES])
    rows = Publication.objects.in_bulk([pk for pk, _ in best])
    held = set(
        passages.filter(publication__in=[pk for pk, _ in best[:1]]).values_list(
            "digest", flat=True
        )
    )
    missing, looked_up = _missing(
        paragraphs, {unit for unit, digest in digests.items() if digest in held}
    )
    return Comparison(
        exact=tuple(exact.values()),
        partial=tuple(
            PartialMatch(count=count, match=_match(Part.PASSAGE, rows[pk], at=at))
            for pk, count in best
        ),
        looked_up=looked_up,
        missing=tuple(missing) if best else (),
    )


def _first_paragraphs(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the paragraphs that are looked up, each with its lines.

    Once there were MAX_LINES, a paragraph is looked up as a whole.
    """
    left = MAX_LINES
    for paragraph, lines in islice(pasted_paragraphs(text), MAX_PARAGRAPHS):
        yield paragraph, lines if len(lines) <= left else ()
        left = max(left - len(lines), 0)


def _latest(rows: QuerySet[ContentDigest]) -> QuerySet[ContentDigest]:
    """Return the rows of the latest publications, as many as are named."""
    ordered = rows.select_related("publication").order_by("-publication__live_from")
    return ordered[:MAX_RELEASES]


def _missing(
    paragraphs: Iterable[tuple[str, tuple[str, ...]]], held: set[str]
) -> tuple[list[str], int]:
    """Return the paragraphs, or their lines, that are not held; and how many there are."""
    missing: list[str] = []
    count = 0
    for paragraph, lines in paragraphs:
        units = (paragraph,) if paragraph in held or len(lines) < 2 else lines
        count += len(units)
        missing += [unit for unit in units if unit not in held]
    return missing, count


def _public(at: dt.datetime) -> PublicationQuerySet:
    """Return what is public and not sealed at the moment."""
    return Publication.objects.disclosed(at=at).unsealed(at=at)


def _has_digest(row: ContentDigest, sha256: str) -> bool:
    """Return whether it is the whole digest, of which the table has the first half."""
    if row.part == Part.DOCUMENT:
        return row.publication.digest == sha256
    return row.publication.files.filter(sha256=sha256).exists()


def _pdfs(sha256: str, *, at: dt.datetime, issuer: ProfileDocument) -> list[Match]:
    """Return the versions whose PDF this is, as readers get it.

    One that was made ahead and never served, since the issuer changed, does not count.
    """
    rows = Derivative.objects.filter(
        representation=PDF, sha256=sha256, publication__in=_public(at)
    ).select_related("publication")
    matches = []
    for row in rows:
        year, _, slug = row.publication.address.partition("/")
        parameters = {
            "year": int(year),
            "slug": slug,
            "number": row.publication.number,
        }
        edition = EDITION.read(Lookup(at=at, issuer=issuer, parameters=parameters))
        if edition.source == row.source:
            matches.append(_match(PDF, row.publication, at=at))
    return matches


def _match(part: str, row: Publication, *, at: dt.datetime) -> Match:
    read = READERS.get(Kind(row.kind))
    publication = read(row) if read else None
    # A version that is to follow is on the record ahead of its instant.
    is_over = row.live_until is not None and row.live_until <= at
    return Match(
        part=part,
        since=row.live_from,
        until=row.live_until if is_over else None,
        number=row.number,
        publication=publication,
    )
