"""The page on how the issuer discloses promises what the site has, and nothing else."""

from __future__ import annotations

from unittest import mock

from releases import representation_links
from releases.representations import REPRESENTATIONS
from releases.syndication.representations import rss
from tests.builders import SEVEN, make_contact, make_issuer
from tests.public.html_pages import Page, ReaderTestCase, get_page, save_and_publish

PATH = "/disclosure/"


class TheDisclosurePage(ReaderTestCase):
    """Is made from the forms, the profile and the settings."""

    @classmethod
    def setUpTestData(cls) -> None:
        issuer = make_issuer(legal_name="Larkmoor Therapeutics, Inc.")
        contact = make_contact(emails="ir@example.com")
        save_and_publish(issuer, contact, at=SEVEN)

    def forms(self) -> list[str]:
        """Return the names of the forms that the page lists."""
        return get_page(PATH).texts("dl//li")

    def test_lists_every_form_that_pages_link_to_or_explain(self) -> None:
        listed = self.forms()
        for form in REPRESENTATIONS:
            # The API has a page of its own.
            if (form.relation or form.explanation) and not form.schema:
                with self.subTest(form.name):
                    assert str(form.label or form.title) in listed

    def test_does_not_list_what_is_not_there(self) -> None:
        with mock.patch.object(
            representation_links, "REPRESENTATIONS", (rss.REPRESENTATION,)
        ):
            assert self.forms() == ["RSS"]
            assert "Each event" not in get_page(PATH).text("main")

    def test_names_the_issuer_its_time_zone_and_whom_to_tell(self) -> None:
        page = get_page(PATH)
        text = page.text("main")
        assert "newsroom of Larkmoor Therapeutics, Inc. is open to everybody" in text
        assert "ours is New York time." in text
        assert page.links()["ir@example.com"] == "mailto:ir@example.com"

    def test_names_security_txt_where_there_is_one(self) -> None:
        assert "/.well-known/security.txt" in get_page(PATH).links().values()
        with self.settings(IRSITE_SECURITY_CONTACT=[]):
            assert "security.txt" not in get_page(PATH).text("main")

    def test_is_linked_from_every_page_and_from_that_of_feeds(self) -> None:
        assert self.hrefs(get_page("/"), "footer").count(PATH) == 1
        assert PATH in self.hrefs(get_page("/feeds/"), "main")

    def hrefs(self, page: Page, place: str) -> list[str | None]:
        """Return the targets of the links in a part of a page."""
        return [link.get("href") for link in page.all(f"{place}//a")]
