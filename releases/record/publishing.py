"""Publishing to the record and calling off from it; nothing else writes to it."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from releases.models import (
    EventMention,
    HorizonInstant,
    JournalAction,
    Publication,
    PublishedFile,
    RecordState,
    ReleaseMention,
)
from releases.models.record.kinds import Kind, Notice
from releases.models.record.publication import PublicationQuerySet
from releases.record import journal
from releases.record.authorization import IMPORT, ITEM, Authorization
from releases.record.clock import COMMIT, MARGIN, next_second, read_clock
from releases.record.content_digests import add_digests
from releases.record.frozen_pages import FrozenPage
from releases.record.proof.signing import sign_after_commit

# How far ahead of "now" a slow machine is given to commit, in the end.
NO_LEAD, LONGEST_LEAD = dt.timedelta(), 8 * MARGIN

Result = TypeVar("Result")


class TooLate(Exception):
    """Raised where the instant is past, or too near to commit before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """What was published, and what was called off first."""

    publications: tuple[Publication, ...]
    called_off: tuple[Publication, ...]

    @property
    def live_from(self) -> dt.datetime:
        """The instant at which all of it goes live."""
        return self.publications[0].live_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """When something that is imported was first published elsewhere."""

    dated: dt.datetime


def lock_record() -> dt.datetime:
    """Lock the record until the transaction ends, and return its time (UTC).

    The record's clock never falls behind that time again.
    """
    record_state = RecordState.objects.select_for_update().get()
    now = read_clock()
    record_state.clock = max(record_state.clock, now)
    record_state.save(update_fields=["clock"])
    return now


@transaction.atomic
def publish(
    pages: Sequence[FrozenPage],
    *,
    at: dt.datetime | None,
    by: journal.Actor,
    zone: str,
    notice: Notice = Notice.NONE,
    imported: Import | None = None,
    authorization: Authorization | Sequence[Authorization] = ITEM,
) -> PublishResult:
    """Publish the pages as one bundle, live from `at`.

    `at` is None for "now": the next whole second at least one second ahead by the
    database's clock, or a later one where the machine is too slow to commit before that.
    What was scheduled on these chains for that instant or later is called off first.
    `zone` (IANA) decides in which year a first publication counts.
    The journal's entries hold the `authorization`, one for all pages or one for each; of
    what is imported it is the import.
    It is signed after the commit; who imports signs all of it at the end.
    Raises TooLate if `at` is past, or is too near to commit before it.
    """
    authorization = IMPORT if imported else authorization
    if isinstance(authorization, Authorization):
        authorization = [authorization] * len(pages)
    write = partial(
        _publish_bundle,
        pages,
        by=by,
        zone=zone,
        notice=notice,
        imported=imported,
        authorizations=authorization,
    )
    publish_at = partial(_in_time, write)
    result = publish_at(at) if at else as_soon_as_possible(publish_at)
    if not imported:
        sign_after_commit()
    return result


@transaction.atomic
def as_soon_as_possible(attempt: Callable[[dt.datetime], Result]) -> Result:
    """Return what an attempt to publish does for the next second, or for a later one.

    An attempt gets the instant (UTC) for which it publishes. Where it raises TooLate, all
    that it wrote is rolled back, and another is made for a second later, then for two, four
    and eight: whatever depends on the instant, such as the year of an address, is for the
    attempt to find out. Raises TooLate where the last one took too long as well.
    """
    lead = NO_LEAD
    while True:
        instant = next_second(lock_record() + lead)
        try:
            with transaction.atomic():
                return attempt(instant)
        except TooLate:
            if lead >= LONGEST_LEAD:
                raise
            lead = max(2 * lead, MARGIN)


def _in_time(
    write: Callable[..., PublishResult], instant: dt.datetime
) -> PublishResult:
    """Write publications for the instant. Raises TooLate if it came before they were written."""
    now = lock_record()
    _require_ahead(instant, now)
    try:
        with transaction.atomic():  # so that the clock can still be read after an error
            result = write(live_from=instant, recorded_at=now)
            _require_ahead(instant, read_clock())
    except IntegrityError:
        # The database refuses what is inserted after its instant.
        _require_ahead(instant, read_clock())
        raise
    return result


def _publish_bundle(
    pages: Sequence[FrozenPage],
    *,
    live_from: dt.datetime,
    recorded_at: dt.datetime,
    by: journal.Actor,
    zone: str,
    notice: Notice,
    imported: Import | None,
    authorizations: Sequence[Authorization],
) -> PublishResult:
    """Call off what was to follow, insert each page, and note it in the journal."""
    bundle = uuid.uuid4()
    called_off: list[Publication] = []
    publications = []
    for page in pages:
        chain = Publication.objects.filter(kind=page.kind, address=page.address)
        later = chain.not_called_off().filter(live_from__gte=live_from)
        called_off += _call_off_last_first(later, now=recorded_at, by=by)
        publications.append(
            _insert(
                page,
                head=chain.not_called_off().order_by("-number").first(),
                live_from=live_from,
                recorded_at=recorded_at,
                zone=zone,
                notice=notice if page.kind == Kind.RELEASE else Notice.NONE,
                imported=imported,
                bundle=bundle,
            )
        )
    for publication, authorization in zip(publications, authorizations, strict=True):
        journal.write(
            JournalAction.IMPORT if imported else JournalAction.PUT_ON_RECORD,
            f"{publication.kind}:{publication.address}",
            by=by,
            digest=publication.digest,
            detail=f"number {publication.number}, live from {live_from.isoformat()}",
            facts=_facts(publication) | authorization.facts(),
        )
    return PublishResult(publications=tuple(publications), called_off=tuple(called_off))


def _insert(
    page: FrozenPage,
    *,
    head: Publication | None,
    live_from: dt.datetime,
    recorded_at: dt.datetime,
    zone: str,
    notice: Notice,
    imported: Import | None,
    bundle: uuid.UUID,
) -> Publication:
    first_dated = imported.dated if imported else live_from
    dated = head.dated if head else first_dated
    year = head.year if head else dated.astimezone(zoneinfo.ZoneInfo(zone)).year
    publication = Publication.objects.create(
        kind=page.kind,
        address=page.address,
        number=head.number + 1 if head else 1,
        dated=dated,
        year=year,
        live_from=live_from,
        language=page.language,
        category=page.category,
        headline=page.headline,
        notice=notice,
        seals_earlier=page.seals_earlier,
        quarter=page.quarter,
        translation_group=page.translation_group,
        is_translation=page.is_translation,
        starts=page.starts,
        ends=page.ends,
        bundle=bundle,
        imported=head.imported if head else imported is not None,
        recorded_at=recorded_at,
        digest=page.digest,
        document=page.text,
    )
    PublishedFile.objects.bulk_create(
        PublishedFile(
            publication=publication,
            sha256=file.sha256,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            token=file.token,
        )
        for file in page.files
    )
    add_digests(publication, page.document, (file.sha256 for file in page.files))
    EventMention.objects.bulk_create(
        EventMention(publication=publication, address=address)
        for address in page.events
    )
    ReleaseMention.objects.bulk_create(
        ReleaseMention(publication=publication, address=address)
        for address in page.releases
    )
    HorizonInstant.objects.bulk_create(
        HorizonInstant(publication=publication, instant=instant)
        for instant in sorted(page.instants)
    )
    return publication


@transaction.atomic
def cancel_from(
    kind: str, address: str, *, at: dt.datetime, by: journal.Actor
) -> tuple[Publication, ...]:
    """Call off what this chain has scheduled for `at` or later, with its bundles.

    Raises TooLate if any of it is live, or less than `MARGIN` ahead.
    """
    now = lock_record()
    chain = Publication.objects.filter(kind=kind, address=address)
    later = chain.not_called_off().filter(live_from__gte=at)
    called_off = tuple(_call_off_last_first(later, now=now, by=by))
    sign_after_commit()
    return called_off


def _call_off_last_first(
    publications: PublicationQuerySet, *, now: dt.datetime, by: journal.Actor
) -> list[Publication]:
    """Call off each that is not called off yet when its turn comes, with its bundle."""
    called_off: list[Publication] = []
    for later in publications.order_by("-number"):
        if publications.filter(pk=later.pk).exists():
            called_off += _call_off_bundle(later.bundle, now=now, by=by)
    return called_off


@transaction.atomic
def call_off(bundle: uuid.UUID, *, by: journal.Actor) -> tuple[Publication, ...]:
    """Call off all of the bundle, and before it what was to follow it.

    Raises TooLate if its instant is past or less than `MARGIN` ahead.
    """
    now = lock_record()
    called_off = _call_off_bundle(bundle, now=now, by=by)
    for publication in called_off:
        _require_ahead(publication.live_from, read_clock())
    sign_after_commit()
    return tuple(called_off)


def _call_off_bundle(
    bundle: uuid.UUID, *, now: dt.datetime, by: journal.Actor
) -> list[Publication]:
    """Call off last in, first out: what follows a page in its chain goes before it."""
    called_off: list[Publication] = []
    for publication in Publication.objects.not_called_off().filter(bundle=bundle):
        chain = Publication.objects.not_called_off().filter(
            kind=publication.kind, address=publication.address
        )
        following = chain.filter(number__gt=publication.number)
        called_off += _call_off_last_first(following, now=now, by=by)
        if not chain.filter(pk=publication.pk).exists():
            continue
        if publication.live_from - now < MARGIN:
            raise TooLate(_("It is already public, or will be within a second."))
        publication.live_until = publication.live_from
        publication.save(update_fields=["live_until"])
        journal.write(
            JournalAction.CALL_OFF_VERSION,
            f"{publication.kind}:{publication.address}",
            by=by,
            digest=publication.digest,
            detail=f"number {publication.number}, was to be live from "
            f"{publication.live_from.isoformat()}",
            facts=_facts(publication),
        )
        called_off.append(publication)
    return called_off


def _facts(publication: Publication) -> dict[str, Any]:
    return {
        "publication": publication.pk,
        "number": publication.number,
        "live_from": publication.live_from.isoformat(),
    }


def _require_ahead(instant: dt.datetime, now: dt.datetime) -> None:
    """Raise TooLate if the instant is past, or too near to commit before it."""
    if instant - now < COMMIT:
        raise TooLate(_("Its time has come. Nothing was changed."))
