"""Releases as ninjs and NewsML-G2: what an agency's system relies on."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

from django.test import TestCase

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
from tests.clock import travel
from tests.public.html_pages import correct, give_notice, save_and_publish

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
WORDING = "It may fall & fail."
NAR = "{http://iptc.org/std/nar/2006-10-01/}"
XHTML = "{http://www.w3.org/1999/xhtml}"


class NewsOfARelease(TestCase):
    """The same in both formats, of each version."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * HOUR)
        with travel(SEVEN - HOUR):
            release = make_release(
                slug="results",
                headline="Results <2026> & more",
                body="<p>It grew.<br>Much &amp; more.</p>",
                contacts=(make_contact(name="Dana Reyes", emails="ir@example.com"),),
                disclaimers=(make_disclaimer(wording=WORDING),),
                events=(make_event(slug="call", title="Call"),),
            )
            make_attachment(release, name="deck.pdf")
        put_on_record(release, at=SEVEN)
        wrong = put_on_record(slug="wrong", at=SEVEN)
        correct(release, at=SEVEN + HOUR, notice="A slip.", body="<p>It fell.</p>")
        give_notice(wrong, at=SEVEN + HOUR)

    def ninjs(self, page: str = PAGE, at: dt.datetime = SEVEN) -> dict[str, Any]:
        """Return the ninjs of the release at a page."""
        with travel(at):
            content: dict[str, Any] = self.client.get(f"{page}ninjs.json").json()
        return content

    def newsml(self, page: str = PAGE, at: dt.datetime = SEVEN) -> ElementTree.Element:
        """Return the NewsML-G2 item of the release at a page."""
        with travel(at):
            response = self.client.get(f"{page}newsml-g2.xml")
        return ElementTree.fromstring(response.content)  # noqa: S314 - our own

    def test_both_name_the_item_its_version_and_its_times(self) -> None:
        for page, at, number, since in (
            (PAGE, SEVEN, "1", "2026-03-03T12:00:00Z"),
            (PAGE, SEVEN + HOUR, "2", "2026-03-03T13:00:00Z"),
            (f"{PAGE}versions/1/", SEVEN + HOUR, "1", "2026-03-03T12:00:00Z"),
        ):
            with self.subTest(page=page, at=at):
                ninjs, newsml = self.ninjs(page, at), self.newsml(page, at)
                assert ninjs["uri"] == newsml.get("guid")
                assert ninjs["uri"].endswith(f",2026:{PAGE}")
                assert (ninjs["version"], newsml.get("version")) == (number, number)
                assert ninjs["versionCreated"] == since
                assert newsml.findtext(f".//{NAR}versionCreated") == since
                first = "2026-03-03T12:00:00Z"
                assert ninjs["firstCreated"] == first
                assert newsml.findtext(f".//{NAR}firstCreated") == first

    def test_a_release_is_usable_and_a_withdrawn_one_canceled(self) -> None:
        wrong = "/releases/2026/wrong/"
        for page, at, status in (
            (PAGE, SEVEN, "usable"),
            (PAGE, SEVEN + HOUR, "usable"),
            (wrong, SEVEN, "usable"),
            (wrong, SEVEN + HOUR, "canceled"),
        ):
            with self.subTest(page=page, at=at):
                assert self.ninjs(page, at)["pubStatus"] == status
                element = self.newsml(page, at).find(f".//{NAR}pubStatus")
                assert element is not None
                assert element.get("qcode") == f"stat:{status}"
        notice = self.ninjs(wrong, SEVEN + HOUR)
        assert notice["title"].startswith("Withdrawn: ")
        assert "Revenue grew" not in json.dumps(notice)

    def test_neither_says_that_there_was_an_embargo(self) -> None:
        for at in (SEVEN, SEVEN + HOUR):
            for name in ("ninjs.json", "newsml-g2.xml"):
                with travel(at):
                    content = self.client.get(PAGE + name).content
                assert b"embargo" not in content.lower()

    def test_both_carry_text_disclaimers_contacts_and_what_was_corrected(self) -> None:
        ninjs, newsml = self.ninjs(), self.newsml()
        assert ninjs["headlines"][0]["value"] == "Results <2026> & more"
        assert "It may fall &amp; fail." in ninjs["bodies"][0]["value"]
        body = newsml.find(f".//{XHTML}body")
        assert body is not None
        text = " ".join(body.itertext())
        assert "It grew." in text
        assert WORDING in text
        assert "Dana Reyes" in text
        assert body.find(f".//{XHTML}br") is not None
        assert ninjs["people"][0]["contactInfo"][-1]["value"] == "ir@example.com"
        assert newsml.findtext(f".//{NAR}contactInfo/{NAR}email") == "ir@example.com"
        later = self.ninjs(at=SEVEN + HOUR)
        assert later["edNote"] == "Correction: A slip."
        note = self.newsml(at=SEVEN + HOUR).findtext(f".//{NAR}edNote")
        assert note == later["edNote"]
        assert "edNote" not in ninjs

    def test_both_name_the_issuer_its_symbols_and_the_other_forms(self) -> None:
        ninjs, newsml = self.ninjs(), self.newsml()
        assert ninjs["organisations"][0]["symbols"] == [
            {"exchange": "XNAS", "symbol": "LRKM"}
        ]
        instrument = newsml.find(f".//{NAR}hasInstrument")
        assert instrument is not None
        assert (instrument.get("market"), instrument.get("symbol")) == (
            *("mic:XNAS", "LRKM"),
        )
        pdf = f"http://testserver{PAGE}versions/1/release.pdf"
        links = {link["name"]: link for link in ninjs["renditions"]}
        assert links["pdf"]["href"] == pdf
        assert links["web"]["href"] == f"http://testserver{PAGE}"
        assert links["file"]["sizeInBytes"] > 0
        targets = [
            element.get("href") for element in newsml.iter(f"{NAR}remoteContent")
        ]
        assert targets == [links["web"]["href"], pdf]
        related = [element.get("href") for element in newsml.iter(f"{NAR}link")]
        assert related == [
            "http://testserver/events/call/",
            links["file"]["href"],
        ]
        assert ninjs["events"][0]["name"] == "Call"
