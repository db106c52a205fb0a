"""What follows from the forms that readers sent: confirmations, and links to their data.

A form is only written down. The courier decides here, so that no answer of the site, and
not the time that it takes, tells whether an address is known.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from releases.alerts.subscribers import (
    GETTING,
    Choices,
    Step,
    add_consent,
    is_suppressed,
    may_confirm,
    save_choices,
)
from releases.readers.database import readers_database
from releases.readers.models import (
    ConsentAction,
    Delivery,
    Mailing,
    MailingKind,
    Rank,
    RequestPurpose,
    Status,
    Subscriber,
    SubscriptionRequest,
)
from releases.record.site_key import Purpose, codes_of

# How many requests one step acts on, so that mails to others do not wait.
BATCH = 20
MAX_A_DAY = 3
DAY = dt.timedelta(days=1)
# How long requests are kept, which are counted for a day.
KEPT = 2 * DAY


def handle_requests(*, at: dt.datetime) -> int:
    """Act on the requests that nobody has read yet, the oldest first; return how many.

    Each one is owed at most one mail, due at once. Two couriers never take the same.
    """
    if not has_requests():
        return 0  # without a transaction, which would lock SQLite's file
    with transaction.atomic(using=readers_database()):
        requests = list(_unhandled().select_for_update(skip_locked=True)[:BATCH])
        for request in requests:
            _handle(request, at=at)
            request.handled_at = at
            request.save(update_fields=["handled_at"])
    return len(requests)


def has_requests() -> bool:
    """Return whether there is a request that nobody has read yet."""
    return _unhandled().exists()


def forget_requests(*, at: dt.datetime) -> None:
    """Delete the requests that count no more."""
    oldest = SubscriptionRequest.objects.order_by("pk").first()
    if oldest is not None and oldest.at <= at - KEPT:
        old = SubscriptionRequest.objects.filter(at__lte=at - KEPT)
        old.filter(handled_at__isnull=False).delete()


def mail_kind(
    request: SubscriptionRequest, subscriber: Subscriber | None
) -> MailingKind | None:
    """Return which mail answers the request of this subscriber; None for no mail."""
    if subscriber is None:
        is_new = request.purpose == RequestPurpose.SUBSCRIBE
        is_welcome = is_new and not is_suppressed(request.key)
        return MailingKind.CONFIRMATION if is_welcome else None
    if subscriber.status == Status.COMPLAINED:
        return None
    if request.purpose == RequestPurpose.DATA:
        return MailingKind.DATA
    if subscriber.status in GETTING:
        return MailingKind.SUBSCRIBED
    return MailingKind.CONFIRMATION


def _unhandled() -> QuerySet[SubscriptionRequest]:
    return SubscriptionRequest.objects.filter(handled_at__isnull=True).order_by("pk")


def _handle(request: SubscriptionRequest, *, at: dt.datetime) -> None:
    earlier = SubscriptionRequest.objects.filter(
        mailbox__in=_mailbox_codes(request.key),
        at__gt=request.at - DAY,
        pk__lt=request.pk,
    )
    if earlier.count() >= MAX_A_DAY:
        return
    rows = Subscriber.objects.select_for_update().filter(key=request.key)
    subscriber = rows.first()
    kind = mail_kind(request, subscriber)
    if kind is None:
        return
    if kind == MailingKind.CONFIRMATION:
        subscriber = _make_pending(request, subscriber, at=at)
    assert subscriber is not None
    mailing = Mailing.objects.create(
        key=f"request:{request.pk}",
        kind=kind,
        rank=Rank.AWAITED,
        opens=at,
        filled_at=at,
    )
    Delivery.objects.create(
        mailing=mailing, subscriber=subscriber, rank=Rank.AWAITED, due=at
    )


def mailbox_code(key: str) -> str:
    """Return a keyed hash of the mailbox that an address most likely is (RFC 5233).

    What follows a plus makes another subscriber, but no second limit: one who floods a
    mailbox could make up any number.
    """
    return _mailbox_codes(key)[0]


def _mailbox_codes(key: str) -> list[str]:
    local, _, domain = key.rpartition("@")
    user = local.partition("+")[0]
    return codes_of(Purpose.MAILBOX, f"{user}@{domain}")


def _make_pending(
    request: SubscriptionRequest, subscriber: Subscriber | None, *, at: dt.datetime
) -> Subscriber:
    """Return the subscriber, waiting for confirmation.

    What waits are the choices of the first request. Another one while they wait, unless it
    comes from the same source, has the mail sent again and changes nothing: somebody else
    could change what a reader who clicks the first mail's link confirms.
    """
    if subscriber is not None and not _may_change(request, subscriber, at=at):
        subscriber.since = at
        subscriber.save(update_fields=["since"])
        return subscriber
    if subscriber is None:
        subscriber = Subscriber(key=request.key)
    subscriber.address = request.address
    subscriber.status, subscriber.since = Status.PENDING, at
    subscriber.save()
    choices = Choices(
        subjects=tuple(request.subjects),
        pace=request.pace,
        digest_hour=request.digest_hour,
        zone=request.zone,
        language=request.language,
    )
    save_choices(subscriber, choices)
    step = Step(
        at=request.at, means="form", source=request.source, wording=request.wording
    )
    add_consent(subscriber, ConsentAction.REQUESTED, step)
    return subscriber


def _may_change(
    request: SubscriptionRequest, subscriber: Subscriber, *, at: dt.datetime
) -> bool:
    """Return whether the request may change what waits for the confirmation."""
    if not may_confirm(subscriber, at=at):
        return True
    first = subscriber.consents.order_by("-pk").first()
    return first is None or first.source == request.source
