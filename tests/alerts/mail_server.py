"""A real SMTP server on loopback, which answers as a test tells it to."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.newsroom import free_port

DROP = "drop the line"
# The reply to a verb for a mailbox; None is the usual one.
Script = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Received:
    """A mail that the server took."""

    sender: str
    mailbox: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail as the standard library reads it."""
        message = message_from_bytes(self.content, policy=default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        return message

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"])


@dataclass(slots=True)
class MailServer:
    """What the server took, and how it answers. Its address is `smtp_url`."""

    script: Script = lambda verb, mailbox: None
    pipelining: bool = True
    received: list[Received] = field(default_factory=list)
    port: int = 0
    # The lines of the dialogue that end a mail: to see that a session goes on.
    connections: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def smtp_url(self) -> str:
        """Its address for IRSITE_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def mailboxes(self) -> list[str]:
        """Return who got a mail, in the order of the alphabet."""
        with self.lock:
            return sorted(received.mailbox for received in self.received)


class Session(SMTP):
    """One connection, whose DATA command can be refused as well."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        reply = await self.event_handler.scripted(self, "DATA", self.envelope)
        if reply is not None:
            await self.push(reply)
            return
        await super().smtp_DATA(arg)


class ScriptedHandler:
    """Answers by the script of the server."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def scripted(self, session: Any, verb: str, envelope: Any) -> str | None:
        """Return the scripted reply; drop the line where that is the reply."""
        mailbox = envelope.rcpt_tos[-1] if envelope and envelope.rcpt_tos else ""
        reply = self._server.script(verb, mailbox)
        if reply == DROP:
            session.transport.abort()
            return "421 gone"
        return reply

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name and signature
        self, session: Any, state: Any, envelope: Any, name: str, replies: list[str]
    ) -> list[str]:
        state.host_name = name
        with self._server.lock:
            self._server.connections += 1
        extra = ["250-PIPELINING"] if self._server.pipelining else []
        return [*replies[:-1], *extra, replies[-1]]

    async def handle_MAIL(  # noqa: N802 - the same
        self, session: Any, state: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = await self.scripted(session, "MAIL", None)
        if reply is None:
            envelope.mail_from = address
        return reply or "250 OK"

    async def handle_RCPT(  # noqa: N802 - the same
        self, session: Any, state: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        reply = await self.scripted(session, "RCPT", envelope)
        if reply is not None:
            envelope.rcpt_tos.pop()
        return reply or "250 OK"

    async def handle_DATA(self, session: Any, state: Any, envelope: Any) -> str:  # noqa: N802 - the same
        reply = await self.scripted(session, ".", envelope)
        if reply is None:
            received = Received(
                envelope.mail_from, envelope.rcpt_tos[-1], envelope.original_content
            )
            with self._server.lock:
                self._server.received.append(received)
        return reply or "250 taken"


class SessionController(Controller):
    """Runs the server in a thread."""

    def factory(self) -> SMTP:
        return Session(self.handler, hostname="mx.example.org", decode_data=False)


@contextlib.contextmanager
def mail_server(*, port: int = 0, **fields: Any) -> Iterator[MailServer]:
    """Run a server for the block, on this port of loopback or on a free one."""
    server = MailServer(**fields)
    controller = SessionController(
        ScriptedHandler(server), hostname="127.0.0.1", port=port or free_port()
    )
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
