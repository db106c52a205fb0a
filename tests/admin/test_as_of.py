"""Where staff choose a moment to look back at."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tests.admin.desk import DeskTestCase, list_path
from tests.builders import SEVEN, make_issuer, publish
from tests.clock import travel

HOUR = dt.timedelta(hours=1)
START = "/admin/releases/publication/as-of/"


class ChoosingAMoment(DeskTestCase):
    """By the company's clock, for any page."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        publish(slug="results")

    def setUp(self) -> None:
        self.sign_in_as("Authors")

    def ask(self, **given: str) -> str:
        """Where the form leads, or the page that says what is wrong."""
        with travel(SEVEN + HOUR):
            response = self.client.get(START, given)
        return response.headers.get("Location", "") or response.content.decode()

    def test_the_list_of_the_record_leads_there(self) -> None:
        assert reverse("admin:releases_publication_as_of") == START
        assert START in self.page(list_path("publication"))

    def test_it_asks_by_the_companys_clock_and_tells_what_it_shows(self) -> None:
        page = self.ask()
        assert "Company time (America/New_York)" in page
        assert "3 March 2026, 08:00:00 EST" in page

    def test_it_leads_to_the_page_as_of_the_moment(self) -> None:
        where = self.ask(moment="2026-03-03T07:30:00", page="")
        assert where == "/as-of/2026-03-03T12:30:00Z/"
        with travel(SEVEN + HOUR):
            assert self.client.get(where).status_code == 200

    def test_a_page_may_be_given_as_it_is_copied_from_anywhere(self) -> None:
        for page in (
            "/releases/2026/results/?a=b",
            "releases/2026/results/?a=b",
            "https://ir.example.com/releases/2026/results/?a=b",
        ):
            with self.subTest(page):
                where = self.ask(moment="2026-03-03T07:30:00", page=page)
                assert where == "/as-of/2026-03-03T12:30:00Z/releases/2026/results/?a=b"

    def test_it_never_leads_to_another_site(self) -> None:
        for page in ("//evil.example/", "https:evil.example", "\\\\evil.example"):
            with self.subTest(page):
                where = self.ask(moment="2026-03-03T07:30:00", page=page)
                assert where.startswith("/as-of/2026-03-03T12:30:00Z/")

    def test_the_future_is_refused_and_nothing_typed_is_lost(self) -> None:
        page = self.ask(moment="2026-03-03T09:00:00", page="/events/")
        assert "This time is in the future" in page
        assert 'value="2026-03-03T09:00:00"' in page
        assert 'value="/events/"' in page

    def test_an_empty_moment_or_a_strange_one_is_said(self) -> None:
        assert "Choose a time in the past." in self.ask(moment="")
        assert "Write a date and a time" in self.ask(moment="soon")

    def test_a_page_may_be_filled_in_beforehand(self) -> None:
        assert 'value="/events/"' in self.ask(page="/events/")


class SomebodyWithoutThePermission(DeskTestCase):
    """The start page is not for them either."""

    def test_it_is_refused(self) -> None:
        self.sign_in_as()
        assert self.client.get(START).status_code == 403
