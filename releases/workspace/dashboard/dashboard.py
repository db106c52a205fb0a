"""Everything that the dashboard shows to one person, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.approvals import Approver
from releases.desk.context import ReleaseContext, load_contexts
from releases.desk.versions import imported_addresses
from releases.models import Release, State
from releases.record.clock import read_clock
from releases.workspace.dashboard.alerts import Alert, current_alerts
from releases.workspace.dashboard.check_summary import (
    UnansweredChecks,
    releases_to_check,
    unanswered_checks,
)
from releases.workspace.dashboard.recent import PublishedVersion, recently_published
from releases.workspace.dashboard.tasks import PersonalTask, tasks_of
from releases.workspace.dashboard.timeline import UpcomingRelease, upcoming_releases


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The dashboard, panel by panel."""

    alerts: tuple[Alert, ...]
    tasks: tuple[PersonalTask, ...]
    upcoming: tuple[UpcomingRelease, ...]
    unanswered_checks: tuple[UnansweredChecks, ...]
    recent: tuple[PublishedVersion, ...]
    counts: tuple[tuple[str, str], ...]


def dashboard_for(user: User, *, at: dt.datetime) -> Dashboard | None:
    """Return this person's dashboard; None if they may see no release."""
    if not user.has_perm("releases.view_release"):
        return None
    now = read_clock()
    approver = Approver(user, at=at)
    upcoming = upcoming_releases(now)
    contexts = _load_contexts(approver, upcoming, at=at)
    return Dashboard(
        alerts=tuple(current_alerts(at=at, now=now)),
        tasks=tuple(tasks_of(approver, contexts)),
        upcoming=tuple(upcoming),
        unanswered_checks=tuple(unanswered_checks(upcoming, contexts)),
        recent=tuple(recently_published(now)),
        counts=tuple(_counts_by_state()),
    )


def _load_contexts(
    approver: Approver, upcoming: list[UpcomingRelease], *, at: dt.datetime
) -> Mapping[int, ReleaseContext]:
    """Return the contexts that the panels share, by the release's key."""
    wanted = Q(pk__in=releases_to_check(upcoming))
    if approver.may_approve:
        wanted |= Q(state__in=[State.SUBMITTED, State.HELD]) | Q(
            ratify_by__isnull=False
        )
    releases = Release.objects.filter(wanted).select_related("category", "held_by")
    contexts = load_contexts(releases.order_by("go_live_at", "pk"), at=at)
    return {context.release.pk: context for context in contexts}


def _counts_by_state() -> list[tuple[str, str]]:
    """Return how many releases are in each state, each with its list's query."""
    by_state = dict(
        Release.objects.order_by().values_list("state").annotate(Count("pk"))
    )
    drafts, submitted, approved = (
        by_state.get(state, 0)
        for state in (State.DRAFT, State.SUBMITTED, State.APPROVED)
    )
    imported = Release.objects.filter(
        state=State.APPROVED, address__in=imported_addresses()
    ).count()
    return [
        (
            ngettext("%(count)s draft", "%(count)s drafts", drafts) % {"count": drafts},
            "state__exact=draft",
        ),
        (
            _("%(count)s waiting for approval") % {"count": submitted},
            "state__exact=submitted",
        ),
        (
            _("%(count)s scheduled or public") % {"count": approved - imported},
            "state__exact=approved&origin=here",
        ),
        *(
            [
                (
                    _("%(count)s imported from history") % {"count": imported},
                    "state__exact=approved&origin=imported",
                )
            ]
            if imported
            else []
        ),
    ]
