"""Move an approved release to a later instant, on one approver's word."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.languages import languages_going_together
from releases.desk.transitions.claim import HAS_CHANGED, claim
from releases.models import JournalAction, Release, State
from releases.record import journal
from releases.record.clock import read_clock

NOW: Literal["now"] = "now"


def reschedule(
    release: Release, opens: dt.datetime | Literal["now"], *, by: User
) -> None:
    """Move a submitted or held release to a later instant, or to now.

    The other languages that go with it move too.
    Raises NotAllowed for an earlier instant: its content was approved on the
    understanding that nobody would read it sooner.
    """
    old = release.go_live_at
    new = opens if isinstance(opens, dt.datetime) else None
    if old is not None and (new or read_clock()) < old:
        raise NotAllowed(
            _(
                "This release was approved for a later time, so it can't be moved to an "
                "earlier one. Send it back to choose an earlier time."
            )
        )
    claim(
        release,
        {State.SUBMITTED, State.HELD},
        HAS_CHANGED,
        go_live_at=new,
        rescheduled_to=new,
    )
    others = languages_going_together(release)
    keys = [other.pk for other in others]
    Release.objects.filter(pk__in=keys).update(go_live_at=new, rescheduled_to=new)
    for language in (release, *others):
        _journal(language, old, new, by=by)


def _journal(
    release: Release, old: dt.datetime | None, new: dt.datetime | None, *, by: User
) -> None:
    journal.write(
        JournalAction.RESCHEDULE,
        subject_of_release(release),
        by=by,
        detail=f"from {old.isoformat() if old else 'at once'} "
        f"to {new.isoformat() if new else 'now'}",
        facts={
            "from": old.isoformat() if old else None,
            "to": new.isoformat() if new else None,
        },
    )
