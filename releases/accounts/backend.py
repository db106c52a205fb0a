"""Who may sign in at all."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User


class StaffBackend(ModelBackend):
    """Only members of staff; everybody else is answered as if they did not exist."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """An active member of staff."""
        return super().user_can_authenticate(user) and bool(user and user.is_staff)
