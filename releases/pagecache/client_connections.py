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
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from releases.pagecache.client_address import source_of
from releases.pagecache.request_body import FIRST_SECONDS, TransferList

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
    """A connection: its client's address, and what its two ends last sent.

    `sent_ago` and `received_ago` are in seconds, or since it was opened if there was
    nothing.
    """

    socket: socket.socket
    peer: tuple[str, int]
    sent_ago: float
    received_ago: float
    received: int

    @property
    def unanswered_for(self) -> float:
        """For how many seconds the client has been sending without getting anything."""
        return self.sent_ago if self.received_ago <= self.sent_ago else 0.0

    def end(self) -> None:
        """Let the server read the end of the connection."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RD)


@contextlib.contextmanager
def client_connections() -> Iterator[list[ClientConnection]]:
    """Yield the connections that clients have opened to a port of this process."""
    with contextlib.ExitStack() as stack:
        sockets = []
        for name in os.listdir(OPEN_FILES):  # noqa: PTH208 - names alone, quickly
            with contextlib.suppress(OSError):
                sockets.append(stack.enter_context(_socket_of(int(name))))
        ports = {
            opened.getsockname()[1]
            for opened in sockets
            if opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        }
        found = []
        for opened in sockets:
            with contextlib.suppress(OSError):
                if opened.getsockname()[1] in ports:
                    found.append(_examine(opened))
        yield found


def _socket_of(descriptor: int) -> socket.socket:
    """Return the TCP socket that a file descriptor names. Raises OSError."""
    opened = socket.socket(fileno=os.dup(descriptor))
    if opened.family not in {socket.AF_INET, socket.AF_INET6} or (
        opened.type != socket.SOCK_STREAM
    ):
        opened.close()
        raise OSError
    return opened


def _examine(opened: socket.socket) -> ClientConnection:
    """Return what the system knows of a connection. Raises OSError if it is none."""
    host, port = opened.getpeername()[:2]
    info = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)
    if len(info) < TCP_INFO_SIZE:
        raise OSError
    (sent,) = struct.unpack_from("=I", info, LAST_DATA_SENT)
    (received,) = struct.unpack_from("=I", info, LAST_DATA_RECEIVED)
    (size,) = struct.unpack_from("=Q", info, BYTES_RECEIVED)
    return ClientConnection(opened, (host, port), sent / 1000, received / 1000, size)


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
        """Poll until stopped."""
        while not self._stopping.wait(POLL_INTERVAL):
            try:
                self.poll()
            except OSError:
                logger.exception("Cannot examine the connections of clients.")
                return

    def stop(self) -> None:
        """End the thread."""
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
        with client_connections() as connections:
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
