"""The contact sheet and the wordings in force."""

from __future__ import annotations

import datetime as dt

from tests.builders import SEVEN, make_contact, make_disclaimer, put_on_record
from tests.clock import MICROSECOND
from tests.public.html_pages import ReaderTestCase, get_page, save_and_publish

HOUR = dt.timedelta(hours=1)


class TheContactPage(ReaderTestCase):
    """Whom to call, as last published."""

    def test_with_no_contact_it_leads_to_the_releases(self) -> None:
        assert "No contact is published yet." in get_page("/contacts/").text("main")

    def test_contacts_stand_by_audience_with_links(self) -> None:
        save_and_publish(
            make_contact(name="Tom Ash", audience="media", order=1),
            make_contact(name="Eve Lund", audience="general", order=2),
            make_contact(name="Dana Whitlock", order=3),
        )
        page = get_page("/contacts/")
        assert page.texts("h2") == ["Investors", "Media", "General"]
        assert page.texts("address/b") == ["Dana Whitlock", "Tom Ash", "Eve Lund"]
        assert page.links()["ir@example.com"] == "mailto:ir@example.com"

    def test_what_is_saved_but_not_published_does_not_show(self) -> None:
        contact = make_contact()
        save_and_publish(contact)
        contact.name = "Somebody Else"
        contact.save()
        assert "Dana Whitlock" in get_page("/contacts/").text("main")

    def test_a_change_shows_from_its_instant(self) -> None:
        contact = make_contact()
        save_and_publish(contact)
        contact.name = "Somebody Else"
        save_and_publish(contact, at=SEVEN + HOUR)
        before = get_page("/contacts/", at=SEVEN + HOUR - MICROSECOND).text("main")
        assert "Dana Whitlock" in before
        assert "Somebody Else" in get_page("/contacts/", at=SEVEN + HOUR).text("main")


class TheDisclaimersPage(ReaderTestCase):
    """The wordings in force, each in its revision."""

    def test_with_no_wording_it_leads_to_the_releases(self) -> None:
        assert "No wording is published yet." in get_page("/disclaimers/").text("main")

    def test_a_wording_stands_word_for_word_with_its_revision(self) -> None:
        wording = make_disclaimer(jurisdiction="United States (PSLRA)")
        save_and_publish(wording)
        assert get_page("/disclaimers/").text("section[@class='wording']") == (
            "Forward-Looking Statements Revision 1 United States (PSLRA) "
            "Some of these statements look forward. Things may differ."
        )

    def test_a_wording_without_a_heading_is_called_by_its_name(self) -> None:
        save_and_publish(make_disclaimer(heading=""))
        page = get_page("/disclaimers/")
        assert page.texts("main//h2") == ["Forward-looking statements"]

    def test_a_wording_that_only_releases_carry_is_not_in_force_here(self) -> None:
        put_on_record(disclaimers=(make_disclaimer(),))
        assert "No wording is published yet." in get_page("/disclaimers/").text("main")
