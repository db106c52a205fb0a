"""Any public page, feed or file, as it stood at a moment that is past."""

from __future__ import annotations

import datetime as dt
from typing import Any
from xml.etree import ElementTree as ET

from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client, override_settings

from releases.desk import transitions
from releases.models import Attachment, OldAddress, Release
from tests.builders import (
    SEVEN,
    make_attachment,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    make_user,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.reading import (
    Page,
    ReaderTestCase,
    correct,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
CORRECTED = SEVEN + HOUR
LATER = SEVEN + 4 * HOUR
THEN = "/as-of/2026-03-03T12:30:00Z"


def as_of(moment: dt.datetime, path: str = "/") -> str:
    """The address of a page as of a moment."""
    return f"/as-of/{moment:%Y-%m-%dT%H:%M:%SZ}{path}"


class LookingBackTestCase(ReaderTestCase):
    """A newsroom with a corrected release, an event and a file; staff who look back."""

    release: Release
    file: Attachment
    staff: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN - HOUR):
            cls.release = make_release(
                slug="results", events=(make_event(slug="call"),)
            )
            cls.file = make_attachment(cls.release)
        publish(cls.release)
        save_and_publish(make_contact(), at=SEVEN)
        correct(cls.release, at=CORRECTED, notice="A slip.", body="<p>It fell.</p>")
        cls.staff = make_user("vera", groups=("Authors",))

    def setUp(self) -> None:
        self.client.force_login(self.staff)

    def get(
        self, address: str, *, at: dt.datetime = LATER, client: Client | None = None
    ) -> HttpResponseBase:
        """The answer, as staff or as this client."""
        with travel(at):
            return (client or self.client).get(address)

    def page(self, address: str, *, status: int = 200, **asked: Any) -> Page:
        """The page that answers."""
        answer = self.get(address, **asked)
        assert answer.status_code == status, (address, answer.status_code)
        return Page(answer.getvalue())


class StaffWhoLookBack(LookingBackTestCase):
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

    def test_a_banner_tells_the_moment_by_both_clocks_and_leads_back_to_now(
        self,
    ) -> None:
        page = self.page(f"{THEN}/releases/?words=larkmoor")
        banner = page.text("aside[@class='as-of']")
        assert banner.startswith("As it stood on March 3, 2026, 7:30:00 a.m. EST")
        assert "2026-03-03T12:30:00Z" in banner
        assert page.links()["Back to now"] == "/releases/?words=larkmoor"

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

    def test_the_form_of_the_archive_asks_inside_that_moment(self) -> None:
        page = self.page(f"{THEN}/releases/")
        assert page.one("form").get("action") == f"{THEN}/releases/"

    def test_its_style_and_its_permanent_address_are_those_of_now(self) -> None:
        page = self.page(f"{THEN}{PAGE}")
        for sheet in page.all("head/link[@rel='stylesheet']"):
            assert sheet.get("href", "").startswith("/static/")
        canonical = page.one("head/link[@rel='canonical']")
        assert canonical.get("href") == f"http://testserver{PAGE}"
        archive = self.page(f"{THEN}/releases/").one("head/link[@rel='canonical']")
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
        assert page.one("head/meta[@name='robots']").get("content") == "noindex"

    def test_looking_back_leaves_the_present_as_it_is(self) -> None:
        before = self.get(PAGE).getvalue()
        self.get(f"{THEN}{PAGE}")
        assert self.get(PAGE).getvalue() == before


class AMomentThatCannotBeShown(LookingBackTestCase):
    """It is said in words why."""

    def test_the_future_is_not_shown_whatever_is_scheduled(self) -> None:
        schedule(
            slug="secret",
            headline="The secret headline",
            live_from=LATER + HOUR,
            approved_at=LATER,
        )
        page = self.page(as_of(LATER + HOUR, "/"), at=LATER + SECOND, status=404)
        assert page.text("h1") == "That moment has not come yet"
        assert "secret" not in page.text()

    def test_the_present_moment_is_the_last_that_is_shown(self) -> None:
        assert self.get(as_of(LATER)).status_code == 200
        assert self.get(as_of(LATER), at=LATER - MICROSECOND).status_code == 404

    def test_before_the_record_begins_there_was_no_newsroom(self) -> None:
        for written in ("1999-01-01T00:00:00Z", "0001-01-01T00:00:00Z"):
            with self.subTest(written):
                page = self.page(f"/as-of/{written}/releases/", status=404)
                assert page.text("h1") == "This newsroom was not there yet"
                assert "begins on March 3, 2026, 7:00:00" in page.text("main")

    def test_a_moment_that_is_written_otherwise_is_told_how_to_be_written(self) -> None:
        for written in (
            "yesterday",
            "2026-03-03",
            "2026-03-03T12:00:00",
            "2026-03-03T12:00:00+01:00",
            "2026-02-30T12:00:00Z",
            "2026-03-03T12:00:60Z",
            "2026-03-03T12:00:00.1234567Z",
            "٢٠٢٦-03-03T12:00:00Z",
            "<b>",
            "",
        ):
            with self.subTest(written):
                page = self.page(f"/as-of/{written}/", status=400)
                assert page.text("h1") == "That moment cannot be read"

    def test_an_address_where_nothing_stood_then_says_so_and_leads_on(self) -> None:
        for path in ("/nothing/", "/releases/2026/merger/", "/admin/", "/as-of/x/"):
            with self.subTest(path):
                page = self.page(f"{THEN}{path}", status=404)
                assert page.text("h1") == "There was no page at this address"
                assert page.links()["see this address now"] == path
                assert page.links()["the newsroom as it stood then"] == f"{THEN}/"

    def test_an_address_without_its_last_slash_finds_it(self) -> None:
        assert self.get(THEN).headers["Location"] == f"{THEN}/"
        assert self.get(f"{THEN}/releases").headers["Location"] == f"{THEN}/releases/"

    def test_nothing_is_ever_sent_to_the_past(self) -> None:
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            with self.subTest(method), travel(LATER):
                answer = self.client.generic(method, f"{THEN}/releases/")
                assert answer.status_code == 405

    def test_an_old_address_leads_to_the_release_as_of_then(self) -> None:
        OldAddress.objects.create(path="/news/1", address="2026/results")
        assert self.get(f"{THEN}/news/1").headers["Location"] == f"{THEN}{PAGE}"


class AnEmptyNewsroom(ReaderTestCase):
    """Nothing was published yet."""

    def test_it_has_no_past(self) -> None:
        self.client.force_login(make_user(groups=("Authors",)))
        with travel(LATER):
            page = Page(self.client.get(as_of(SEVEN)).content)
        assert "Its record is empty" in page.text("main")


class WhatWasImported(LookingBackTestCase):
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


class SomebodyWhoMayNotLookBack(LookingBackTestCase):
    """For them it is an address like any other that does not exist."""

    def everything(self, address: str, client: Client) -> tuple[object, ...]:
        """All that they are told."""
        with travel(LATER):
            answer = client.get(address)
        return answer.status_code, sorted(answer.headers.items()), answer.content

    def test_the_public_is_told_what_is_told_of_any_unknown_address(self) -> None:
        missing = self.everything("/no/such/page/", Client())
        assert missing[0] == 404
        for address in (THEN, f"{THEN}/", f"{THEN}{PAGE}", "/as-of/x/", "/as-of/"):
            with self.subTest(address):
                assert self.everything(address, Client()) == missing

    def test_neither_may_staff_who_may_not_read_the_record(self) -> None:
        for fields in ({}, {"is_active": False}):
            with self.subTest(str(fields)):
                client = Client()
                client.force_login(make_user(**fields))
                assert self.everything(f"{THEN}/", client)[0] == 404


@override_settings(IRSITE_AS_OF_PUBLIC=True)
class ThePublicWhereItMayLookBack(LookingBackTestCase):
    """Everything that was public then, but what was sealed since."""

    def setUp(self) -> None:
        self.client = Client()

    def test_a_page_says_what_it_said_then_and_sets_no_cookie(self) -> None:
        answer = self.get(as_of(SEVEN, PAGE))
        assert Page(answer.getvalue()).text("div[@class='body']") == "Revenue grew."
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")

    def test_what_was_sealed_since_is_not_shown_again(self) -> None:
        give_notice(self.release, at=LATER, sealed=True)
        after = LATER + SECOND
        file = f"/files/{self.file.token}/{self.file.name}"
        for path in (PAGE, f"{PAGE}versions/1/", file):
            with self.subTest(path):
                assert self.get(f"{THEN}{path}", at=after).status_code == 410
        for path in ("/", "/releases/", "/releases/rss.xml"):
            with self.subTest(path):
                answer = self.get(f"{THEN}{path}", at=after)
                assert answer.status_code == 200
                assert b"First Quarter Results" not in answer.getvalue()

    def test_staff_still_see_what_the_public_saw_then(self) -> None:
        give_notice(self.release, at=LATER, sealed=True)
        staff = Client()
        staff.force_login(self.staff)
        page = self.page(f"{THEN}{PAGE}", at=LATER + SECOND, client=staff)
        assert page.text("div[@class='body']") == "Revenue grew."
