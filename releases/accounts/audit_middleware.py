"""Names the author of a request's changes to the database."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from releases.pagecache.client_address import client_address
from releases.record import audit_author


class AuditAuthorMiddleware:
    """Records each changed row under the user and the client address of the request.

    The user is looked up when something is written: a page that only reads opens no
    session, and a request that signs somebody in is theirs from there on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def author() -> str:
            return request.user.get_username()

        with audit_author.acting_as(by=author, origin=client_address(request.META)):
            return self.get_response(request)
