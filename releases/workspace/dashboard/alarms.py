"""What is wrong right now: the one list on top of everything.

Whatever else must be shouted at the desk is added to `alarms` as one more source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from releases.models import Publication, Release, State
from releases.pagecache import early_requests, worker_status
from releases.text.public_paths import release_path
from releases.workspace.dashboard.timeline import UNDER_WAY
from releases.workspace.release_context.clock import both


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A sentence that says what is wrong, and the release it is about, if it is one."""

    words: str
    release: Release | None = None


def alarms(*, at: dt.datetime, now: dt.datetime) -> Iterator[Alarm]:
    """Everything that is wrong, the gravest first."""
    return chain(_unratified(at), _missed(now), _unready(now), _sought(now))


def _unratified(at: dt.datetime) -> Iterator[Alarm]:
    """Published in an emergency, and not approved by a second person in time."""
    for release in Release.objects.filter(ratify_by__lte=at).order_by("ratify_by"):
        assert release.ratify_by is not None
        yield Alarm(
            words="Published in an emergency, and still approved by nobody else: that "
            f"was due by {both(release.ratify_by)}.",
            release=release,
        )


def _missed(now: dt.datetime) -> Iterator[Alarm]:
    """Its instant came, and it was not on the record."""
    late = Release.objects.filter(state__in=UNDER_WAY, go_live_at__lte=now)
    for release in late.order_by("go_live_at"):
        assert release.go_live_at is not None
        yield Alarm(
            words=f"It did not open at {both(release.go_live_at)}: "
            f"{_why(release)} Choose another instant for it, or now.",
            release=release,
        )


def _unready(now: dt.datetime) -> Iterator[Alarm]:
    """The press is not ready for what is near, or does not know what time it is."""
    return (Alarm(words=sentence) for sentence in worker_status.alarms(at=now))


def _sought(now: dt.datetime) -> Iterator[Alarm]:
    """Somebody asks for the address of what is scheduled, and is shown nothing."""
    to_come = Publication.objects.releases().standing().filter(live_from__gt=now)
    addresses = dict.fromkeys(to_come.values_list("address", flat=True))
    found = Release.objects.filter(address__in=addresses)
    releases = {release_path(one.address): one for one in found}
    for echo in early_requests.echoes(releases):
        times = "once" if echo.requests == 1 else f"{echo.requests} times"
        sources = "one place" if echo.sources == 1 else f"{echo.sources} places"
        yield Alarm(
            words=f"Its address was guessed: asked for {times} from {sources} since "
            f"{both(echo.since)}, the last time at {both(echo.latest)}. Nothing of it "
            "was shown.",
            release=releases[echo.path],
        )


def _why(release: Release) -> str:
    return {
        State.SUBMITTED: "it is not approved yet.",
        State.CLEARED: "nobody has recorded that the wire has crossed.",
        State.HELD: "it is held.",
    }[State(release.state)]
