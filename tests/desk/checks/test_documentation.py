"""The two lists of all checks: docs/release-checks.md, and a page of the admin."""

from __future__ import annotations

import io
from pathlib import Path

from django.core.management import call_command
from django.test import SimpleTestCase
from django.urls import reverse

from releases.desk import checks
from tests.admin.desk import DeskTestCase

PAGE = Path(__file__).parents[3] / "docs" / "release-checks.md"


class ThePageInTheDocuments(SimpleTestCase):
    """Written from the registry."""

    def test_is_what_the_command_prints(self) -> None:
        printed = io.StringIO()
        call_command("document_checks", stdout=printed)
        assert PAGE.read_text() == printed.getvalue()

    def test_says_that_checks_are_not_legal_advice(self) -> None:
        assert str(checks.NOT_LEGAL_ADVICE) in PAGE.read_text()
        assert "not legal advice" in str(checks.NOT_LEGAL_ADVICE)


class ThePageAtTheDesk(DeskTestCase):
    """For everybody who works there, and nobody else."""

    def test_tells_every_check_with_its_rule_and_source(self) -> None:
        self.sign_in_as("Authors")
        page = self.page(reverse("admin:checks"))
        assert str(checks.NOT_LEGAL_ADVICE) in page
        for check in checks.all_checks():
            with self.subTest(check.id):
                assert f'id="{check.id}"' in page
                assert not check.source or f'href="{check.source}"' in page

    def test_is_led_to_from_the_desks_first_page(self) -> None:
        self.sign_in_as("Counsel")
        assert reverse("admin:checks") in self.page(reverse("admin:index"))

    def test_is_shown_to_nobody_else(self) -> None:
        response = self.client.get(reverse("admin:checks"))
        assert response.status_code == 302
        assert reverse("admin:login") in response["Location"]
