"""What no page of the desk sends is refused, and never breaks anything."""

from __future__ import annotations

import json

from django.urls import reverse

from releases.models import Event, Release
from tests.admin.desk import DeskTestCase, form_data, list_path, post_form
from tests.admin.desk import change_path as page_of
from tests.builders import make_issuer, make_release
from tests.workspace.from_text import (
    CHECK_ROUTE,
    SOURCE_ROUTE,
    FromTextTestCase,
    check_form_data,
    read_text,
    save_draft,
)

NOBODYS = ("abc", "%00", "²", "9" * 23, "-1")


class AStrangeAddress(DeskTestCase):
    """It leads nowhere."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Administrators")

    def test_a_release_that_cannot_be_is_not_found(self) -> None:
        changing = page_of(make_release())
        data = form_data(self.client, changing)
        pk = changing.split("/")[-3]
        for name in NOBODYS:
            path = changing.replace(f"/{pk}/", f"/{name}/")
            with self.subTest(name):
                for response in (self.client.get(path), self.client.post(path, data)):
                    assert response.status_code == 302
                    assert response.headers["Location"] == reverse("admin:index")

    def test_a_nul_is_asked_of_no_database(self) -> None:
        autocomplete = (
            reverse("admin:autocomplete")
            + "?app_label=releases&model_name=release&field_name=topics&term="
        )
        for path in (f"{list_path('release')}?state__exact=", autocomplete):
            with self.subTest(path):
                assert self.client.get(f"{path}%00").status_code == 400
                assert self.client.get(f"{path}%2500").status_code == 200

    def test_an_instant_is_to_the_second_and_of_our_times(self) -> None:
        release = make_release()
        for written, words in (
            ("2026-03-03T07:00:00.5", "Write whole seconds"),
            ("9999-12-31T23:59:59", "Write a year in four digits"),
            ("0001-01-01T00:00", "Write a year in four digits"),
        ):
            with self.subTest(written):
                response = post_form(self.client, page_of(release), go_live_at=written)
                assert words in response.content.decode()
        release.refresh_from_db()
        assert release.go_live_at is None


class AStrangeText(FromTextTestCase):
    """The fields that travel between two pages come back as they went, or not at all."""

    def test_doubts_that_are_none_lead_back_to_the_first_page(self) -> None:
        page = read_text(self.client)
        doubt = {"line": 5, "saw": "words", "assumed": "more"}
        for doubts in (
            json.dumps([{**doubt, "saw": "\ud800"}]),
            json.dumps([{**doubt, "saw": [[]]}]),
            json.dumps([doubt]).replace("5", "1e400"),
            json.dumps([doubt]).replace("5", "9" * 5000),
            "[" * 20_000,
            "[" * 900 + "]" * 900,
            "7",
        ):
            with self.subTest(doubts[:40]):
                sent = check_form_data(page, doubts=doubts)
                response = self.client.post(reverse(CHECK_ROUTE), sent)
                assert response.headers["Location"] == reverse(SOURCE_ROUTE)
        assert not Release.objects.exists()

    def test_an_events_times_are_of_our_times_and_to_the_second(self) -> None:
        page = read_text(self.client)
        for name, written, words in (
            ("date", "9999-12-31", "Write a year in four digits"),
            ("ends_on", "9999-12-31", "Write a year in four digits"),
            ("date", "0001-01-01", "Write a year in four digits"),
            ("start", "08:00:00.5", "Write whole seconds"),
            ("end", "09:00:00.5", "Write whole seconds"),
        ):
            with self.subTest(name, written=written):
                response = save_draft(self.client, page, **{f"event-0-{name}": written})
                assert words in response.content.decode()
        assert not Event.objects.exists()
