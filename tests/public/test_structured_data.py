"""What pages say of themselves to search engines, and to those who link to them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.builders import (
    SEVEN,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    correct,
    get_page,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
HOSTILE = "Costs </script><!-- fell & rose"


def nodes(page: Page) -> dict[str, Any]:
    """Return the JSON-LD of a page by type; it has at most one script of its own."""
    scripts = [script for script in page.all("script") if not script.get("src")]
    assert len(scripts) <= 1
    if not scripts:
        return {}
    assert scripts[0].get("type") == "application/ld+json"
    document = json.loads(scripts[0].text or "")
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def shared(page: Page) -> dict[str, str]:
    """Return the properties of a page for sharing (ogp.me)."""
    return {
        meta.get("property", ""): meta.get("content", "")
        for meta in page.all("meta[@property]")
    }


class ARelease(ReaderTestCase):
    """A NewsArticle with its corrections, and the way to it."""

    ADDRESS = "/releases/2026/results/"
    CORRECTED = SEVEN + HOUR
    WITHDRAWN = SEVEN + 2 * HOUR

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        release = put_on_record(
            slug="results", headline=HOSTILE, subheadlines="Deck “one”", at=SEVEN
        )
        correct(
            release, at=cls.CORRECTED, notice="A </script> slip.", body="<p>No.</p>"
        )
        give_notice(release, at=cls.WITHDRAWN)

    def article(self, *, at: dt.datetime) -> dict[str, Any]:
        """Return the data of the release at this moment."""
        article: dict[str, Any] = nodes(get_page(self.ADDRESS, at=at))["NewsArticle"]
        return article

    def test_nothing_in_it_ends_the_script(self) -> None:
        article = self.article(at=SEVEN)
        assert article["headline"] == HOSTILE
        assert article["url"] == f"http://testserver{self.ADDRESS}"
        assert article["datePublished"] == "2026-03-03T12:00:00Z"
        assert article["image"] == f"http://testserver{self.ADDRESS}versions/1/card.png"
        assert article["author"]["name"] == "Larkmoor Therapeutics"
        assert not {"dateModified", "correction", "creativeWorkStatus"} & {*article}

    def test_a_correction_is_told_from_its_instant(self) -> None:
        before = self.article(at=self.CORRECTED - MICROSECOND)
        assert "correction" not in before
        article = self.article(at=self.CORRECTED)
        assert article["dateModified"] == "2026-03-03T13:00:00Z"
        assert article["correction"] == [
            {
                "@type": "CorrectionComment",
                "name": "Correction",
                "text": "A </script> slip.",
                "datePublished": "2026-03-03T13:00:00Z",
                "url": f"http://testserver{self.ADDRESS}versions/2/",
            }
        ]

    def test_a_withdrawal_is_told_beside_the_correction_before_it(self) -> None:
        article = self.article(at=self.WITHDRAWN)
        assert article["creativeWorkStatus"] == "Withdrawn"
        kinds = [correction["name"] for correction in article["correction"]]
        assert kinds == ["Correction", "Withdrawal"]

    def test_what_is_sealed_says_nothing(self) -> None:
        at = self.WITHDRAWN + HOUR
        release = put_on_record(slug="sealed", at=at)
        correct(release, at=at + HOUR, notice="Secret slip.", body="<p>No.</p>")
        give_notice(release, at=at + 2 * HOUR, sealed=True)
        page = get_page("/releases/2026/sealed/", at=at + 2 * HOUR)
        assert "Secret slip." not in json.dumps(nodes(page))
        assert len(nodes(page)["NewsArticle"]["correction"]) == 1

    def test_it_has_a_way_that_leads_to_it(self) -> None:
        steps = nodes(get_page(self.ADDRESS))["BreadcrumbList"]["itemListElement"]
        assert [(step["position"], step["name"]) for step in steps] == [
            (1, "Larkmoor Therapeutics"),
            (2, "Press releases"),
            (3, "Financial results"),
            (4, HOSTILE),
        ]
        assert steps[-1]["item"] == f"http://testserver{self.ADDRESS}"

    def test_it_is_shared_with_its_title_its_standfirst_and_its_dates(self) -> None:
        meta = shared(get_page(self.ADDRESS))
        assert meta == {
            "article:published_time": "2026-03-03T12:00:00+00:00",
            "article:section": "Financial results",
            "og:type": "article",
            "og:title": HOSTILE,
            "og:description": "Deck “one”",
            "og:url": f"http://testserver{self.ADDRESS}",
            "og:site_name": "Larkmoor Therapeutics",
            "og:image": f"http://testserver{self.ADDRESS}versions/1/card.png",
            "og:image:type": "image/png",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": f"{HOSTILE} – Larkmoor Therapeutics",
        }
        corrected = shared(get_page(self.ADDRESS, at=self.CORRECTED))
        assert corrected["article:modified_time"] == "2026-03-03T13:00:00+00:00"
        assert corrected["og:title"] == f"Corrected: {HOSTILE}"

    def test_a_page_of_one_version_says_nothing_of_the_kind(self) -> None:
        page = get_page(f"{self.ADDRESS}versions/1/")
        assert (nodes(page), shared(page)) == ({}, {})


class AnEvent(ReaderTestCase):
    """An Event with its state, where it is held somewhere."""

    def event(self, *, at: dt.datetime = SEVEN, **fields: Any) -> dict[str, Any]:
        """Return the data of the event with these fields."""
        event = make_event(slug="call", **fields)
        save_and_publish(event, at=SEVEN)
        return nodes(get_page("/events/call/", at=at))

    def test_a_call_is_online_at_its_webcast_until_it_is_cancelled(self) -> None:
        event = make_event(
            slug="call",
            title="Call",
            webcast_url="https://example.com/live",
            venue="",
            city="",
        )
        save_and_publish(event, at=SEVEN)
        node = nodes(get_page("/events/call/"))["Event"]
        assert node["name"] == "Call"
        assert node["eventStatus"] == "https://schema.org/EventScheduled"
        online = "https://schema.org/OnlineEventAttendanceMode"
        assert node["eventAttendanceMode"] == online
        assert node["location"]["url"] == "https://example.com/live"
        assert dt.datetime.fromisoformat(node["startDate"]) == event.starts
        event.cancelled = True
        event.save()
        save_and_publish(event, at=SEVEN + HOUR)
        cancelled = nodes(get_page("/events/call/", at=SEVEN + HOUR))["Event"]
        assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
        assert cancelled["location"]["url"] == "http://testserver/events/call/"
        assert cancelled["description"].startswith("Cancelled: Call, ")

    def test_a_meeting_of_whole_days_is_in_its_place(self) -> None:
        found = self.event(
            kind="medical_meeting",
            all_day=True,
            venue="Hall 4",
            city="Boston",
            webcast_url="",
            dial_ins="",
        )
        assert found["Event"]["location"]["address"] == "Boston"
        assert len(found["Event"]["startDate"]) == len("2026-03-03")
        assert "organizer" not in found["Event"]
        offline = "https://schema.org/OfflineEventAttendanceMode"
        assert found["Event"]["eventAttendanceMode"] == offline

    def test_a_meeting_with_a_webcast_is_in_both(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        node = self.event(
            kind="annual_meeting", city="Boston", webcast_url="https://a.example"
        )["Event"]
        assert [place["@type"] for place in node["location"]] == [
            "Place",
            "VirtualLocation",
        ]
        mixed = "https://schema.org/MixedEventAttendanceMode"
        assert node["eventAttendanceMode"] == mixed
        assert node["organizer"]["name"] == "Larkmoor Therapeutics"

    def test_a_mere_date_is_no_event(self) -> None:
        found = self.event(
            kind="calendar_date", venue="", city="", webcast_url="", dial_ins=""
        )
        assert {*found} == {"BreadcrumbList"}


class TheIssuer(ReaderTestCase):
    """A Corporation with its listings and its contacts, on the pages about it."""

    def test_it_has_its_ticker_and_its_contacts(self) -> None:
        contact = make_contact(
            phones="+1 617 555 0142\nor ask", emails="ir@example.com"
        )
        save_and_publish(make_issuer(legal_name="Larkmoor, Inc."), contact)
        for address in ("/", "/contacts/"):
            with self.subTest(address):
                node = nodes(get_page(address))["Corporation"]
                assert node["legalName"] == "Larkmoor, Inc."
                assert node["tickerSymbol"] == "XNAS LRKM"
                (point,) = node["contactPoint"]
                assert point["telephone"] == "+16175550142"
                assert point["email"] == "ir@example.com"
                assert point["contactType"] == "investor relations"

    def test_a_newsroom_without_a_name_says_nothing(self) -> None:
        put_on_record(slug="results")
        assert nodes(get_page("/")) == nodes(get_page("/contacts/")) == {}
        assert "author" not in nodes(get_page("/releases/2026/results/"))["NewsArticle"]


class EachPage(ReaderTestCase):
    """Describes itself in its own words."""

    def test_lists_describe_what_is_in_them(self) -> None:
        save_and_publish(make_issuer(about="A fictional company."), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            call = make_event(slug="call", title="Call")
        put_on_record(make_release(slug="results", headline="Up", events=(call,)))
        described = {
            address: get_page(address).only("meta[@name='description']").get("content")
            for address in (
                "/",
                "/releases/",
                "/releases/2026/",
                "/releases/category/financial-results/",
                "/events/",
                "/events/call/",
            )
        }
        assert len({*described.values()}) == len(described)
        assert described["/"] == "A fictional company."
        latest = "The latest, of March 3, 2026: Up"
        assert described["/releases/2026/"] == f"Press releases of 2026. {latest}"
        assert "Call" in (described["/events/"] or "")

    def test_the_archive_of_a_year_has_a_way_to_it(self) -> None:
        put_on_record()
        assert {*nodes(get_page("/releases/2026/"))} == {"BreadcrumbList"}
        assert nodes(get_page("/releases/")) == {}
