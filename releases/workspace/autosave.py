"""The addresses to which a release's form sends what is typed, before it is saved."""

from __future__ import annotations

import itertools

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from releases.desk.unsaved import drop_unsaved, keep_unsaved
from releases.models import Release, State
from releases.staff_views import StaffView, change_url
from releases.widgets.kept_file_input import PREFIX

TOKEN = "page_token"  # noqa: S105 - the name of a field
MAX_TOKEN = 64
MAX_CHARACTERS = 1_000_000
NEVER_KEPT = {TOKEN, "csrfmiddlewaretoken", "compared"}


class UnsavedFormView(StaffView):
    """What one person types into a release's form, or into that of a new release."""

    release: Release | None = None

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Find the release, and whether this person may write to it."""
        if pk is None:
            allowed = self.model_admin.has_add_permission(request)
        else:
            self.release = get_object_or_404(Release, pk=pk)
            allowed = self.model_admin.has_change_permission(request, self.release)
        if not allowed:
            raise PermissionDenied
        return self.store(request)

    def store(self, request: HttpRequest) -> HttpResponse:
        """Do what the address says."""
        raise NotImplementedError


class AutosaveView(UnsavedFormView):
    """Keeps it: 204. 409 where the page was saved, or the release is no draft."""

    def store(self, request: HttpRequest) -> HttpResponse:
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in NEVER_KEPT and not name.startswith(("_", PREFIX))
            for value in values
        ]
        token = request.POST.get(TOKEN, "")
        if (
            not token
            or len(token) > MAX_TOKEN
            or "\x00" in "".join(itertools.chain(*fields))
        ):
            return HttpResponse(status=400)
        if sum(len(name) + len(value) for name, value in fields) > MAX_CHARACTERS:
            return HttpResponse(status=413)
        if self.release and self.release.state != State.DRAFT:
            return HttpResponse(status=409)
        kept = keep_unsaved(
            self.release, fields, by=self.user, page_token=token, at=self.at
        )
        return HttpResponse(status=204 if kept else 409)


class DiscardUnsavedView(UnsavedFormView):
    """Drops it, and opens the form as it was saved."""

    def store(self, request: HttpRequest) -> HttpResponse:
        token = request.POST.get(TOKEN, "")[:MAX_TOKEN]
        drop_unsaved(self.release, by=self.user, page_token=token, at=self.at)
        messages.success(request, _("What you had typed and not saved is discarded."))
        add = reverse("admin:releases_release_add")
        return HttpResponseRedirect(change_url(self.release) if self.release else add)


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the routes, of a new release and below the address of each other."""
    autosave = AutosaveView.for_admin(model_admin)
    discard = DiscardUnsavedView.for_admin(model_admin)
    return [
        path("autosave/", autosave, name="releases_release_autosave_new"),
        path("discard/", discard, name="releases_release_discard_new"),
        path("<int:pk>/autosave/", autosave, name="releases_release_autosave"),
        path("<int:pk>/discard/", discard, name="releases_release_discard"),
    ]
