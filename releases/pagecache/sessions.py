"""Whether a session cookie is of somebody who has signed in, looked up before it costs more.

Anybody can send a cookie. One that belongs to no session is no reason to leave the cache,
to take a slot of the desk, or to accept a large body.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie
from django.utils import timezone

from releases.pagecache.limits import ConcurrencyLimiter, Resource

# What Django makes keys of: no other is looked up.
SESSION_COOKIE_VALUE = re.compile(r"[0-9a-z]{32,40}")
# One query by primary key each, in parallel; how many wait, and for how many seconds.
LOOKUPS = 2
LOOKUP_QUEUE = 4
LOOKUP_TIMEOUT = 2.0


class SessionLookup:
    """Finds sessions in the database, a few at a time, fairly among the sources."""

    def __init__(self, resource: Resource) -> None:
        self._limiter = ConcurrencyLimiter(
            slots=LOOKUPS,
            queue=LOOKUP_QUEUE,
            timeout=LOOKUP_TIMEOUT,
            resource=resource,
        )

    def is_signed_in(self, cookie_header: str, *, source: str) -> bool:
        """Return whether the cookies name a session with a user that has not expired.

        Whether the session is idle for too long is the desk's to decide, which then
        carries what was typed to the sign-in. Raises Overloaded, and DatabaseError.
        """
        key = parse_cookie(cookie_header).get(settings.SESSION_COOKIE_NAME, "")
        if not SESSION_COOKIE_VALUE.fullmatch(key):
            return False
        with self._limiter.slot(source):
            session = Session.objects.filter(
                session_key=key, expire_date__gt=timezone.now()
            ).first()
        return session is not None and SESSION_KEY in session.get_decoded()
