"""The title and the look of the admin site: the company's, as readers know them."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.checks import Tags, run_checks
from django.core.exceptions import PermissionDenied
from django.templatetags.static import static
from django.test import RequestFactory
from django.urls import reverse

from releases.admin.forbidden import permission_denied
from releases.desk import site_profile
from releases.models import Release
from releases.text.public_paths import BRAND
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


class TheLook(DeskTestCase):
    """That of the public site, with the issuer's colours."""

    def test_its_colours_and_faces_are_those_of_the_public_site(self) -> None:
        page = self.page(LOGIN)
        for sheet in ("css/tokens.css", "css/fonts.css", "admin-desk/tokens.css"):
            assert static(sheet) in page

    def test_an_issuers_own_colours_come_once_they_are_published(self) -> None:
        issuer = make_issuer(colour="#0b3d2e")
        assert BRAND not in self.page(LOGIN)
        with travel(SEVEN):
            site_profile.publish(issuer, by=make_user(), at=SEVEN)
        with travel(SEVEN + SECOND):
            page = self.page(LOGIN)
        assert page.index(static("admin-desk/tokens.css")) < page.index(BRAND)

    def test_the_header_has_the_name_and_one_menu(self) -> None:
        issuer = make_issuer(name="Larkmoor Therapeutics")
        with travel(SEVEN):
            site_profile.publish(issuer, by=make_user(), at=SEVEN)
        with travel(SEVEN + SECOND):
            self.sign_in_as("Authors")
            page = self.page(reverse("admin:index"))
        header = page[page.index("<header") : page.index("</header>")]
        assert ">Larkmoor Therapeutics</a>" in header
        menu = header[header.index("<details") :]
        for entry in ("My notifications", "Security", "View site", "Log out"):
            assert entry in menu


class ItsPages(DeskTestCase):
    """Registered when the URLs are loaded, which no command needs."""

    def test_django_finds_nothing_wrong_with_any(self) -> None:
        self.page(LOGIN)
        assert admin.site.is_registered(Release)
        assert not run_checks(tags=[Tags.admin])


class APageThatRolesDoNotInclude(DeskTestCase):
    """A sentence for colleagues; a stranger is asked to sign in, or told nothing more."""

    def test_says_what_to_do_in_the_look_of_the_desk(self) -> None:
        self.sign_in_as("Finance")
        answer = self.client.get(reverse("admin:auth_user_changelist"))
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "<h1>You can’t open this page</h1>" in page
        assert "Ask an administrator if you need it." in page
        assert 'id="site-name"' in page

    def test_shows_a_stranger_nothing_of_the_desk(self) -> None:
        self.client.logout()
        request = RequestFactory().get(LOGIN)
        request.user = AnonymousUser()
        answer = permission_denied(request, PermissionDenied())
        assert answer.status_code == 403
        assert "Ask an administrator" not in answer.content.decode()
