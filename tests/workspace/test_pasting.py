"""The editor asks the server what a paste becomes."""

from __future__ import annotations

from django.urls import reverse

from releases.models import JournalEntry, Release, RowChange
from tests.admin.desk import DeskTestCase, change_path, form_data
from tests.builders import make_issuer, make_release

PASTED = reverse("admin:pasted")


class WhatIsPasted(DeskTestCase):
    """It comes back as the restricted HTML, with what was left out; nothing is stored."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = make_release()

    def setUp(self) -> None:
        self.sign_in_as("Authors")

    def test_it_is_answered_with_what_was_left_out(self) -> None:
        before = (JournalEntry.objects.count(), RowChange.objects.count())
        html = "<p><b style='mso-bidi-font-weight:normal'>Up</b><s>down</s></p>"
        response = self.client.post(PASTED, {"html": html})
        assert response.json() == {
            "markup": "<p><strong>Up</strong></p>",
            "left_out": ["words struck out: “down”"],
        }
        assert before == (JournalEntry.objects.count(), RowChange.objects.count())

    def test_in_a_cell_a_table_becomes_lines(self) -> None:
        html = "<p>A</p><table><tr><td>1</td><td>2</td></tr></table>"
        response = self.client.post(PASTED, {"html": html, "in_cell": "1"})
        assert response.json()["markup"] == "<p>A</p><p>1 2</p>"

    def test_what_is_too_large_says_what_to_do(self) -> None:
        response = self.client.post(PASTED, {"html": "x" * 2_000_001})
        assert response.status_code == 422
        assert "Paste it in parts" in response.json()["problem"]

    def test_only_staff_may_ask_and_nobody_can_open_it(self) -> None:
        assert self.client.get(PASTED).status_code == 405
        self.client.logout()
        assert self.client.post(PASTED, {"html": "A"}).headers["Content-Type"] != (
            "application/json"
        )

    def test_saving_leaves_no_table_in_a_table(self) -> None:
        inner = "<table><tbody><tr><td>1</td></tr></tbody></table>"
        body = f"<table><tbody><tr><td>{inner}</td></tr></tbody></table>"
        path = change_path(self.release)
        self.client.post(path, {**form_data(self.client, path), "body": body})
        self.release.refresh_from_db()
        assert self.release.body == "<p>1</p>"
