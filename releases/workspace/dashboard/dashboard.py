"""Everything that the first page shows to one person, in a fixed number of questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count

from releases.models import Release, State
from releases.record.clock import read_clock
from releases.workspace.dashboard.alarms import Alarm, alarms
from releases.workspace.dashboard.check_summary import Judged, judged
from releases.workspace.dashboard.recent import Sent, went_out
from releases.workspace.dashboard.timeline import Coming, timeline
from releases.workspace.dashboard.waiting import Waiting, waiting_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The first page, part by part."""

    alarms: tuple[Alarm, ...]
    waiting: tuple[Waiting, ...]
    timeline: tuple[Coming, ...]
    judged: tuple[Judged, ...]
    recent: tuple[Sent, ...]
    counts: tuple[tuple[str, str], ...]


def desk_of(by: User, *, at: dt.datetime) -> Desk | None:
    """The desk of this person; None for whoever may see no release."""
    if not by.has_perm("releases.view_release"):
        return None
    now = read_clock()
    coming = timeline(now)
    return Desk(
        alarms=tuple(alarms(at=at, now=now)),
        waiting=tuple(waiting_for(by, at=at)),
        timeline=tuple(coming),
        judged=tuple(judged(coming, at=at)),
        recent=tuple(went_out(now)),
        counts=tuple(counts()),
    )


def counts() -> list[tuple[str, str]]:
    """How many stand in each state, with the list that holds them."""
    by_state = dict(
        Release.objects.order_by().values_list("state").annotate(Count("pk"))
    )
    drafts, submitted, approved = (
        by_state.get(state, 0)
        for state in (State.DRAFT, State.SUBMITTED, State.APPROVED)
    )
    return [
        (f"{drafts} draft{'' if drafts == 1 else 's'}", "state__exact=draft"),
        (f"{submitted} waiting for approval", "state__exact=submitted"),
        (f"{approved} approved or public", "state__exact=approved"),
    ]
