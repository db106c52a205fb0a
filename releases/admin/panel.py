"""What stands above a release: where it is, what it lacks, when it opens, who did what."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from releases.admin.steps import Step, open_steps
from releases.admin.walltime import spoken
from releases.desk import transitions
from releases.desk.completeness import missing
from releases.models import JournalEntry, Publication, Release, State
from releases.record.clock import read_clock

LATEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everything that a person at the desk asks of a release before touching it."""

    state: str
    word: str
    what_to_do: str
    missing: tuple[str, ...]
    opens: str
    passed: bool
    draft: bool
    address: str
    notice: str
    approve_label: str
    steps: tuple[Step, ...]
    digest: str
    journal: tuple[JournalEntry, ...]


def panel_of(release: Release, by: User) -> Panel:
    """The panel of this release for this person, by the record's clock."""
    now = read_clock()
    chain = transitions.chain(release)
    live = next((one for one in chain if one.live_from <= now), None)
    scheduled = next((one for one in chain if one.live_from > now), None)
    steps = open_steps(
        release, by, live=live is not None, scheduled=scheduled is not None
    )
    waits = release.state in {State.DRAFT, State.SUBMITTED}
    word, sentence, what_to_do = _standing(release, live, scheduled)
    return Panel(
        state=sentence,
        word=word,
        what_to_do=what_to_do,
        missing=tuple(missing(release)) if waits else (),
        opens=_opens(release, scheduled) if waits or scheduled else "",
        passed=waits and release.go_live_at is not None and release.go_live_at <= now,
        draft=waits,
        address=f"/releases/{release.address}/" if live else "",
        notice=release.notice if waits else "",
        approve_label=_approve_label(release),
        steps=tuple(steps),
        digest=transitions.words_of(release),
        journal=tuple(
            JournalEntry.objects.filter(subject=transitions.subject(release))[:LATEST]
        ),
    )


def both(moment: dt.datetime) -> str:
    """The moment by the company's clock, and in UTC."""
    here = spoken(moment, timezone.get_current_timezone())
    return f"{here} ({moment.astimezone(zoneinfo.ZoneInfo('UTC')):%H:%M:%S} UTC)"


def _standing(
    release: Release, live: Publication | None, scheduled: Publication | None
) -> tuple[str, str, str]:
    """A word, a sentence, and what to do to change the release."""
    if release.state == State.WITHDRAWN:
        return "Withdrawn", "Readers find a notice in its place.", ""
    if release.state == State.SUBMITTED:
        return (
            "Waiting for approval",
            f"Submitted by {release.submitted_by}.",
            "It cannot be edited now. To change it, send it back first.",
        )
    if release.state == State.APPROVED and scheduled:
        return (
            "Scheduled",
            "Approved. It opens by itself: nobody need do anything.",
            "It cannot be edited now. To change it, call it off first.",
        )
    if release.state == State.APPROVED and live:
        return (
            "Public",
            _public_since(live),
            "It cannot be edited now. To change it, open it for correction.",
        )
    if live:
        shown = both(live.live_from)
        sentence = f"A draft. Readers still see the version of {shown}."
        return "Being corrected", sentence, ""
    return "Draft", "Nothing of it is public.", ""


def _public_since(live: Publication) -> str:
    since = f"Since {both(live.live_from)}."
    if not live.imported:
        return since
    day = live.dated.astimezone(timezone.get_current_timezone())
    return f"{since} Imported: first published elsewhere on {day:%-d %B %Y}."


def _opens(release: Release, scheduled: Publication | None) -> str:
    if scheduled:
        return both(scheduled.live_from)
    if release.go_live_at:
        return both(release.go_live_at)
    return "As soon as it is approved"


def _approve_label(release: Release) -> str:
    """What pressing the button brings about."""
    if release.go_live_at is None:
        return "Approve: it goes public at once"
    zone = timezone.get_current_timezone()
    return f"Approve for {spoken(release.go_live_at, zone)}"
