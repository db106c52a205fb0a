"""The demo's mailbox: an SMTP server on this machine that takes every mail and shows it.

So a newcomer subscribes, confirms and gets mails without a mail system. The mails are in
memory, and end with the process.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.template.loader import render_to_string

MAX_MAILS = 500
HOST = "127.0.0.1"
# The pages take their style from the newsroom, and run nothing. A mail has its own style,
# and its links open outside its frame alone.
POLICY = "default-src 'none'; style-src {site}; frame-ancestors 'none'; base-uri {site}"
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation"
MAIL = re.compile(r"/(?P<number>[0-9]{1,9})/(?P<part>html)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMail:
    """A mail that was sent, by the order of its arrival."""

    number: int
    mailbox: str
    message: EmailMessage

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers, in their order."""
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def text(self) -> str:
        """The plain text; empty if it has none."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML; empty if it has none."""
        return self._body("html")

    @property
    def attachments(self) -> list[str]:
        """The names of the files with it."""
        parts = self.message.iter_attachments()
        return [part.get_filename() or part.get_content_type() for part in parts]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content())


class DemoMailbox:
    """The last mails, of whoever they were for; an aiosmtpd handler that takes every one."""

    def __init__(self) -> None:
        self._mails: deque[DemoMail] = deque(maxlen=MAX_MAILS)
        self._lock = threading.Lock()
        self._count = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name and signature
        """Take the mail."""
        for mailbox in envelope.rcpt_tos:
            self.add_mail(mailbox, envelope.content)
        return "250 taken"

    def add_mail(self, mailbox: str, content: bytes) -> None:
        """Keep a mail."""
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        with self._lock:
            self._count += 1
            self._mails.append(
                DemoMail(number=self._count, mailbox=mailbox, message=message)
            )

    def newest_first(self) -> list[DemoMail]:
        """Return the mails, the newest first."""
        with self._lock:
            return list(reversed(self._mails))

    def mail(self, number: int) -> DemoMail | None:
        """Return the mail of this number."""
        return next((m for m in self.newest_first() if m.number == number), None)


class MailboxPages(ThreadingHTTPServer):
    """Serves the mailbox on this machine; `site` is the origin of the newsroom."""

    daemon_threads = True

    def __init__(self, port: int, mailbox: DemoMailbox, *, site: str) -> None:
        super().__init__((HOST, port), _PageHandler)
        self.mailbox = mailbox
        self.site = site

    @property
    def hosts(self) -> set[str]:
        """The hosts that a browser on this machine may call it by."""
        return {f"{name}:{self.server_port}" for name in (HOST, "localhost")}


class _PageHandler(BaseHTTPRequestHandler):
    server: MailboxPages

    def do_GET(self) -> None:
        """Answer with the list, a mail, or its HTML."""
        # Another site's name, which somebody points here, must not read the mails.
        if self.headers["Host"] not in self.server.hosts:
            self.send_error(421)
            return
        mailbox, site = self.server.mailbox, self.server.site
        policy = POLICY.format(site=site)
        context = {"site": site, "here": f"http://{self.headers['Host']}"}
        match = MAIL.fullmatch(self.path)
        mail = mailbox.mail(int(match["number"])) if match else None
        page: str
        if self.path == "/":
            mails = mailbox.newest_first()
            page = render_to_string("demo/mailbox.html", context | {"mails": mails})
        elif match is None or mail is None:
            self.send_error(404)
            return
        elif match["part"]:
            page, policy = mail.html, MAIL_POLICY
        else:
            page = render_to_string("demo/mail.html", context | {"mail": mail})
        self._send(page, policy)

    def _send(self, page: str, policy: str) -> None:
        content = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in http.server
        """Keep requests out of the log."""
