"""Another instant for what is approved: one approver moves it, and says so."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.contrib.auth.models import User

from releases.desk.approvals.four_eyes import subject
from releases.desk.exceptions import NotAllowed
from releases.desk.transitions.claim import claim
from releases.models import Release, State
from releases.record import journal
from releases.record.clock import read_clock

NOW: Literal["now"] = "now"


def reschedule(
    release: Release, opens: dt.datetime | Literal["now"], *, by: User
) -> None:
    """Move a release that is submitted or held to a later instant, or to now.

    An instant is never moved forward in time: approvals of its content were given on
    the understanding that nobody would read it earlier.
    """
    was = release.go_live_at
    to = opens if isinstance(opens, dt.datetime) else None
    if was is not None and (to or read_clock()) < was:
        raise NotAllowed(
            "Its approvals are for a later instant: it can be moved back in the day, "
            "not forward. Send it back to choose an earlier one."
        )
    claim(
        release,
        {State.SUBMITTED, State.HELD},
        "cannot be moved now",
        go_live_at=to,
        rescheduled_to=to,
    )
    journal.write(
        "reschedule",
        subject(release),
        by=by.get_username(),
        detail=f"from {was.isoformat() if was else 'at once'} "
        f"to {to.isoformat() if to else 'now'}",
    )
