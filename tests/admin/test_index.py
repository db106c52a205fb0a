"""The first page of the desk: what waits, and where to begin."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from releases.desk import transitions
from tests.admin.desk import DeskTestCase
from tests.builders import SEVEN, author, make_issuer, make_release, schedule
from tests.clock import travel


class TheIndex(DeskTestCase):
    """An officer's order of things."""

    def test_a_new_newsroom_is_told_to_name_its_company(self) -> None:
        self.sit_down("Administrators")
        page = self.page(reverse("admin:index"))
        assert "First, <a" in page
        assert reverse("admin:releases_issuer_add") in page

    def test_a_named_one_is_not(self) -> None:
        make_issuer()
        self.sit_down("Administrators")
        assert "name your company" not in self.page(reverse("admin:index"))

    def test_it_says_what_waits(self) -> None:
        make_issuer()
        self.sit_down("Counsel")
        make_release(headline="A Draft")
        transitions.submit(make_release(), by=author(), at=SEVEN)
        schedule(headline="To Come", live_from=SEVEN + dt.timedelta(hours=1))
        with travel(SEVEN):
            page = self.page(reverse("admin:index"))
        assert "1 draft<" in page
        assert "1 waiting for approval" in page
        assert "1 scheduled; next: “To Come”, 3 March 2026, 08:00:00 EST" in page

    def test_releases_come_first_and_the_record_after_the_desk(self) -> None:
        self.sit_down("Administrators")
        apps = self.client.get(reverse("admin:index")).context["app_list"]
        names = [app["name"] for app in apps]
        assert names[:2] == ["Newsroom", "The record"]
        models = [model["object_name"] for model in apps[0]["models"]]
        assert models[:4] == ["Release", "Event", "Contact", "Disclaimer"]

    def test_who_may_see_no_release_hears_of_none(self) -> None:
        self.sit_down()
        make_release(headline="A Draft")
        assert "draft" not in self.page(reverse("admin:index"))
