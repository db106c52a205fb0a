"""Save and publish: one page, one person, one button."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils import timezone

from releases.admin.desk_admin import Button, DeskAdmin
from releases.desk import site_profile
from releases.desk.site_profile import Standing
from releases.models import Category, Contact, Disclaimer, Event, Issuer
from releases.record.documents import ProfileDocument
from releases.record.freeze import issuer_zone
from releases.staff_views import staff_user
from releases.widgets.wall_time import spoken, zone_named

P = TypeVar("P", Issuer, Category, Contact, Disclaimer, Event)


SEEN = {
    Standing.PUBLIC: "This",
    Standing.CHANGED: "What was before",
    Standing.UNPUBLISHED: "Nothing yet",
    Standing.SCHEDULED: "Nothing yet: it is scheduled",
}


class ParticularAdmin(DeskAdmin[P]):
    """A page whose subject goes public by itself."""

    doors = (
        Button(
            name="_publish",
            label="Save and publish",
            permission="releases.publish_particulars",
        ),
    )
    # What to do first with a public one that should be deleted.
    before_deleting = ""

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The list, with what the public sees of each thing in it."""
        changelist = super().get_changelist_instance(request)
        head = site_profile.profile_head()
        for thing in changelist.result_list:
            thing.seen = self.seen_of(thing, head)
        return changelist

    def seen_of(self, thing: Any, head: ProfileDocument) -> str:
        """A word or two for the list."""
        return SEEN[site_profile.standing(thing, head=head)]

    @admin.display(description="The public sees")
    def seen(self, thing: Any) -> str:
        """The same, as a column."""
        return str(thing.seen)

    def open_door(self, request: HttpRequest, thing: P, name: str) -> str:
        """Put it before the public as it is saved now."""
        outcome = site_profile.publish(thing, by=staff_user(request), at=timezone.now())
        when = spoken(outcome.live_from, zone_named(issuer_zone()))
        self.message_user(request, f"Public from {when}.", messages.SUCCESS)
        return ""

    def saved_as(self, thing: P) -> str:
        """Whether the public sees it."""
        standing = site_profile.standing(thing)
        if standing == Standing.PUBLIC:
            return "Saved. Nothing differs from what is public."
        return str(standing.value)

    def keeps(self, thing: P) -> str:
        """What is public is taken down first."""
        if site_profile.is_public(thing):
            return f"“{thing}” is public. {self.before_deleting}"
        return ""

    def above(self, request: HttpRequest, thing: P | None) -> dict[str, Any]:
        """How what is saved stands to what is public."""
        if thing is None or thing.pk is None:
            return {}
        standing = site_profile.standing(thing)
        shown = site_profile.is_public(thing)
        return {
            "standing": standing.value,
            "remarks": self.remarks(thing),
            "address": self.address(thing) if shown else "",
        }

    def remarks(self, thing: P) -> list[str]:
        """What else an officer should know of it."""
        return []

    def address(self, thing: P) -> str:
        """Where the public reads it."""
        return ""
