"""How the press enters Django: with a moment, and with nothing of the client."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError

from releases.pagecache.clock import Microseconds, moment
from releases.pagecache.page import Headers, NotForKeeping, Page
from releases.pagecache.request_moment import MOMENT
from releases.record.interval_cache import INTERVAL

LOST = "irsite.database_lost"
# A path that no address pattern can hold.
NOWHERE = "/\x00"


@dataclass(slots=True)
class Response:
    """What Django answered. `lost` says that it could not reach the database."""

    status: int
    reason: str
    headers: Headers
    body: Iterable[bytes]
    streaming: bool
    lost: bool

    def close(self) -> None:
        """Let go of a body that nobody will read."""
        getattr(self.body, "close", list)()

    def page(self, *, ranges: bool) -> Page | None:
        """The answer as one that can be kept; None where it is for one request."""
        if self.streaming:
            return None
        try:
            return Page(self.status, self.headers, b"".join(self.body), ranges=ranges)
        except NotForKeeping:
            return None


class Django:
    """The site behind the press; `origin` is its public address."""

    def __init__(self, handler: WSGIHandler, *, origin: str) -> None:
        self._handler = handler
        parts = urlsplit(origin)
        self._base = {
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

    def write(
        self,
        path: str,
        query: str,
        at: Microseconds,
        told: dict[Any, Any] | None = None,
    ) -> Response:
        """The page at this address as of the moment, for nobody in particular.

        `told` is what pages of the same interval share (`record.interval`).
        """
        own = {"PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO()}
        if told is not None:
            own[INTERVAL] = told
        return self.pass_on({**self._base, **own}, at)

    def pass_on(self, environ: dict[str, Any], at: Microseconds) -> Response:
        """The answer to this very request, as of the moment."""
        environ[MOMENT] = moment(at)
        told: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            told[:] = status, headers

        response: Any = self._handler(environ, start)  # type: ignore[arg-type]  # returns more than an iterable
        code, _, reason = told[0].partition(" ")
        streaming = bool(getattr(response, "streaming", False))
        body: Iterable[bytes] = response
        if not streaming:
            body = list(response)
            response.close()
        return Response(
            status=int(code),
            reason=reason,
            headers=told[1],
            body=body,
            streaming=streaming,
            lost=LOST in environ,
        )


def note_loss(sender: Any, request: Any = None, **kwargs: Any) -> None:
    """Tell the press that an error was the database's absence."""
    if request is not None and isinstance(
        sys.exc_info()[1], OperationalError | InterfaceError
    ):
        request.META[LOST] = True


got_request_exception.connect(note_loss)
