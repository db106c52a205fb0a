"""A form as a client gets it: by the page cache, and by Django alone."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from django.test import Client, TestCase

from releases.models import Event
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import correct, get_page, give_notice, save_and_publish
from tests.representations.forms import linked, served

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
CORRECTED = SEVEN + HOUR
LATER = SEVEN + 2 * HOUR


class AForm(PageCacheTestCase):
    """Of a release with a correction, and of its event, below the page of each."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            call = make_event(slug="call", title="Call")
            release = make_release(slug="results", headline="Results", events=(call,))
        put_on_record(release, at=SEVEN)
        correct(release, at=CORRECTED, notice="A slip.", body="<p>It fell.</p>")

    def setUp(self) -> None:
        self.enterContext(served())
        super().setUp()

    def test_of_a_version_is_at_each_version_and_at_the_release(self) -> None:
        texts = {
            path: self.request(f"{PAGE}{path}", at=LATER).body.decode()
            for path in ("words.txt", "versions/1/words.txt", "versions/2/words.txt")
        }
        first = "1 Results <p>Revenue grew.</p>"
        second = "2 Results <p>It fell.</p>"
        assert list(texts.values()) == [second, first, second]

    def test_of_a_release_knows_its_versions_and_its_events(self) -> None:
        assert self.request(f"{PAGE}text.txt").body.startswith(b"1 [False] Results")
        assert self.request(f"{PAGE}text.txt", at=LATER).body.startswith(b"2 [False]")
        Event.objects.update(cancelled=True)
        save_and_publish(Event.objects.get(), at=LATER)
        assert self.request(f"{PAGE}text.txt", at=LATER).body.startswith(b"2 [True]")

    def test_is_not_below_another_subject_or_a_page_that_never_was(self) -> None:
        never = self.request("/no/such/page/", at=LATER)
        calls = self.django_calls
        for path in (
            "/releases/2026/nobody/words.txt",
            f"{PAGE}other.txt",
            f"{PAGE}note.txt",
            f"{PAGE}words.txt/",
            f"{PAGE}versions/1/text.txt",
            f"{PAGE}versions/3/words.txt",
            "/releases/2026/nobody/table-1.csv",
            f"{PAGE}versions/3/table-1.csv",
            f"{PAGE}table-0.csv",
            f"{PAGE}table-100.csv",
            "/events/call/words.txt",
            "/releases/category/nobody/rss.xml",
            "/words.txt",
        ):
            with self.subTest(path):
                assert self.request(path, at=LATER) == never
        assert self.django_calls == calls

    def test_does_not_hide_a_file_of_its_name(self) -> None:
        with travel(SEVEN - HOUR):
            release = make_release(slug="filed")
            file = make_attachment(release, name="words.txt", content=b"A file.")
        put_on_record(release, at=SEVEN)
        response = self.request(f"/files/{file.token}/words.txt", at=LATER)
        assert response.body == b"A file."

    def test_that_does_not_apply_to_the_document_is_not_there(self) -> None:
        event = make_event(slug="other", title="No note")
        save_and_publish(event, at=LATER)
        never = self.request("/no/such/page/", at=LATER)
        assert self.request("/events/other/note.txt", at=LATER) == never
        assert self.request("/events/call/note.txt", at=LATER).status == 200

    def test_of_a_sealed_version_is_gone(self) -> None:
        release = put_on_record(slug="wrong", at=SEVEN)
        give_notice(release, at=LATER, sealed=True)
        path = "/releases/2026/wrong/versions/1/words.txt"
        assert self.request(path, at=LATER - MICROSECOND).status == 200
        gone = self.request(path, at=LATER)
        assert gone.status == 410
        assert b'href="/releases/2026/wrong/"' in gone.body

    def test_is_as_of_a_past_instant_below_that_address(self) -> None:
        with travel(LATER), self.settings(IRSITE_AS_OF_PUBLIC=True):
            response = Client().get(f"/as-of/2026-03-03T12:30:00Z{PAGE}text.txt")
        assert response.content.startswith(b"1 [False] Results")
        assert not response.has_header("Last-Modified")

    def test_is_sent_as_a_page_is(self) -> None:
        path = f"{PAGE}words.txt"
        whole = self.request(path)
        assert self.request(path, method="HEAD").headers == whole.headers
        assert self.request(path, if_none_match=whole.etag).status == 304
        part = self.request(path, range="bytes=2-8")
        assert (part.status, part.body) == (206, b"Results")
        zipped = self.request("/releases/rss.xml", accept_encoding="gzip")
        assert zipped.headers["Content-Encoding"] == "gzip"

    def test_is_dated_by_the_last_change_of_the_site(self) -> None:
        path = f"{PAGE}words.txt"
        for at, date in (
            (SEVEN, "Tue, 03 Mar 2026 12:00:00 GMT"),
            (CORRECTED - MICROSECOND, "Tue, 03 Mar 2026 12:00:00 GMT"),
            (CORRECTED, "Tue, 03 Mar 2026 13:00:00 GMT"),
        ):
            with self.subTest(at):
                assert self.request(path, at=at).headers["Last-Modified"] == date
        dated = "Tue, 03 Mar 2026 12:00:00 GMT"
        assert self.request(path, if_modified_since=dated).status == 304
        changed = self.request(path, at=CORRECTED, if_modified_since=dated)
        assert (changed.status, changed.body[:1]) == (200, b"2")
        assert self.request(path, if_modified_since="yesterday").status == 200
        assert (
            self.request(path, if_modified_since=dated, if_none_match='"a"').status
            == 200
        )

    def test_has_no_date_where_it_would_name_two_states(self) -> None:
        event = make_event(slug="odd", starts=SEVEN, ends=LATER + SECOND / 2)
        save_and_publish(event, at=SEVEN)
        response = self.request(f"{PAGE}words.txt", at=LATER + SECOND)
        assert "Last-Modified" not in response.headers

    def test_may_be_read_by_scripts_of_other_sites_if_it_says_so(self) -> None:
        words = self.request(f"{PAGE}words.txt")
        assert words.headers["Access-Control-Allow-Origin"] == "*"
        again = self.request(f"{PAGE}words.txt", if_none_match=words.etag)
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        text = self.request(f"{PAGE}text.txt")
        assert "Access-Control-Allow-Origin" not in text.headers

    def test_answers_a_preflight_alike_whatever_exists_and_without_django(self) -> None:
        calls = self.django_calls
        answers = [
            self.request(f"/releases/2026/{slug}/words.txt", method="OPTIONS")
            for slug in ("results", "nobody")
        ]
        assert answers[0] == answers[1]
        assert answers[0].status == 204
        allowed = answers[0].headers["Access-Control-Allow-Headers"]
        assert "If-None-Match" in allowed
        assert self.django_calls == calls
        assert self.request(f"{PAGE}text.txt", method="OPTIONS").status == 405

    def forms(self, path: str, *, at: dt.datetime = LATER) -> dict[str, str]:
        """Return the path of each form that the page names, by its title."""
        page = get_page(path, at=at)
        links = page.all("head/link[@rel='alternate']")
        return {link.get("title", ""): link.get("href", "") for link in links}

    def test_of_the_site_is_named_by_every_page(self) -> None:
        for path in ("/", "/contacts/", PAGE):
            with self.subTest(path):
                forms = self.forms(path)
                for title in ("PDF", "ninjs (IPTC)", "NewsML-G2 (IPTC)"):
                    forms.pop(title, None)
                assert forms == {
                    "Press releases (RSS)": "/releases/rss.xml",
                    "Press releases (Atom)": "/releases/atom.xml",
                    "Press releases (JSON Feed)": "/releases/feed.json",
                    "Calendar of events": "/events/calendar.ics",
                }

    def test_of_a_subject_is_named_by_its_own_pages(self) -> None:
        with linked():
            assert self.forms(PAGE) == {
                "Text": f"{PAGE}text.txt",
                "Words": f"{PAGE}words.txt",
            }
            assert self.forms(f"{PAGE}versions/1/") == {
                "Words": f"{PAGE}versions/1/words.txt"
            }
            assert self.forms("/events/call/") == {"Note": "/events/call/note.txt"}


class AFeedOfACategory(TestCase):
    """Lists the releases of the category alone, under its name."""

    def feed(self, slug: str) -> ElementTree.Element:
        """Return the channel of the category's feed."""
        with travel(LATER):
            response = Client().get(f"/releases/category/{slug}/rss.xml")
        assert response.status_code == 200
        channel = ElementTree.fromstring(response.content).find("channel")  # noqa: S314 - our own feed
        assert channel is not None
        return channel

    def test_it_has_its_name_and_its_page(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN)
        put_on_record(headline="Results", at=SEVEN)
        channel = self.feed("financial-results")
        assert channel.findtext("title") == "Larkmoor Therapeutics: Financial results"
        page = "http://testserver/releases/category/financial-results/"
        assert channel.findtext("link") == page
        titles = [item.findtext("title") for item in channel.findall("item")]
        assert titles == ["Results"]
