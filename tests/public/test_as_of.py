"""Any public page, feed or file, as it stood at a moment that is past."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

from releases.desk import transitions
from tests.builders import (
    SEVEN,
    make_release,
)
from tests.clock import SECOND, travel
from tests.public.as_of_case import (
    CORRECTED,
    PAGE,
    THEN,
    AsOfTestCase,
    as_of,
)


class StaffWhoSeeTheSiteAsOfAMoment(AsOfTestCase):
    """They see what the public saw, and can follow its links without leaving."""

    def test_a_page_says_what_it_said_then(self) -> None:
        before = self.page(as_of(CORRECTED - SECOND, PAGE))
        assert before.text("div[@class='body']") == "Revenue grew."
        assert "Correct" not in before.text("main")
        after = self.page(as_of(CORRECTED, PAGE))
        assert after.text("div[@class='body']") == "It fell."

    def test_a_moment_is_exact_to_the_microsecond(self) -> None:
        just_before = "/as-of/2026-03-03T12:59:59.999999Z"
        page = self.page(f"{just_before}{PAGE}")
        assert page.text("div[@class='body']") == "Revenue grew."

    def test_a_banner_prints_the_moment_by_both_clocks_and_leads_back_to_now(
        self,
    ) -> None:
        page = self.page(f"{THEN}/search/?words=larkmoor")
        banner = page.text("aside[@class='as-of']")
        assert banner.startswith("As it stood on March 3, 2026, 7:30:00 a.m. EST")
        assert "2026-03-03T12:30:00Z" in banner
        assert page.links()["Back to now"] == "/search/?words=larkmoor"

    def test_every_link_stays_in_that_moment(self) -> None:
        for path in (
            "/",
            "/releases/",
            PAGE,
            "/events/",
            "/events/call/",
            "/contacts/",
        ):
            page = self.page(f"{THEN}{path}")
            links = {link for words, link in page.links().items() if link[:1] == "/"}
            links -= {page.links()["Back to now"]}
            assert len(links) > 5
            for link in links:
                with self.subTest(f"{path} to {link}"):
                    assert link.startswith(f"{THEN}/")
                    answer = self.get(link)
                    answer.getvalue()  # to its end, which closes the file
                    assert answer.status_code == 200

    def test_the_forms_of_the_archive_ask_inside_that_moment(self) -> None:
        page = self.page(f"{THEN}/releases/")
        actions = [form.get("action") for form in page.all("form")]
        assert actions == [f"{THEN}/search/", f"{THEN}/releases/"]
        answer = self.get(f"{THEN}/releases/?words=larkmoor")
        assert answer["Location"] == f"{THEN}/search/?words=larkmoor&kind=release"

    def test_its_style_and_its_permanent_address_are_those_of_now(self) -> None:
        page = self.page(f"{THEN}{PAGE}")
        for sheet in page.all("head/link[@rel='stylesheet']"):
            assert sheet.get("href", "").startswith("/static/")
        canonical = page.only("head/link[@rel='canonical']")
        assert canonical.get("href") == f"http://testserver{PAGE}"
        archive = self.page(f"{THEN}/releases/").only("head/link[@rel='canonical']")
        assert archive.get("href") == "http://testserver/releases/"

    def test_the_feed_is_that_of_then_and_its_names_are_those_of_now(self) -> None:
        then = ET.fromstring(self.get(f"{THEN}/releases/rss.xml").getvalue())  # noqa: S314 - our own
        now = ET.fromstring(self.get("/releases/rss.xml").getvalue())  # noqa: S314
        assert (
            then.findtext(".//item/title") == "Larkmoor Reports First Quarter Results"
        )
        assert then.findtext(".//item/link") == f"http://testserver{THEN}{PAGE}"
        assert then.findtext("channel/link") == f"http://testserver{THEN}/"
        assert then.findtext(".//item/guid") == now.findtext(".//item/guid")

    def test_a_file_is_there_from_its_instant(self) -> None:
        path = f"/files/{self.file.token}/{self.file.name}"
        assert self.get(f"{THEN}{path}").getvalue() == b"%PDF-1.7 not really"
        early = as_of(SEVEN - SECOND, path)
        assert self.get(early).status_code == 404

    def test_a_version_is_there_from_its_instant(self) -> None:
        version = f"{PAGE}versions/2/"
        assert self.get(f"{THEN}{version}").status_code == 404
        assert self.get(as_of(CORRECTED, version)).status_code == 200

    def test_nobody_keeps_or_indexes_an_answer(self) -> None:
        for path in ("/", PAGE, "/releases/rss.xml", "/robots.txt", "/nothing/"):
            with self.subTest(path):
                answer = self.get(f"{THEN}{path}")
                assert answer["Cache-Control"] == "no-store"
                assert answer["X-Robots-Tag"] == "noindex"
                assert "ETag" not in answer

    def test_a_page_is_valid_and_asks_not_to_be_indexed(self) -> None:
        page = self.page(f"{THEN}{PAGE}")
        assert len(page.all("h1")) == 1
        assert page.only("head/meta[@name='robots']").get("content") == "noindex"

    def test_a_page_as_of_a_moment_leaves_the_present_as_it_is(self) -> None:
        before = self.get(PAGE).getvalue()
        self.get(f"{THEN}{PAGE}")
        assert self.get(PAGE).getvalue() == before


class WhatWasImported(AsOfTestCase):
    """It is shown as brought here, from the day that it was."""

    def setUp(self) -> None:
        super().setUp()
        with travel(CORRECTED):
            transitions.import_past(
                make_release(slug="old", headline="An old one"),
                by="archive",
                at=CORRECTED,
                dated=dt.datetime(2019, 5, 2, 12, tzinfo=dt.UTC),
            )

    def test_before_that_day_this_site_did_not_have_it(self) -> None:
        old = "/releases/2019/old/"
        assert self.get(as_of(CORRECTED, old)).status_code == 404
        assert "An old one" not in self.page(as_of(CORRECTED)).text()

    def test_from_that_day_it_says_when_it_came_and_from_when_it_is(self) -> None:
        page = self.page(as_of(CORRECTED + SECOND, "/releases/2019/old/"))
        assert page.text("p[@class='disclosed']") == (
            "May 2, 2019 First published elsewhere; brought here on March 3, 2026."
        )
