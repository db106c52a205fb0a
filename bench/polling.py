"""Sixty-four programs that ask for the same few addresses, and note what they are told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Told:
    """One answer: when it was asked for and had, and whether it is the new one."""

    address: str
    asked: float
    had: float
    status: int
    new: bool


@dataclass
class Polls:
    """Everything that was told, and what went wrong."""

    told: list[Told] = field(default_factory=list)
    errors: int = 0


async def poll(
    port: int,
    addresses: Sequence[str],
    *,
    mark: bytes,
    until: float,
    pause: float,
    polls: Polls,
) -> None:
    """One connection: each address in turn; `mark` is in the new bytes alone."""
    asks = [
        (
            address,
            f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode(),
        )
        for address in addresses
    ]
    while time.time() < until:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            polls.errors += 1
            await asyncio.sleep(0.05)
            continue
        try:
            while time.time() < until:
                for address, ask in asks:
                    asked = time.time()
                    writer.write(ask)
                    status, body = await read(reader)
                    polls.told.append(
                        Told(address, asked, time.time(), status, mark in body)
                    )
                    if pause:
                        await asyncio.sleep(pause)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            polls.errors += 1
        finally:
            writer.close()


async def read(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """One answer with a length."""
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    place = lowered.index(b"content-length:") + 15
    length = int(lowered[place : lowered.index(b"\r\n", place)])
    return int(head[9:12]), await reader.readexactly(length)


def crowd(
    port: int,
    addresses: Sequence[str],
    *,
    mark: bytes,
    until: float,
    connections: int = 64,
    pause: float = 0.0,
) -> Polls:
    """All connections at once, until then; each begins with another address."""
    polls = Polls()

    async def all_of_them() -> None:
        await asyncio.gather(
            *(
                poll(
                    port,
                    [
                        *addresses[n % len(addresses) :],
                        *addresses[: n % len(addresses)],
                    ],
                    mark=mark,
                    until=until,
                    pause=pause,
                    polls=polls,
                )
                for n in range(connections)
            )
        )

    asyncio.run(all_of_them())
    return polls
