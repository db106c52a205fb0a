"""Tests of reports: a mailbox that does not exist, a complaint, and what is neither."""

from __future__ import annotations

import io
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import TestCase

import pytest

from releases.alerts.bounces import envelope_sender, handle_report
from releases.readers.models import ConsentAction, Status, Subscriber
from tests.builders import SEVEN
from tests.readers.rows import make_subscriber

# As postfix writes one (RFC 3464).
BOUNCE = """From: MAILER-DAEMON@mx.example.org
To: {sender}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It does not exist.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Tue, 3 Mar 2026 12:00:01 +0000

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 unknown

--b
Content-Type: message/rfc822

Return-Path: <{sender}>
Subject: Results

Text
--b--
"""
# As a mailbox provider writes one (RFC 5965).
COMPLAINT = """From: feedback@provider.example
To: abuse@ir.example.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Provider/1.0
Version: 1
Original-Mail-From: <{sender}>

--b
Content-Type: message/rfc822

Subject: Results

Text
--b--
"""


class AReport(TestCase):
    """Ends the subscription that it is about, if there is reason to."""

    databases = "__all__"
    reader: Subscriber

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reader = make_subscriber("ana@example.org")

    def setUp(self) -> None:
        self.enterContext(self.settings(IRSITE_MAIL_BOUNCES="bounces@ir.example.com"))
        self.sender = envelope_sender(self.reader.pk, bytes(self.reader.secret))

    def status_after(self, report: str, **fields: str) -> str:
        """Return the subscriber's status after this report."""
        handle_report(
            report.format(**{"sender": self.sender} | fields).encode(), at=SEVEN
        )
        self.reader.refresh_from_db()
        return self.reader.status

    def test_a_mailbox_that_does_not_exist_gets_nothing_more(self) -> None:
        report = {"action": "failed", "status": "5.1.1"}
        assert self.status_after(BOUNCE, **report) == Status.BOUNCED
        assert self.status_after(BOUNCE, **report) == Status.BOUNCED
        consent = self.reader.consents.get()
        assert (consent.action, consent.at) == (ConsentAction.BOUNCED, SEVEN)

    def test_who_complains_gets_nothing_more(self) -> None:
        assert self.status_after(COMPLAINT, kind="abuse") == Status.COMPLAINED

    def test_an_address_in_capitals_is_the_same(self) -> None:
        report = {"action": "failed", "status": "5.1.10", "sender": self.sender.upper()}
        assert self.status_after(BOUNCE, **report) == Status.BOUNCED

    def test_nothing_else_counts(self) -> None:
        other = make_subscriber()
        forged = envelope_sender(self.reader.pk, bytes(other.secret))
        nobody = envelope_sender(10**9, bytes(other.secret))
        for report, fields in (
            (BOUNCE, {"action": "delayed", "status": "4.4.1"}),
            (BOUNCE, {"action": "failed", "status": "5.2.2"}),
            (BOUNCE, {"action": "failed", "status": "5.7.1"}),
            (BOUNCE, {"action": "failed", "status": "5.1.1", "sender": forged}),
            (BOUNCE, {"action": "failed", "status": "5.1.1", "sender": nobody}),
            (COMPLAINT, {"kind": "not-spam"}),
            ("Subject: I am on vacation\n\n{sender}", {}),
            ("", {}),
            ("Content-Type: message/delivery-status\n\n{sender}", {}),
            ("Content-Type: message/feedback-report\n\n{sender}", {}),
        ):
            with self.subTest(fields):
                assert self.status_after(report, **fields) == Status.ACTIVE

    def test_who_has_left_has_left(self) -> None:
        Subscriber.objects.filter(pk=self.reader.pk).update(status=Status.LEFT)
        assert self.status_after(COMPLAINT, kind="abuse") == Status.LEFT

    def test_the_envelopes_sender_fits_smtp(self) -> None:
        assert len(self.sender.partition("@")[0]) <= 64

    def test_the_command_reads_one_report_and_prints_nothing(self) -> None:
        report = BOUNCE.format(sender=self.sender, action="failed", status="5.1.1")
        stdin = mock.Mock(buffer=io.BytesIO(report.encode()))
        output = io.StringIO()
        with mock.patch("sys.stdin", stdin):
            call_command("bounced", stdout=output)
        self.reader.refresh_from_db()
        assert self.reader.status == Status.BOUNCED
        assert not output.getvalue()

    def test_without_an_address_for_reports_there_are_none(self) -> None:
        with self.settings(
            IRSITE_MAIL_BOUNCES="", IRSITE_MAIL_FROM="IR <ir@example.com>"
        ):
            secret = bytes(self.reader.secret)
            assert envelope_sender(self.reader.pk, secret) == "ir@example.com"
            with pytest.raises(CommandError, match="IRSITE_MAIL_BOUNCES"):
                call_command("bounced")
