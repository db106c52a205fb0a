"""Makes the mailings of what staff are told, and says whether each is still true.

Couriers discover it from the desk's state: on SQLite the outbox is in another file than the
desk, so no transition can write there in its own transaction. What is true is asked by the
same functions when a mailing is made and when each of its mails is sent.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from itertools import chain

from django.conf import settings
from django.db import DatabaseError, transaction

from releases.alerts.discovery import outbox_state
from releases.alerts.mime import MailTemplate
from releases.alerts.rendering import Renderer
from releases.readers.database import readers_database
from releases.readers.models import (
    STAFF_MAILS,
    Delivery,
    Mailing,
    MailingKind,
    Rank,
    StaffOptOut,
)
from releases.record.published import profile
from releases.staff_alerts.alert import StaffAlert, StaffMessage, release_chain
from releases.staff_alerts.approvals import waiting_approvals
from releases.staff_alerts.instants import live_alerts, soon_alerts
from releases.staff_alerts.invitations import invitation_alerts
from releases.staff_alerts.mail import staff_mail
from releases.staff_alerts.mentions import mention_alerts
from releases.staff_alerts.operations import mail_down_alerts, serving_alerts
from releases.staff_alerts.staff import Staff
from releases.staff_alerts.transitions import newest_entry, transition_alerts
from releases.staff_alerts.week import weekly_alerts

logger = logging.getLogger(__name__)

STAFF_KINDS = (*STAFF_MAILS, MailingKind.MAIL_DOWN, MailingKind.DESK_ACCESS)
# With a link that is for one person alone: the webhook is never told.
PERSONAL_KINDS = {MailingKind.DESK_ACCESS}
# What changes without an entry in the journal, such as an absence that begins, is found
# within so long.
LOOK_AGAIN_AFTER = dt.timedelta(minutes=1)
# How long an answer to "is it still true?" counts, as that to a publication.
TRUE_FOR = dt.timedelta(milliseconds=200)
# How long ago it may be what a mail that waited still tells.
TELLABLE = dt.timedelta(days=7)

_SOURCES = {
    MailingKind.APPROVAL: waiting_approvals,
    MailingKind.MENTIONED: mention_alerts,
    MailingKind.SOON: soon_alerts,
    MailingKind.PAGE_CACHE: serving_alerts,
    MailingKind.UPCOMING: weekly_alerts,
    MailingKind.MAIL_DOWN: mail_down_alerts,
    MailingKind.DESK_ACCESS: invitation_alerts,
}


class _Answer:
    """What is true of a kind `at` a moment: each alert by its key, and who is told."""

    def __init__(self, kind: MailingKind, *, at: dt.datetime) -> None:
        self.at = at
        self.alerts = {alert.key: alert for alert in alerts_of(kind, at=at)}
        self._staff = Staff(at=at)
        self._refused = _refusals([kind])[kind]
        self._recipients: dict[str, frozenset[int]] = {}

    def recipients(self, key: str) -> frozenset[int]:
        """Return the accounts that are told of the alert with this key; asked once."""
        if key not in self._recipients:
            recipients = frozenset(self.alerts[key].find_recipients(self._staff))
            self._recipients[key] = recipients - self._refused
        return self._recipients[key]


class StaffMailings:
    """What staff are told, as one courier discovers, checks and writes it."""

    def __init__(self) -> None:
        self._seen_entry = -1
        self._looked_at: dt.datetime | None = None
        self._answers: dict[MailingKind, _Answer] = {}
        self.renderers: dict[MailingKind, Renderer] = dict.fromkeys(
            STAFF_KINDS, self.render
        )

    def discover(self, *, at: dt.datetime, is_busy: bool = False) -> int:
        """Make the mailings of what is to be told; return how many are new.

        A courier that is busy, since an instant is near, looks at the desk later. What
        happened before alerts were switched on is not told.
        """
        try:
            return self._discover(at=at, is_busy=is_busy)
        except DatabaseError:
            raise
        except Exception:
            # Whatever is wrong at the desk, readers get their mails.
            logger.exception("What staff are to be told cannot be discovered.")
            return 0

    def _discover(self, *, at: dt.datetime, is_busy: bool) -> int:
        floor = outbox_state(at=at).floor
        alerts = [
            *soon_alerts(at=at),
            *live_alerts(at=at, after=floor),
            *serving_alerts(at=at),
            *weekly_alerts(at=at),
            *mail_down_alerts(at=at),
        ]
        waiting: list[StaffAlert] = []
        if not is_busy and self._has_to_look(at):
            alerts += [*transition_alerts(), *mention_alerts(at=at)]
            alerts += invitation_alerts(at=at)
            waiting = list(waiting_approvals(at=at))
        alerts = [alert for alert in alerts if alert.opens > floor]
        return _add_mailings(alerts, waiting, at=at)

    def _has_to_look(self, at: dt.datetime) -> bool:
        """Return whether somebody did something at the desk, or a minute has passed."""
        newest = newest_entry()
        is_old = self._looked_at is None or at - self._looked_at >= LOOK_AGAIN_AFTER
        if not is_old and newest == self._seen_entry:
            return False
        self._seen_entry, self._looked_at = newest, at
        return True

    def is_true_for(
        self, mailing: Mailing, staff: int | None, *, at: dt.datetime
    ) -> bool:
        """Return whether it is still so, and this member still wants to be told.

        None is the webhook. A test of a mail is always wanted by who asked for it.
        """
        if mailing.kind == MailingKind.TEST:
            return True
        answer = self._answer(MailingKind(mailing.kind), at)
        if mailing.key not in answer.alerts:
            return False
        return staff is None or staff in answer.recipients(mailing.key)

    def message_of(self, mailing: Mailing) -> StaffMessage:
        """Return the words of a mailing that `is_true_for` somebody, in the active language."""
        answer = self._answers[MailingKind(mailing.kind)]
        return answer.alerts[mailing.key].write_message()

    def render(self, mailing: Mailing) -> MailTemplate:
        """Return the mail of a mailing that `is_true_for` somebody."""
        issuer = profile(at=mailing.opens)
        return staff_mail(self.message_of(mailing), issuer=issuer)

    def _answer(self, kind: MailingKind, at: dt.datetime) -> _Answer:
        known = self._answers.get(kind)
        if known is None or abs(at - known.at) >= TRUE_FOR:
            known = self._answers[kind] = _Answer(kind, at=at)
        return known


def alerts_of(kind: MailingKind, *, at: dt.datetime) -> Iterable[StaffAlert]:
    """Return the alerts of one kind that are true at `at`."""
    if kind == MailingKind.WENT_LIVE:
        return live_alerts(at=at, after=at - TELLABLE)
    if kind in _SOURCES:
        return _SOURCES[kind](at=at)
    return (alert for alert in transition_alerts() if alert.kind == kind)


def _add_mailings(
    alerts: Iterable[StaffAlert], waiting: Iterable[StaffAlert], *, at: dt.datetime
) -> int:
    """Add what is missing: mailings, and deliveries to who can give an approval only now."""
    by_key = {alert.key: alert for alert in chain(alerts, waiting)}
    known = dict(Mailing.objects.filter(key__in=by_key).values_list("key", "pk"))
    new = [alert for key, alert in by_key.items() if key not in known]
    again = [alert for alert in waiting if alert.key in known]
    if not new and not again:
        return 0
    staff = Staff(at=at)
    refused = _refusals({alert.kind for alert in by_key.values()})
    for alert in [*new, *again]:
        recipients = frozenset(alert.find_recipients(staff)) - refused[alert.kind]
        if alert.key in known and not _lacks(known[alert.key], recipients):
            continue
        with transaction.atomic(using=readers_database()):
            mailing, _is_new = Mailing.objects.get_or_create(
                key=alert.key, defaults=_fields_of(alert, at=at)
            )
            Delivery.objects.bulk_create(
                _deliveries(mailing, recipients, at=at), ignore_conflicts=True
            )
    return len(new)


def _lacks(mailing: int, recipients: frozenset[int]) -> bool:
    known = Delivery.objects.filter(mailing=mailing, staff__isnull=False)
    return not recipients <= set(known.values_list("staff", flat=True))


def _fields_of(alert: StaffAlert, *, at: dt.datetime) -> dict[str, object]:
    """Return the row's fields. A release at the desk is named by its number alone."""
    return {
        "kind": alert.kind,
        "rank": Rank.STAFF,
        "chain": release_chain(alert.release) if alert.release else "",
        "publication": alert.publication,
        "opens": alert.opens,
        "filled_at": at,
    }


def _deliveries(
    mailing: Mailing, recipients: frozenset[int], *, at: dt.datetime
) -> list[Delivery]:
    """Return the deliveries of a mailing, unsaved: all are due now."""
    deliveries = [
        Delivery(mailing=mailing, staff=pk, rank=Rank.STAFF, due=at)
        for pk in sorted(recipients)
    ]
    if settings.IRSITE_WEBHOOK and mailing.kind not in PERSONAL_KINDS:
        deliveries.append(
            Delivery(mailing=mailing, webhook=True, rank=Rank.WEBHOOK, due=at)
        )
    return deliveries


def _refusals(kinds: Iterable[MailingKind]) -> dict[MailingKind, set[int]]:
    """Return the accounts that refused mails of each of these kinds."""
    refused: dict[MailingKind, set[int]] = {kind: set() for kind in kinds}
    rows = StaffOptOut.objects.filter(kind__in=refused)
    for kind, staff in rows.values_list("kind", "staff"):
        refused[MailingKind(kind)].add(staff)
    return refused
