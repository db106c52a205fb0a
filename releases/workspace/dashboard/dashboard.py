"""Everything that the dashboard shows to one person, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.approvals import Approver
from releases.desk.context import ReleaseContext, load_contexts
from releases.desk.stages import Stage, count_by_stage
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

ALWAYS_COUNTED = {Stage.DRAFT, Stage.WAITING, Stage.SCHEDULED, Stage.PUBLIC}


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
        counts=tuple(_counts_by_stage(now)),
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


def _counts_by_stage(now: dt.datetime) -> list[tuple[str, str]]:
    """Return how many releases are in each stage, each with its list's query."""
    counts = count_by_stage(at=now)
    rows = [
        (_count_in_words(stage, count), f"stage={stage.value}")
        for stage, count in counts.items()
        if count or stage in ALWAYS_COUNTED
    ]
    imported = Release.objects.filter(address__in=imported_addresses()).count()
    if imported:
        label = _("%(count)s imported from history") % {"count": imported}
        rows.append((label, "origin=imported"))
    return rows


def _count_in_words(stage: Stage, count: int) -> str:
    words = {
        Stage.DRAFT: ngettext("%(count)s draft", "%(count)s drafts", count),
        Stage.WAITING: _("%(count)s waiting for approval"),
        Stage.WIRE: _("%(count)s waiting for the wire"),
        Stage.HELD: _("%(count)s on hold"),
        Stage.SCHEDULED: _("%(count)s scheduled"),
        Stage.PUBLIC: _("%(count)s public"),
        Stage.WITHDRAWN: _("%(count)s withdrawn"),
    }
    return words[stage] % {"count": count}
