"""Everything that the dashboard shows to one person, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk.approvals import Approver
from releases.desk.context import ReleaseContext, load_contexts, load_for_checks
from releases.desk.stages import Stage, count_by_stage
from releases.models import State
from releases.record.clock import read_clock
from releases.record.documents import ProfileDocument
from releases.staff_views import change_url
from releases.workspace.dashboard.alerts import Alert, current_alerts
from releases.workspace.dashboard.check_summary import (
    UnansweredChecks,
    releases_to_check,
    unanswered_checks,
)
from releases.workspace.dashboard.current_releases import (
    CurrentReleases,
    current_releases,
)
from releases.workspace.dashboard.recent import PublishedVersion, recently_published
from releases.workspace.dashboard.tasks import PersonalTask, tasks_of
from releases.workspace.dashboard.timeline import UpcomingRelease, upcoming_releases
from releases.workspace.dashboard.unpublished import unpublished_changes

ALWAYS_COUNTED = {Stage.DRAFT, Stage.WAITING, Stage.SCHEDULED, Stage.PUBLIC}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The dashboard, panel by panel."""

    alerts: tuple[Alert, ...]
    tasks: tuple[PersonalTask, ...]
    unpublished: tuple[tuple[str, str], ...]
    upcoming: tuple[UpcomingRelease, ...]
    unanswered_checks: tuple[UnansweredChecks, ...]
    recent: tuple[PublishedVersion, ...]
    counts: tuple[tuple[str, str], ...]


def dashboard_for(
    user: User, published: ProfileDocument, *, at: dt.datetime
) -> Dashboard | None:
    """Return this person's dashboard; None if they may see no release."""
    if not user.has_perm("releases.view_release"):
        return None
    now = read_clock()
    approver = Approver(user, at=at)
    current = current_releases(now)
    upcoming = upcoming_releases(current, now)
    contexts = _load_contexts(approver, current, upcoming, at=at)
    return Dashboard(
        alerts=tuple(current_alerts(current, contexts, at=at, now=now)),
        tasks=tuple(tasks_of(approver, current, contexts)),
        unpublished=tuple(
            (str(item), change_url(item))
            for item in unpublished_changes(user, published)
        ),
        upcoming=tuple(upcoming),
        unanswered_checks=tuple(unanswered_checks(upcoming, contexts)),
        recent=tuple(recently_published(current)),
        counts=tuple(_counts_by_stage(now)),
    )


def _load_contexts(
    approver: Approver,
    current: CurrentReleases,
    upcoming: list[UpcomingRelease],
    *,
    at: dt.datetime,
) -> Mapping[int, ReleaseContext]:
    """Return the contexts that the panels share, by the release's key.

    Those of the next releases are ready for the checks.
    """
    checked = releases_to_check(upcoming)
    wanted = {*checked, *(release.pk for release in current.by_address().values())}
    if approver.may_approve:
        wanted |= {
            release.pk
            for release in current.releases
            if release.ratify_by or release.state in {State.SUBMITTED, State.HELD}
        }
    releases = [release for release in current.releases if release.pk in wanted]
    contexts = {
        context.release.pk: context for context in load_contexts(releases, at=at)
    }
    load_for_checks([contexts[key] for key in checked])
    return contexts


def _counts_by_stage(now: dt.datetime) -> list[tuple[str, str]]:
    """Return how many releases are in each stage, each with its list's query."""
    counts, imported = count_by_stage(at=now)
    rows = [
        (_count_in_words(stage, count), f"stage={stage.value}")
        for stage, count in counts.items()
        if count or stage in ALWAYS_COUNTED
    ]
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
