"""The title of the admin site: the company's name, as readers know it."""

from __future__ import annotations

from django.urls import reverse

from releases.desk import site_profile
from tests.admin.desk import DeskTestCase
from tests.builders import SEVEN, make_issuer, make_user
from tests.clock import SECOND, travel

LOGIN = reverse("admin:login")


class TheTitle(DeskTestCase):
    """Shown to strangers too, on the sign-in page."""

    def setUp(self) -> None:
        self.issuer = make_issuer(name="Larkmoor Therapeutics")

    def publish(self) -> None:
        """Publish the company, which is public within a second."""
        with travel(SEVEN):
            site_profile.publish(self.issuer, by=make_user(), at=SEVEN)

    def test_it_has_the_companys_published_name(self) -> None:
        self.publish()
        with travel(SEVEN + SECOND):
            strangers_page = self.page(LOGIN)
            self.sign_in_as("Authors")
            index = self.page(reverse("admin:index"))
        for page in (strangers_page, index):
            assert "Larkmoor Therapeutics newsroom admin" in page

    def test_before_the_company_is_published_it_has_no_name(self) -> None:
        assert "Larkmoor" not in self.page(LOGIN)

    def test_a_new_name_is_not_shown_before_it_is_published(self) -> None:
        self.publish()
        self.issuer.name = "Alder & Fenn"
        self.issuer.save()
        with travel(SEVEN + SECOND):
            page = self.page(LOGIN)
        assert "Alder" not in page
        assert "Larkmoor Therapeutics newsroom admin" in page
