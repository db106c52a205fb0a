"""ModelAdmin of what goes public by itself: company, contacts, disclaimers, events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.desk_admin import DeskAdmin, SaveButton
from releases.admin.item_previews import ItemPreview
from releases.desk import site_profile
from releases.desk.outdated import releases_with
from releases.desk.site_profile import PublicationStatus
from releases.models import (
    Category,
    Contact,
    Disclaimer,
    Event,
    Filing,
    Issuer,
    Report,
    SitePage,
)
from releases.record.documents import ProfileDocument
from releases.record.freeze import issuer_zone
from releases.staff_views import staff_user
from releases.widgets.wall_time import format_in_zone, zone_named

P = TypeVar("P", Issuer, Category, Contact, Disclaimer, Event, Filing, Report, SitePage)

STATUS = {
    PublicationStatus.PUBLIC: gettext_lazy("Public, exactly as saved here."),
    PublicationStatus.CHANGED: gettext_lazy(
        "Saved but not published: readers still see the previous version."
    ),
    PublicationStatus.UNPUBLISHED: gettext_lazy("Saved but not published."),
    PublicationStatus.SCHEDULED: gettext_lazy(
        "Will be published with a scheduled release."
    ),
    PublicationStatus.OUTDATED: gettext_lazy(
        "Saved, but the scheduled release that it is published with has the previous "
        "version."
    ),
}
PUBLIC_COLUMN = {
    PublicationStatus.PUBLIC: gettext_lazy("This version"),
    PublicationStatus.CHANGED: gettext_lazy("The previous version"),
    PublicationStatus.UNPUBLISHED: gettext_lazy("Nothing yet"),
    PublicationStatus.SCHEDULED: gettext_lazy("Nothing yet (scheduled)"),
    PublicationStatus.OUTDATED: gettext_lazy(
        "Nothing yet (the previous version is scheduled)"
    ),
}


class SiteProfileAdmin(DeskAdmin[P]):
    """A page with Save and publish, whose object goes public without a release."""

    save_buttons = (
        SaveButton(
            name="_publish",
            label=gettext_lazy("Save and publish"),
            permission="releases.publish_particulars",
        ),
    )
    # What to do before a public object can be deleted.
    before_deleting: str | Promise = ""
    # What to do then, of an object that no release has.
    after_unpublishing: str | Promise = gettext_lazy("Then you can delete it.")
    # Where readers find it on a page with others, or on one of its own.
    preview: type[ItemPreview] | None = None

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Note for each object of the list what the public sees of it."""
        changelist = super().get_changelist_instance(request)
        profile = self.load_public_versions(changelist.result_list)
        for obj in changelist.result_list:
            obj.public_label = self.public_label(obj, profile)
        return changelist

    def load_public_versions(self, objects: Iterable[Any]) -> ProfileDocument:
        """Return the site profile, with which `public_label` compares each object."""
        return site_profile.latest_profile()

    def public_label(self, obj: Any, profile: ProfileDocument) -> str | Promise:
        """Return in a word or two what the public sees of `obj`."""
        return PUBLIC_COLUMN[site_profile.status_of(obj, profile=profile)]

    @admin.display(description=gettext_lazy("Readers see"))
    def public_version(self, obj: Any) -> str:
        return str(obj.public_label)

    def run_button(self, request: HttpRequest, obj: P, name: str) -> str:
        """Publish `obj` as it is saved now."""
        outcome = site_profile.publish(obj, by=staff_user(request), at=timezone.now())
        when = format_in_zone(outcome.live_from, zone_named(issuer_zone()))
        text = _("Public from %(when)s.") % {"when": when}
        self.message_user(request, text, messages.SUCCESS)
        return ""

    def saved_message(self, obj: P) -> str:
        status = site_profile.status_of(obj)
        if status == PublicationStatus.PUBLIC:
            return _("Saved. Readers see the same.")
        return str(STATUS[status])

    def deletion_blocker(self, obj: P) -> str:
        if not site_profile.is_public(obj):
            return ""
        text = _("“%(object)s” is public. %(before_deleting)s")
        sentence = text % {"object": obj, "before_deleting": self.before_deleting}
        if self.is_carried_by_releases and releases_with(obj).exists():
            stays = _("Releases keep it, so it can’t be deleted after that either.")
            return f"{sentence} {stays}"
        return f"{sentence} {self.after_unpublishing}".strip()

    def panel_context(self, request: HttpRequest, obj: P | None) -> dict[str, Any]:
        """Say how what is saved differs from what is public, and link to the latter."""
        if obj is None or obj.pk is None:
            return {}
        return {
            "status": STATUS[site_profile.status_of(obj)],
            "remarks": self.remarks(obj),
            "public_path": self.public_path(obj)
            if site_profile.is_readable(obj)
            else "",
            "preview_url": self.preview.url_of(obj) if self.preview else "",
        }

    def get_urls(self) -> list[URLPattern]:
        """Add the route of the preview, where there is one."""
        urls: list[URLPattern] = super().get_urls()
        return [self.preview.route(self), *urls] if self.preview else urls

    def remarks(self, obj: P) -> list[str]:
        """Return what else staff should know about `obj`, in sentences."""
        return []

    def public_path(self, obj: P) -> str:
        """Return the path of the public page that shows `obj`."""
        return ""
