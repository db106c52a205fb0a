"""Tests of the form for questions: public, the same for everybody, and it mails nobody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.test import Client, TestCase

from releases.readers.keys import KeyPurpose
from releases.readers.models import (
    MAX_QUESTION,
    Delivery,
    Inquiry,
    InquiryStatus,
    Mailing,
    Subscriber,
    Topic,
)
from releases.subscriptions.request_limits import MAX_FROM_SOURCE, MAX_IN_ALL
from tests.builders import SEVEN, make_contact, make_issuer, put_on_record
from tests.clock import travel
from tests.pagecache.client import django_calls, make_application, request
from tests.public.html_pages import Page, save_and_publish
from tests.readers.rows import make_inquiry, make_subscriber
from tests.subscriptions.forms import ADDRESS, AlertsTestCase, filled, key_path


def asked(**fields: Any) -> dict[str, Any]:
    """Return the fields of a question, and these."""
    return {
        "name": "Ana Reader",
        "address": ADDRESS,
        "organization": "Reader & Co",
        "phone": "+1 617 555 0100",
        "about": "investors",
        "question": "When is the next call?",
        "topic": "",
    } | fields


class TheForm(AlertsTestCase):
    """Is a public page like any other, and linked where readers look for a contact."""

    def test_it_is_linked_beside_contacts_and_at_the_foot_of_each_page(self) -> None:
        contact = make_contact()
        save_and_publish(make_issuer(), contact)
        put_on_record(slug="results", contacts=(contact,))
        for path in ("/contacts/", "/releases/2026/results/"):
            with self.subTest(path):
                page = Page(self.get(path).content)
                links = [a.get("href") for a in page.only("main").iter("a")]
                assert links.count("/ask/") == 1
        footer = Page(self.get("/").content).only("footer[@class='colophon']")
        assert "/ask/" in [a.get("href") for a in footer.iter("a")]
        assert "/ask/" in self.get("/sitemap-pages.xml").content.decode()

    def test_it_is_stored_by_the_page_cache_and_what_is_sent_is_not(self) -> None:
        application = make_application()
        first = request(application, "/ask/")
        assert first.status == 200
        calls = django_calls(application)
        again = request(
            application, "/ask/?utm_source=x", COOKIE="sessionid=" + "a" * 32
        )
        assert (again.body, again.headers) == (first.body, first.headers)
        assert django_calls(application) == calls
        assert b"csrfmiddlewaretoken" not in first.body
        assert b"<script" not in first.body
        for fields, status in ((asked(), 303), (asked(address="nobody"), 422)):
            body = urlencode(fields).encode()
            answer = request(application, "/ask/", method="POST", body=body)
            assert (answer.status, answer.cookies) == (status, ())
            assert request(application, "/ask/").body == first.body
        assert Inquiry.objects.count() == 1
        assert request(application, "/ask/sent/").status == 200

    def test_every_error_stands_at_its_field_and_what_was_typed_stays(self) -> None:
        sent = {"address": "ana@nowhere", "question": " \u200b ", "about": "weather"}
        response = self.post("/ask/", sent)
        assert response.status_code == 422
        assert response["Cache-Control"] == "private, no-store"
        page = Page(response.content)
        assert page.text("title").startswith("Error: ")
        assert page.only("input[@name='address']").get("value") == "ana@nowhere"
        for name in ("address", "name", "about", "question"):
            with self.subTest(name):
                assert page.text(f"div[@id='id_{name}_error']")
        assert not Inquiry.objects.exists()


class WithoutAMailSystem(TestCase):
    """There is no form, and no link to one."""

    def test_it_is_the_404_of_what_does_not_exist(self) -> None:
        with travel(SEVEN):
            missing = Client().get("/nothing/").content
            for response in (
                Client().get("/ask/"),
                Client().post("/ask/", asked()),
                Client().get("/ask/sent/"),
            ):
                assert (response.status_code, response.content) == (404, missing)
            assert b"/ask/" not in Client().get("/contacts/").content


class WhatIsAsked(AlertsTestCase):
    """Is written down in one row, and answered alike whoever asks."""

    def test_it_is_one_row(self) -> None:
        whole = "\r\n".join(["x" * 99] * (MAX_QUESTION // 100))
        response = self.post(
            "/ask/",
            asked(address=" Ana@Example.org ", question=f"{whole}\r\nwhy?"[4:]),
        )
        assert (response.status_code, response["Location"]) == (303, "/ask/sent/")
        assert "Thank you" in self.get("/ask/sent/").content.decode()
        inquiry = Inquiry.objects.get()
        assert (inquiry.address, inquiry.key) == ("Ana@Example.org", ADDRESS)
        assert (inquiry.topic, inquiry.status) == (Topic.INVESTORS, InquiryStatus.NEW)
        assert (inquiry.name, inquiry.phone) == ("Ana Reader", "+1 617 555 0100")
        assert (inquiry.at, inquiry.since, inquiry.forwarded_at) == (SEVEN, SEVEN, None)
        assert len(inquiry.source) == 32
        assert len(inquiry.question) == MAX_QUESTION
        assert not Mailing.objects.exists()
        assert not Delivery.objects.exists()
        assert self.post("/ask/", asked(question="x" * 4001)).status_code == 422

    def test_the_answer_is_the_same_for_each_address(self) -> None:
        make_subscriber("known@example.org")
        make_inquiry("asked@example.org")
        answers = {
            (response.status_code, tuple(response.items()), response.content)
            for name in ("known", "asked", "nobody")
            for response in [self.post("/ask/", asked(address=f"{name}@example.org"))]
        }
        assert len(answers) == 1
        assert Subscriber.objects.count() == 1

    def test_nobody_adds_a_header_or_hides_a_character(self) -> None:
        for address in (
            "a@b.example\r\nBcc: all@b.example",
            "a@b.example, c@d.example",
        ):
            assert self.post("/ask/", asked(address=address)).status_code == 422
        assert not Inquiry.objects.exists()
        evil = "Ana\u202e\r\nBcc: all@example.org"
        self.post("/ask/", asked(name=evil, organization="a\u200bb", phone="\x1b1"))
        inquiry = Inquiry.objects.get()
        assert "\u202e" not in inquiry.name
        assert (inquiry.organization, inquiry.phone) == ("ab", "1")
        assert self.post("/ask/", asked(question="a\0b")).status_code == 422

    def test_a_program_and_another_site_write_nothing(self) -> None:
        response = self.post("/ask/", asked(topic="Cheap watches"))
        assert (response.status_code, response["Location"]) == (303, "/ask/sent/")
        for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
            response = self.post("/ask/", asked(), headers=headers)
            assert response.status_code == 403
            assert "Another site" in Page(response.content).text("div[@role='alert']")
        assert not Inquiry.objects.exists()

    def test_the_limits_count_questions_and_subscriptions_together(self) -> None:
        statuses = [
            self.post(path, form).status_code
            for path, form in [("/ask/", asked()), ("/alerts/", filled())]
            * MAX_FROM_SOURCE
        ]
        assert statuses == [303] * MAX_FROM_SOURCE + [429] * MAX_FROM_SOURCE
        other = self.post("/ask/", asked(), REMOTE_ADDR="192.0.2.1")
        assert other.status_code == 303
        Inquiry.objects.bulk_create(
            Inquiry(
                question="?", address="a", key="a", topic="media", at=SEVEN, since=SEVEN
            )
            for _ in range(MAX_IN_ALL)
        )
        for path, form in (("/ask/", asked()), ("/alerts/", filled())):
            response = self.post(path, form, REMOTE_ADDR="192.0.2.2")
            assert response.status_code == 429
            assert response["Retry-After"] == "3600"

    def test_a_reader_sees_and_erases_the_questions_of_the_address(self) -> None:
        reader = make_subscriber(ADDRESS)
        make_inquiry(ADDRESS, question="Why <b>so</b>?\n\nTell me.")
        make_inquiry("bob@example.org", question="Mine")
        path = key_path(reader, KeyPurpose.DATA)
        text = self.get(path).content.decode()
        assert "Why &lt;b&gt;so" in text
        assert "Mine" not in text
        self.post(path, {"erase": ""})
        assert [each.address for each in Inquiry.objects.all()] == ["bob@example.org"]
