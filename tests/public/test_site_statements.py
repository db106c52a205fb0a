"""What the site says of its own accessibility and of its readers' data is what it does."""

from __future__ import annotations

from django.test import override_settings

from tests.builders import SEVEN, make_contact, make_issuer
from tests.public.html_pages import ReaderTestCase, get_page, save_and_publish

ACCESSIBILITY = "/accessibility/"
PRIVACY = "/privacy/"


class StatementsOfTheSite(ReaderTestCase):
    """They are on every site, also on one that has published nothing."""

    def test_every_page_leads_to_both(self) -> None:
        links = get_page("/").all("footer//a")
        assert {ACCESSIBILITY, PRIVACY} <= {link.get("href") for link in links}

    def test_without_contacts_they_say_whom_to_ask(self) -> None:
        for path in (ACCESSIBILITY, PRIVACY):
            with self.subTest(path):
                assert "that each press release names" in get_page(path).text("main")

    def test_with_contacts_they_name_them(self) -> None:
        save_and_publish(make_issuer(), make_contact(emails="ir@example.com"), at=SEVEN)
        for path in (ACCESSIBILITY, PRIVACY):
            with self.subTest(path):
                links = get_page(path).links()
                assert links["ir@example.com"] == "mailto:ir@example.com"

    def test_privacy_tells_of_a_log_where_there_is_one(self) -> None:
        for log, words in (
            ("", "This site keeps no log of requests."),
            ("/var/log/irsite.log", "For each request, a log has its time, your IP"),
        ):
            with self.subTest(log), override_settings(IRSITE_ACCESS_LOG=log):
                assert words in get_page(PRIVACY).text("main")

    def test_privacy_tells_of_alerts_where_they_are_offered(self) -> None:
        for offered in (False, True):
            with self.subTest(offered), override_settings(IRSITE_ALERTS=offered):
                page = get_page(PRIVACY)
                assert ("E-mail alerts" in page.texts("main//h2")) is offered
