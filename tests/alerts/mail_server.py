"""A real SMTP server on loopback, which answers as a test tells it to."""

from __future__ import annotations

import contextlib
import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from releases.text.smtp_url import Security
from tests.certificates import Certificate
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
    # With a certificate it takes mails over TLS alone, with a login of its user alone.
    security: Security = Security.NONE
    certificate: Certificate | None = None
    login: tuple[str, str] | None = None

    @property
    def smtp_url(self) -> str:
        """Its address for IRSITE_SMTP_URL."""
        login = (
            "{}:{}@".format(*(quote(x, "") for x in self.login)) if self.login else ""
        )
        return f"{self.security}://{login}127.0.0.1:{self.port}"

    def may_sign_in(self, user: bytes, password: bytes) -> bool:
        """Return whether this is the login."""
        return self.login == (user.decode(), password.decode())

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
        self.server = server

    async def scripted(self, session: Any, verb: str, envelope: Any) -> str | None:
        """Return the scripted reply; drop the line where that is the reply."""
        mailbox = envelope.rcpt_tos[-1] if envelope and envelope.rcpt_tos else ""
        reply = self.server.script(verb, mailbox)
        if reply == DROP:
            session.transport.abort()
            return "421 gone"
        return reply

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name and signature
        self, session: Any, state: Any, envelope: Any, name: str, replies: list[str]
    ) -> list[str]:
        state.host_name = name
        with self.server.lock:
            self.server.connections += 1
        extra = ["250-PIPELINING"] if self.server.pipelining else []
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
            with self.server.lock:
                self.server.received.append(received)
        return reply or "250 taken"


class SessionController(Controller):
    """Runs the server in a thread."""

    def factory(self) -> SMTP:
        server: MailServer = self.handler.server
        options: dict[str, Any] = {}
        if server.login:
            options |= {
                "auth_required": True,
                "auth_require_tls": server.security == Security.STARTTLS,
                "authenticator": lambda *args: AuthResult(
                    handled=False,
                    success=server.may_sign_in(args[-1].login, args[-1].password),
                ),
            }
        if server.certificate and server.security == Security.STARTTLS:
            options |= {
                "tls_context": server.certificate.context(),
                "require_starttls": True,
            }
        with warnings.catch_warnings():
            # It does not know that it is reached over TLS alone.
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return Session(
                self.handler, hostname="mx.example.org", decode_data=False, **options
            )


@contextlib.contextmanager
def mail_server(*, port: int = 0, **fields: Any) -> Iterator[MailServer]:
    """Run a server for the block, on this port of loopback or on a free one."""
    server = MailServer(**fields)
    context = None
    if server.certificate and server.security == Security.TLS:
        context = server.certificate.context()
    controller = SessionController(
        ScriptedHandler(server),
        hostname="127.0.0.1",
        port=port or free_port(),
        ssl_context=context,
    )
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
