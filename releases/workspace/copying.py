"""The page that starts the next release from an earlier one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.desk.copying import copy_refusal, copy_release
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import note_reading
from releases.models import Event, Release
from releases.staff_views import change_url
from releases.workspace.new_draft import NewDraftView


class CopyReleaseView(NewDraftView):
    """Says what the draft will have, and makes it when it is sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask first."""
        return self.confirmation(copy_refusal(self.release))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the draft, and lead to its page."""
        note_reading(self.release, by=self.user, of="a copy of it")
        try:
            draft = copy_release(self.release, by=self.user)
        except NotAllowed as refusal:
            return self.confirmation(str(refusal))
        text = _(
            "This draft has the text of “%(release)s”. Choose its date and time, go "
            "through its text, and add its files."
        )
        messages.success(request, text % {"release": self.release})
        if request.user.has_perm("releases.add_event"):
            for event in self.release.events.all():
                messages.info(request, next_event_message(event))
        return HttpResponseRedirect(change_url(draft))

    def confirmation(self, refusal: str) -> HttpResponse:
        """Return the page with the button, or why there is none."""
        return self.page(
            "admin/releases/release/copy.html",
            title=_("Use as template"),
            refusal=refusal,
        )


def next_event_message(event: Event) -> SafeString:
    """Return the link to add the next event like one that a copy does not have."""
    return format_html(
        '{} <a href="{}?like={}">{}</a>',
        _("“%(event)s” is not copied.") % {"event": event},
        reverse("admin:releases_event_add"),
        event.pk,
        _("Add the next one like it…"),
    )


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the route of the page, below the address of a release."""
    return [
        path(
            "<int:pk>/copy/",
            CopyReleaseView.for_admin(model_admin),
            name="releases_release_copy",
        )
    ]
