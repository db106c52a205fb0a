"""Sixty-four programs that ask for the same few addresses, and note what they are told.

An answer is new when its status or its tag is another than before. Nothing else is read
of it, so that one process can ask some thousand times a second.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Told:
    """One answer: when it was asked for and had, and what it was."""

    address: str
    asked: float
    had: float
    status: int
    tag: bytes


@dataclass
class Polls:
    """Everything that was told, and how often a connection was lost."""

    told: list[Told] = field(default_factory=list)
    errors: int = 0


class Poller(asyncio.Protocol):
    """One connection: each address in turn, the next as soon as one is answered."""

    def __init__(self, addresses: Sequence[str], pause: float, polls: Polls) -> None:
        self._asks = [
            (
                address,
                f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                "Accept-Encoding: gzip\r\n\r\n".encode(),
            )
            for address in addresses
        ]
        self._pause = pause
        self._polls = polls
        self._turn = 0
        self._left = 0
        self._head = b""
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._address, ask = self._asks[self._turn % len(self._asks)]
        self._turn += 1
        self._asked = time.time()
        self._transport.write(ask)

    def data_received(self, data: bytes) -> None:
        """Read as far as the next answer."""
        if not self._left:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head, data = self._head[:end], self._head[end + 4 :]
            self._head = b""
            had = time.time()
            status = int(head[9:12])
            self._polls.told.append(
                Told(self._address, self._asked, had, status, value(head, b"etag"))
            )
            self._left = int(value(head, b"content-length") or b"0")
        self._left -= len(data)
        if self._left <= 0:
            self._left = 0
            loop = asyncio.get_running_loop()
            if self._pause:
                loop.call_later(self._pause, self._ask)
            else:
                self._ask()

    def connection_lost(self, error: Exception | None) -> None:
        """It is noted, and begun again."""
        if not self.lost.done():
            self.lost.set_result(None)


def value(head: bytes, name: bytes) -> bytes:
    """A header's value; nothing where it is not sent."""
    place = head.lower().find(b"\r\n" + name + b":")
    if place < 0:
        return b""
    return head[place + len(name) + 3 :].split(b"\r\n", 1)[0].strip()


async def keep_polling(
    port: int, addresses: Sequence[str], pause: float, until: float, polls: Polls
) -> None:
    """One connection after another until then."""
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


def crowd(
    port: int,
    addresses: Sequence[str],
    *,
    until: float,
    connections: int = 64,
    pause: float = 0.0,
) -> Polls:
    """All connections at once, until then; each begins with another address."""
    polls = Polls()

    async def all_of_them() -> None:
        tasks = []
        for n in range(connections):
            first = n % len(addresses)
            turned = [*addresses[first:], *addresses[:first]]
            tasks.append(keep_polling(port, turned, pause, until, polls))
        await asyncio.gather(*tasks)

    asyncio.run(all_of_them())
    return polls
