"""Who is really there: a session ends when nobody used it for a while.

And at the end of a working day, however busy it was.
"""

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

from releases.accounts import factors

BEGAN = "began"
SEEN = "seen"


class SessionTimeoutMiddleware:
    """Has whoever asks for the user look at the session's clock first.

    A page that asks for nobody, as the public ones do, opens no session. Who owes a
    second factor is led to it by the desk, and is nobody elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer whoever is there."""

        def present() -> User | AnonymousUser:
            look_at(request.session, at=timezone.now())
            user = get_user(request)
            at_the_desk = request.path.startswith(reverse("admin:index"))
            if at_the_desk or isinstance(user, AnonymousUser):
                return user
            return AnonymousUser() if factors.owed_by(user) else user

        request.user = SimpleLazyObject(present)  # type: ignore[assignment]  # as Django's own
        return self.get_response(request)


@receiver(user_logged_in)
def begin(request: HttpRequest, **kwargs: Any) -> None:
    """Somebody signs in: a working day begins."""
    request.session[BEGAN] = request.session[SEEN] = int(timezone.now().timestamp())


def look_at(session: SessionBase, *, at: dt.datetime) -> None:
    """End the session, or note that it is used: once a minute, not at each request."""
    if SESSION_KEY not in session:
        return
    now = int(at.timestamp())
    idle = settings.IRSITE_SESSION_IDLE_MINUTES * 60
    unused = now - session.get(SEEN, 0)
    if unused >= idle or now - session[BEGAN] >= settings.SESSION_COOKIE_AGE:
        session.flush()
    elif unused >= min(60, idle // 10):
        session[SEEN] = now
