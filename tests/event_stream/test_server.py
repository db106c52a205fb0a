"""The server of the event stream, in this process: what clients get, and its bounds."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from unittest import IsolatedAsyncioTestCase, TestCase, mock

from releases.event_stream.disclosures import (
    Disclosure,
    entries_since,
    read_latest,
    write_events,
)
from releases.event_stream.server import EventStreamServer, Limits
from releases.text.public_paths import EVENT_STREAM

REQUEST = f"GET {EVENT_STREAM} HTTP/1.1\r\nHost: localhost\r\n"


def disclosures(*numbers: int) -> tuple[Disclosure, ...]:
    """Return disclosures with these numbers as ids and data."""
    return tuple(Disclosure(id=f"r{n}", data=f"{{{n}}}") for n in numbers)


def event_text(number: int) -> str:
    """Return the event of the disclosure of this number."""
    return f"event: published\nid: r{number}\ndata: {{{number}}}\n\n"


class Entries(TestCase):
    """Of latest.json become events."""

    def test_each_has_an_id_of_its_version_and_its_json_on_one_line(self) -> None:
        entry = {"id": "tag:a,2026:/r/", "number": 2, "title": "A\nline"}
        content = json.dumps({"releases": [entry]}, indent=1).encode()
        (disclosure,) = read_latest(content)
        assert disclosure.id == "tag:a,2026:/r/#2"
        assert json.loads(disclosure.data) == entry
        assert write_events([disclosure]).count(b"\n") == 4

    def test_those_before_the_first_known_one_are_new(self) -> None:
        latest = disclosures(5, 4, 3, 2)
        for known, new in (
            (["r4", "r3"], (5,)),
            (["r5"], ()),
            (["r3"], (4, 5)),
            # What was known and was let go by a shorter list is not new again.
            (["r5", "r4"], ()),
            (["r1"], (2, 3, 4, 5)),
            ([], (2, 3, 4, 5)),
        ):
            with self.subTest(known):
                assert entries_since(latest, known) == list(disclosures(*new))


class Client:
    """A connection to the server that has sent a request."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.reader = reader
        self.writer = writer

    async def head(self) -> str:
        """Return the head of the response."""
        return (await self.reader.readuntil(b"\r\n\r\n")).decode()

    async def block(self) -> str:
        """Return the next event or comment."""
        async with asyncio.timeout(10):
            return (await self.reader.readuntil(b"\n\n")).decode()

    async def open(self) -> str:
        """Require the stream; return its first block."""
        head = await self.head()
        assert head.startswith("HTTP/1.1 200 OK\r\n"), head
        assert "Content-Type: text/event-stream\r\n" in head
        return await self.block()


class TheServer(IsolatedAsyncioTestCase):
    """Sends to all listeners, and holds few connections of one client."""

    async def asyncSetUp(self) -> None:
        self.clients: list[Client] = []

    async def asyncTearDown(self) -> None:
        for client in self.clients:
            client.writer.close()

    @asynccontextmanager
    async def serving(
        self, *, behind_proxy: bool = False, **limits: Any
    ) -> AsyncIterator[EventStreamServer]:
        """Run a server with these limits, which has seen one disclosure."""
        server = EventStreamServer(limits=Limits(**limits), behind_proxy=behind_proxy)
        server.publish(disclosures(1))
        async with await server.listen("127.0.0.1", 0) as sockets:
            self.port = sockets.sockets[0].getsockname()[1]
            yield server
            server.close_listeners()

    async def request(self, text: str = f"{REQUEST}\r\n") -> Client:
        """Connect and send a request."""
        client = Client(*await asyncio.open_connection("127.0.0.1", self.port))
        self.clients.append(client)
        client.writer.write(text.encode())
        return client

    async def status(self, text: str = f"{REQUEST}\r\n") -> str:
        """Return the status code of the response to a request."""
        head = await (await self.request(text)).head()
        return head.split(" ")[1]

    async def test_a_listener_gets_what_is_new_in_its_order(self) -> None:
        async with self.serving() as server:
            client = await self.request()
            assert await client.open() == "retry: 3000\nid: r1\n\n"
            server.publish(disclosures(3, 2, 1))
            assert [await client.block(), await client.block()] == [
                event_text(2),
                event_text(3),
            ]
            server.publish(disclosures(3, 2))
            server.send_heartbeat()
            assert await client.block() == ":\n\n"

    async def test_who_comes_back_gets_what_it_missed(self) -> None:
        async with self.serving() as server:
            server.publish(disclosures(3, 2, 1))
            client = await self.request(f"{REQUEST}Last-Event-ID: r2\r\n\r\n")
            assert await client.open() == "retry: 3000\n\n"
            assert await client.block() == event_text(3)

    async def test_a_client_has_so_many_connections_and_no_more(self) -> None:
        async with self.serving(connections_per_source=2) as server:
            first = await self.request()
            await first.open()
            await (await self.request()).open()
            head = await (await self.request()).head()
            assert head.startswith("HTTP/1.1 503 ")
            assert "Retry-After: 60\r\n" in head
            first.writer.close()
            await first.writer.wait_closed()
            while server.listeners > 1:
                await asyncio.sleep(0)
            assert await self.status() == "200"

    async def test_all_have_so_many_connections_and_no_more(self) -> None:
        async with self.serving(connections=2, behind_proxy=True):
            statuses = [
                await self.status(f"{REQUEST}X-Forwarded-For: 192.0.2.{n}\r\n\r\n")
                for n in range(3)
            ]
            assert statuses == ["200", "200", "503"]

    async def test_a_client_behind_a_proxy_is_the_one_that_it_names(self) -> None:
        for behind_proxy, status in ((True, "200"), (False, "503")):
            with self.subTest(behind_proxy=behind_proxy):
                async with self.serving(
                    connections_per_source=1, behind_proxy=behind_proxy
                ):
                    for n in (1, 2):
                        last = await self.status(
                            f"{REQUEST}X-Forwarded-For: 192.0.2.9, 192.0.2.{n}\r\n\r\n"
                        )
                    assert last == status

    async def test_what_is_no_request_for_the_stream_is_refused(self) -> None:
        async with self.serving(head_seconds=0.05):
            for request, status in (
                ("GET /releases/ HTTP/1.1\r\n\r\n", "404"),
                (f"POST {EVENT_STREAM} HTTP/1.1\r\n\r\n", "405"),
                ("hello\r\n\r\n", "400"),
                (f"{REQUEST}X: {'x' * 5000}\r\n\r\n", "431"),
                (REQUEST, "408"),
            ):
                with self.subTest(status):
                    assert await self.status(request) == status

    async def test_a_client_that_does_not_read_is_dropped(self) -> None:
        async with self.serving() as server:
            await (await self.request()).open()
            large = Disclosure(id="r2", data="x" * 20_000_000)
            server.publish((large, *disclosures(1)))
            async with asyncio.timeout(10):
                while server.listeners:
                    await asyncio.sleep(0)

    async def test_a_connection_ends_when_its_time_is_over(self) -> None:
        async with self.serving(seconds=0.05):
            client = await self.request()
            await client.open()
            async with asyncio.timeout(10):
                assert await client.reader.read() == b""

    async def test_the_order_of_listeners_is_drawn_each_time(self) -> None:
        async with self.serving() as server:
            listeners = [await self.request() for _ in range(3)]
            for listener in listeners:
                await listener.open()
            turned = mock.patch.object(server, "_random")
            with turned as chance:
                server.publish(disclosures(2, 1))
                server.send_heartbeat()
            orders = [call.args[0] for call in chance.shuffle.call_args_list]
            assert [len(order) for order in orders] == [3, 3]
