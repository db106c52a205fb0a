"""The authentication backend: only active members of staff sign in."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User


class StaffBackend(ModelBackend):
    """Answers for everybody else as if the password were wrong."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Return whether `user` is active and has staff status."""
        return super().user_can_authenticate(user) and bool(user and user.is_staff)
