"""A page cache in this process, requested as by a WSGI server, at any moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection
from django.test import Client, TestCase

from releases.pagecache.access_log import AccessLog
from releases.pagecache.backend import DjangoBackend
from releases.pagecache.cache import PageCache
from releases.pagecache.clock import Clock
from releases.pagecache.connection_pool import ConnectionPool
from releases.pagecache.limits import ConcurrencyLimiter, Slots
from releases.pagecache.request_body import TransferList
from releases.pagecache.sessions import SessionLookup
from releases.pagecache.startup import body_readers
from releases.pagecache.wsgi import PageCacheApplication
from releases.text.request_ids import current_request_id
from tests.builders import SEVEN, make_user
from tests.clock import travel


@dataclass(frozen=True, slots=True)
class Response:
    """What a client received."""

    status: int
    headers: dict[str, str]
    body: bytes
    # The name and value of each cookie that is set.
    cookies: tuple[str, ...] = ()
    # The id by which logs name the request: another one each time.
    request_id: str = field(default="", compare=False)

    @property
    def etag(self) -> str:
        """The ETag of this representation."""
        return self.headers["ETag"]


class CountingHandler(WSGIHandler):
    """Django's WSGI handler, with the number of its calls."""

    calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Count the call, and answer."""
        self.calls += 1
        return super().__call__(*args, **kwargs)


def make_application(
    *, max_bytes: int = 8 * 1024 * 1024, slots: int = 4
) -> PageCacheApplication:
    """Return an application without threads, whose time since boot stands still."""
    clock = Clock(wall_time=lambda: time.time_ns() // 1000, boot_time=lambda: 0)
    limiter = make_limiter(slots=slots)
    return PageCacheApplication(
        PageCache(
            DjangoBackend(CountingHandler(), base_url="http://testserver"),
            clock=clock,
            connection_pool=ConnectionPool(),
            slots=Slots(pages=limiter, search=limiter, desk=limiter, visitors=limiter),
            max_bytes=max_bytes,
        ),
        log=AccessLog(file=None),
        sessions=SessionLookup(contextlib.nullcontext),
        bodies=body_readers(TransferList()),
    )


def sign_in_cookie(username: str = "staff") -> str:
    """Return the Cookie header of a session of a new user."""
    client = Client()
    client.force_login(make_user(username))
    return f"a=b; sessionid={client.cookies['sessionid'].value}"


def make_limiter(*, slots: int) -> ConcurrencyLimiter:
    """Return a limiter without a queue that lends nothing."""
    return ConcurrencyLimiter(
        slots=slots, queue=0, timeout=0.1, resource=contextlib.nullcontext
    )


def make_slots(
    *, pages: int = 4, search: int = 4, desk: int = 4, visitors: int = 4
) -> Slots:
    """Return so many slots of each kind, without a queue."""
    return Slots(
        pages=make_limiter(slots=pages),
        search=make_limiter(slots=search),
        desk=make_limiter(slots=desk),
        visitors=make_limiter(slots=visitors),
    )


def django_calls(application: PageCacheApplication) -> int:
    """Return how often Django was called."""
    handler: Any = application.cache.backend._handler  # noqa: SLF001 - to count
    return int(handler.calls)


def request(
    application: PageCacheApplication,
    address: str,
    *,
    at: dt.datetime = SEVEN,
    method: str = "GET",
    poll: bool = True,
    database_lost: bool = False,
    body: Any = b"",
    length: int | str | None = None,
    **headers: str,
) -> Response:
    """Send one request at this moment, after a poll of the record.

    With `database_lost`, every query after the poll fails. The body is bytes, or a stream
    of which `length` is declared.
    """
    if isinstance(body, bytes):
        length, body = len(body) if length is None else length, io.BytesIO(body)
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.input": body,
        "CONTENT_TYPE": headers.pop(
            "content_type", "application/x-www-form-urlencoded"
        ),
        **({} if length is None else {"CONTENT_LENGTH": str(length)}),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    started: list[Any] = []

    def start_response(status: str, given: list[tuple[str, str]], *rest: Any) -> Any:
        started[:] = status, given

    with travel(at), keep_test_connection():
        synchronize(application)
        if poll:
            application.cache.poll()
        fails = connection.execute_wrapper(fail_query)
        with fails if database_lost else contextlib.nullcontext():
            chunks = application(environ, start_response)
            body = b"".join(chunks)
            getattr(chunks, "close", list)()
    current_request_id.set("")  # a thread of the server has the next request's
    status, given = started
    cookies = [
        value.strip().partition(";")[0] for name, value in given if name == "Set-Cookie"
    ]
    response_headers = dict(given)
    request_id = response_headers.pop("X-Request-ID")
    return Response(int(status[:3]), response_headers, body, tuple(cookies), request_id)


def fail_query(*args: Any) -> Any:
    """Fail as without a database."""
    raise OperationalError("gone")


@contextlib.contextmanager
def keep_test_connection() -> Iterator[None]:
    """Keep requests from closing the test's connection, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def synchronize(application: PageCacheApplication) -> None:
    """Have the clock agree with the wall clock."""
    clock = application.cache.clock
    clock.synchronize(clock.wall_time(), before=0, after=0)


class PageCacheTestCase(TestCase):
    """Each test has an application with an empty cache."""

    def setUp(self) -> None:
        self.application = make_application()

    def request(self, address: str, **options: Any) -> Response:
        """Send one request."""
        return request(self.application, address, **options)

    @property
    def django_calls(self) -> int:
        """How often Django was called."""
        return django_calls(self.application)
