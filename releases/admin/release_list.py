"""The columns of the list of releases: the state, the instant and what is next."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.unsaved_admin import UnsavedTextAdmin
from releases.models import Publication, Release, State
from releases.widgets.wall_time import format_in_zone

# The tone of each label: whether somebody must act, all is well, or it has stopped.
TONES = {
    State.DRAFT: "plain",
    State.SUBMITTED: "waiting",
    State.CLEARED: "waiting",
    State.HELD: "stopped",
    State.APPROVED: "good",
    State.WITHDRAWN: "stopped",
}


class ReleaseListAdmin(UnsavedTextAdmin):
    """The list of releases, in one query whatever their number.

    Of each row it knows `latest_live_from`, when the latest version goes live, and
    `first_disclosed`, the date of the first.
    """

    list_display = ["headline", "state_label", "instant", "next_step", "last_changed"]

    def get_list_display(self, request: HttpRequest) -> Any:
        """Offer each release as a template to those who may write one."""
        columns = [*map(str, self.list_display)]
        return [*columns, "copy_link"] if self.has_add_permission(request) else columns

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Annotate when the latest version opens, and when the first was disclosed."""
        standing = Publication.objects.releases().not_called_off()
        latest = standing.filter(address=OuterRef("address")).order_by("-number")
        return (
            super()
            .get_queryset(request)
            .select_related("category")
            .annotate(
                latest_live_from=Subquery(latest.values("live_from")[:1]),
                first_disclosed=Subquery(latest.values("dated")[:1]),
            )
        )

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def state_label(self, release: Any) -> str:
        return state_label(release)

    @admin.display(description=gettext_lazy("Publishes"), ordering="first_disclosed")
    def instant(self, release: Any) -> str:
        """Return when the next version opens, or when the first was disclosed.

        Before it is on the record, the planned instant.
        """
        scheduled = release.latest_live_from if is_scheduled(release) else None
        instant = scheduled or release.first_disclosed or release.go_live_at
        if instant is None:
            return "–"
        return format_in_zone(instant, timezone.get_current_timezone())

    @admin.display(description=gettext_lazy("Next step"))
    def next_step(self, release: Any) -> str:
        """Return what must be done next with the release, by whomever."""
        if release.ratify_by:
            return _("A second person must approve it")
        if is_scheduled(release):
            return _("Publishes automatically")
        return {
            State.DRAFT: _("Finish and submit it"),
            State.SUBMITTED: _("Read and approve it"),
            State.CLEARED: _("Record the wire crossing"),
            State.HELD: _("Resume it or send it back"),
        }.get(State(release.state), "–")

    @admin.display(description=gettext_lazy("Last changed"), ordering="changed_at")
    def last_changed(self, release: Release) -> str:
        """Return it in the company's zone, as every time of the list."""
        return format_in_zone(release.changed_at, timezone.get_current_timezone())

    @admin.display(description=gettext_lazy("Reuse"))
    def copy_link(self, release: Release) -> str:
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>',
            reverse("admin:releases_release_copy", args=[release.pk]),
            _("Use “%(release)s” as template") % {"release": release},
            _("Use as template…"),
        )


def state_label(release: Any) -> str:
    """Return the state as a label; what is approved is scheduled or public."""
    state = State(release.state)
    word = {
        State.DRAFT: _("Being corrected")
        if release.latest_live_from
        else State.DRAFT.label,
        State.APPROVED: _("Scheduled") if is_scheduled(release) else _("Public"),
    }.get(state, state.label)
    return format_html(
        '<span class="desk-word desk-word-{}">{}</span>', TONES[state], word
    )


def is_scheduled(release: Any) -> bool:
    """Return whether a version that is approved is still to come."""
    latest = release.latest_live_from
    return (
        release.state == State.APPROVED
        and latest is not None
        and bool(latest > timezone.now())
    )
