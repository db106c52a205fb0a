"""granian's own threads under the page cache: what waits, and who answers meanwhile."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from unittest import TestCase

import psutil  # type: ignore[import-untyped]  # has no types
import pytest

from tests.newsroom import Newsroom, eventually, temporary_newsroom

# Bodies that visitors may have under way (`pagecache.startup`), and the parts of them.
SOURCES, BODIES_PER_SOURCE = 2, 4
BODY = b"username=nobody&password=wrong"
SIGN_IN = (
    "POST /admin/login/ HTTP/1.1\r\nHost: localhost\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
)


@pytest.mark.slow
class OneWorker(TestCase):
    """Whose threads all have answered something at once, so that all but one sleep."""

    site: Newsroom

    @classmethod
    def setUpClass(cls) -> None:
        cls.site = cls.enterClassContext(temporary_newsroom())
        cls.enterClassContext(cls.site.serving(workers=1))

    def setUp(self) -> None:
        assert self.statuses() == {200}

    def statuses(self) -> set[int]:
        """Return the statuses of many requests at once."""
        with ThreadPoolExecutor(48) as clients:
            return set(clients.map(lambda _: self.site.get("/")[0], range(96)))

    @contextlib.contextmanager
    def connection(self, *, source: str = "127.0.0.1") -> Iterator[socket.socket]:
        """Connect to the worker from an address of this machine."""
        with socket.create_connection(
            ("127.0.0.1", self.site.port), timeout=10, source_address=(source, 0)
        ) as connection:
            yield connection

    def test_it_answers_while_bodies_are_on_their_way_and_then_those(self) -> None:
        with contextlib.ExitStack() as stack:
            clients = [
                stack.enter_context(self.connection(source=f"127.0.0.{source + 2}"))
                for source in range(SOURCES)
                for _ in range(BODIES_PER_SOURCE)
            ]
            for client in clients:
                client.sendall(SIGN_IN.format(length=len(BODY)).encode() + BODY[:5])
            assert self.statuses() == {200}
            for client in clients:
                client.sendall(BODY[5:])
            answers = {client.recv(12) for client in clients}
        assert answers == {b"HTTP/1.1 403"}  # without the token of a form
        assert self.statuses() == {200}

    def test_a_connection_whose_body_nobody_reads_is_closed(self) -> None:
        with self.connection() as client:
            client.sendall(SIGN_IN.format(length=10**9).encode() + BODY)
            answer = b""
            while part := client.recv(4096):
                answer += part
        assert answer.startswith(b"HTTP/1.1 413")
        assert self.statuses() == {200}

    def test_a_client_that_goes_away_in_its_body_leaves_nothing_behind(self) -> None:
        for _ in range(3 * BODIES_PER_SOURCE):  # one after another
            with self.connection() as client:
                client.sendall(SIGN_IN.format(length=len(BODY)).encode() + BODY[:5])
        assert self.statuses() == {200}
        assert eventually(lambda: self.open_connections() == 0)

    def open_connections(self) -> int:
        """Return how many connections of clients the worker holds."""
        return sum(
            link.status == psutil.CONN_ESTABLISHED and link.laddr.port == self.site.port
            for process in psutil.Process().children(recursive=True)
            for link in process.net_connections("tcp4")
        )
