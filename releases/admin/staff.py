"""Who works at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

KEPT = (
    "It stays: the journal knows people by it, and so does the rule that nobody "
    "approves what they wrote."
)

admin.site.unregister(User)


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """A member of staff, who keeps the name that they signed with."""

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        """A name is chosen once."""
        found = [*map(str, super().get_readonly_fields(request, obj))]
        return [*found, "username"] if obj else found

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        """The form, which says why the name stays."""
        if obj:
            kwargs["help_texts"] = {"username": KEPT}
        return super().get_form(request, obj, change=change, **kwargs)
