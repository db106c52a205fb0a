"""The pages that start a draft from another release."""

from __future__ import annotations

from releases.staff_views import StaffReleaseView


class NewDraftView(StaffReleaseView):
    """A page that says what the draft will have, and makes it when its form is sent."""

    def has_permission(self) -> bool:
        """Return whether the user may read releases, and write new ones."""
        may_add = bool(self.model_admin.has_add_permission(self.request))
        return super().has_permission() and may_add
