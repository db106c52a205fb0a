"""Tests of the demo's mailbox: what is sent to it is shown, to this machine alone."""

from __future__ import annotations

import contextlib
import smtplib
import threading
from http.client import HTTPConnection

from django.test import SimpleTestCase

from aiosmtpd.controller import Controller

from releases.management.demo.mailbox import HOST, DemoMailbox, MailboxPages
from tests.newsroom import free_port
from tests.public.html_pages import Page

SITE = "http://127.0.0.1:8000"
MAIL = b"""From: alerts@ir.example.com\r
To: ana@example.org\r
Subject: <b>Results</b>\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=x\r
\r
--x\r
Content-Type: text/plain; charset=utf-8\r
\r
Read http://127.0.0.1:8000/releases/ <now>\r
--x\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Read <a href="http://127.0.0.1:8000/releases/">it</a></p>\r
--x--\r
"""


class TheMailbox(SimpleTestCase):
    """Takes every mail by SMTP, and shows it on a page."""

    def setUp(self) -> None:
        self.mailbox = DemoMailbox()
        self.pages = MailboxPages(0, self.mailbox, site=SITE)
        self.port = self.pages.server_port
        thread = threading.Thread(target=self.pages.serve_forever, args=(0.01,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.pages.server_close)
        self.addCleanup(self.pages.shutdown)

    def get(self, path: str, *, host: str = "") -> tuple[int, bytes, str]:
        """Return the status, the body and the policy of a page."""
        connection = HTTPConnection(HOST, self.port, timeout=10)
        with contextlib.closing(connection):
            headers = {"Host": host or f"localhost:{self.port}"}
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            policy = response.headers.get("Content-Security-Policy", "")
            return response.status, response.read(), policy

    def test_a_mail_is_listed_and_shown_with_its_links(self) -> None:
        assert "No mail yet" in self.get("/")[1].decode()
        port = free_port()
        controller = Controller(self.mailbox, hostname=HOST, port=port)
        controller.start()
        self.addCleanup(controller.stop)
        with smtplib.SMTP(HOST, port) as smtp:
            smtp.sendmail("alerts@ir.example.com", "ana@example.org", MAIL)
        listed = Page(self.get("/")[1])
        links = listed.links()
        assert links["<b>Results</b>"] == f"http://localhost:{self.port}/1/"
        assert links["Subscribe to alerts"] == f"{SITE}/alerts/"
        assert "to ana@example.org" in listed.text("main")
        mail = Page(self.get("/1/")[1])
        assert mail.text("pre") == "Read http://127.0.0.1:8000/releases/ <now>"
        assert "From" in mail.texts("dt")
        assert mail.links()["http://127.0.0.1:8000/releases/"] == f"{SITE}/releases/"

    def test_the_html_of_a_mail_may_load_nothing(self) -> None:
        self.mailbox.add_mail("ana@example.org", MAIL)
        status, content, policy = self.get("/1/html")
        assert status == 200
        assert content.startswith(b"<p>Read <a")
        assert "default-src 'none'" in policy
        assert "script" not in policy

    def test_what_is_not_there_is_a_404(self) -> None:
        for path in ("/1/", "/x/", "/1/x", "/../1/"):
            assert self.get(path)[0] == 404

    def test_another_site_cannot_read_it_under_its_own_name(self) -> None:
        assert self.get("/", host=f"evil.example:{self.port}")[0] == 421
