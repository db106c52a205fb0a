"""The page of a draft's versions: what each save changed, and getting one back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from releases.desk.draft_versions import (
    FIELD_OF,
    MOST_VERSIONS,
    DraftVersion,
    draft_versions,
    restore_version,
)
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import note_reading
from releases.models import Release, State
from releases.staff_views import change_url
from releases.workspace.comparison import Comparison
from releases.workspace.context import WorkspaceContext
from releases.workspace.views import ReleaseContextView

VERSIONS_URL = "releases_release_versions"


class DraftVersionsView(ReleaseContextView):
    """Lists the versions of the text, compares two of them, and restores one."""

    @cached_property
    def versions(self) -> list[DraftVersion]:
        """The versions, the present one first."""
        return draft_versions(self.release)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Journal the reading, and compare: with no choice, what the last save changed."""
        note_reading(self.release, by=self.user, of="its versions")
        before = self.chosen("before", default=1)
        after = self.chosen("after", default=0)
        may_restore = (
            self.model_admin.has_change_permission(request, self.release)
            and self.release.state == State.DRAFT
        )
        is_present = bool(before) and before is self.versions[0]
        return self.page(
            "admin/releases/release/versions.html",
            title=_("Versions of the text"),
            versions=[(version, field_names(version)) for version in self.versions],
            before=before,
            after=after,
            comparison=self.comparison(before, after),
            present=self.versions[0] if self.versions else None,
            restorable=before if may_restore and not is_present else None,
            most=MOST_VERSIONS if len(self.versions) == MOST_VERSIONS else 0,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Restore the version, and lead to the draft; on a refusal back to the versions."""
        if not self.model_admin.has_change_permission(request, self.release):
            raise PermissionDenied
        keys = [request.POST.get(name, "") for name in ("version", "seen")]
        key, seen = (int(text) if text.isdecimal() else 0 for text in keys)
        try:
            version = restore_version(self.release, key, by=self.user, seen=seen)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse(f"admin:{VERSIONS_URL}", args=[pk]))
        text = _(
            "The text is again as %(person)s saved it. The text that it replaced is "
            "among the versions."
        )
        person = version.by or _("somebody without an account")
        messages.success(request, text % {"person": person})
        return HttpResponseRedirect(change_url(self.release))

    def chosen(self, name: str, *, default: int) -> DraftVersion | None:
        """Return the version that the address names; the one at this place if it names none."""
        key = self.request.GET.get(name, "")
        named = (version for version in self.versions if str(version.key) == key)
        shown = self.versions[default : default + 1]
        return next(named, shown[0] if shown else None)

    def comparison(
        self, before: DraftVersion | None, after: DraftVersion | None
    ) -> Comparison | None:
        """Return the two as they would be published, compared; None without two."""
        if before is None or after is None or before is after:
            return None
        earlier, later = (
            WorkspaceContext(
                version.applied_to(self.context.release), self.user, at=self.at
            )
            for version in (before, after)
        )
        return Comparison(before=earlier.document, document=later.document)


def field_names(version: DraftVersion) -> str:
    """Return the names of the fields that a version changed; empty for the first one."""
    names = (FIELD_OF[name].verbose_name for name in version.fields)
    return ", ".join(capfirst(str(name)) for name in names)


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the route of the page, below the address of a release."""
    return [
        path(
            "<int:pk>/versions/",
            DraftVersionsView.for_admin(model_admin),
            name=VERSIONS_URL,
        )
    ]
