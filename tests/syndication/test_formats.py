"""Atom and JSON Feed: the same entries as RSS, each by the rules of its format."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

from django.test import Client, TestCase

from releases.models import Attachment, Event
from tests.builders import (
    SEVEN,
    make_attachment,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import correct, get_page, give_notice, save_and_publish

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
LATER = SEVEN + DAY
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
GUID = "tag:testserver,2026:/releases/2026"


def content_of(path: str, *, at: dt.datetime = LATER) -> bytes:
    """Return the feed as it stands at this moment."""
    with travel(at):
        response = Client().get(path)
    assert response.status_code == 200
    return response.content


def atom_feed(path: str = "/releases/atom.xml", **kwargs: Any) -> ElementTree.Element:
    """Return the Atom feed as a tree."""
    return ElementTree.fromstring(content_of(path, **kwargs))  # noqa: S314 - our own


def json_feed(path: str = "/releases/feed.json", **kwargs: Any) -> dict[str, Any]:
    """Return the JSON Feed."""
    return json.loads(content_of(path, **kwargs))  # type: ignore[no-any-return]


def atom_entries(**kwargs: Any) -> dict[str, dict[str, str]]:
    """Return the texts of each entry's elements, by its id."""
    entries = [
        {element.tag.removeprefix(ATOM): element.text or "" for element in entry}
        for entry in atom_feed(**kwargs).findall(f"{ATOM}entry")
    ]
    return {entry["id"]: entry for entry in entries}


class AFormat(TestCase):
    """Of a newsroom with two releases, one of which is corrected and then withdrawn."""

    CORRECTED = SEVEN + HOUR
    CANCELLED = SEVEN + 2 * HOUR
    WITHDRAWN = SEVEN + 3 * HOUR

    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - DAY)
        with travel(SEVEN - HOUR):
            call = make_event(slug="call", title="Call")
            results = make_release(
                slug="results",
                headline="Results & <outlook>",
                contacts=(make_contact(),),
                disclaimers=(make_disclaimer(),),
                events=(call,),
            )
            cls.file = make_attachment(results)
            wrong = make_release(slug="wrong", headline="Wrong\x0b", body="<p>Bad.</p>")
        put_on_record(wrong, at=SEVEN)
        put_on_record(results, at=SEVEN + SECOND)
        correct(wrong, at=cls.CORRECTED, notice="A slip.")
        Event.objects.update(cancelled=True)
        save_and_publish(Event.objects.get(), at=cls.CANCELLED)
        give_notice(wrong, at=cls.WITHDRAWN)

    def test_of_atom_says_who_publishes_what_and_where_it_is(self) -> None:
        feed = atom_feed()
        links = {link.get("rel"): link.get("href") for link in feed.iter(f"{ATOM}link")}
        assert feed.findtext(f"{ATOM}id") == "https://testserver/releases/atom.xml"
        assert feed.findtext(f"{ATOM}title") == "Larkmoor Therapeutics: press releases"
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Larkmoor Therapeutics"
        assert links["self"] == "http://testserver/releases/atom.xml"
        assert feed.findtext(f"{ATOM}updated") == "2026-03-03T15:00:00Z"

    def test_of_json_says_who_publishes_what_and_where_it_is(self) -> None:
        feed = json_feed()
        assert feed["title"] == "Larkmoor Therapeutics: press releases"
        assert feed["authors"] == [{"name": "Larkmoor Therapeutics"}]
        assert feed["feed_url"] == "http://testserver/releases/feed.json"
        assert feed["home_page_url"] == "http://testserver/"

    def test_has_a_release_from_its_instant_on(self) -> None:
        at = SEVEN - MICROSECOND
        assert atom_entries(at=at) == {}
        assert atom_feed(at=at).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
        assert json_feed(at=at)["items"] == []
        assert [*atom_entries(at=SEVEN)] == [f"{GUID}/wrong/"]
        assert [item["id"] for item in json_feed(at=SEVEN)["items"]] == [
            f"{GUID}/wrong/"
        ]

    def test_has_the_full_text_with_disclaimers_contacts_and_files(self) -> None:
        entry = atom_entries(at=SEVEN + HOUR / 2)[f"{GUID}/results/"]
        (item, _) = json_feed(at=SEVEN + HOUR / 2)["items"]
        path = f"http://testserver/files/{self.file.token}/results.pdf"
        for title, content in (
            (entry["title"], entry["content"]),
            (item["title"], item["content_html"]),
        ):
            assert title == "Results & <outlook>"
            assert "Revenue grew." in content
            assert "Some of these statements look forward." in content
            assert "mailto:ir@example.com" in content
            assert path in content
        (attachment,) = item["attachments"]
        assert attachment["url"] == path
        feed = atom_feed(at=SEVEN + HOUR / 2)
        (enclosure,) = feed.iterfind(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
        assert enclosure.get("href") == path
        assert enclosure.get("length") == str(attachment["size_in_bytes"])

    def test_says_that_an_entry_was_updated_only_when_readers_saw_a_change(
        self,
    ) -> None:
        before = atom_entries(at=self.CORRECTED - MICROSECOND)
        assert {
            entry["updated"] == entry["published"] for entry in before.values()
        } == {True}
        items = json_feed(at=self.CORRECTED - MICROSECOND)["items"]
        assert not [item for item in items if "date_modified" in item]
        after = atom_entries(at=self.CANCELLED)
        assert after[f"{GUID}/wrong/"]["title"] == "Corrected: Wrong"
        assert after[f"{GUID}/wrong/"]["published"] == "2026-03-03T12:00:00Z"
        assert after[f"{GUID}/wrong/"]["updated"] == "2026-03-03T13:00:00Z"
        assert after[f"{GUID}/results/"]["updated"] == "2026-03-03T14:00:00Z"
        (first, second) = json_feed(at=self.CANCELLED)["items"]
        assert first["date_modified"] == "2026-03-03T13:00:00Z"
        assert second["date_modified"] == "2026-03-03T14:00:00Z"

    def test_of_atom_has_a_tombstone_beside_the_notice_of_a_withdrawal(self) -> None:
        assert atom_feed(at=self.CANCELLED).findall(DELETED) == []
        (deleted,) = atom_feed().findall(DELETED)
        assert deleted.get("ref") == f"{GUID}/wrong/"
        assert deleted.get("when") == "2026-03-03T15:00:00Z"
        entries = atom_entries()
        assert f"{GUID}/wrong/" not in entries
        notice = entries[f"{GUID}/wrong/#3"]
        assert notice["title"] == "Withdrawn: Wrong"
        assert notice["updated"] == "2026-03-03T15:00:00Z"
        assert "Issued in error." in notice["content"]
        assert "Bad." not in notice["content"]

    def test_of_json_keeps_the_item_of_a_withdrawn_release(self) -> None:
        (item, _) = json_feed()["items"]
        assert item["id"] == f"{GUID}/wrong/"
        assert item["title"] == "Withdrawn: Wrong"
        assert "Issued in error." in item["content_html"]

    def test_names_a_style_sheet_of_the_site_for_readers_with_a_browser(self) -> None:
        for path in ("/releases/rss.xml", "/releases/atom.xml"):
            instruction = (
                b'<?xml-stylesheet type="text/css" href="/static/css/feed.css"?>'
            )
            assert instruction in content_of(path)

    def test_of_a_category_is_offered_by_its_page(self) -> None:
        page = "/releases/category/financial-results/"
        links = get_page(page, at=LATER).all("head/link[@rel='alternate']")
        offered = {link.get("href"): link.get("title") for link in links}
        assert offered[f"{page}atom.xml"] == "Financial results (Atom)"
        assert offered[f"{page}feed.json"] == "Financial results (JSON Feed)"
        assert len(atom_feed(f"{page}atom.xml").findall(f"{ATOM}entry")) == 2


class ThePageOfFeeds(TestCase):
    """Lists every feed and says how to use it."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - DAY)
        put_on_record(slug="results", at=SEVEN)

    def test_lists_each_form_of_a_list_for_all_and_for_each_category(self) -> None:
        links = {
            link.get("href") for link in get_page("/feeds/", at=SEVEN).all("main//a")
        }
        for suffix in ("rss.xml", "atom.xml", "feed.json"):
            with self.subTest(suffix):
                assert f"/releases/{suffix}" in links
                assert f"/releases/category/financial-results/{suffix}" in links
        assert "/releases/latest.json" in links

    def test_lists_a_category_from_the_instant_of_its_first_release_on(self) -> None:
        path = "/releases/category/financial-results/atom.xml"
        for at, is_listed in ((SEVEN - MICROSECOND, False), (SEVEN, True)):
            hrefs = [
                link.get("href") for link in get_page("/feeds/", at=at).all("main//a")
            ]
            assert (path in hrefs) == is_listed

    def test_says_how_to_ask_without_loading_all_of_it_again(self) -> None:
        text = get_page("/feeds/", at=SEVEN).text("main")
        assert "If-None-Match" in text
        assert "once a second" in text

    def test_names_the_event_stream_only_where_it_runs(self) -> None:
        for runs in (False, True):
            with self.subTest(runs=runs), self.settings(IRSITE_EVENT_STREAM=runs):
                main = get_page("/feeds/", at=SEVEN).all("main//a")
                hrefs = [link.get("href") for link in main]
                assert ("/releases/stream" in hrefs) is runs

    def test_is_linked_from_every_page(self) -> None:
        for path in ("/", "/releases/2026/results/"):
            footer = get_page(path, at=SEVEN).all("footer//a")
            assert "/feeds/" in [link.get("href") for link in footer]
