"""Django behind the page cache: renders pages for the cache, and answers the rest."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError

from releases.pagecache.clock import Microseconds, to_datetime
from releases.pagecache.page import Headers, NotStorable, Page
from releases.pagecache.request_moment import MOMENT
from releases.record.interval_cache import INTERVAL, INTERVAL_START

DATABASE_LOST = "irsite.database_lost"


@dataclass(slots=True)
class DjangoResponse:
    """A response of Django. `database_lost` says that it could not reach the database."""

    status_code: int
    reason: str
    headers: Headers
    body: Iterable[bytes]
    streaming: bool
    database_lost: bool

    @property
    def says_when_to_ask_again(self) -> bool:
        """Whether it is a 503 that a view wrote, with Retry-After (RFC 9110, 15.6.4)."""
        names = {name.lower() for name, _ in self.headers}
        return (
            self.status_code == 503
            and not self.database_lost
            and "retry-after" in names
        )

    def close(self) -> None:
        """Close a body that will not be sent."""
        getattr(self.body, "close", list)()

    def page(self, *, accepts_ranges: bool) -> Page | None:
        """Return the response as a page; None if it may not be stored."""
        if self.streaming:
            return None
        body = b"".join(self.body)
        try:
            return Page(
                self.status_code, self.headers, body, accepts_ranges=accepts_ranges
            )
        except NotStorable:
            return None


class DjangoBackend:
    """Calls Django's WSGI handler; `base_url` is the public one, used on every page.

    A thread that calls it is in the context `while_working`.
    """

    def __init__(
        self,
        handler: WSGIHandler,
        *,
        base_url: str,
        while_working: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._handler = handler
        self._while_working = while_working
        parts = urlsplit(base_url)
        self._base_environ = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "SERVER_NAME": parts.hostname,
            "SERVER_PORT": str(parts.port or {"http": 80}.get(parts.scheme, 443)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": parts.netloc,
            "HTTP_X_FORWARDED_PROTO": parts.scheme,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def render(
        self,
        path: str,
        query: str,
        at: Microseconds,
        interval_results: dict[Any, Any] | None = None,
    ) -> DjangoResponse:
        """Return the response to a GET without any client's headers, as of the moment.

        `interval_results` are shared by pages of one interval (`record.interval_cache`).
        """
        environ = {
            **self._base_environ,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
        }
        if interval_results is not None:
            environ[INTERVAL] = interval_results
            environ[INTERVAL_START] = to_datetime(at)
        return self.forward(environ, at)

    def forward(self, environ: dict[str, Any], at: Microseconds) -> DjangoResponse:
        """Return Django's response to this request, as of the moment."""
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:  # a body means nothing there
            environ["wsgi.input"] = io.BytesIO()
        environ[MOMENT] = to_datetime(at)
        started: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            started[:] = status, headers

        with self._while_working():
            response: Any = self._handler(environ, start_response)  # type: ignore[arg-type]  # returns more than an iterable
            streaming = bool(getattr(response, "streaming", False))
            body: Iterable[bytes] = response
            if not streaming:
                body = list(response)
                response.close()
        status, headers = started
        code, _, reason = status.partition(" ")
        return DjangoResponse(
            status_code=int(code),
            reason=reason,
            headers=headers,
            body=body,
            streaming=streaming,
            database_lost=DATABASE_LOST in environ,
        )


def note_database_loss(sender: Any, request: Any = None, **kwargs: Any) -> None:
    """Mark a request that failed because Django could not reach the database."""
    if request is not None and isinstance(
        sys.exc_info()[1], OperationalError | InterfaceError
    ):
        request.META[DATABASE_LOST] = True


got_request_exception.connect(note_database_loss)
