"""The TCP connections of a worker's clients, found among its open files (Linux).

granian has a time limit for the head of a request, and none for its body; it counts
connections, and not those of one client. Both are mended here from outside: a connection
is shut down for reading, whereupon granian sees its end and closes it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import stat
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from releases.pagecache.request_body import FIRST_SECONDS, TransferList
from releases.text.client_sources import source_of

logger = logging.getLogger(__name__)

OPEN_FILES = Path("/proc/self/fd")
POLL_INTERVAL = 0.5
# How many connections one source may have with one worker: half of granian's limit.
MAX_CONNECTIONS_PER_SOURCE = 256
# Whoever sends so many bytes between two polls is not slow.
FAST_BYTES = 16_384
# The fields of Linux's `struct tcp_info` that are read, in milliseconds and bytes.
LAST_DATA_SENT, LAST_DATA_RECEIVED, BYTES_RECEIVED = 44, 52, 128
TCP_INFO_SIZE = 136


class ClientConnection(NamedTuple):
    """A connection: its file descriptor, its client's address, what its ends last sent.

    `sent_ago` and `received_ago` are in seconds, or since it was opened if there was
    nothing.
    """

    descriptor: int
    peer: tuple[str, int]
    sent_ago: float
    received_ago: float
    received: int

    @property
    def unanswered_for(self) -> float:
        """For how many seconds the client has been sending without getting anything."""
        return self.sent_ago if self.received_ago <= self.sent_ago else 0.0

    def end(self) -> None:
        """Let the server read the end of the connection, if it is still this one."""
        with contextlib.suppress(OSError), _open_socket(self.descriptor) as opened:
            if opened.getpeername()[:2] == self.peer:
                opened.shutdown(socket.SHUT_RD)


def client_connections() -> list[ClientConnection]:
    """Return the connections that clients have opened to a port of this process.

    One socket at a time is opened again, since the process may be near its limit.
    """
    ports: set[int] = set()
    by_port: dict[int, list[ClientConnection]] = {}
    for name in os.listdir(OPEN_FILES):  # noqa: PTH208 - names alone, quickly
        with contextlib.suppress(OSError), _open_socket(int(name)) as opened:
            port = opened.getsockname()[1]
            if opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                ports.add(port)
            else:
                connection = _examine(opened, int(name))
                by_port.setdefault(port, []).append(connection)
    return [connection for port in ports for connection in by_port.get(port, ())]


@contextlib.contextmanager
def _open_socket(descriptor: int) -> Iterator[socket.socket]:
    """Yield the TCP socket that a file descriptor names. Raises OSError."""
    if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
        raise OSError
    again = os.dup(descriptor)
    try:
        opened = socket.socket(fileno=again)
    except OSError:
        os.close(again)
        raise
    with opened:
        is_internet = opened.family in {socket.AF_INET, socket.AF_INET6}
        if not is_internet or opened.type != socket.SOCK_STREAM:
            raise OSError
        yield opened


def _examine(opened: socket.socket, descriptor: int) -> ClientConnection:
    """Return what the system knows of a connection. Raises OSError if it is none."""
    host, port = opened.getpeername()[:2]
    info = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)
    if len(info) < TCP_INFO_SIZE:
        raise OSError
    (sent,) = struct.unpack_from("=I", info, LAST_DATA_SENT)
    (received,) = struct.unpack_from("=I", info, LAST_DATA_RECEIVED)
    (size,) = struct.unpack_from("=Q", info, BYTES_RECEIVED)
    return ClientConnection(
        descriptor, (host, port), sent / 1000, received / 1000, size
    )


class ConnectionWatcher(threading.Thread):
    """Ends the connections of clients that are too slow, or have too many.

    A body that is overdue does not name its connection. So every connection of its
    address ends whose client has sent something and got no answer for as long as a body
    may take, unless data is coming in fast.
    """

    def __init__(
        self,
        transfers: TransferList,
        *,
        slow_after: float = FIRST_SECONDS,
        max_per_source: int = MAX_CONNECTIONS_PER_SOURCE,
    ) -> None:
        super().__init__(name="connection-watcher", daemon=True)
        self._transfers = transfers
        self._slow_after = slow_after
        # Behind a proxy all connections are its own.
        self._max_per_source = None if settings.BEHIND_PROXY else max_per_source
        # The bytes that each connection had received at the last poll, by its address.
        self._received: dict[tuple[str, int], int] = {}
        self._stopping = threading.Event()

    def run(self) -> None:
        """Examine the connections every POLL_INTERVAL seconds until `stop` is called."""
        while not self._stopping.wait(POLL_INTERVAL):
            try:
                self.poll()
            except OSError:
                logger.exception("Cannot examine the connections of clients.")
                return

    def stop(self) -> None:
        """End the polling, and wait at most five seconds for it."""
        self._stopping.set()
        self.join(timeout=5)

    def poll(self) -> None:
        """Examine the connections, if any can be too slow or too many."""
        overdue = self._transfers.overdue_peers(time.monotonic())
        limit = self._max_per_source
        too_many = limit is not None and len(os.listdir(OPEN_FILES)) > limit  # noqa: PTH208 - to count
        if not overdue and not too_many:
            self._received = {}
            return
        connections = client_connections()
        self._end_slow(connections, overdue)
        if limit is not None:
            end_excess(connections, limit)

    def _end_slow(self, connections: list[ClientConnection], overdue: set[str]) -> None:
        before, self._received = self._received, {}
        for connection in connections:
            peer = connection.peer
            if peer[0] not in overdue or connection.unanswered_for < self._slow_after:
                continue
            self._received[peer] = connection.received
            # One poll only takes down the bytes, by which the next can tell the speed.
            if peer in before and connection.received - before[peer] < FAST_BYTES:
                connection.end()


def end_excess(connections: list[ClientConnection], limit: int) -> None:
    """End connections of each source beyond the limit: first what has long been idle."""
    by_source: dict[str, list[ClientConnection]] = {}
    for connection in connections:
        by_source.setdefault(source_of(connection.peer[0]), []).append(connection)
    for group in by_source.values():
        group.sort(key=lambda connection: connection.received_ago)
        for connection in group[limit:]:
            connection.end()
