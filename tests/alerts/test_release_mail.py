"""Tests of the mail of a release: the whole text, and what a reader can do about it."""

from __future__ import annotations

import re
from email.message import EmailMessage

from django.test import TestCase

from releases.alerts.discovery import mailing_of
from releases.alerts.mail_addresses import reply_address
from releases.alerts.recipients import Recipient
from releases.alerts.rendering import MailWriter
from releases.alerts.request_mails import data_letter
from releases.readers.keys import KeyPurpose
from releases.readers.models import Mailing, Subscriber
from releases.record.documents import BrandEntry, ContactEntry, ProfileDocument
from releases.text.colours import contrast
from tests.alerts.mail_server import Received
from tests.builders import (
    SEVEN,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    publication_of,
    put_on_record,
)
from tests.readers.rows import make_subscriber

BODY = """<p>Revenue grew. See <a href="https://www.example.com/call">the call</a> and
<a href="/events/">all events</a>.</p>
<table><tr><th>Item</th><th>2026</th></tr><tr><td>Revenue</td><td>1,234</td></tr></table>
<ul><li>First</li><li>Second</li></ul>"""


class AReleaseMail(TestCase):
    """Has the text, the disclaimers, the permanent address, and the ways out."""

    databases = "__all__"
    reader: Subscriber
    mailing: Mailing

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reader = make_subscriber("ana@example.org")
        release = put_on_record(
            headline="Larkmoor Reports\u2028 First Quarter “Results” 📈",
            body=BODY,
            slug="results",
            contacts=(make_contact(),),
            disclaimers=(make_disclaimer(),),
            boilerplates=(make_boilerplate(),),
        )
        cls.mailing = mailing_of(publication_of(release))
        cls.mailing.save()

    def setUp(self) -> None:
        from_address = "Larkmoor IR <alerts@ir.example.com>"
        self.enterContext(
            self.settings(IRSITE_MAIL_FROM=from_address, IRSITE_MAIL_CONTENT="full")
        )

    def mail(self) -> EmailMessage:
        """Return the mail as the reader's program reads it."""
        recipient = Recipient(
            mailbox=self.reader.address,
            language="en",
            zone="UTC",
            secret=bytes(self.reader.secret),
            subscriber_id=self.reader.pk,
        )
        content = MailWriter().write([self.mailing], recipient, at=SEVEN)
        return Received("", "", content.replace(b"\r\n..", b"\r\n.")).message

    def texts(self) -> list[str]:
        """Return the plain text and the HTML."""
        message = self.mail()
        assert message.get_content_type() == "multipart/alternative"
        return [
            part.get_content().replace("\r\n", "\n") for part in message.iter_parts()
        ]

    def test_both_texts_have_everything_that_the_release_has(self) -> None:
        for text in self.texts():
            words = " ".join(text.split())
            for part in (
                *("Revenue grew.", "1,234", "Second", "Forward-Looking Statements"),
                *("Things may differ.", "About Larkmoor", "Dana Whitlock"),
                *(
                    "http://testserver/releases/2026/results/",
                    "https://www.example.com/call",
                ),
                *("http://testserver/events/", "ir@example.com"),
            ):
                assert part in words, part

    def test_the_plain_text_reads_well(self) -> None:
        plain = self.texts()[0]
        assert "Item      2026\nRevenue  1,234" in plain
        assert "- First\n- Second" in plain
        assert "<" not in plain
        assert max(map(len, plain.splitlines())) <= 110

    def test_a_summary_has_the_disclaimers_too(self) -> None:
        with self.settings(IRSITE_MAIL_CONTENT="summary"):
            for text in self.texts():
                assert "Revenue grew." in text
                assert "Forward-Looking Statements" in text
                assert "Dana Whitlock" not in text
                assert "http://testserver/releases/2026/results/" in text

    def test_the_html_loads_nothing_and_has_both_colour_schemes(self) -> None:
        html = self.texts()[1]
        assert not re.search(r"<(?:img|link|script|iframe)|\bsrc=|@import|url\(", html)
        assert "prefers-color-scheme: dark" in html
        assert '<meta name="color-scheme" content="light dark">' in html

    def test_it_has_the_name_and_the_colours_of_the_issuer(self) -> None:
        brand = BrandEntry(colour="#b03060", link_colour="#14466b", face="sans")
        issuer = ProfileDocument(name="Larkmoor, Inc.", brand=brand)
        with self.settings(IRSITE_MAIL_FROM="alerts@ir.example.com"):
            template = data_letter(issuer=issuer)
        message = Received("", "", b"".join(template.pieces)).message
        assert message["From"] == '"Larkmoor, Inc." <alerts@ir.example.com>'
        part = message.get_body(("html",))
        assert part is not None
        html = part.get_content()
        own = html.partition(".issuer { color: #b03060;")[2].partition("</style>")[0]
        dark = own.partition("prefers-color-scheme: dark")[2]
        assert "a { color: #14466b; }" in own
        assert contrast(dark.partition(".issuer { color: ")[2][:7], "#14161a") > 4.5
        assert "body, .issuer { font-family: Arial" in own

    def test_one_click_leaves_and_a_page_leads_to_the_choices(self) -> None:
        leave = self.reader.make_key(KeyPurpose.LEAVE, at=SEVEN)
        choices = self.reader.make_key(KeyPurpose.CHOICES, at=SEVEN)
        message = self.mail()
        url = f"http://testserver/alerts/leave/{leave}/"
        assert message["List-Unsubscribe"] == f"<{url}>"
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        for text in self.texts():
            assert url in text
            assert f"http://testserver/alerts/choices/{choices}/" in text

    def test_its_headers_say_what_it_is(self) -> None:
        message = self.mail()
        headers = {
            "From": "Larkmoor IR <alerts@ir.example.com>",
            "To": "ana@example.org",
            "Reply-To": "ir@example.com",
            "Subject": "Larkmoor Reports First Quarter “Results” 📈",
            "Date": "Tue, 03 Mar 2026 12:00:00 +0000",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Archive": "<http://testserver/releases/>",
            "Content-Language": "en",
        }
        assert {name: str(message[name]) for name in headers} == headers
        assert message["List-Id"].endswith("<alerts.testserver>")
        assert message["References"] is None

    def test_answers_go_to_an_address_that_mail_can_reach(self) -> None:
        emails = ("José@example.com", "ir@Exämple.com")
        contact = ContactEntry(ref="a", audience="investors", emails=emails)
        press = ContactEntry(ref="b", audience="media", emails=("press@example.com",))
        assert reply_address([press, contact]) == "ir@xn--exmple-cua.com"
        assert not reply_address([ContactEntry(ref="c", audience="media")])

    def test_the_message_id_is_the_same_each_time_and_tells_nothing(self) -> None:
        first, second = self.mail(), self.mail()
        assert first["Message-ID"] == second["Message-ID"]
        key = self.mailing.key.replace(":", r"\.")
        shape = rf"<{key}\.[0-9a-f]{{32}}@testserver>"
        assert re.fullmatch(shape, first["Message-ID"])
