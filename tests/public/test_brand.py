"""The issuer's colours and typeface on public pages, from the desk to the style sheet."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404
from django.template.response import TemplateResponse
from django.test import RequestFactory, override_settings
from django.urls import reverse

import pytest

from releases.models import Issuer, Publication
from releases.public.components import Components
from releases.record.documents import ProfileDocument, canonical
from tests.admin.desk import DeskTestCase, change_path, messages_of, post_form
from tests.builders import SEVEN, make_issuer
from tests.clock import SECOND, travel
from tests.public.html_pages import Page, get_page, save_and_publish

OWN = {"colour": "#14466b", "link_colour": "#8c1d18", "face": "sans"}


class TheLook(DeskTestCase):
    """Is set at the desk without a line of CSS, and published as the rest of the profile."""

    issuer: Issuer

    @classmethod
    def setUpTestData(cls) -> None:
        cls.issuer = make_issuer()

    def setUp(self) -> None:
        self.sign_in_as("Administrators")

    def test_of_an_issuer_without_one_is_the_sites(self) -> None:
        save_and_publish(self.issuer)
        hrefs = [link.get("href") for link in get_page("/").all("head/link")]
        assert "/brand.css" not in hrefs
        assert ":root" not in self.page("/brand.css")
        document = json.loads(Publication.objects.profiles().get().document)
        assert "brand" not in document

    def test_of_a_document_from_before_there_were_brands_is_the_sites(self) -> None:
        before = '{"kind":"profile","name":"Larkmoor","version":1}'
        document = ProfileDocument.model_validate_json(before)
        assert not document.brand.is_own
        assert "brand" not in canonical(document)

    def test_is_public_once_it_is_published_and_not_when_it_is_saved(self) -> None:
        with travel(SEVEN):
            post_form(self.client, change_path(self.issuer), **OWN)
            assert ":root" not in self.client.get("/brand.css").content.decode()
            response = post_form(
                self.client, change_path(self.issuer), button="_publish"
            )
            assert "Public from" in messages_of(response)
        with travel(SEVEN + SECOND):
            sheet = self.page("/brand.css")
            page = Page(self.client.get("/").content)
        assert "--brand: light-dark(#14466b, #" in sheet
        assert "--button: light-dark(#8c1d18, #" in sheet
        assert "--reading: var(--sans)" in sheet
        hrefs = [link.get("href") for link in page.all("head/link")]
        assert "/brand.css" in hrefs
        assert not any("serif-" in str(href) for href in hrefs)

    def test_is_that_of_its_time_below_an_instant_of_the_past(self) -> None:
        save_and_publish(self.issuer, at=SEVEN)
        Issuer.objects.update(**OWN)
        save_and_publish(Issuer.objects.get(), at=SEVEN + 9 * SECOND)
        with travel(SEVEN + 20 * SECOND):
            for seconds, own in ((5, False), (15, True)):
                instant = f"2026-03-03T12:00:{seconds:02}Z"
                page = self.page(f"/as-of/{instant}/contacts/")
                assert (f"/as-of/{instant}/brand.css" in page) is own

    def test_may_be_written_in_other_ways(self) -> None:
        post_form(self.client, change_path(self.issuer), colour="14466B")
        assert Issuer.objects.get().colour == "#14466b"

    def test_that_could_not_be_read_is_refused_and_kept_in_the_form(self) -> None:
        for colour, problem in (
            ("#7aa9d0", "its contrast is 2.2 to 1, and 4.5 to 1 is needed. #506f88"),
            ("red", "Write a colour as # and six digits"),
        ):
            with self.subTest(colour):
                response = post_form(
                    self.client, change_path(self.issuer), colour=colour
                )
                assert problem in response.content.decode()
                assert colour in response.content.decode()
        assert Issuer.objects.get().colour == ""

    def test_is_previewed_as_it_is_saved(self) -> None:
        Issuer.objects.update(**OWN)
        look = reverse("admin:releases_issuer_look", args=[self.issuer.pk])
        assert look in self.page(change_path(self.issuer))
        page = Page(self.client.get(look).content)
        assert page.text("p[@class='name']") == "Larkmoor Therapeutics"
        (sheet,) = (
            link.get("href")
            for link in page.all("head/link[@rel='stylesheet']")
            if "look" in str(link.get("href"))
        )
        assert "--brand: light-dark(#14466b" in self.page(str(sheet))
        assert ":root" not in self.page("/brand.css")

    def test_is_shown_to_staff_alone_before_it_is_public(self) -> None:
        self.client.logout()
        for route in ("look", "look_sheet"):
            path = reverse(f"admin:releases_issuer_{route}", args=[self.issuer.pk])
            assert self.client.get(path).status_code == 302


class TheComponents(DeskTestCase):
    """Every component on one page, for developers."""

    def test_are_there_with_debug_alone(self) -> None:
        request = RequestFactory().get("/components/")
        assert not settings.DEBUG
        with pytest.raises(Http404):
            Components.as_view()(request)
        assert self.client.get("/components/").status_code == 404

    @override_settings(DEBUG=True)
    def test_show_what_is_hardest_to_set(self) -> None:
        response = Components().get(RequestFactory().get("/components/"))
        assert isinstance(response, TemplateResponse)
        page = Page(response.render().content)
        assert page.text("h1").startswith("Corrected: Larkmoor")
        assert len(page.text("h1")) > 200
        assert len(page.all("p[@class='listings']/span")) == 3
        assert max(len(row) for row in page.all("thead/tr")) == 41
