"""Which moments can be looked back at, and by whom."""

from __future__ import annotations

from django.test import Client, override_settings

from releases.models import OldPath
from tests.builders import (
    SEVEN,
    make_user,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.as_of_case import (
    HOUR,
    LATER,
    PAGE,
    THEN,
    AsOfTestCase,
    as_of,
)
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    give_notice,
)


class AMomentThatCannotBeShown(AsOfTestCase):
    """A page explains why."""

    def test_the_future_is_not_shown_whatever_is_scheduled(self) -> None:
        schedule(
            slug="secret",
            headline="The secret headline",
            live_from=LATER + HOUR,
            approved_at=LATER,
        )
        page = self.page(as_of(LATER + HOUR, "/"), at=LATER + SECOND, status=404)
        assert page.text("h1") == "That moment has not come yet"
        assert f"stand here on {LATER + HOUR:%B %-d, %Y, %-I:%M:%S}" in page.text(
            "main"
        )
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

    def test_a_moment_in_another_form_gets_an_example_of_the_right_one(self) -> None:
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
        OldPath.objects.create(path="/news/1", address="2026/results")
        assert self.get(f"{THEN}/news/1").headers["Location"] == f"{THEN}{PAGE}"


class AnEmptyNewsroom(ReaderTestCase):
    """Nothing was published yet."""

    def test_it_has_no_past(self) -> None:
        self.client.force_login(make_user(groups=("Authors",)))
        with travel(LATER):
            page = Page(self.client.get(as_of(SEVEN)).content)
        assert "The record of this newsroom is empty" in page.text("main")


class ReadersWithoutPermission(AsOfTestCase):
    """For them it is an address like any other that does not exist."""

    def everything(self, address: str, client: Client) -> tuple[object, ...]:
        """Return the body and headers that they get."""
        with travel(LATER):
            answer = client.get(address)
        return answer.status_code, sorted(answer.headers.items()), answer.content

    def test_the_public_gets_the_404_of_any_unknown_address(self) -> None:
        missing = self.everything("/no/such/page/", Client())
        assert missing[0] == 404
        for address in (THEN, f"{THEN}/", f"{THEN}{PAGE}", "/as-of/x/", "/as-of/"):
            with self.subTest(address):
                assert self.everything(address, Client()) == missing

    def test_staff_who_may_not_read_the_record_get_it_too(self) -> None:
        client = Client()
        client.force_login(make_user())
        assert self.everything(f"{THEN}/", client)[0] == 404


@override_settings(IRSITE_AS_OF_PUBLIC=True)
class ThePublicWhereAsOfIsPublic(AsOfTestCase):
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
