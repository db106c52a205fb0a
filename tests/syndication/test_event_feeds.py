"""The feeds of events: one entry an event, which says when it is changed or cancelled."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

from django.test import Client, TestCase

import html5lib

from releases.models import Attachment, Event
from tests.builders import SEVEN, make_attachment, make_event, make_issuer
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import get_page, save_and_publish

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
ANNOUNCED = SEVEN
MOVED = SEVEN + HOUR
CANCELLED = SEVEN + 2 * HOUR
LATER = SEVEN + 60 * DAY
ATOM = "{http://www.w3.org/2005/Atom}"
GUID = "tag:testserver,2026:/events/call/"
PAGE = "http://testserver/events/call/"


def content_of(path: str, *, at: dt.datetime) -> bytes:
    """Return the feed as it stands at this moment."""
    with travel(at):
        response = Client().get(path)
    assert response.status_code == 200
    return response.content


def json_items(*, at: dt.datetime) -> list[dict[str, Any]]:
    """Return the items of the JSON Feed."""
    items: list[dict[str, Any]] = json.loads(content_of("/events/feed.json", at=at))[
        "items"
    ]
    return items


class AnEvent(TestCase):
    """That is announced, moved by a day and then cancelled."""

    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - DAY)
        with travel(SEVEN - HOUR):
            call = make_event(
                slug="call",
                title="Call & <webcast>",
                venue="Hall 2",
                webcast_url="https://example.com/a?b=1&c=2",
                dial_ins="+1 617 555 0142",
            )
            cls.file = make_attachment(event=call)
        save_and_publish(call, at=ANNOUNCED)
        for at, fields in (
            (MOVED, {"starts": call.starts + DAY, "ends": call.starts + DAY + HOUR}),
            (CANCELLED, {"cancelled": True}),
        ):
            Event.objects.update(**fields)
            save_and_publish(Event.objects.get(), at=at)

    def test_is_there_from_its_instant_on(self) -> None:
        assert json_items(at=ANNOUNCED - MICROSECOND) == []
        (item,) = json_items(at=ANNOUNCED)
        assert item["id"] == GUID
        assert item["url"] == PAGE
        assert item["date_published"] == "2026-03-03T12:00:00Z"
        assert item["tags"] == ["Earnings call"]
        assert "date_modified" not in item

    def test_says_what_its_page_says_in_valid_html(self) -> None:
        (item,) = json_items(at=ANNOUNCED)
        assert item["title"] == "Call & <webcast>"
        content = item["content_html"]
        for text in (
            "Tuesday, March 10, 2026",
            "Hall 2",
            'href="https://example.com/a?b=1&amp;c=2"',
            'href="tel:+16175550142"',
            f"http://testserver/files/{self.file.token}/results.pdf",
        ):
            with self.subTest(text):
                assert text in content
        html5lib.HTMLParser(strict=True).parseFragment(content)
        assert item["attachments"][0]["title"] == "Results presentation"

    def test_that_is_moved_was_changed_then(self) -> None:
        (item,) = json_items(at=MOVED)
        assert item["id"] == GUID
        assert item["date_published"] == "2026-03-03T12:00:00Z"
        assert item["date_modified"] == "2026-03-03T13:00:00Z"
        assert "Wednesday, March 11, 2026" in item["content_html"]
        assert "Changed <time" in item["content_html"]

    def test_that_is_cancelled_says_so_without_access(self) -> None:
        (item,) = json_items(at=CANCELLED)
        assert item["title"] == "Cancelled: Call & <webcast>"
        assert item["date_modified"] == "2026-03-03T14:00:00Z"
        assert "This event is cancelled" in item["content_html"]
        assert "example.com" not in item["content_html"]

    def test_is_the_same_in_all_formats(self) -> None:
        (item,) = json_items(at=CANCELLED)
        rss = ElementTree.fromstring(content_of("/events/rss.xml", at=CANCELLED))  # noqa: S314 - our own
        atom = ElementTree.fromstring(content_of("/events/atom.xml", at=CANCELLED))  # noqa: S314 - our own
        (rss_item,), (entry,) = (
            rss.findall("channel/item"),
            atom.findall(f"{ATOM}entry"),
        )
        for guid, updated in (
            (rss_item.findtext("guid"), rss_item.findtext(f"{ATOM}updated")),
            (entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}updated")),
        ):
            assert (guid, updated) == (item["id"], item["date_modified"])
        title = "Larkmoor Therapeutics: events"
        assert rss.findtext("channel/title") == atom.findtext(f"{ATOM}title") == title

    def test_that_is_over_keeps_its_entry_as_it_is(self) -> None:
        for path in ("/events/rss.xml", "/events/atom.xml", "/events/feed.json"):
            with self.subTest(path):
                assert content_of(path, at=CANCELLED) == content_of(path, at=LATER)


class TheFeeds(TestCase):
    """List what was announced last, and are offered where events are."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - DAY)
        starts = SEVEN + 30 * DAY
        first = make_event(slug="first", starts=starts, ends=starts + HOUR)
        save_and_publish(first, at=SEVEN - 3 * HOUR)
        date = make_event(
            slug="date",
            title="First Quarter Results",
            kind="calendar_date",
            all_day=True,
        )
        save_and_publish(date, at=SEVEN - 2 * HOUR)
        save_and_publish(make_event(slug="second"), at=SEVEN - HOUR)

    def urls(self, at: dt.datetime) -> list[str]:
        """Return the slug of each item's page."""
        return [item["url"].split("/")[-2] for item in json_items(at=at)]

    def test_begin_with_the_latest_announcement(self) -> None:
        before = SEVEN - HOUR - MICROSECOND
        assert self.urls(before) == ["date", "first"]
        # The call takes the place of the date of results on its day.
        assert self.urls(SEVEN) == ["second", "first"]

    def test_are_offered_by_pages_of_events_and_explained(self) -> None:
        paths = ["/events/rss.xml", "/events/atom.xml", "/events/feed.json"]
        for page in ("/events/", "/events/first/"):
            links = get_page(page).all("head/link[@rel='alternate']")
            hrefs = [link.get("href") for link in links]
            with self.subTest(page):
                assert [path for path in hrefs if path in paths] == paths
        front = get_page("/").all("head/link[@rel='alternate']")
        assert not set(paths) & {link.get("href") for link in front}
        listed = [link.get("href") for link in get_page("/feeds/").all("main//a")]
        assert set(paths) <= set(listed)
