"""Tests of the public form: the same for everybody, and it tells nothing of anybody."""

from __future__ import annotations

import datetime as dt

from django.test import Client, TestCase

from releases.readers.models import Status, SubscriptionRequest
from releases.subscriptions.request_limits import (
    MAX_FROM_NETWORK,
    MAX_FROM_SOURCE,
    MAX_IN_ALL,
)
from releases.subscriptions.subscribe import WORDING
from tests.builders import SEVEN, make_issuer, put_on_record
from tests.clock import travel
from tests.public.html_pages import Page, save_and_publish
from tests.readers.rows import make_subscriber
from tests.subscriptions.forms import ADDRESS, AlertsTestCase, filled
from tests.test_house_rules import text

HOUR = dt.timedelta(hours=1)


class TheForm(AlertsTestCase):
    """Is a public page like any other."""

    def test_it_offers_releases_categories_events_a_pace_and_a_zone(self) -> None:
        save_and_publish(make_issuer(timezone="America/New_York"))
        put_on_record()
        response = self.get("/alerts/")
        page = Page(response.content)
        values = {box.get("value") for box in page.all("input[@type='checkbox']")}
        assert {
            "releases",
            "events",
            "reminders",
            "category:financial-results",
        } <= values
        assert page.only("input[@checked][@name='releases']").get("value") == "releases"
        assert page.only("option[@selected][@value='America/New_York']").text
        assert page.only("main//form").get("action") == "/alerts/"
        assert response["Cache-Control"] == "no-cache"
        assert "csrfmiddlewaretoken" not in response.content.decode()

    def test_it_has_the_same_bytes_for_everybody(self) -> None:
        first = self.get("/alerts/")
        again = self.get("/alerts/", headers={"Cookie": "theme=a"})
        assert first.content == again.content
        assert sorted(first.headers.items()) == sorted(again.headers.items())

    def test_it_is_linked_where_readers_look_for_it(self) -> None:
        put_on_record(slug="results")
        for address in (
            *("/", "/releases/", "/releases/2026/", "/releases/2026/results/"),
            *("/releases/category/financial-results/", "/events/", "/feeds/"),
        ):
            with self.subTest(address):
                page = Page(self.get(address).content)
                links = [a.get("href") for a in page.only("main").iter("a")]
                assert links.count("/alerts/") == 1

    def test_every_error_stands_at_its_field_and_what_was_typed_stays(self) -> None:
        response = self.post("/alerts/", {"address": "ana@nowhere", "zone": "Mars"})
        assert response.status_code == 422
        assert response["Cache-Control"] == "private, no-store"
        page = Page(response.content)
        assert page.text("title").startswith("Error: ")
        field = page.only("input[@name='address']")
        assert field.get("value") == "ana@nowhere"
        for name in ("address", "releases", "pace", "digest_hour", "zone"):
            with self.subTest(name):
                assert page.text(f"div[@id='id_{name}_error']")
        assert not SubscriptionRequest.objects.exists()


class WithoutAMailSystem(TestCase):
    """There is no form, and no link to one."""

    def test_it_is_the_404_of_what_does_not_exist(self) -> None:
        with travel(SEVEN):
            missing = Client().get("/nothing/").content
            for response in (
                Client().get("/alerts/"),
                Client().post("/alerts/", filled()),
                Client().get("/alerts/asked/"),
            ):
                assert response.status_code == 404
                assert response.content == missing
            assert b"/alerts/" not in Client().get("/").content


class WhatIsSent(AlertsTestCase):
    """Is written down, and answered alike whoever the address belongs to."""

    def test_it_is_kept_for_the_courier(self) -> None:
        put_on_record()
        response = self.subscribe(
            address=" Ana@Example.org ",
            releases=["category:financial-results"],
            events=["events"],
            pace="daily",
            digest_hour="18",
            zone="Asia/Tokyo",
        )
        assert response.status_code == 303
        assert response["Location"] == "/alerts/asked/"
        request = SubscriptionRequest.objects.get()
        assert (request.address, request.key) == ("Ana@Example.org", ADDRESS)
        assert request.subjects == ["category:financial-results", "events"]
        assert (request.pace, request.digest_hour) == ("daily", 18)
        assert (request.zone, request.language) == ("Asia/Tokyo", "en")
        assert (request.at, request.handled_at) == (SEVEN, None)
        assert len(request.source) == 32
        assert "127.0.0.1" not in request.source
        assert "mailbox" in self.get("/alerts/asked/").content.decode()

    def test_the_answer_is_the_same_for_each_address(self) -> None:
        for status in Status.values:
            make_subscriber(f"{status}@example.org", status=status)
        answers = {
            (response.status_code, tuple(response.items()), response.content)
            for name in (*Status.values, "nobody")
            for response in [
                self.post(
                    "/alerts/",
                    filled(address=f"{name}@example.org"),
                    REMOTE_ADDR=f"192.0.2.{len(name)}",
                )
            ]
        }
        assert len(answers) == 1
        assert SubscriptionRequest.objects.count() == len(Status.values) + 1

    def test_nobody_adds_a_header_to_a_mail(self) -> None:
        for address in (
            "ana@example.org\r\nBcc: all@example.org",
            "ana@example.org\nBcc: all@example.org",
            "ana@example.org, all@example.org",
            "Ana <ana@example.org>",
            "ana@example.org\0",
            "<ana@example.org>",
        ):
            with self.subTest(address):
                assert self.subscribe(address=address).status_code == 422
        for name in ("zone", "digest_hour", "pace", "releases"):
            with self.subTest(name):
                response = self.subscribe(**{name: "UTC\r\nBcc: all@example.org"})
                assert response.status_code == 422
        assert not SubscriptionRequest.objects.exists()

    def test_a_program_that_fills_in_every_field_learns_nothing(self) -> None:
        response = self.subscribe(topic="Cheap watches")
        assert (response.status_code, response["Location"]) == (303, "/alerts/asked/")
        assert not SubscriptionRequest.objects.exists()


class AFormOfAnotherSite(AlertsTestCase):
    """Is refused by what the browser says of it, without a cookie."""

    def test_it_is_shown_once_more_and_not_taken_down(self) -> None:
        for headers in (
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://testserver.evil.example"},
            {"Origin": "http://[::1"},
        ):
            with self.subTest(headers):
                response = self.post("/alerts/", filled(), headers=headers)
                assert response.status_code == 403
                page = Page(response.content)
                assert "Another site" in page.text("div[@role='alert']")
        assert not SubscriptionRequest.objects.exists()

    def test_our_own_and_one_without_a_word_are_taken_down(self) -> None:
        for headers in (
            {},
            {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
            {"Origin": "http://testserver"},
            {"Origin": "https://testserver"},
        ):
            with self.subTest(headers):
                response = self.post("/alerts/", filled(), headers=headers)
                assert response.status_code == 303


class TooManyForms(AlertsTestCase):
    """Are refused, whatever address they name."""

    def test_those_of_one_source_and_its_network_wait_an_hour(self) -> None:
        def send(source: str, at: dt.datetime = SEVEN) -> int:
            response = self.post("/alerts/", filled(), at=at, REMOTE_ADDR=source)
            return int(response.status_code)

        sources = [f"2001:db8::{number}" for number in range(MAX_FROM_SOURCE + 1)]
        assert [send(source) for source in sources] == [303] * MAX_FROM_SOURCE + [429]
        assert send("2001:db8:0:1::1") == 303
        assert send(sources[0], SEVEN + HOUR) == 303

    def test_so_do_those_of_all_networks_that_one_site_has(self) -> None:
        sources = [f"2001:db8:0:{number}::1" for number in range(MAX_FROM_NETWORK + 1)]
        answers = [
            self.post("/alerts/", filled(), REMOTE_ADDR=source).status_code
            for source in sources
        ]
        assert answers == [303] * MAX_FROM_NETWORK + [429]
        elsewhere = self.post("/alerts/", filled(), REMOTE_ADDR="2001:db8:1::1")
        assert elsewhere.status_code == 303

    def test_those_of_all_sources_are_limited_too(self) -> None:
        SubscriptionRequest.objects.bulk_create(
            SubscriptionRequest(address="a@b.example", key="a@b.example", at=SEVEN)
            for _ in range(MAX_IN_ALL)
        )
        response = self.subscribe()
        assert response.status_code == 429
        assert response["Retry-After"] == "3600"
        assert "Try again in an hour" in response.content.decode()
        other = self.post("/alerts/", filled(), REMOTE_ADDR="2001:db8::1")
        assert other.status_code == 303


class TheAgreement(AlertsTestCase):
    """Stands above the button, word for word as the docs have its revision."""

    def test_its_revision_has_its_wording_in_the_docs(self) -> None:
        save_and_publish(make_issuer(name="Larkmoor"))
        page = Page(self.get("/alerts/").content)
        shown = page.text("p[@class='agreement']").replace("Larkmoor", "*issuer*")
        assert f"| {WORDING} | {shown} |" in text("docs/alerts.md")
