"""Tests of one connection to a real SMTP server: every answer to every verb."""

from __future__ import annotations

import contextlib
import itertools
import os
import tempfile
from pathlib import Path
from unittest import mock

from django.db import DatabaseError
from django.test import SimpleTestCase

import pytest

from releases.alerts.smtp import MailSystemUnavailable, SmtpConnection, Verb
from releases.text.smtp_url import Security, SmtpServer, read_smtp_url
from tests.alerts.mail_server import DROP, MailServer, mail_server
from tests.certificates import Certificate, make_certificate

CONTENT = b"Subject: Results\r\n\r\nRevenue grew.\r\n..dot\r\n"
VERBS = ("MAIL", "RCPT", "DATA", ".")


def connect(server: MailServer) -> SmtpConnection:
    """Return a connection to the server."""
    url = read_smtp_url(server.smtp_url)
    return SmtpConnection(url, local_name="ir.example.com")


class AConnection(SimpleTestCase):
    """Tells what the mail system says of a mail from what it says of us."""

    def send(
        self, connection: SmtpConnection, mailbox: str = "a@example.org"
    ) -> object:
        """Return the answer, or whether the mail may have left where there was none."""
        try:
            return connection.send(
                sender="ir@example.com",
                mailbox=mailbox,
                content=CONTENT,
                may_leave=lambda: True,
            )
        except MailSystemUnavailable as error:
            return error.may_have_left

    def test_a_mail_arrives_as_it_was_written(self) -> None:
        for pipelining in (True, False):
            with mail_server(pipelining=pipelining) as server:
                connection = connect(server)
                self.send(connection)
                self.send(connection, "b@example.org")
                connection.close()
            assert server.mailboxes() == ["a@example.org", "b@example.org"]
            assert server.connections == 1
            assert server.received[0].sender == "ir@example.com"
            assert server.received[0].content.endswith(b"Revenue grew.\r\n.dot\r\n")

    def test_a_refusal_is_about_the_mail_unless_it_answers_mail(self) -> None:
        for pipelining, verb, code in itertools.product(
            (True, False), VERBS, (451, 550)
        ):
            replies = {verb: f"{code} no"}
            with self.subTest(pipelining=pipelining, verb=verb, code=code):
                refusing = ["a@example.org"]
                with mail_server(pipelining=pipelining) as server:
                    server.script = (
                        lambda verb, mailbox, replies=replies, refusing=refusing: (  # type: ignore[misc]  # defaults
                            replies.get(verb) if mailbox in {"", *refusing} else None
                        )
                    )
                    connection = connect(server)
                    answer = self.send(connection)
                    server.script = lambda verb, mailbox: None
                    self.send(connection, "b@example.org")
                    connection.close()
                assert server.mailboxes() == ["b@example.org"]
                if verb == "MAIL":
                    assert answer is False
                else:
                    assert (answer.verb, answer.code) == (Verb(verb), code)  # type: ignore[attr-defined]  # an Answer
                    assert answer.is_final is (code == 550)  # type: ignore[attr-defined]  # the same

    def test_421_and_a_dropped_line_are_the_mail_systems_fault(self) -> None:
        for pipelining, verb, reply in itertools.product(
            (True, False), VERBS, ("421 closing", DROP)
        ):
            with self.subTest(pipelining=pipelining, verb=verb, reply=reply):
                with mail_server(pipelining=pipelining) as server:
                    server.script = lambda at, mailbox, verb=verb, reply=reply: (  # type: ignore[misc]  # defaults
                        reply if at == verb else None
                    )
                    connection = connect(server)
                    may_have_left = self.send(connection)
                    server.script = lambda verb, mailbox: None
                    self.send(connection, "b@example.org")
                    connection.close()
                assert may_have_left is (verb == "." and reply == DROP)
                assert server.mailboxes() == ["b@example.org"]

    def test_a_mailbox_that_is_not_there_bounces(self) -> None:
        for text, is_bounce in (("5.1.1 unknown", True), ("5.7.1 denied", False)):
            with mail_server() as server:
                server.script = lambda verb, mailbox, text=text: (  # type: ignore[misc]  # a default
                    f"550 {text}" if verb == "RCPT" else None
                )
                connection = connect(server)
                answer = self.send(connection)
                connection.close()
            assert answer.is_bounce is is_bounce  # type: ignore[attr-defined]  # an Answer

    def test_a_mail_that_may_not_leave_is_taken_back(self) -> None:
        """Also where the database fails when it is asked, and the next mail follows."""

        def fail() -> bool:
            raise DatabaseError

        for pipelining, may_leave in itertools.product(
            (True, False), (lambda: False, fail)
        ):
            with mail_server(pipelining=pipelining) as server:
                connection = connect(server)
                with contextlib.suppress(DatabaseError):
                    answer = connection.send(
                        sender="ir@example.com",
                        mailbox="a@example.org",
                        content=CONTENT,
                        may_leave=may_leave,
                    )
                    assert answer is None
                self.send(connection, "b@example.org")
                connection.close()
            assert server.mailboxes() == ["b@example.org"]

    def test_nobody_is_asked_for_leave_without_a_connection(self) -> None:
        with mail_server() as server:
            pass
        asked = mock.Mock(return_value=True)
        with pytest.raises(MailSystemUnavailable):
            connect(server).send(
                sender="ir@example.com",
                mailbox="a@example.org",
                content=CONTENT,
                may_leave=asked,
            )
        asked.assert_not_called()

    def test_nobody_there_is_the_mail_systems_fault(self) -> None:
        with mail_server() as server:
            pass
        assert self.send(connect(server)) is False


class ASecureConnection(SimpleTestCase):
    """Gives mails and passwords to nobody but the mail system that the settings name."""

    folder: Path
    certificate: Certificate

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.certificate = make_certificate(cls.folder / "mx.pem", "127.0.0.1")

    def reason_of_refusal(
        self, server: MailServer, *, smtp_url: str = "", trusted: Certificate | None
    ) -> str:
        """Send a mail; return why it was not taken, or an empty text."""
        file = trusted.path if trusted else self.folder / "nobody.pem"
        connection = SmtpConnection(
            read_smtp_url(smtp_url or server.smtp_url), local_name="ir.example.com"
        )
        with mock.patch.dict(
            os.environ, {"SSL_CERT_FILE": str(file), "SSL_CERT_DIR": str(self.folder)}
        ):
            try:
                answer = connection.send(
                    sender="ir@example.com",
                    mailbox="a@example.org",
                    content=CONTENT,
                    may_leave=lambda: True,
                )
            except MailSystemUnavailable as error:
                return str(error)
            finally:
                connection.close()
        assert answer is not None
        assert answer.is_accepted
        return ""

    def test_mails_go_after_starttls_or_over_tls_and_by_a_login(self) -> None:
        for security, login, pipelining in itertools.product(
            (Security.STARTTLS, Security.TLS),
            (None, ("ir@a", "p:a/ss%")),
            (True, False),
        ):
            with (
                self.subTest(security, login=login, pipelining=pipelining),
                mail_server(
                    security=security,
                    certificate=self.certificate,
                    login=login,
                    pipelining=pipelining,
                ) as server,
            ):
                assert not self.reason_of_refusal(server, trusted=self.certificate)
                assert server.mailboxes() == ["a@example.org"]

    def test_a_wrong_password_or_certificate_and_no_tls_send_nothing(self) -> None:
        other = make_certificate(self.folder / "other.pem", "mx.example.org")
        with mail_server(
            security=Security.STARTTLS, certificate=self.certificate, login=("ir", "a")
        ) as server:
            wrong = server.smtp_url.replace("ir:a@", "ir:b@")
            for url, trusted, reason in (
                (wrong, self.certificate, "535 to CONNECT"),
                ("", None, "SSLCertVerificationError"),
                ("", other, "SSLCertVerificationError"),
                (server.smtp_url.replace("ir:a@", ""), self.certificate, "530 to MAIL"),
            ):
                with self.subTest(reason):
                    found = self.reason_of_refusal(
                        server, smtp_url=url, trusted=trusted
                    )
                    assert found == reason
            assert not server.received
        # A certificate of somebody else's name.
        for security in (Security.STARTTLS, Security.TLS):
            with mail_server(security=security, certificate=other) as server:
                found = self.reason_of_refusal(server, trusted=other)
                assert found == "SSLCertVerificationError"
                assert not server.received
        # Whoever is between takes the offer of STARTTLS away.
        with mail_server() as server:
            url = server.smtp_url.replace("smtp:", "smtp+starttls:")
            found = self.reason_of_refusal(server, smtp_url=url, trusted=None)
            assert found == "SMTPNotSupportedError"
            assert not server.received


class AnSmtpUrl(SimpleTestCase):
    """Names host, port, security and sign-in."""

    def test_it_is_read(self) -> None:
        assert read_smtp_url("smtp://localhost").port == 25
        assert read_smtp_url("smtps://u:p%40ss@smtp.example.com") == SmtpServer(
            host="smtp.example.com",
            port=465,
            security=Security.TLS,
            user="u",
            password="p@ss",
        )
        assert "p@ss" not in repr(read_smtp_url("smtps://u:p%40ss@smtp.example.com"))

    def test_anything_else_is_refused(self) -> None:
        for text in ("localhost:25", "http://a", "smtp://", "smtp://u@a", "smtp://a/b"):
            with self.subTest(text), pytest.raises(ValueError):  # noqa: PT011 - of many kinds
                read_smtp_url(text)
