"""Mails that failed for good, and what a person may do about one: have it tried again."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet

from releases.alerts.outbox import WANTED_BY
from releases.alerts.publications import publications_of
from releases.models import Publication
from releases.readers.models import Delivery, MailingKind, Outcome


def failed_mails() -> QuerySet[Delivery]:
    """Return the deliveries that failed, the latest first, with mailing and recipient."""
    failed = Delivery.objects.failed()
    return failed.select_related("mailing", "subscriber", "inquiry").order_by(
        "-at", "-pk"
    )


def is_wanted(delivery: Delivery) -> bool:
    """Return whether its reader, as the status is now, gets mails of this kind."""
    if delivery.subscriber is None:
        return True
    wanted_by = WANTED_BY.get(MailingKind(delivery.mailing.kind), ())
    return delivery.subscriber.status in wanted_by


def is_still_true(delivery: Delivery, *, at: dt.datetime) -> bool:
    """Return whether what the mail is about is public at `at`, and not replaced."""
    if delivery.mailing.publication is None:
        return True
    live = Publication.objects.live(at=at)
    return live.filter(pk__in=publications_of(delivery.mailing).values("pk")).exists()


def try_again(delivery: Delivery, *, at: dt.datetime) -> bool:
    """Make a failed delivery due at `at`, as if it had not been tried; return if it was.

    The refusals are taken off both counts, so that whether the mail may have been received
    (`maybe_received`) stays what it is. What no reader wants, or a later version has
    replaced, is not made due.
    """
    if not is_wanted(delivery) or not is_still_true(delivery, at=at):
        return False
    failed = Delivery.objects.filter(pk=delivery.pk, outcome=Outcome.FAILED)
    changed = failed.update(
        outcome="", due=at, begun=F("begun") - F("attempts"), attempts=0, reply=""
    )
    return changed == 1
