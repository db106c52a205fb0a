"""Request bodies, read in whole before anything that others need is taken.

A body is read on the thread that granian gave to its request, which is bound to it: when
its call returns, granian waits for every read of the body with Python's lock held. So the
number of bodies under way is limited, in all and for each source, and a client that takes
too long has its connection ended (`client_connections`), which ends the read.
"""

from __future__ import annotations

import io
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import IO, Any

from releases.pagecache.limits import SourceQuota

# What a client gets to send any body, in seconds, and for a longer one how fast it must
# be, in bytes a second.
FIRST_SECONDS = 10.0
LEAST_RATE = 100_000
# granian returns a block when all of it is there.
BLOCK = 4096
# What is larger is kept in a temporary file without a name, not in memory.
MAX_IN_MEMORY = 1024 * 1024


class BodyRefused(Exception):
    """The body is too large, came too slowly or not in whole: answer `status`."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLimits:
    """What one group of clients may send: bytes a body, and bodies under way at once."""

    max_bytes: int
    max_bodies: int
    max_bodies_per_source: int
    may_use_disk: bool = False


@dataclass(slots=True, eq=False)
class Transfer:
    """A body under way from the address `peer`: when it began, and the bytes so far."""

    peer: str
    began: float
    received: int = 0

    def is_overdue(self, now: float) -> bool:
        """Return whether the client has taken too long, by the monotonic clock."""
        return now - self.began > FIRST_SECONDS + self.received / LEAST_RATE


@dataclass(slots=True)
class TransferList:
    """The bodies that a worker reads just now."""

    _transfers: set[Transfer] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, transfer: Transfer) -> None:
        """Add a body whose reading begins."""
        with self._lock:
            self._transfers.add(transfer)

    def remove(self, transfer: Transfer) -> None:
        """Remove a body that was read, or given up."""
        with self._lock:
            self._transfers.remove(transfer)

    def overdue_peers(self, now: float) -> set[str]:
        """Return the addresses whose bodies have taken too long."""
        with self._lock:
            return {
                transfer.peer
                for transfer in self._transfers
                if transfer.is_overdue(now)
            }


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyReaders:
    """A reader for each group of clients.

    They are strangers, strangers who have something verified, those who sign in again,
    and the desk.
    """

    visitors: BodyReader
    verification: BodyReader
    carried_forms: BodyReader
    desk: BodyReader


class BodyReader:
    """Reads the bodies of one group of clients, within its limits.

    A thread that waits for a body is in the context `while_waiting`.
    """

    def __init__(
        self,
        limits: BodyLimits,
        transfers: TransferList,
        *,
        clock: Callable[[], float] = time.monotonic,
        while_waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._limits = limits
        self._transfers = transfers
        self._clock = clock
        self._while_waiting = while_waiting
        self._quota = SourceQuota(
            total=limits.max_bodies, per_source=limits.max_bodies_per_source
        )

    def receive(self, environ: dict[str, Any], *, source: str) -> IO[bytes]:
        """Return the whole body, and put it and its length into the environ for Django.

        Raises BodyRefused, and Overloaded if too many bodies are under way.
        """
        declared = environ.get("CONTENT_LENGTH") or None
        is_chunked = "HTTP_TRANSFER_ENCODING" in environ
        if declared is not None and not (declared.isascii() and declared.isdigit()):
            raise BodyRefused("400 Bad Request")
        length = None if declared is None or is_chunked else int(declared)
        if length is not None and length > self._limits.max_bytes:
            raise BodyRefused("413 Content Too Large")
        body: IO[bytes] = io.BytesIO()
        if length or is_chunked:
            peer = str(environ.get("REMOTE_ADDR", ""))
            with self._quota.place(source), self._while_waiting():
                body = self._read(environ["wsgi.input"], length, peer)
        environ["CONTENT_LENGTH"] = str(body.tell())
        body.seek(0)
        environ["wsgi.input"] = body
        return body

    def _read(self, stream: Any, length: int | None, peer: str) -> IO[bytes]:
        transfer = Transfer(peer, self._clock())
        self._transfers.add(transfer)
        try:
            return self._read_blocks(stream, length, transfer)
        finally:
            self._transfers.remove(transfer)

    def _read_blocks(
        self, stream: Any, length: int | None, transfer: Transfer
    ) -> IO[bytes]:
        """Return what the stream has. Raises BodyRefused."""
        body: IO[bytes] = io.BytesIO()
        if self._limits.may_use_disk:
            body = tempfile.SpooledTemporaryFile(max_size=MAX_IN_MEMORY)  # noqa: SIM115 - for the request
        while length is None or transfer.received < length:
            left = BLOCK if length is None else length - transfer.received
            block = stream.read(min(BLOCK, left))
            if transfer.is_overdue(self._clock()):
                raise BodyRefused("408 Request Timeout")
            if not block:
                break
            transfer.received += len(block)
            if transfer.received > self._limits.max_bytes:
                raise BodyRefused("413 Content Too Large")
            body.write(block)
        # The server does not say that the client has gone: the body is shorter then.
        if length is not None and transfer.received < length:
            raise BodyRefused("400 Bad Request")
        return body
