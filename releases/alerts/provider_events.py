"""Acts on what a provider of mail says: a bounce for good and a complaint end the mails.

Each event counts once, and none that is older than what the subscriber did since.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.db import transaction

from releases.alerts.bounces import suppress
from releases.alerts.mail_providers import ProviderEvent
from releases.readers.database import readers_database
from releases.readers.models import HandledEvent, Subscriber
from releases.text.email_addresses import InvalidAddress, read_address

# An event that is older is not acted on: no provider repeats one for so long.
MAX_AGE = dt.timedelta(days=7)
# How long an event is known. Its time may be ahead of ours by a day.
FORGET_AFTER = MAX_AGE + dt.timedelta(days=1)


def handle_event(provider: str, event: ProviderEvent, *, at: dt.datetime) -> bool:
    """Act on one event; return whether it changed anything."""
    happened = event.at or at
    if event.reason is None or not at - MAX_AGE < happened < at + MAX_AGE:
        return False
    try:
        key = read_address(event.recipient).key
    except InvalidAddress:
        return False
    with transaction.atomic(using=readers_database()):
        subscriber = Subscriber.objects.filter(key=key, since__lte=happened).first()
        if subscriber is None:
            return False
        _, is_new = HandledEvent.objects.get_or_create(
            code=event_code(provider, event), defaults={"at": at}
        )
        return is_new and suppress(subscriber.pk, event.reason, at=at, means="provider")


def event_code(provider: str, event: ProviderEvent) -> str:
    """Return what tells the event from others: its id, or all its fields if it has none.

    One webhook may tell the same of several recipients under one id.
    """
    id_ = event.id or json.dumps(event.fields, sort_keys=True, default=str)
    parts = json.dumps([provider, id_, event.recipient])
    return hashlib.sha256(parts.encode()).hexdigest()


def forget_events(*, at: dt.datetime) -> None:
    """Forget events that are too old to be acted on again."""
    overdue = HandledEvent.objects.filter(at__lte=at - FORGET_AFTER)
    if overdue.exists():
        overdue.delete()
