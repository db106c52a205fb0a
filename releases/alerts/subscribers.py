"""What subscribers do by the links in their mails, each with its proof of consent.

A change names the status that it expects, so of two at once one wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from releases.readers.database import readers_database
from releases.readers.models import (
    ERASED,
    Consent,
    ConsentAction,
    FoldedDeliveries,
    Inquiry,
    OutboxState,
    Status,
    Subscriber,
    Subscription,
    SubscriptionRequest,
    Suppression,
)
from releases.record.site_key import Purpose, codes_of

# How long a confirmation is waited for. Then the address is forgotten.
CONFIRM_WITHIN = dt.timedelta(days=7)
GETTING = (Status.ACTIVE, Status.PAUSED)
SUPPRESSED = (Status.BOUNCED, Status.COMPLAINED)
ENDED = (Status.LEFT, *SUPPRESSED)
# By what an address was subscribed, whatever became of it.
AGREED = (ConsentAction.CONFIRMED, ConsentAction.IMPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of somebody's consent: when, by what means, and from where.

    `source` is a keyed hash of the client's address, `wording` the revision of the text
    that was agreed to.
    """

    at: dt.datetime
    means: str
    source: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a subscriber wants, when, and in which language; `zone` is an IANA time zone."""

    subjects: tuple[str, ...]
    pace: str
    digest_hour: int
    zone: str
    language: str


def may_confirm(subscriber: Subscriber, *, at: dt.datetime) -> bool:
    """Return whether the address waits for its confirmation, and not for too long."""
    is_pending = subscriber.status == Status.PENDING
    return is_pending and at - subscriber.since < CONFIRM_WITHIN


def confirm(subscriber: Subscriber, step: Step) -> bool:
    """Make a pending subscriber active; return False if there is nothing to confirm."""
    if not may_confirm(subscriber, at=step.at):
        return False
    return _change_status(
        subscriber, Status.ACTIVE, ConsentAction.CONFIRMED, step, of=(Status.PENDING,)
    )


def pause(subscriber: Subscriber, step: Step) -> bool:
    """Send nothing until the subscriber resumes."""
    return _change_status(
        subscriber, Status.PAUSED, ConsentAction.PAUSED, step, of=(Status.ACTIVE,)
    )


def resume(subscriber: Subscriber, step: Step) -> bool:
    """Send again what the subscriber chose."""
    return _change_status(
        subscriber, Status.ACTIVE, ConsentAction.RESUMED, step, of=(Status.PAUSED,)
    )


def leave(subscriber: Subscriber, step: Step) -> bool:
    """Send nothing any more; return False if nothing was sent before.

    An address that was never confirmed is forgotten: somebody else may have entered it.
    """
    if subscriber.status == Status.PENDING and not _has_confirmed(subscriber):
        erase(subscriber, at=step.at)
        return True
    return _change_status(
        subscriber,
        Status.LEFT,
        ConsentAction.LEFT,
        step,
        of=(Status.PENDING, *GETTING),
    )


def change(subscriber: Subscriber, choices: Choices, step: Step) -> bool:
    """Keep other choices of a subscriber who gets mail, or has paused."""
    with transaction.atomic(using=readers_database()):
        rows = Subscriber.objects.filter(pk=subscriber.pk, status__in=GETTING)
        if not rows.select_for_update().exists():
            return False
        save_choices(subscriber, choices)
        add_consent(subscriber, ConsentAction.CHANGED, step)
    return True


def save_choices(subscriber: Subscriber, choices: Choices) -> None:
    """Write the choices, in a transaction of the caller's."""
    subscriber.pace = choices.pace
    subscriber.digest_hour = choices.digest_hour
    subscriber.zone = choices.zone
    subscriber.language = choices.language
    subscriber.save(update_fields=["pace", "digest_hour", "zone", "language"])
    subscriptions = subscriber.subscriptions
    subscriptions.exclude(subject__in=choices.subjects).delete()
    Subscription.objects.bulk_create(
        (
            Subscription(subscriber=subscriber, subject=subject)
            for subject in choices.subjects
        ),
        ignore_conflicts=True,
    )


def subjects_of(subscriber: Subscriber) -> tuple[str, ...]:
    """Return what the subscriber chose, in the order of the alphabet."""
    subjects = subscriber.subscriptions.values_list("subject", flat=True)
    return tuple(subjects.order_by("subject"))


def erase(subscriber: Subscriber, *, at: dt.datetime) -> None:
    """Delete all that is known of the subscriber.

    Of an address that was refused, or complained, a keyed hash stays, so that nothing is
    sent to it again.
    """
    with transaction.atomic(using=readers_database()):
        current = Subscriber.objects.select_for_update().filter(pk=subscriber.pk)
        status = current.values_list("status", flat=True).first()
        if status in SUPPRESSED:
            Suppression.objects.get_or_create(
                code=codes_of(Purpose.SUPPRESSED_ADDRESS, subscriber.key)[0],
                defaults={"reason": status, "since": subscriber.since},
            )
        _erase_requests(subscriber.key, at=at)
        Inquiry.objects.filter(key=subscriber.key).delete()
        current.delete()
        # After the deletion, which waits for deliveries that are being folded.
        for folded in FoldedDeliveries.objects.naming(
            subscriber.pk
        ).select_for_update():
            if folded.clear_reader(subscriber.pk):
                folded.save(update_fields=["received", "overtaken"])
        OutboxState.note_erasure(at=at)


def _erase_requests(key: str, *, at: dt.datetime) -> None:
    """Delete all of the requests but what is counted: keyed hashes and the time.

    Without them whoever has a mailbox erased could flood it anew the same day.
    """
    requests = SubscriptionRequest.objects.filter(key=key)
    requests.filter(handled_at__isnull=True).update(handled_at=at)
    requests.update(
        address=ERASED, key=ERASED, subjects=[], zone="UTC", language="", wording=""
    )


def is_suppressed(key: str) -> bool:
    """Return whether the address of this key must get no mail, though it was erased."""
    codes = codes_of(Purpose.SUPPRESSED_ADDRESS, key)
    return Suppression.objects.filter(code__in=codes).exists()


def forget_unconfirmed(*, at: dt.datetime) -> int:
    """Delete addresses that nobody confirmed; return how many.

    Who was subscribed before has left again, as before the request.
    """
    overdue = Subscriber.objects.filter(
        status=Status.PENDING, since__lte=at - CONFIRM_WITHIN
    )
    if not overdue.exists():
        return 0
    confirmed = Consent.objects.filter(action__in=AGREED)
    had_confirmed = confirmed.values("subscriber")
    with transaction.atomic(using=readers_database()):
        back = list(overdue.filter(pk__in=had_confirmed))
        _, by_model = overdue.exclude(pk__in=had_confirmed).delete()
        for subscriber in back:
            step = Step(at=at, means="no answer")
            _change_status(
                subscriber, Status.LEFT, ConsentAction.LEFT, step, of=(Status.PENDING,)
            )
        OutboxState.note_erasure(at=at)
    return len(back) + by_model.get(Subscriber._meta.label, 0)


def add_consent(
    subscriber: Subscriber,
    action: ConsentAction,
    step: Step,
    *,
    subjects: Iterable[str] | None = None,
) -> None:
    """Add a step of the consent, with what was chosen by then."""
    chosen = subjects_of(subscriber) if subjects is None else subjects
    Consent.objects.create(
        subscriber=subscriber,
        at=step.at,
        action=action,
        means=step.means,
        wording=step.wording,
        source=step.source,
        subjects=list(chosen),
    )


def _has_confirmed(subscriber: Subscriber) -> bool:
    return subscriber.consents.filter(action__in=AGREED).exists()


def _change_status(
    subscriber: Subscriber,
    status: Status,
    action: ConsentAction,
    step: Step,
    *,
    of: tuple[Status, ...],
) -> bool:
    with transaction.atomic(using=readers_database()):
        rows = Subscriber.objects.filter(pk=subscriber.pk, status__in=of)
        if not rows.update(status=status, since=step.at):
            return False
        add_consent(subscriber, action, step)
    subscriber.status, subscriber.since = status, step.at
    return True
