"""Fills mailings: writes down who is owed each, in the database, without a row in Python.

Sending begins with the first chunk. A first version is owed to everyone who was active at
its instant and chose it; a later one to exactly those who have the version before it.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from releases.alerts.folding import folded_recipients
from releases.alerts.publications import publications_of
from releases.models.record.kinds import Kind, Notice
from releases.readers.database import readers_connection, readers_database
from releases.readers.models import (
    EVENTS,
    RELEASES,
    REMINDERS,
    Delivery,
    Mailing,
    MailingKind,
    Outcome,
    Pace,
    Rank,
    Status,
    Subscriber,
    Subscription,
    category_subject,
)
from releases.readers.sql import placeholders, stored_instant
from releases.record.languages import (
    default_link,
    language_links,
    primary_language,
)
from releases.record.published import published_head

# How many subscribers a transaction looks at.
CHUNK = 5000
_DELIVERY, _SUBSCRIBER, _SUBSCRIPTION = (
    model._meta.db_table for model in (Delivery, Subscriber, Subscription)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What one step did: for which mailing, and whether that waits for a courier.

    A later version waits, once all is filled that can be, until no courier has a mail of
    an earlier version in its hands: only then is it known who has that.
    """

    mailing: int
    is_waiting: bool


def fill_next(*, at: dt.datetime, later: frozenset[int] = frozenset()) -> Filled | None:
    """Fill one chunk of the first mailing that lacks one; None if none does.

    Mailings in `later` are left alone. Two couriers never fill the same one at once.
    """
    if not Mailing.objects.unfilled().exclude(pk__in=later).exists():
        return None  # without a transaction, which would lock SQLite's file
    with transaction.atomic(using=readers_database()):
        unfilled = Mailing.objects.unfilled().exclude(pk__in=later)
        for mailing in unfilled.select_for_update(skip_locked=True):
            # Locked, so that none is folded while it is read (`alerts.folding`).
            earlier = list(
                Mailing.objects.earlier_in_chain(mailing)
                .order_by("pk")
                .select_for_update()
            )
            if all(before.filled_at for before in earlier):
                return _fill_chunk(mailing, [before.pk for before in earlier], at=at)
    return None


def _fill_chunk(mailing: Mailing, earlier: list[int], *, at: dt.datetime) -> Filled:
    following = Subscriber.objects.filter(pk__gt=mailing.cursor).order_by("pk")
    chunk = list(following.values_list("pk", flat=True)[:CHUNK])
    if chunk:
        _fill_between(mailing, earlier, mailing.cursor, chunk[-1], at=at)
        mailing.cursor = chunk[-1]
    is_waiting = False
    if len(chunk) < CHUNK:
        open_rows = Delivery.objects.filter(mailing__in=earlier, outcome="")
        is_waiting = open_rows.exists()
        mailing.cursor = 0 if is_waiting else mailing.cursor
        mailing.filled_at = None if is_waiting else at
    mailing.save(update_fields=["cursor", "filled_at"])
    return Filled(mailing=mailing.pk, is_waiting=is_waiting)


def _fill_between(
    mailing: Mailing, earlier: list[int], first: int, last: int, *, at: dt.datetime
) -> None:
    """Fill for the subscribers with ids after `first`, up to `last`."""
    if mailing.number is None or mailing.number == 1:
        recipients = Recipients.by_choice(mailing, _subjects(mailing))
        recipients = recipients.reading(_readers_language(mailing))
    else:
        Delivery.objects.due().filter(
            mailing__in=earlier, subscriber__gt=first, subscriber__lte=last
        ).update(due=None, outcome=Outcome.OVERTAKEN, at=at)
        recipients = Recipients.by_earlier_version(mailing, earlier, first, last)
    recipients.insert(mailing, first, last, due=mailing.opens)
    if mailing.kind == MailingKind.REMINDER:
        recipients.insert(mailing, first, last, due=mailing.opens, pace=Pace.DAILY)
        return
    daily = Subscriber.objects.active().filter(
        pace=Pace.DAILY, pk__gt=first, pk__lte=last
    )
    hours = daily.order_by().values_list("zone", "digest_hour").distinct()
    for zone, hour in hours:
        due = next_digest(zone, hour, after=mailing.opens)
        recipients.insert(mailing, first, last, due=due, daily=(zone, hour))


def _subjects(mailing: Mailing) -> list[str]:
    """Return the subjects of which a reader must have chosen one.

    None of a publication that is not there: the record was restored from a backup.
    """
    if mailing.kind == MailingKind.REMINDER:
        return [REMINDERS]
    publication = publications_of(mailing).first()
    if publication is None:
        return []
    if publication.kind == Kind.EVENT:
        return [EVENTS]
    return [RELEASES, category_subject(publication.category)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadersLanguage:
    """Whose language a mailing of a release in several languages is for.

    Primary languages (BCP 47): those who chose one of `chosen`, or where `others` are given
    those who chose none of them.
    """

    chosen: tuple[str, ...] = ()
    others: tuple[str, ...] | None = None


def _readers_language(mailing: Mailing) -> ReadersLanguage | None:
    """Return for whom a publication is, of one that is public in several languages.

    Each reader gets one: that in their language, or else in the site's or the original.
    """
    publication = publications_of(mailing).first()
    if publication is None or publication.kind != Kind.RELEASE:
        return None
    head = published_head(publication)
    links = language_links([head], at=mailing.opens).get(publication.address, ())
    if not links:
        return None
    by_language: dict[str, str] = {}
    for link in links:
        by_language.setdefault(primary_language(link.language), link.address)
    own = tuple(
        language
        for language, address in by_language.items()
        if address == publication.address
    )
    if default_link(links, settings.LANGUAGE_CODE).address != publication.address:
        return ReadersLanguage(chosen=own)
    return ReadersLanguage(
        others=tuple(language for language in by_language if language not in own)
    )


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who is owed a mailing: an SQL condition on the subscriber `s`, and its values."""

    condition: str
    values: list[Any]

    @classmethod
    def by_choice(cls, mailing: Mailing, subjects: list[str]) -> Recipients:
        """Return those who had chosen one of the subjects when the mailing opened."""
        if not subjects:
            return cls("1 = 0", [])
        return cls(
            f"s.since <= %s AND EXISTS (SELECT 1 FROM {_SUBSCRIPTION} c"
            f" WHERE c.subscriber_id = s.id AND c.subject IN ({placeholders(subjects)}))",
            [stored_instant(mailing.opens), *subjects],
        )

    def reading(self, language: ReadersLanguage | None) -> Recipients:
        """Return those of them for whose language the mailing is."""
        if language is None:
            return self
        languages = language.chosen if language.others is None else language.others
        matches = ["s.language = %s OR s.language LIKE %s"] * len(languages)
        among = f"({' OR '.join(matches) or '1 = 0'})"
        if language.others is not None:
            among = f"NOT {among}"
        patterns = [value for name in languages for value in (name, f"{name}-%")]
        return Recipients(f"({self.condition}) AND {among}", [*self.values, *patterns])

    @classmethod
    def by_earlier_version(
        cls, mailing: Mailing, earlier: list[int], first: int, last: int
    ) -> Recipients:
        """Return those who have an earlier version, or may have it.

        Of folded deliveries only those of ids after `first`, up to `last`.

        A correction goes to those as well whom it has overtaken: they are owed the release
        in its latest version. A withdrawal is no news to them.
        """
        outcomes = [Outcome.SENT.value]
        is_withdrawal = mailing.notice == Notice.WITHDRAWAL
        if not is_withdrawal:
            outcomes.append(Outcome.OVERTAKEN.value)
        if not earlier:
            return cls("1 = 0", [])
        folded = folded_recipients(
            earlier, first, last, with_overtaken=not is_withdrawal
        )
        # Whole numbers, which need no placeholders: SQLite has 32,766 at most.
        among = ", ".join(map(str, folded)) or "0"
        return cls(
            f"(s.id IN ({among}) OR EXISTS (SELECT 1 FROM {_DELIVERY} d WHERE d.subscriber_id = s.id"
            f" AND d.mailing_id IN ({placeholders(earlier)})"
            f" AND (d.outcome IN ({placeholders(outcomes)}) OR d.begun > d.attempts)))",
            [*earlier, *outcomes],
        )

    def insert(
        self,
        mailing: Mailing,
        first: int,
        last: int,
        *,
        due: dt.datetime,
        pace: Pace = Pace.AT_ONCE,
        daily: tuple[str, int] | None = None,
    ) -> None:
        """Insert what is not there yet, for all of one pace, or of one zone and hour.

        What is `daily` waits for the digest of that zone and hour.
        """
        of_pace, rank = "s.pace = %s", mailing.rank
        paces: list[Any] = [pace.value]
        if daily is not None:
            of_pace += " AND s.zone = %s AND s.digest_hour = %s"
            rank = Rank.DIGEST.value
            paces = [Pace.DAILY.value, *daily]
        with readers_connection().cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {_DELIVERY} (mailing_id, subscriber_id, rank, due, outcome,"
                " begun, attempts, reply)"
                f" SELECT %s, s.id, %s, %s, '', 0, 0, '' FROM {_SUBSCRIBER} s"
                f" WHERE s.id > %s AND s.id <= %s AND s.status = %s AND {of_pace}"
                f" AND {self.condition} ON CONFLICT DO NOTHING",
                [
                    *(mailing.pk, rank, stored_instant(due), first, last),
                    *(Status.ACTIVE.value, *paces, *self.values),
                ],
            )


def next_digest(zone: str, hour: int, *, after: dt.datetime) -> dt.datetime:
    """Return the next full hour of the day in the IANA zone, in UTC."""
    local = after.astimezone(zoneinfo.ZoneInfo(zone))
    due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if due.astimezone(dt.UTC) < after:
        due += dt.timedelta(days=1)
    return due.astimezone(dt.UTC)
