"""When something is tried again that was refused for the moment."""

from __future__ import annotations

import datetime as dt
import random

from releases.alerts.outbox import Settlement
from releases.alerts.smtp import Answer
from releases.readers.models import Outcome

RETRIES = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480)
)
JITTER = 0.2


def next_try(attempts: int, *, at: dt.datetime) -> dt.datetime | None:
    """Return when to try again after so many earlier attempts; None if never.

    Later each time, with some jitter so that not all come back at once.
    """
    if attempts >= len(RETRIES):
        return None
    jitter = 1 + random.uniform(-JITTER, JITTER)  # noqa: S311 - no secret
    return at + RETRIES[attempts] * jitter


def settlement_of(
    deliveries: tuple[int, ...], attempts: int, answer: Answer, *, at: dt.datetime
) -> Settlement:
    """Return what follows from the mail system's answer to one mail.

    A refusal for the moment is tried again; one for good, or too many of them, ends it.
    """
    if answer.is_accepted:
        return Settlement(deliveries=deliveries, at=at, outcome=Outcome.SENT)
    reply = str(answer)
    due = None if answer.is_final else next_try(attempts, at=at)
    if due is None:
        return Settlement(
            deliveries=deliveries,
            at=at,
            outcome=Outcome.FAILED,
            refused=1,
            reply=reply,
        )
    return Settlement(deliveries=deliveries, at=at, due=due, refused=1, reply=reply)
