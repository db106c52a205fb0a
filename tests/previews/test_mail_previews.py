"""Mails as staff see them: what readers get, and nothing of an embargo in any table."""

from __future__ import annotations

import datetime as dt
from html import unescape

from django.core import serializers
from django.urls import reverse

from releases.alerts.sample_mails import SAMPLES
from releases.models import JournalEntry
from releases.readers.models import Delivery, Mailing, MailingKind
from tests.admin.desk import messages_of
from tests.admin.test_alerts import LATER, MAILINGS, AlertsTestCase
from tests.builders import make_contact, make_release, make_user, schedule
from tests.clock import travel
from tests.public.html_pages import Page

HOUR = dt.timedelta(hours=1)


class TheMailOfARelease(AlertsTestCase):
    """Is shown exactly, before it goes, to who sees the release."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(self.settings(IRSITE_ALERTS=True))
        self.release = make_release(
            headline="Larkmoor Is Acquired",
            slug="acquired",
            body="<p>Price: <b>$ 31</b>.</p>",
            contacts=(make_contact(),),
        )
        self.user = make_user(groups=("Counsel",), email="cora@larkmoor.example")
        self.client.force_login(self.user)
        self.own = self.path("mail")

    def path(self, name: str) -> str:
        """Return the address of one of the previews."""
        return reverse(f"admin:releases_release_preview_{name}", args=[self.release.pk])

    def test_headers_text_and_html(self) -> None:
        page = unescape(self.page(self.own))
        for text in (
            '<h2 id="headers">Larkmoor Is Acquired</h2>',
            "<dt>To</dt><dd>reader@example.com</dd>",
            "<dt>List-Unsubscribe-Post</dt><dd>List-Unsubscribe=One-Click</dd>",
            "/alerts/leave/test/",
            "Price: $ 31.",
            "cora@larkmoor.example",
        ):
            assert text in page, text
        frame = Page(self.client.get(self.own).content).only("iframe")
        assert frame.get("sandbox") == ""
        assert frame.get("src") == self.path("mail_html")
        response = self.client.get(self.path("mail_html"))
        assert b"<strong>$ 31</strong>" in response.content
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "sandbox" in policy
        assert "unsafe" not in policy
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "no-store" in response["Cache-Control"]
        assert 'href="' + self.own in self.page(
            reverse("admin:releases_release_change", args=[self.release.pk])
        )

    def test_a_draft_of_any_length_has_a_mail(self) -> None:
        for headline in ("Ä", "Larkmoor 📈 " * 25, "x" * 290):
            self.release.headline = headline
            self.release.save()
            with self.subTest(headline):
                page = unescape(self.page(self.own))
                assert f"<dd>{headline.strip()}</dd>" in page
                assert self.client.get(self.path("mail_html")).status_code == 200

    def test_the_journal_has_who_read_it(self) -> None:
        self.page(self.own)
        entry = JournalEntry.objects.get(action="read")
        assert "its mail" in f"{entry.detail}{entry.facts}"
        assert entry.user_id == self.user.pk

    def test_who_may_not_see_the_release_sees_no_mail(self) -> None:
        self.sign_in_as()
        for path in (self.own, self.path("mail_html")):
            assert self.client.get(path).status_code == 403
        assert self.client.post(self.own).status_code == 403
        assert not Mailing.objects.exists()

    def test_a_test_before_its_time_has_no_word_of_it(self) -> None:
        schedule(self.release, live_from=LATER + HOUR / 2, approved_at=LATER)
        assert "words of a sample" in self.page(self.own)
        message = messages_of(self.client.post(self.own, follow=True))
        assert "on its way to your own address" in message
        mailing = Mailing.objects.get()
        assert (mailing.kind, mailing.publication) == (MailingKind.TEST, None)
        assert Delivery.objects.get().staff == self.user.pk
        rows = serializers.serialize(
            "json", [*Mailing.objects.all(), *Delivery.objects.all()]
        )
        assert "acquired" not in rows.lower()
        entry = JournalEntry.objects.get(action="test mail")
        assert entry.subject == f"release:{self.release.pk}"

    def test_a_test_of_what_is_public_is_its_mail(self) -> None:
        schedule(self.release, live_from=LATER + HOUR / 2, approved_at=LATER)
        with travel(LATER + HOUR):
            self.client.force_login(self.user)
            assert "words of a sample" not in self.page(self.own)
            self.client.post(self.own)
        mailing = Mailing.objects.get()
        assert mailing.publication is not None

    def test_without_an_address_or_a_mail_system_there_is_no_button(self) -> None:
        self.user.email = ""
        self.user.save()
        assert "has no e-mail address" in self.page(self.own)
        assert "no e-mail address" in messages_of(
            self.client.post(self.own, follow=True)
        )
        with self.settings(IRSITE_ALERTS=False):
            page = self.page(self.own)
        assert "has no mail system" in page
        assert "Send a test to me" not in page
        assert not Mailing.objects.exists()


class Samples(AlertsTestCase):
    """Are one of each kind of mail, with invented words."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(self.settings(IRSITE_ALERTS=True))
        user = make_user(groups=("Finance",), email="fay@larkmoor.example")
        self.client.force_login(user)

    def test_each_is_linked_shown_and_tested(self) -> None:
        index = reverse("admin:readers_mailing_samples")
        assert index in self.page(MAILINGS)
        links = self.page(index)
        for name in SAMPLES:
            own = reverse("admin:readers_mailing_sample", args=[name])
            with self.subTest(name):
                assert f'href="{own}"' in links
                page = self.page(own)
                assert "<dt>Subject</dt>" in page
                has_html = "<iframe" in page
                assert has_html == (name not in {"question", "answer"})
                framed = self.client.get(f"{own}html/")
                assert framed.status_code == 200
                assert (b"<h1>" in framed.content) == has_html
                assert self.client.post(own).status_code == 302
        kinds = Mailing.objects.values_list("kind", "chain").order_by("pk")
        assert list(kinds) == [(MailingKind.TEST, name) for name in SAMPLES]

    def test_there_is_no_other_kind(self) -> None:
        own = reverse("admin:readers_mailing_sample", args=["nothing"])
        for path in (own, f"{own}html/"):
            assert self.client.get(path).status_code == 404
        assert self.client.post(own).status_code == 404
