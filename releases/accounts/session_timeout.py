"""Ends sessions: when they are idle, and after a working day however busy they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from releases.accounts import second_factors

# Keys of the session, in seconds since the epoch.
STARTED_AT = "began"
LAST_USED_AT = "seen"


class SessionTimeoutMiddleware:
    """Ends a session that is due before anything asks for its user.

    A page that asks for no user, as the public ones do, opens no session. Who lacks a
    required second factor is led to it by the admin site, and is anonymous elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def current_user() -> User | AnonymousUser:
            end_or_touch(request.session, at=timezone.now())
            user = get_user(request)
            in_admin = request.path.startswith(reverse("admin:index"))
            if in_admin or isinstance(user, AnonymousUser):
                return user
            lacks_factor = second_factors.lacks_required_factor(user)
            return AnonymousUser() if lacks_factor else user

        request.user = SimpleLazyObject(current_user)  # type: ignore[assignment]  # as Django's own
        return self.get_response(request)


@receiver(user_logged_in)
def start_session(request: HttpRequest, **kwargs: Any) -> None:
    """Note in the session when it started."""
    now = int(timezone.now().timestamp())
    request.session[STARTED_AT] = request.session[LAST_USED_AT] = now


def end_or_touch(session: SessionBase, *, at: dt.datetime) -> None:
    """End the session if it is due; else note that it is used, once a minute."""
    if SESSION_KEY not in session:
        return
    now = int(at.timestamp())
    limit = settings.IRSITE_SESSION_IDLE_MINUTES * 60
    idle = now - session.get(LAST_USED_AT, 0)
    if idle >= limit or now - session[STARTED_AT] >= settings.SESSION_COOKIE_AGE:
        session.flush()
    elif idle >= min(60, limit // 10):
        session[LAST_USED_AT] = now
