"""How granian calls the page cache: what takes long leaves granian's threads.

granian's WSGI has a fixed number of threads, each of which belongs to one request until
its response is sent: one that waits for a slot, or for a slow reader of a large file, is
lost to everybody else. So they answer with stored pages and receive bodies. All other
work, and every response that is sent piece by piece, has a thread of its own.

Of those that answer with stored pages one at a time is awake (`leader_followers`).
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import granian.server.mp

from releases.pagecache.client_address import client_address
from releases.pagecache.late_response import LateResponse
from releases.pagecache.leader_followers import LeaderFollowers
from releases.pagecache.limits import Overloaded, SourceQuota
from releases.text.client_sources import source_of

logger = logging.getLogger(__name__)

# More than all limits together let wait or work, and the streams besides.
MAX_THREADS = 320
# Clients that receive a large file at the same time, in all and of one source.
MAX_STREAMS = 160
MAX_STREAMS_PER_SOURCE = 40

UNANSWERED = "A request could not be answered."
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
TEXT: Headers = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
]


class GranianProtocol(Protocol):
    """What granian sends a response by, from any thread; only the first one counts."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Send the whole response."""

    def response_iter(self, status: int, headers: Headers, body: Any) -> None:
        """Send the response piece by piece, as fast as the client receives it."""


class ResponseStart:
    """WSGI's `start_response`, which remembers what it was called with."""

    __slots__ = ("headers", "status")

    def __call__(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        self.status = int(status[:3])
        self.headers = headers


class ResponseStream:
    """A body that granian can iterate over and close."""

    __slots__ = ("__next__", "_body")

    def __init__(self, body: Iterable[bytes]) -> None:
        self._body = body
        self.__next__ = iter(body).__next__

    def __iter__(self) -> Iterator[bytes]:
        return self

    def close(self) -> None:
        """Close the body; granian calls it at the end, or when the client has gone."""
        getattr(self._body, "close", list)()


class GranianAdapter:
    """Calls a WSGI application as granian's own wrapper does (`granian.wsgi`)."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        leaders: LeaderFollowers,
    ) -> None:
        self._application = application
        self._leaders = leaders
        # Without the process's environment, which has keys: granian adds it.
        self._environ: Environ = {
            "SCRIPT_NAME": "",
            "SERVER_SOFTWARE": "granian",
            "wsgi.errors": sys.stderr,
            "wsgi.input_terminated": True,
            "wsgi.multiprocess": True,
            "wsgi.multithread": True,
            "wsgi.run_once": False,
            "wsgi.version": (1, 0),
        }
        self._threads = threading.Semaphore(MAX_THREADS)
        self._streams = SourceQuota(
            total=MAX_STREAMS, per_source=MAX_STREAMS_PER_SOURCE
        )

    def __call__(self, protocol: GranianProtocol, scope: Environ) -> None:
        """Answer a request, here if that takes no time; return when it is time for another."""
        self._answer(protocol, scope)
        # The connection waits for a body that nobody read until this call returns.
        has_body = "CONTENT_LENGTH" in scope or "HTTP_TRANSFER_ENCODING" in scope
        self._leaders.end_call(may_sleep=not has_body)

    def _answer(self, protocol: GranianProtocol, scope: Environ) -> None:
        start = ResponseStart()
        try:
            scope.update(self._environ)
            body = self._application(scope, start)
            if isinstance(body, list):
                protocol.response_bytes(start.status, start.headers, b"".join(body))
                return
        except Exception:
            logger.exception(UNANSWERED)
            send_error(protocol)
            return
        if not self._threads.acquire(blocking=False):
            send_unavailable(protocol)
            return
        thread = threading.Thread(
            target=self._answer_late,
            args=(protocol, start, body, source_of(client_address(scope))),
            name="request",
            daemon=True,
        )
        with self._leaders.aside():  # until it runs, which Django's threads can delay
            thread.start()

    def _answer_late(
        self,
        protocol: GranianProtocol,
        start: ResponseStart,
        body: Iterable[bytes],
        source: str,
    ) -> None:
        """Make the response on this thread, and send it."""
        try:
            if isinstance(body, LateResponse):
                body = body.resolve()
            if isinstance(body, list):
                protocol.response_bytes(start.status, start.headers, b"".join(body))
                return
            stream = ResponseStream(body)
            try:
                with self._streams.place(source):
                    protocol.response_iter(start.status, start.headers, stream)
            except Overloaded:
                stream.close()
                send_unavailable(protocol)
        except Exception:
            logger.exception(UNANSWERED)
            send_error(protocol)
        finally:
            self._threads.release()


def send_error(protocol: GranianProtocol) -> None:
    """Answer 500; if the response has begun, it just ends."""
    protocol.response_bytes(500, TEXT, b"The fault is ours. Please try again later.\n")


def send_unavailable(protocol: GranianProtocol) -> None:
    """Answer 503: there are more requests than threads."""
    headers = [*TEXT, ("Retry-After", "1")]
    protocol.response_bytes(503, headers, b"Please try again in a second.\n")


def install(leaders: LeaderFollowers) -> None:
    """Have granian call the application of this worker by a `GranianAdapter`.

    granian has no setting for it. It looks its wrapper up after it has imported the
    application, whose module calls this.
    """

    def wrap(
        application: Callable[..., Any], options: dict[str, Any], log_format: Any = None
    ) -> GranianAdapter:
        return GranianAdapter(application, leaders)

    vars(granian.server.mp)["_wsgi_call_wrap"] = wrap
