"""Whose request it is, for what the database writes down of every change."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from releases.pagecache.client_address import client_address
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

        with audit_author.of(by=author, origin=client_address(request.META)):
            return self.get_response(request)
