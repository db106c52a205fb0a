"""One kept connection to the mail system, over which mails go one by one (RFC 5321).

Where the mail system takes them together (PIPELINING, RFC 2920), the commands of a mail
cost one round trip in place of three, during which the database is asked for leave.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from releases.alerts.no_mailbox import NO_MAILBOX
from releases.text.smtp_url import Security, SmtpServer

TIMEOUT = 30.0
# A connection that was idle for longer, in seconds, is closed before the mail system does.
IDLE_TIMEOUT = 20.0
CLOSING = 421
MAX_REPLY = 300


class Verb(StrEnum):
    """The command that was answered."""

    CONNECT = "CONNECT"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    CONTENT = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the mail system said of one mail. Its text may hold the address."""

    verb: Verb
    code: int
    text: str

    @property
    def is_accepted(self) -> bool:
        """Whether the mail system has taken the mail."""
        return self.verb == Verb.CONTENT and 200 <= self.code < 300

    @property
    def is_final(self) -> bool:
        """Whether it refused the mail for good."""
        return self.code >= 500

    @property
    def is_bounce(self) -> bool:
        """Whether there is no such mailbox."""
        has_no_mailbox = bool(NO_MAILBOX.match(self.text))
        return self.verb == Verb.RCPT and self.is_final and has_no_mailbox

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:MAX_REPLY]


class MailSystemUnavailable(Exception):
    """The mail system takes no mail at the moment, whoever it is for.

    `may_have_left` says that the whole mail was on the way and no answer came. The text
    names no address.
    """

    def __init__(self, reason: str, *, may_have_left: bool = False) -> None:
        super().__init__(reason)
        self.may_have_left = may_have_left


class SmtpConnection:
    """Sends mails to one mail system, and connects whenever it is not connected."""

    def __init__(self, server: SmtpServer, *, local_name: str) -> None:
        self._server = server
        self._local_name = local_name
        self._client: smtplib.SMTP | None = None
        self._used_at = 0.0

    def send(
        self,
        *,
        sender: str,
        mailbox: str,
        content: bytes,
        may_leave: Callable[[], bool],
    ) -> Answer | None:
        """Send one mail and return the answer; None if it may not leave.

        `may_leave` is called once there is a connection, before any of the content is
        sent and while the mail system reads the commands. `content` ends with a line's
        end, and its dots are stuffed (RFC 5321, 4.5.2). Raises MailSystemUnavailable. An
        answer to MAIL is about us, not about the mail, so a refusal raises as well.
        """
        if time.monotonic() - self._used_at > IDLE_TIMEOUT:
            self.close()
        client = self._client or self._connect()
        is_on_its_way = False
        try:
            commands = {
                Verb.MAIL: f"MAIL FROM:<{sender}>",
                Verb.RCPT: f"RCPT TO:<{mailbox}>",
                Verb.DATA: "DATA",
            }
            if is_pipelining := client.has_extn("pipelining"):
                client.send("".join(f"{line}\r\n" for line in commands.values()))
            if not self._has_leave(may_leave, is_pipelining=is_pipelining):
                return None
            answer = self._refusal(client, commands, are_sent=is_pipelining)
            if answer is None:
                is_on_its_way = True
                client.send(content + b".\r\n")
                answer = _read_answer(client, Verb.CONTENT)
                is_on_its_way = False
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise MailSystemUnavailable(
                type(error).__name__, may_have_left=is_on_its_way
            ) from None
        self._used_at = time.monotonic()
        if answer.code == CLOSING or answer.code < 200 or answer.verb == Verb.MAIL:
            self._drop()
            raise MailSystemUnavailable(f"{answer.code} to {answer.verb}")
        return answer

    def _has_leave(self, may_leave: Callable[[], bool], *, is_pipelining: bool) -> bool:
        """Ask for leave. After DATA, ending the connection alone takes the mail back."""
        has_leave = False
        try:
            has_leave = may_leave()
        finally:
            if is_pipelining and not has_leave:
                self._drop()
        return has_leave

    def _refusal(
        self, client: smtplib.SMTP, commands: dict[Verb, str], *, are_sent: bool
    ) -> Answer | None:
        """Return which of the commands before the content was refused, or None."""
        answers = []
        for verb, line in commands.items():
            if not are_sent:
                client.send(f"{line}\r\n")
            answers.append(_read_answer(client, verb))
            if not are_sent and not _is_positive(answers[-1]):
                break
        refusal = next((answer for answer in answers if not _is_positive(answer)), None)
        if refusal is not None:
            self._abandon(client, answers)
        return refusal

    def _abandon(self, client: smtplib.SMTP, answers: list[Answer]) -> None:
        """End a transaction that was refused, so that the next mail can follow."""
        if any(answer.code == CLOSING for answer in answers):
            return
        if answers[-1].verb == Verb.DATA and _is_positive(answers[-1]):
            client.send(".\r\n")  # RFC 2920, 3.1: DATA was taken without a recipient
            client.getreply()
        client.send("RSET\r\n")
        client.getreply()

    def _connect(self) -> smtplib.SMTP:
        """Connect, secure the connection and sign in. Raises MailSystemUnavailable."""
        server = self._server
        client: smtplib.SMTP | None = None
        try:
            if server.security == Security.TLS:
                client = smtplib.SMTP_SSL(
                    server.host,
                    server.port,
                    local_hostname=self._local_name,
                    timeout=TIMEOUT,
                    context=ssl.create_default_context(),
                )
            else:
                client = smtplib.SMTP(
                    server.host,
                    server.port,
                    local_hostname=self._local_name,
                    timeout=TIMEOUT,
                )
            client.ehlo_or_helo_if_needed()
            if server.security == Security.STARTTLS:
                client.starttls(context=ssl.create_default_context())
                client.ehlo_or_helo_if_needed()
            if server.user:
                client.login(server.user, server.password)
        except (OSError, smtplib.SMTPException) as error:
            if client is not None:
                client.close()
            code = getattr(error, "smtp_code", None)
            reason = f"{code} to {Verb.CONNECT}" if code else type(error).__name__
            raise MailSystemUnavailable(reason) from None
        self._client = client
        self._used_at = time.monotonic()
        return client

    def close(self) -> None:
        """End the connection, if there is one."""
        if self._client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _read_answer(client: smtplib.SMTP, verb: Verb) -> Answer:
    code, text = client.getreply()
    words = " ".join(text.decode("utf-8", "replace").split())
    return Answer(verb=verb, code=code, text=words)


def _is_positive(answer: Answer) -> bool:
    return 200 <= answer.code < 300 or (answer.verb == Verb.DATA and answer.code == 354)
