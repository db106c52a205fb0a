"""What needs attention right now, on top of everything else.

Whatever else must interrupt people is one more source in `current_alerts`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.alerts.mail_health import mail_down_since
from releases.desk.context import ReleaseContext
from releases.desk.outdated import outdated_among
from releases.models import Release, State
from releases.pagecache import early_requests, worker_status
from releases.record.last_backup import backup_is_overdue, last_backup
from releases.text.public_paths import release_path
from releases.workspace.clock import time_in_both_zones
from releases.workspace.dashboard.current_releases import IN_PROGRESS, CurrentReleases
from releases.workspace.outdated import outdated_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """What is wrong and what to do, and the release concerned, if it is one."""

    message: str
    release: Release | None = None


def current_alerts(
    current: CurrentReleases,
    contexts: Mapping[int, ReleaseContext],
    *,
    at: dt.datetime,
    now: dt.datetime,
) -> Iterator[Alert]:
    """Yield everything that needs attention, the gravest first.

    `contexts` hold every scheduled release, by its key.
    """
    return chain(
        _mail_down(),
        _overdue_ratifications(current, at),
        _missed(current, now),
        _outdated(current, contexts),
        _workers(now),
        _early_requests(current),
        _no_backup(now),
    )


def _mail_down() -> Iterator[Alert]:
    """Yield that no mail leaves, which no mail can tell."""
    since = mail_down_since() if settings.IRSITE_ALERTS else None
    if since is not None:
        message = _(
            "The mail system has taken no mail since %(time)s: alerts to subscribers and "
            "mails to staff wait. Check the mail system, and IRSITE_SMTP_URL."
        )
        yield Alert(message=message % {"time": time_in_both_zones(since)})


def _overdue_ratifications(
    current: CurrentReleases, at: dt.datetime
) -> Iterator[Alert]:
    overdue = [
        (release.ratify_by, release)
        for release in current.releases
        if release.ratify_by and release.ratify_by <= at
    ]
    for ratify_by, release in sorted(overdue, key=lambda pair: pair[0]):
        yield Alert(
            message=_(
                "Published in an emergency. The second approval was due by %(time)s."
            )
            % {"time": time_in_both_zones(ratify_by)},
            release=release,
        )


def _missed(current: CurrentReleases, now: dt.datetime) -> Iterator[Alert]:
    """Yield the releases that were not on the record when their instant came."""
    for release in current.in_state(*IN_PROGRESS):
        if release.go_live_at and release.go_live_at <= now:
            yield Alert(
                message=_missed_message(State(release.state))
                % {"time": time_in_both_zones(release.go_live_at)},
                release=release,
            )


def _outdated(
    current: CurrentReleases, contexts: Mapping[int, ReleaseContext]
) -> Iterator[Alert]:
    """Yield the scheduled releases that will say what has been changed since."""
    scheduled = [contexts[release.pk] for release in current.by_address().values()]
    for outdated in outdated_among(scheduled, current.scheduled):
        yield Alert(message=outdated_message(outdated), release=outdated.release)


def _missed_message(state: State) -> str:
    return {
        State.SUBMITTED: _(
            "Not published at %(time)s: it isn't approved yet. Choose a new time."
        ),
        State.CLEARED: _(
            "Not published at %(time)s: nobody has recorded that the newswire has "
            "crossed, or another language isn't approved. See what it waits for, or "
            "choose a new time."
        ),
        State.HELD: _("Not published at %(time)s: it is on hold. Choose a new time."),
    }[state]


def _workers(now: dt.datetime) -> Iterator[Alert]:
    """Yield what keeps web workers from publishing on time."""
    return (Alert(message=message) for message in worker_status.alarms(at=now))


def _no_backup(now: dt.datetime) -> Iterator[Alert]:
    """Yield that a failure of this machine would lose more than a day of work."""
    if not backup_is_overdue(now=now):
        return
    latest = last_backup()
    if latest is None:
        message = _("The site has no backup yet. Ask whoever runs it to set one up.")
    else:
        message = _(
            "The last backup of the site was made at %(time)s. Ask whoever runs it why "
            "there is none since."
        ) % {"time": time_in_both_zones(latest)}
    yield Alert(message=message)


def _early_requests(current: CurrentReleases) -> Iterator[Alert]:
    """Yield the scheduled releases whose address somebody has asked for."""
    releases = {
        release_path(address): release
        for address, release in current.by_address().items()
    }
    for summary in early_requests.summarize(releases):
        times = ngettext("%(count)s time", "%(count)s times", summary.requests)
        places = ngettext("%(count)s place", "%(count)s places", summary.sources)
        yield Alert(
            message=_(
                "Someone guessed its address: requested %(times)s from %(places)s since "
                "%(since)s, most recently at %(latest)s. Nothing was shown."
            )
            % {
                "times": times % {"count": summary.requests},
                "places": places % {"count": summary.sources},
                "since": time_in_both_zones(summary.first),
                "latest": time_in_both_zones(summary.latest),
            },
            release=releases[summary.path],
        )
