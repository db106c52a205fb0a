"""Sends to the webhook what it is owed, beside the mails, which never wait for it.

A stranger answers, so the message is sent by a thread that touches no table, and given up
after a while whatever the thread does. Claims and settlements are the courier's own.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.utils.translation import override

from releases.alerts.outbox import Claimed, Outbox, Settlement
from releases.management.delivering.retries import next_try
from releases.readers.models import Delivery, Mailing, MailingKind, Outcome, Rank
from releases.staff_alerts.mailings import StaffMailings
from releases.staff_alerts.webhook import (
    DEADLINE,
    WebhookMessage,
    WebhookPost,
    webhook_message,
)

logger = logging.getLogger(__name__)

# When a message is tried again that could not be written.
WRITE_RETRY = dt.timedelta(minutes=1)
# The receiver wants nothing any more (Standard Webhooks).
GONE = 410


@dataclass(frozen=True, slots=True)
class _InTheAir:
    """A delivery whose message is on its way since `since`, in seconds of a clock."""

    claimed: Claimed
    post: WebhookPost
    since: float


class WebhookSender:
    """One courier's messages to the webhook, one at a time."""

    def __init__(
        self, outbox: Outbox, staff: StaffMailings, monotonic: Callable[[], float]
    ) -> None:
        self._outbox = outbox
        self._staff = staff
        self._monotonic = monotonic
        self._in_the_air: _InTheAir | None = None

    def step(self, *, at: dt.datetime) -> bool:
        """Settle the message that was answered, or send the next; return if there was any."""
        if not settings.IRSITE_WEBHOOK:
            return False
        if self._in_the_air is not None:
            return self._settle(self._in_the_air, at=at)
        due = Delivery.objects.due().filter(rank=Rank.WEBHOOK, due__lte=at)
        if not due.exists():
            return False  # without a change, which would lock SQLite's file
        for claimed in self._outbox.claim(Rank.WEBHOOK, at=at, limit=1):
            self._send(claimed, at=at)
        return True

    @property
    def is_waiting(self) -> bool:
        """Whether a message is on its way, unanswered as far as is known."""
        return self._in_the_air is not None

    def wait(self, seconds: float) -> None:
        """Wait so long for the answer to the message that is on its way."""
        if self._in_the_air is not None:
            self._in_the_air.post.wait(seconds)

    def stop(self, *, at: dt.datetime) -> None:
        """Give up what is on its way: it is sent again, with the same id."""
        if self._in_the_air is not None:
            claimed, self._in_the_air = self._in_the_air.claimed, None
            self._outbox.give_back([claimed.id], due=at)

    def _send(self, claimed: Claimed, *, at: dt.datetime) -> None:
        mailing = Mailing.objects.get(pk=claimed.mailing)
        try:
            message = self._write(mailing, at=at)
        except AnyDatabaseError:
            raise
        except Exception:
            logger.exception("The message of %s cannot be written.", mailing.key)
            self._outbox.give_back([claimed.id], due=at + WRITE_RETRY)
            return
        if message is None:
            self._outbox.settle_unbegun([claimed.id], Outcome.DROPPED, at=at)
        elif self._outbox.begin([claimed], kind=MailingKind(mailing.kind), at=at):
            post = WebhookPost(settings.IRSITE_WEBHOOK, message)
            self._in_the_air = _InTheAir(claimed, post, self._monotonic())

    def _write(self, mailing: Mailing, *, at: dt.datetime) -> WebhookMessage | None:
        """Return the message; None if it is no longer true."""
        if not self._staff.is_true_for(mailing, None, at=at):
            return None
        with override(settings.LANGUAGE_CODE):
            return webhook_message(mailing, self._staff.message_of(mailing), at=at)

    def _settle(self, sent: _InTheAir, *, at: dt.datetime) -> bool:
        """Settle it if there is an answer, or none came in time; return if it is settled."""
        status = sent.post.status
        if status is None and self._monotonic() - sent.since < DEADLINE:
            return False
        self._in_the_air = None
        self._outbox.settle(_settlement(sent.claimed, status or 0, at=at))
        return True


def _settlement(claimed: Claimed, status: int, *, at: dt.datetime) -> Settlement:
    """Return what follows from the answer: all but 2xx is tried again, later each time."""
    if 200 <= status < 300:
        return Settlement(deliveries=(claimed.id,), at=at, outcome=Outcome.SENT)
    due = None if status == GONE else next_try(claimed.attempts, at=at)
    return Settlement(
        deliveries=(claimed.id,),
        at=at,
        due=due,
        outcome=None if due else Outcome.FAILED,
        refused=1,
        reply=f"HTTP {status}" if status else "no answer",
    )
