"""The RSS feed, read as a tree."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from django.test import Client, TestCase

import html5lib

from releases.desk import transitions
from releases.models import Event, Release
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import get_page, save_and_publish

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
UPDATED = "{http://www.w3.org/2005/Atom}updated"
ATOM_LINK = "{http://www.w3.org/2005/Atom}link"


def channel(*, at: dt.datetime = SEVEN) -> ElementTree.Element:
    """Return the feed's channel as it stands at this moment."""
    with travel(at):
        answer = Client().get("/releases/rss.xml")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    tree = ElementTree.fromstring(answer.content)  # noqa: S314 - our own feed
    element = tree.find("channel")
    assert element is not None
    return element


def element_text(item: ElementTree.Element, tag: str) -> str:
    """Return the text of the only element of this name."""
    (element,) = item.findall(tag)
    return element.text or ""


def titles(*, at: dt.datetime = SEVEN) -> list[str]:
    """Return the titles of the feed's items, in their order."""
    return [element_text(item, "title") for item in channel(at=at).findall("item")]


class TheFeed(TestCase):
    """What it says of itself."""

    def test_without_a_release_it_is_a_feed_without_items(self) -> None:
        feed = channel()
        assert element_text(feed, "title") == "Press releases"
        assert feed.findall("item") == feed.findall("lastBuildDate") == []

    def test_it_names_the_issuer_itself_and_the_site(self) -> None:
        save_and_publish(make_issuer())
        feed = channel()
        assert element_text(feed, "title") == "Larkmoor Therapeutics: press releases"
        assert element_text(feed, "link") == "http://testserver/"
        (self_link,) = feed.findall(ATOM_LINK)
        assert self_link.get("href") == "http://testserver/releases/rss.xml"
        assert self_link.get("rel") == "self"

    def test_it_holds_the_newest_releases_newest_first(self) -> None:
        for number in range(27):
            put_on_record(headline=f"Release {number}", at=SEVEN + number * 60 * SECOND)
        listed = titles(at=SEVEN + DAY)
        assert listed == [f"Release {number}" for number in range(26, 1, -1)]


class AReleaseInTheFeed(TestCase):
    """In full, from its instant on."""

    def test_it_appears_at_its_instant_though_nothing_ran(self) -> None:
        put_on_record(headline="Yesterday", at=SEVEN - DAY)
        before = ElementTree.tostring(channel(at=SEVEN - 2 * HOUR))
        schedule(headline="Today", live_from=SEVEN)
        assert ElementTree.tostring(channel(at=SEVEN - MICROSECOND)) == before
        assert titles() == ["Today", "Yesterday"]
        assert (
            element_text(channel(), "lastBuildDate") == "Tue, 03 Mar 2026 12:00:00 GMT"
        )

    def test_it_says_everything_that_its_page_says(self) -> None:
        release = make_release(
            slug="results",
            subheadlines="Revenue up",
            dateline_places="BOSTON",
            contacts=(make_contact(),),
            disclaimers=(make_disclaimer(),),
            boilerplates=(make_boilerplate(),),
        )
        file = make_attachment(release)
        put_on_record(release)
        (item,) = channel().findall("item")
        assert element_text(item, "link") == "http://testserver/releases/2026/results/"
        assert element_text(item, "category") == "Financial results"
        assert element_text(item, "description") == "Revenue up"
        assert parsedate_to_datetime(element_text(item, "pubDate")) == SEVEN
        content = element_text(item, CONTENT)
        for words in (
            "Revenue grew.",
            "Some of these statements look forward.",
            "Larkmoor is a fictional company.",
            "mailto:ir@example.com",
            f"http://testserver/files/{file.token}/results.pdf",
            "Source: Larkmoor Therapeutics",
        ):
            with self.subTest(words):
                assert words in content
        parser = html5lib.HTMLParser(strict=True)
        assert len(parser.parseFragment(content)) > 5

    def test_its_name_never_changes(self) -> None:
        release = put_on_record(slug="results")
        (item,) = channel().findall("item")
        (guid,) = item.findall("guid")
        assert guid.text == "tag:testserver,2026:/releases/2026/results/"
        assert guid.get("isPermaLink") == "false"
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A slip.")
            approve(release, at=SEVEN + HOUR)
        (corrected,) = channel(at=SEVEN + DAY).findall("item")
        assert element_text(corrected, "guid") == guid.text

    def test_its_name_is_the_same_by_whatever_address_the_feed_is_asked(self) -> None:
        put_on_record(slug="results")
        feeds = []
        for host in ("testserver", "localhost"):
            with travel(SEVEN):
                answer = Client().get("/releases/rss.xml", headers={"host": host})
            feeds.append(answer.content.decode())
        name = "tag:testserver,2026:/releases/2026/results/"
        assert [f">{name}<" in feed for feed in feeds] == [True, True]
        assert "<link>http://localhost/" in feeds[1]

    def test_a_correction_is_marked_and_keeps_its_date(self) -> None:
        release = put_on_record(headline="Results")
        assert channel().find(f"item/{UPDATED}") is None
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A slip.")
            approve(release, at=SEVEN + HOUR)
        feed = channel(at=SEVEN + DAY)
        (item,) = feed.findall("item")
        assert element_text(item, "title") == "Corrected: Results"
        assert parsedate_to_datetime(element_text(item, "pubDate")) == SEVEN
        assert element_text(item, UPDATED) == "2026-03-03T13:00:01Z"
        assert "A slip." in element_text(item, CONTENT)
        built = parsedate_to_datetime(element_text(feed, "lastBuildDate"))
        assert built == SEVEN + HOUR + SECOND

    def test_a_withdrawal_shows_its_notice_alone(self) -> None:
        release = put_on_record(headline="Results", body="<p>Secret sauce.</p>")
        with travel(SEVEN + HOUR):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="An error.")
        (item,) = channel(at=SEVEN + DAY).findall("item")
        assert element_text(item, "title") == "Withdrawn: Results"
        assert element_text(item, "description") == "An error."
        assert "An error." in element_text(item, CONTENT)
        assert "sauce" not in element_text(item, CONTENT)

    def test_what_xml_cannot_hold_is_left_out(self) -> None:
        put_on_record(headline="Results\x0b and more")
        assert titles() == ["Results and more"]

    def test_plain_text_reads_the_same_to_a_reader_that_takes_it_for_html(self) -> None:
        for number, words in enumerate(
            (
                "Orvelta Works (p<0.05), 3 < 4 & R&D of AT&T",
                "Results and <more>, </b> & <!-- all -->",
                "Larkmoor &amp; Hale &lt;b&gt; &copy 2026 &#8212; Q&A",
            )
        ):
            with self.subTest(words):
                at = SEVEN + number * HOUR
                put_on_record(headline=words, subheadlines=f"Why {words}", at=at)
                item = channel(at=at).findall("item")[0]
                for tag, text in (("title", words), ("description", f"Why {words}")):
                    printed = element_text(item, tag)
                    parsed = html5lib.parseFragment(
                        printed, namespaceHTMLElements=False
                    )
                    assert "".join(parsed.itertext()) == text
        first = channel(at=SEVEN).findall("item")[0]
        title = "Orvelta Works (p<0.05), 3 < 4 & R&D of AT&T"
        assert element_text(first, "title") == title

    def test_its_description_is_html_without_an_error(self) -> None:
        put_on_record(subheadlines="Why (p<0.05), 3 < 4 & R&D of <b>AT&T</b>")
        description = element_text(channel().findall("item")[0], "description")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        (text,) = parser.parseFragment(description).itertext()
        assert text == "Why (p<0.05), 3 < 4 & R&D of <b>AT&T</b>"

    def test_links_of_the_site_itself_are_absolute(self) -> None:
        links = {
            "/contacts/": "http://testserver/contacts/",
            "/releases/?q=a&amp;page=2": "http://testserver/releases/?q=a&amp;page=2",
            "#note": "http://testserver/releases/2026/results/#note",
            "../data/": "http://testserver/releases/2026/data/",
            "//cdn.example.com/a": "http://cdn.example.com/a",
            "https://www.example.com/?a=1&amp;b=2": "https://www.example.com/?a=1&amp;b=2",
            "mailto:ir@example.com": "mailto:ir@example.com",
        }
        body = "".join(f'<p><a href="{href}">x</a></p>' for href in links)
        put_on_record(slug="results", body=body)
        content = element_text(channel().findall("item")[0], CONTENT)
        for href, absolute in links.items():
            with self.subTest(href):
                assert f'<a href="{absolute}">x</a>' in content


class ACancelledEventInTheFeed(TestCase):
    """Is said by the item of its release, at the instant at which its page says so."""

    CANCELLED_AT = SEVEN + HOUR

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        call = make_event(slug="call", title="First quarter call")
        other = make_event(slug="day", title="Investor day")
        put_on_record(slug="results", events=(call, other))
        put_on_record(slug="other", events=(other,), at=SEVEN + SECOND)
        call.cancelled = True
        save_and_publish(call, at=cls.CANCELLED_AT)

    def items(self, *, at: dt.datetime) -> dict[str, ElementTree.Element]:
        """Return the feed's items at this moment by the last part of their paths."""
        items = channel(at=at).findall("item")
        return {element_text(item, "link").split("/")[-2]: item for item in items}

    def test_at_the_same_instant_as_its_page(self) -> None:
        before = self.CANCELLED_AT - MICROSECOND
        for at, is_cancelled in ((before, False), (self.CANCELLED_AT, True)):
            with self.subTest(at):
                content = element_text(self.items(at=at)["results"], CONTENT)
                page = get_page("/events/call/", at=at).text("main")
                assert ("Cancelled:" in content) == is_cancelled
                assert ("This event is cancelled" in page) == is_cancelled

    def test_with_its_title_its_times_and_a_link(self) -> None:
        item = self.items(at=SEVEN + DAY)["results"]
        content = html5lib.parseFragment(
            element_text(item, CONTENT), namespaceHTMLElements=False
        )
        first = content.find("p")
        assert first is not None
        assert " ".join("".join(first.itertext()).split()) == (
            "Cancelled: First quarter call, Tuesday, March 10, 2026, 8:00 a.m. to "
            "9:00 a.m. EDT. Announced March 3, 2026, 8:00:00 a.m. EST."
        )
        link = first.find(".//a")
        assert link is not None
        assert link.get("href") == "http://testserver/events/call/"

    def test_is_a_change_of_that_item_alone(self) -> None:
        items = self.items(at=SEVEN + DAY)
        assert element_text(items["results"], UPDATED) == "2026-03-03T13:00:00Z"
        assert not items["other"].findall(UPDATED)
        assert "Cancelled" not in element_text(items["other"], CONTENT)
        built = element_text(channel(at=SEVEN + DAY), "lastBuildDate")
        assert parsedate_to_datetime(built) == self.CANCELLED_AT

    def test_is_no_change_of_a_release_that_was_published_later(self) -> None:
        [call] = Event.objects.filter(slug="call")
        put_on_record(slug="why", events=(call,), at=SEVEN + 2 * HOUR)
        item = self.items(at=SEVEN + DAY)["why"]
        assert "Cancelled: " in element_text(item, CONTENT)
        assert not item.findall(UPDATED)


class AnImportedReleaseInTheFeed(TestCase):
    """Has the day of its first disclosure, and no change that nobody made."""

    def imported(self, dated: dt.datetime, slug: str = "old") -> Release:
        """Import a release that was first published at this instant elsewhere."""
        with travel(SEVEN - SECOND):
            release = make_release(slug=slug)
            transitions.import_past(release, by="archive", at=SEVEN, dated=dated)
        return release

    def test_at_noon_of_its_day_in_the_issuer_s_zone(self) -> None:
        save_and_publish(make_issuer(timezone="America/New_York"))
        for number, dated in enumerate(
            (
                dt.datetime(2019, 5, 2, 4, tzinfo=dt.UTC),
                dt.datetime(2019, 5, 2, 20, 5, tzinfo=dt.UTC),
                dt.datetime(2019, 5, 3, 3, 59, tzinfo=dt.UTC),
            )
        ):
            with self.subTest(dated):
                self.imported(dated, slug=f"old-{number}")
        for item in channel().findall("item"):
            assert element_text(item, "pubDate") == "Thu, 02 May 2019 16:00:00 GMT"
            assert not item.findall(UPDATED)

    def test_of_the_very_day_is_never_dated_ahead(self) -> None:
        save_and_publish(make_issuer(timezone="America/New_York"))
        dated = SEVEN - 5 * HOUR
        self.imported(dated)
        (item,) = channel().findall("item")
        assert parsedate_to_datetime(element_text(item, "pubDate")) == dated

    def test_that_is_corrected_here_was_changed_then(self) -> None:
        release = self.imported(dt.datetime(2019, 5, 2, 4, tzinfo=dt.UTC))
        with travel(SEVEN + HOUR):
            transitions.correct(release, by=author(), at=SEVEN, notice="A slip.")
            approve(release, at=SEVEN + HOUR)
        (item,) = channel(at=SEVEN + DAY).findall("item")
        assert element_text(item, "pubDate").startswith("Thu, 02 May 2019")
        assert element_text(item, UPDATED) == "2026-03-03T13:00:01Z"
