"""The base class of the pages about one release, beside its change form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.functional import cached_property

from releases.models import Release
from releases.staff_views import StaffReleaseView, change_url
from releases.workspace.context import WorkspaceContext


class ReleaseContextView(StaffReleaseView):
    """A staff page about a release, as one person finds it at one moment."""

    @cached_property
    def context(self) -> WorkspaceContext:
        """Return the release with what the desk and the record know of it."""
        return WorkspaceContext(self.release, self.user, at=self.at)

    def reload(self) -> None:
        """Read the release again; a refused transition may have changed it in memory."""
        self.release = Release.objects.get(pk=self.release.pk)
        del self.context

    def redirect_to_release(self, message: str, level: int) -> HttpResponseRedirect:
        """Return to the release's change form, which shows the message."""
        messages.add_message(self.request, level, message)
        return HttpResponseRedirect(change_url(self.release))
