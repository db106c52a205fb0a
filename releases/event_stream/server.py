"""The server of the event stream: connections that are held open, within bounds."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

from releases.event_stream.disclosures import (
    Disclosure,
    entries_since,
    write_events,
)
from releases.text.client_sources import source_of
from releases.text.public_paths import EVENT_STREAM

# After how many milliseconds a client that has lost its connection opens another.
RETRY = 3000
RETRY_AFTER_SECONDS = 60
# A comment, which clients ignore (HTML, 9.2.5). It says that the connection is open.
HEARTBEAT = b":\n\n"
COMMON_HEADERS = (
    "X-Content-Type-Options: nosniff",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "Connection: close",
)
# nginx obeys X-Accel-Buffering, and does not pass it on.
STREAM_HEADERS = (
    "Content-Type: text/event-stream",
    "Cache-Control: no-store",
    "Access-Control-Allow-Origin: *",
    "X-Accel-Buffering: no",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the listeners may take together, and each.

    A listener of whom more than `buffer_bytes` wait to be sent is dropped. Each
    connection ends after at most `seconds`, the last tenth of which is left to chance.
    As many connections as listeners may be answered beside them.
    """

    connections: int = 2000
    connections_per_source: int = 20
    head_bytes: int = 4096
    head_seconds: float = 5.0
    buffer_bytes: int = 64 * 1024
    seconds: float = 3600.0


class NoStream(Exception):
    """The request gets no stream. Its text is the status line's and further headers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHead:
    """The parts of a request that decide on its response (RFC 9112, 2.1)."""

    method: str
    target: str
    headers: dict[str, str]


class EventStreamServer:
    """Holds connections open, and sends each disclosure to all of them.

    With `behind_proxy` the client is the last address in X-Forwarded-For, which the
    proxy itself wrote.
    """

    def __init__(self, *, limits: Limits | None = None, behind_proxy: bool) -> None:
        self.limits = limits or Limits()
        self._behind_proxy = behind_proxy
        self._latest: tuple[Disclosure, ...] | None = None
        self._listeners: set[asyncio.StreamWriter] = set()
        self._connections = 0
        self._by_source: Counter[str] = Counter()
        self._random = random.SystemRandom()

    @property
    def listeners(self) -> int:
        """How many connections are held open."""
        return len(self._listeners)

    async def listen(self, host: str, port: int) -> asyncio.Server:
        """Accept connections at the address. Raises OSError."""
        return await asyncio.start_server(
            self._respond, host, port, limit=self.limits.head_bytes, backlog=512
        )

    def publish(self, latest: tuple[Disclosure, ...]) -> None:
        """Send what is new among the latest disclosures; nothing of the first ones.

        The order is another each time, since the first listener gets them a tenth of a
        second before the last of 2,000.
        """
        known, self._latest = self._latest, latest
        if known is not None:
            new = entries_since(latest, (disclosure.id for disclosure in known))
            self._send_to_all(write_events(new))

    def send_heartbeat(self) -> None:
        """Show every client that the connection is open."""
        self._send_to_all(HEARTBEAT)

    def close_listeners(self) -> None:
        """End all connections; their clients open others."""
        for writer in self._listeners:
            writer.close()

    def _send_to_all(self, content: bytes) -> None:
        writers = list(self._listeners)
        self._random.shuffle(writers)
        for writer in writers:
            if writer.transport.is_closing():
                continue
            writer.write(content)
            if writer.transport.get_write_buffer_size() > self.limits.buffer_bytes:
                writer.transport.abort()

    async def _respond(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one connection, and hold it open if it asks for the stream."""
        self._connections += 1
        try:
            if self._connections > 2 * self.limits.connections:
                writer.transport.abort()
                return
            with contextlib.suppress(OSError):
                await self._respond_to_request(reader, writer)
        finally:
            self._connections -= 1
            self._listeners.discard(writer)
            writer.close()

    async def _respond_to_request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            head = await self._read_head(reader)
            _require_stream(head)
            peer = str(writer.get_extra_info("peername")[0])
            async with self._place_of(self._source(head, peer)):
                self._open_stream(head, writer)
                await self._wait_for_end(reader)
        except NoStream as refusal:
            lines = (f"HTTP/1.1 {refusal}", "Content-Length: 0", *COMMON_HEADERS)
            writer.write(_head_of(*lines))

    async def _read_head(self, reader: asyncio.StreamReader) -> RequestHead:
        """Return the request's head. Raises NoStream."""
        try:
            async with asyncio.timeout(self.limits.head_seconds):
                content = await reader.readuntil(b"\r\n\r\n")
        except TimeoutError:
            raise NoStream("408 Request Timeout") from None
        except asyncio.LimitOverrunError:
            raise NoStream("431 Request Header Fields Too Large") from None
        except asyncio.IncompleteReadError:
            raise NoStream("400 Bad Request") from None
        return _parse_head(content)

    @contextlib.asynccontextmanager
    async def _place_of(self, source: str) -> AsyncIterator[None]:
        """Hold one of the source's places for the block. Raises NoStream."""
        if (
            self._by_source.total() >= self.limits.connections
            or self._by_source[source] >= self.limits.connections_per_source
        ):
            raise NoStream(_overloaded())
        self._by_source[source] += 1
        try:
            yield
        finally:
            self._by_source[source] -= 1
            if not self._by_source[source]:
                del self._by_source[source]

    def _source(self, head: RequestHead, peer: str) -> str:
        forwarded = head.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return source_of((self._behind_proxy and forwarded) or peer)

    def _open_stream(self, head: RequestHead, writer: asyncio.StreamWriter) -> None:
        """Send the response's head, and what the client missed while it was away.

        An event without data only tells the client the last id (HTML, 9.2.6), so that
        it can say it if it loses this connection.
        """
        writer.write(_head_of("HTTP/1.1 200 OK", *STREAM_HEADERS, *COMMON_HEADERS))
        latest = self._latest or ()
        last_id = head.headers.get("last-event-id", "")
        missed = entries_since(latest, [last_id]) if last_id else []
        id_line = f"id: {latest[0].id}\n" if latest and not missed else ""
        writer.write(f"retry: {RETRY}\n{id_line}\n".encode())
        writer.write(write_events(missed))
        self._listeners.add(writer)

    async def _wait_for_end(self, reader: asyncio.StreamReader) -> None:
        """Wait until the client leaves, or its time is over."""
        seconds = self.limits.seconds * self._random.uniform(0.9, 1.0)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while await reader.read(1024):
                    pass  # a client has nothing more to say


def _require_stream(head: RequestHead) -> None:
    """Require a request for the stream. Raises NoStream."""
    if head.target.partition("?")[0] != EVENT_STREAM:
        raise NoStream("404 Not Found")
    if head.method != "GET":
        raise NoStream("405 Method Not Allowed\r\nAllow: GET")


def _parse_head(content: bytes) -> RequestHead:
    """Return the head of a request; of a repeated header the last. Raises NoStream."""
    first, *lines = content.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise NoStream("400 Bad Request")
    headers = {
        name.lower(): value.strip()
        for name, colon, value in (line.partition(":") for line in lines)
        if colon
    }
    return RequestHead(method=parts[0], target=parts[1], headers=headers)


def _head_of(*lines: str) -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _overloaded() -> str:
    return f"503 Service Unavailable\r\nRetry-After: {RETRY_AFTER_SECONDS}"
