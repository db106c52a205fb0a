"""Who may send more than a visitor: somebody whose session ended while they typed.

What they typed travels through the steps of the sign-in (`releases.accounts.kept_form`),
whose requests have no session yet. So the page that carries it sets a signed cookie, if
the request that it answers came with a session that existed.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie

# The key of a request's META that says that its session existed when it arrived. No
# client can set a key that does not start with HTTP_.
SESSION_EXISTED = "irsite.session_existed"
COOKIE = "carried_form"
# How long the sign-in may take, in seconds.
MAX_AGE = 60 * 60

_signer = signing.TimestampSigner(salt="releases.pagecache.carried_forms")


def permit_carrying(request: HttpRequest, response: HttpResponse) -> None:
    """Let the client carry the form that this response holds, if it had a session."""
    if request.META.get(SESSION_EXISTED):
        response.set_cookie(
            COOKIE,
            _signer.sign(""),
            max_age=MAX_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def may_carry(cookie_header: str) -> bool:
    """Return whether the cookies hold a permit that is still valid."""
    value = parse_cookie(cookie_header).get(COOKIE, "")
    try:
        _signer.unsign(value, max_age=MAX_AGE)
    except signing.BadSignature:
        return False
    return True
