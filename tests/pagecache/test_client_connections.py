"""Connections of clients that are too slow or too many, on real sockets."""

from __future__ import annotations

import os
import socket
import tempfile
import time
from unittest import TestCase

from django.test import override_settings

from releases.pagecache.client_connections import (
    OPEN_FILES,
    ClientConnection,
    ConnectionWatcher,
    client_connections,
)
from releases.pagecache.request_body import FIRST_SECONDS, Transfer, TransferList


class RealConnections(TestCase):
    """A server in this process, and its clients."""

    def setUp(self) -> None:
        self.listener = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        self.port = self.listener.getsockname()[1]

    def connect(
        self, *, source: str = "127.0.0.1"
    ) -> tuple[socket.socket, socket.socket]:
        """Return both ends of a new connection, the server's first."""
        client = self.enterContext(
            socket.create_connection(
                ("127.0.0.1", self.port), source_address=(source, 0)
            )
        )
        accepted, _ = self.listener.accept()
        return self.enterContext(accepted), client

    def watcher(
        self, *, overdue: str = "", slow_after: float = 0.0, limit: int = 99
    ) -> ConnectionWatcher:
        """Return a watcher, of a worker that waits for a body of this address."""
        transfers = TransferList()
        if overdue:
            began = time.monotonic() - FIRST_SECONDS - 1
            transfers.add(Transfer(overdue, began))
        return ConnectionWatcher(transfers, slow_after=slow_after, max_per_source=limit)

    def ended(self, accepted: socket.socket) -> bool:
        """Return whether the server reads the end of the connection."""
        accepted.settimeout(0)
        try:
            while True:
                if not accepted.recv(99):
                    return True
        except BlockingIOError:
            return False

    def test_they_are_found_among_the_files_of_the_process(self) -> None:
        _, client = self.connect()
        client.sendall(b"12345")
        address = client.getsockname()
        (found,) = [c for c in client_connections() if c.peer == address]
        assert found.received == 5
        assert found.unanswered_for < 60

    def test_whoever_sends_a_body_too_slowly_is_ended(self) -> None:
        accepted, client = self.connect()
        other, _ = self.connect(source="127.0.0.9")
        client.sendall(b"x")
        watcher = self.watcher(overdue="127.0.0.1")
        watcher.poll()
        assert not self.ended(accepted)  # how fast it is shows at the next poll
        client.sendall(b"x")
        watcher.poll()
        assert self.ended(accepted)
        assert not self.ended(other)

    def test_neither_a_fast_client_nor_a_recent_one_is_ended(self) -> None:
        accepted, client = self.connect()
        fast = self.watcher(overdue="127.0.0.1")
        recent = self.watcher(overdue="127.0.0.1", slow_after=60)
        for _ in range(3):
            fast.poll()
            recent.poll()
            client.sendall(bytes(20_000))
        assert not self.ended(accepted)

    def test_a_client_that_has_its_answer_is_not_slow(self) -> None:
        slow = ClientConnection(0, ("", 0), 12.0, 11.0, 5)
        answered = ClientConnection(0, ("", 0), 1.0, 11.0, 5)
        assert (slow.unanswered_for, answered.unanswered_for) == (12.0, 0.0)

    def test_of_too_many_of_one_source_the_longest_idle_is_ended(self) -> None:
        idle, _ = self.connect()
        time.sleep(0.01)
        others = []
        for _ in range(2):
            accepted, client = self.connect()
            client.sendall(b"x")
            others.append(accepted)
        elsewhere, _ = self.connect(source="127.0.0.9")
        self.watcher(limit=2).poll()
        assert self.ended(idle)
        assert not any(self.ended(accepted) for accepted in (*others, elsewhere))

    def test_examining_them_leaves_no_file_open(self) -> None:
        self.connect()
        first, second = socket.socketpair()
        with tempfile.TemporaryFile(), first, second:
            before = len(os.listdir(OPEN_FILES))  # noqa: PTH208 - to count
            for _ in range(3):
                assert client_connections()
            assert len(os.listdir(OPEN_FILES)) == before  # noqa: PTH208 - to count

    def test_a_connection_that_another_has_replaced_is_not_ended(self) -> None:
        accepted, client = self.connect()
        descriptor = accepted.fileno()
        ClientConnection(descriptor, ("192.0.2.7", 1), 0.0, 0.0, 0).end()
        assert not self.ended(accepted)
        ClientConnection(descriptor, client.getsockname(), 0.0, 0.0, 0).end()
        assert self.ended(accepted)

    def test_behind_a_proxy_its_connections_are_not_counted(self) -> None:
        accepted, _ = self.connect()
        with override_settings(BEHIND_PROXY=True):
            self.watcher(limit=0).poll()
        assert not self.ended(accepted)

    def test_its_thread_ends_on_request(self) -> None:
        watcher = self.watcher()
        watcher.start()
        watcher.stop()
        assert not watcher.is_alive()
