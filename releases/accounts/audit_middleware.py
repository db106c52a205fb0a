"""Whose request it is, for what the database writes down of every change."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from releases.record import audit_author


class AuditAuthorMiddleware:
    """Has what a request changes written down as its user's, from its address.

    Who that is, is asked when something is written: a page that only reads opens no
    session, and whoever signs in is themselves from there on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in its author's name."""

        def author() -> str:
            return request.user.get_username()

        with audit_author.of(by=author, origin=address_of(request)):
            return self.get_response(request)


def address_of(request: HttpRequest) -> str:
    """The client's address; behind a proxy, the one that the proxy itself saw."""
    nearest: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return nearest
    # The last one is the proxy's own word; those before it anybody may have sent.
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return nearest
