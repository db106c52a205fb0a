"""A press in this process, asked as a server asks it, with a clock that travels."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections, connection
from django.test import TestCase

from releases.pagecache.access_log import Log
from releases.pagecache.backend import Django
from releases.pagecache.cache import PageCache
from releases.pagecache.clock import Clock
from releases.pagecache.connection_pool import ConnectionPool
from releases.pagecache.limits import ConcurrencyLimiter
from releases.pagecache.wsgi import Press
from tests.builders import SEVEN
from tests.clock import travel


@dataclass(frozen=True, slots=True)
class Told:
    """What a client was told."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def etag(self) -> str:
        """The tag of this form."""
        return self.headers["ETag"]


class Counting(WSGIHandler):
    """Django, and how often it was entered."""

    entered = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Count, then answer."""
        self.entered += 1
        return super().__call__(*args, **kwargs)


def a_press(*, room: int = 8 * 1024 * 1024, slots: int = 4) -> Press:
    """One without threads, whose time since boot stands still."""
    clock = Clock(wall=lambda: time.time_ns() // 1000, boot=lambda: 0)
    few = ConcurrencyLimiter(
        count=slots, queue=0, patience=0.1, within=contextlib.nullcontext
    )
    return Press(
        PageCache(
            Django(Counting(), origin="http://testserver"),
            clock=clock,
            lending=ConnectionPool(),
            slots=few,
            paced=few,
            room=room,
        ),
        log=Log(file=None),
    )


def ask(
    press: Press,
    address: str,
    *,
    at: dt.datetime = SEVEN,
    method: str = "GET",
    look: bool = True,
    gone: bool = False,
    **headers: str,
) -> Told:
    """One request at this moment, after a look at the record.

    `gone` takes the database away after the look.
    """
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
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    told: list[Any] = []

    def start(status: str, given: list[tuple[str, str]], *rest: Any) -> Any:
        told[:] = status, given

    with travel(at), the_connection_is_the_tests():
        agree(press)
        if look:
            press.room.look()
        with connection.execute_wrapper(away) if gone else contextlib.nullcontext():
            answer = press(environ, start)
            body = b"".join(answer)
            getattr(answer, "close", list)()
    return Told(int(told[0][:3]), dict(told[1]), body)


def away(*asked: Any) -> Any:
    """The database is not there."""
    raise OperationalError("gone")


@contextlib.contextmanager
def the_connection_is_the_tests() -> Iterator[None]:
    """Requests do not close it, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def agree(press: Press) -> None:
    """The database's clock says the same."""
    press.room.clock.agree(press.room.clock.wall(), asked=0, heard=0)


class PressTestCase(TestCase):
    """Each test has a press that knows nothing yet."""

    def setUp(self) -> None:
        self.press = a_press()

    def ask(self, address: str, **asked: Any) -> Told:
        """One request."""
        return ask(self.press, address, **asked)

    @property
    def entered(self) -> int:
        """How often Django was entered."""
        handler: Any = self.press.room.django._handler  # noqa: SLF001 - to count
        return int(handler.entered)
