"""Sixty-four clients that poll a few addresses, and record status and ETag.

Nothing else of a response is read, so that one process can send some thousand requests a
second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class PollResponse:
    """One response: when it was requested and received, its status and its ETag."""

    address: str
    requested: float
    received: float
    status: int
    etag: bytes


@dataclass
class Polls:
    """All responses, and how many connections were lost."""

    responses: list[PollResponse] = field(default_factory=list)
    errors: int = 0


class Poller(asyncio.Protocol):
    """One connection, which requests each address in turn."""

    def __init__(self, addresses: Sequence[str], pause: float, polls: Polls) -> None:
        self._requests = [
            (
                address,
                f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                "Accept-Encoding: gzip\r\n\r\n".encode(),
            )
            for address in addresses
        ]
        self._pause = pause
        self._polls = polls
        self._count = 0
        self._body_left = 0
        self._head = b""
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._address, head = self._requests[self._count % len(self._requests)]
        self._count += 1
        self._requested = time.time()
        self._transport.write(head)

    def data_received(self, data: bytes) -> None:
        """Read up to the end of the response, then send the next request."""
        if not self._body_left:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head, data = self._head[:end], self._head[end + 4 :]
            self._head = b""
            received = time.time()
            status = int(head[9:12])
            self._polls.responses.append(
                PollResponse(
                    self._address,
                    self._requested,
                    received,
                    status,
                    header(head, b"etag"),
                )
            )
            self._body_left = int(header(head, b"content-length") or b"0")
        self._body_left -= len(data)
        if self._body_left <= 0:
            self._body_left = 0
            loop = asyncio.get_running_loop()
            if self._pause:
                loop.call_later(self._pause, self._send)
            else:
                self._send()

    def connection_lost(self, error: Exception | None) -> None:
        """Have the connection replaced."""
        if not self.lost.done():
            self.lost.set_result(None)


def header(head: bytes, name: bytes) -> bytes:
    """Return the value of a header, or nothing."""
    start = head.lower().find(b"\r\n" + name + b":")
    if start < 0:
        return b""
    return head[start + len(name) + 3 :].split(b"\r\n", 1)[0].strip()


async def keep_polling(
    port: int, addresses: Sequence[str], pause: float, until: float, polls: Polls
) -> None:
    """Poll until then, with a new connection whenever one is lost."""
    loop = asyncio.get_running_loop()
    while time.time() < until:
        try:
            transport, poller = await loop.create_connection(
                lambda: Poller(addresses, pause, polls), "127.0.0.1", port
            )
        except OSError:
            polls.errors += 1
            await asyncio.sleep(0.05)
            continue
        left = max(until - time.time(), 0)
        done, _ = await asyncio.wait([poller.lost], timeout=left)
        polls.errors += bool(done)
        transport.abort()


def poll_from_many(
    port: int,
    addresses: Sequence[str],
    *,
    until: float,
    connections: int = 64,
    pause: float = 0.0,
) -> Polls:
    """Poll from all connections at once until then, beginning with different addresses."""
    polls = Polls()

    async def poll_all() -> None:
        tasks = []
        for n in range(connections):
            first = n % len(addresses)
            rotated = [*addresses[first:], *addresses[:first]]
            tasks.append(keep_polling(port, rotated, pause, until, polls))
        await asyncio.gather(*tasks)

    asyncio.run(poll_all())
    return polls
