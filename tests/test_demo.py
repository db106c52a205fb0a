"""Tests of the demo newsroom, which a newcomer sees after one command."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import time
import zoneinfo
from contextlib import nullcontext
from pathlib import Path
from unittest import mock
from xml.etree.ElementTree import Element

from django.conf import settings
from django.core.management import call_command
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

import pytest

from releases.desk.outdated import outdated_releases
from releases.intake.parser.events import periods
from releases.management.demo import scale
from releases.management.demo.results import NEXT_CALL
from releases.management.demo.watching import opening_to_watch
from releases.models import (
    Attachment,
    Contact,
    Disclaimer,
    EventMention,
    Publication,
    PublishedFile,
    Release,
    State,
)
from releases.record.clock import next_second, read_clock
from releases.record.documents import ReleaseDocument
from releases.record.frozen_pages import release_page
from releases.record.published import profile, published_event
from releases.record.publishing import TooLate
from releases.text.dates import dates_in
from releases.text.text_digests import normalised
from tests.builders import SEVEN
from tests.clock import SECOND
from tests.examples import share
from tests.pdf.reading import read_pdf
from tests.public.html_pages import Page, text_of

# How sentences end, in the languages of the demo.
_ENDS = '.?”"“。」'
# What follows a release in its PDF, in English and in German.
_AFTER = ("Events", "Documents", "Source", "Termine")


def announced_events(at: dt.datetime) -> list[Publication]:
    """Return the live events but the next call, which no release announces yet."""
    events = Publication.objects.events().live(at=at)
    return list(events.exclude(address=NEXT_CALL))


class OnASlowMachine(SimpleTestCase):
    """Copies that could not be written before their instant are written again."""

    def test_the_next_attempt_has_twice_the_time(self) -> None:
        copy = (mock.Mock(), 1, SEVEN)
        instants = []

        def publish(*_: object, instant: dt.datetime, **__: object) -> None:
            instants.append(instant)
            if len(instants) < 3:
                raise TooLate

        with (
            mock.patch.object(scale, "_publish_copy", publish),
            mock.patch.object(scale, "read_clock", return_value=SEVEN),
            mock.patch("django.db.transaction.atomic", nullcontext),
        ):
            lead = scale.publish_in_time([copy], lead=scale.LEAD_TIME)
        assert lead == 4 * scale.LEAD_TIME
        assert [at - instants[0] for at in instants[1:]] == [
            scale.LEAD_TIME,
            3 * scale.LEAD_TIME,
        ]


def remove_file_links(element: Element) -> None:
    """Remove what is no part of a release: links to files, its topics and its source."""
    for parent in [*element.iter()]:
        for child in [*parent]:
            if child.get("class") in {"table-files", "card-link", "facts"}:
                parent.remove(child)


@pytest.mark.slow
class TheDemoNewsroom(TestCase):
    """The newsroom that `make demo` loads, loaded once for the class."""

    folder: tempfile.TemporaryDirectory[str]
    printed: str
    loaded_at: dt.datetime
    loaded_until: dt.datetime

    @classmethod
    def setUpTestData(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory(prefix="irsite-demo-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.loaded_at = timezone.now()
        cls.printed = cls.demo()
        cls.loaded_until = timezone.now()
        # The last releases go live at the next whole second.
        soon = next_second(read_clock())
        while read_clock() < soon:
            time.sleep(0.1)

    @classmethod
    def demo(cls, *arguments: str) -> str:
        """Run the command in a folder of its own and return what it prints."""
        printed = io.StringIO()
        with (
            mock.patch.object(settings, "VAR", Path(cls.folder.name)),
            mock.patch("releases.management.commands.demo.call_command"),
        ):
            call_command("demo", *arguments, stdout=printed)
        return printed.getvalue()

    def test_four_years_of_releases_are_public_in_several_categories(self) -> None:
        live = Publication.objects.releases().live(at=read_clock())
        years = set(live.values_list("year", flat=True))
        assert live.count() >= 30
        assert len(years) >= 4
        assert live.values("category").order_by("category").distinct().count() >= 5

    def test_one_is_corrected_and_one_is_withdrawn(self) -> None:
        live = Publication.objects.releases().live(at=read_clock())
        notices = list(live.exclude(notice="").values_list("notice", flat=True))
        assert sorted(notices) == ["correction", "withdrawal"]

    def test_one_is_there_in_three_languages_that_went_public_together(self) -> None:
        rows = Publication.objects.releases().filter(translation_group__gt="")
        original = rows.get(is_translation=False)
        assert sorted(rows.values_list("language", flat=True)) == ["de", "en", "ja"]
        for column in ("bundle", "live_from", "dated", "translation_group"):
            with self.subTest(column):
                assert len(set(rows.values_list(column, flat=True))) == 1
        page = self.page(f"/releases/{original.address}/")
        assert {"Deutsch", "日本語"} <= set(page.texts("main//a"))
        for language, words in (("de", "Das klinische"), ("ja", "投資家説明会")):
            address = f"/releases/{original.address}-{language}/"
            with self.subTest(language):
                assert words in self.page(address).text("div[@class='body']")
                assert "@" not in self.page(address).text("h1")

    def test_one_is_under_embargo_for_about_ten_minutes(self) -> None:
        held = Publication.objects.releases().not_called_off().latest("live_from")
        assert held.live_from - self.loaded_at >= dt.timedelta(minutes=9)
        assert held.live_from - self.loaded_until <= dt.timedelta(minutes=10)
        assert self.client.get(f"/releases/{held.address}/").status_code == 404

    def test_a_disclaimer_has_two_revisions(self) -> None:
        refs = list(Disclaimer.objects.values_list("ref", flat=True))
        assert len(set(refs)) >= 2
        assert any(refs.count(ref) >= 2 for ref in refs)
        assert len(profile(at=read_clock()).disclaimers) == len(set(refs))

    def test_investors_and_the_press_have_contacts_and_there_is_an_agency(self) -> None:
        people = profile(at=read_clock()).contacts
        assert {person.audience for person in people} >= {"investors", "media"}
        assert len({person.organization for person in people}) == 2
        assert Contact.objects.count() < 10

    def test_there_are_events_to_come_and_events_past(self) -> None:
        now = read_clock()
        live = Publication.objects.events().live(at=now)
        assert live.upcoming(at=now).exists()
        assert live.past(at=now).exists()

    def test_its_files_are_real(self) -> None:
        starts = {}
        for attachment in Attachment.objects.all():
            with attachment.file.open() as file:
                starts[attachment.name.rpartition(".")[2]] = file.read(4)
        assert starts == {"pdf": b"%PDF", "xlsx": b"PK\x03\x04"}
        assert PublishedFile.objects.exists()

    def test_a_page_shows_every_part_of_its_release(self) -> None:
        [release] = Publication.objects.filter(address__endswith="/extension-data")
        page = self.page(f"/releases/{release.address}/").text("body")
        for words in (
            "Larkmoor Therapeutics Presents Two-Year Data",
            "BRISTOL HARBOR",
            "Forward-Looking Statements",
            "About Larkmoor Therapeutics",
            "is a fictional company",
            "Hannah Wynn",
        ):
            with self.subTest(words):
                assert words in page

    def test_the_pdf_of_each_version_says_what_its_page_says(self) -> None:
        rows = Publication.objects.releases().disclosed(at=read_clock())
        assert rows.count() >= 30
        # Japanese needs fonts that are not irsite's own (IRSITE_FONTS).
        for row in share(list(rows.exclude(language="ja")), 0, one_in=8):
            path = f"/releases/{row.address}/versions/{row.number}/"
            [article] = Page(self.client.get(path).content).all("article")
            remove_file_links(article)
            # Pages have the marks and spaces of print, the PDF those that were written.
            parts = {
                part.get("class", "").partition(" ")[0]: normalised(text_of(part))
                for part in article
            }
            [head] = [part for part in article if part.get("class") == "release-head"]
            titles = "".join(
                normalised(text_of(part))
                for part in head
                # The instant has another sentence where a release was brought here.
                if part.get("class") not in {"disclosed", "particulars"}
            )
            rest = "".join(parts.get(name, "") for name in ("notice", "body", "after"))
            pdf = normalised(
                read_pdf(self.client.get(f"{path}release.pdf").content).letters
            )
            with self.subTest(path):
                # The name is a picture: the company's logo.
                assert pdf.startswith(f"Nasdaq:LRKM{titles}")
                assert any(f"{rest}{heading}" in pdf for heading in _AFTER)

    def test_the_sign_ins_are_printed_and_one_may_publish_alone(self) -> None:
        assert "http://127.0.0.1:8000/admin/" in self.printed
        assert self.printed.count("may publish alone") == 1

    def test_it_says_when_its_embargo_lifts_and_nothing_afterwards(self) -> None:
        held = Publication.objects.releases().not_called_off().latest("live_from")
        instant = held.live_from.astimezone(zoneinfo.ZoneInfo("America/New_York"))
        assert f"at {instant:%-I:%M} " in self.printed
        assert "a release opens by itself" in " ".join(self.printed.split())
        assert f"http://127.0.0.1:8000/releases/{held.address}/" in self.printed
        address = "http://127.0.0.1:8000"
        before = opening_to_watch(address=address, at=held.live_from - SECOND)
        assert held.address in before
        assert opening_to_watch(address=address, at=held.live_from) == ""

    def test_nothing_at_the_desk_asks_for_attention(self) -> None:
        assert outdated_releases(at=read_clock()) == []

    def test_a_second_run_adds_nothing_and_keeps_the_passwords(self) -> None:
        before = [model.objects.count() for model in (Release, Publication, Contact)]
        printed = self.demo()
        after = [model.objects.count() for model in (Release, Publication, Contact)]
        assert before == after
        sign_ins = re.compile("  The newsroom.*(?=  Watch it happen)", re.S)
        assert sign_ins.findall(printed) == sign_ins.findall(self.printed) != []

    def test_it_grows_to_any_size(self) -> None:
        self.demo("--releases", "60")
        assert (
            Publication.objects.releases().not_called_off().filter(number=1).count()
            == 60
        )
        for copy in Publication.objects.filter(address__contains="/copy-"):
            document = ReleaseDocument.model_validate_json(copy.document)
            page = release_page(copy.address, document)
            columns = (page.language, page.translation_group, page.quarter)
            assert (copy.language, copy.translation_group, copy.quarter) == columns

    def test_the_correction_is_hours_after_its_release(self) -> None:
        [corrected] = Publication.objects.filter(notice="correction")
        assert corrected.live_from - corrected.dated > dt.timedelta(hours=3)
        page = self.page(f"/releases/{corrected.address}/versions/1/")
        assert f"It stood from {corrected.dated:%B}" in page.text("body")
        for release in Publication.objects.releases().filter(number=1):
            page_of_first = f"/releases/{release.address}/versions/1/"
            with self.subTest(page_of_first):
                assert release.imported or release.live_from > read_clock()

    def test_what_the_withdrawn_release_announced_is_cancelled(self) -> None:
        [notice] = Publication.objects.filter(notice="withdrawal")
        [mention] = EventMention.objects.filter(publication=notice)
        page = self.page(f"/events/{mention.address}/")
        assert "This event is cancelled" in page.text("main")
        assert "Listen" not in page.text("main")
        assert "Cancelled" in self.page("/events/").text("main")

    def test_results_filings_reports_and_pages_are_there(self) -> None:
        results = self.page("/results/")
        assert results.texts("h2") == [
            f"Fiscal year {year}" for year in (2026, 2025, 2024, 2023, 2022)
        ]
        rows = [[text_of(cell) for cell in row] for row in results.all("tbody/tr")]
        assert any(row[1].startswith("Expected") for row in rows)
        assert all("Financial tables" in row[2] for row in rows if "10-" in row[6])
        assert len([row for row in rows if "Form 8-K" in row[6]]) == 16
        assert "8-K" in self.page("/filings/").text("main")
        assert "Annual report" in self.page("/reports/").text("main")
        for slug in ("governance", "faq"):
            page = self.page(f"/about/{slug}/")
            assert "is a fictional company" in page.text("main")

    def test_what_readers_come_for_is_two_steps_from_the_front_page(self) -> None:
        home = self.page("/")
        newest = home.only("article/h3/a").get("href", "")
        assert f"{newest}release.pdf" in self.page(newest).links().values()
        assert "mailto:investors@larkmoor.example.com" in home.links().values()
        feeds = self.page(home.links()["Press releases in a feed reader"])
        assert feeds.all("a[@href='/releases/rss.xml']")
        calls = [
            self.page(link.get("href", ""))
            for link in home.all("ol[@class='events']//h3/a")
        ]
        assert any(
            path.startswith("tel:") for call in calls for path in call.links().values()
        )
        results = home.only("section[@class='last-results']//h3/a").get("href", "")
        (last_year,) = (
            next(entry.iter("a")).get("href", "")
            for entry in self.page(results).all("section[@class='related-results']//li")
            if "same period last year" in text_of(entry)
        )
        year = int(results.split("/")[2])
        assert last_year.startswith(f"/releases/{year - 1}/")
        self.page(last_year)
        disclaimers = self.page(home.links()["Disclaimers"]).text("main")
        assert "are neither promises nor guarantees" in disclaimers
        reports = self.page(home.links()["Reports"])
        newest_report = reports.all("section//h3/a")[0]
        assert (newest_report.text or "").startswith("Annual report 20")
        assert self.client.get(newest_report.get("href", "")).status_code == 200

    def test_no_event_is_a_mistake(self) -> None:
        now = read_clock()
        for row in announced_events(now):
            event = published_event(row).document
            with self.subTest(row.address):
                page = self.page(f"/events/{row.address}/")
                links = set(page.links().values())
                naming = Publication.objects.naming_event(row.address).live(at=now)
                assert naming.exists()
                # A list of people shows a release once, in the site's language.
                originals = naming.filter(is_translation=False)
                assert all(f"/releases/{r.address}/" in links for r in originals)
                assert not periods.is_period(event.title)
                assert "Admission" not in event.title
                is_results = " Quarter " in event.title
                assert (event.event_kind == "earnings_call") == (
                    is_results and "Call" in event.title
                )
                if row.ends and row.ends <= now:
                    assert "live" not in page.text("main").lower()

    def test_each_event_and_session_has_the_day_and_the_hour_of_its_release(
        self,
    ) -> None:
        for row in announced_events(read_clock()):
            event = published_event(row).document
            zone = zoneinfo.ZoneInfo(event.timezone)
            naming = Publication.objects.naming_event(row.address).exclude(
                notice="withdrawal"
            )
            texts = [
                self.page(f"/releases/{r.address}/versions/{r.number}/").text(
                    "div[@class='body']"
                )
                for r in naming
            ]
            moments = [(event.starts, not event.all_day)]
            moments += [(s.starts, True) for s in event.sessions if s.starts]
            for moment, has_hour in moments:
                local = moment.astimezone(zone)
                hour = f"{local.hour % 12 or 12}:{local:%M}" if has_hour else ""
                with self.subTest(row.address, at=local):
                    assert any(
                        f"{local:%B} {local.day}" in text and hour in text
                        for text in texts
                    )
            for line in event.dial_ins:
                number = line.removeprefix("Passcode ").partition(" (")[0]
                with self.subTest(row.address, number=number):
                    assert any(number in text for text in texts)

    def test_no_event_is_there_twice(self) -> None:
        live = Publication.objects.events().live(at=read_clock())
        keys = [(row.starts, published_event(row).document.event_kind) for row in live]
        assert len(keys) == len(set(keys))

    def test_each_meeting_has_the_days_of_its_release(self) -> None:
        days = {
            "naslam-2023-congress": "June 2–6, 2023",
            "naslam-2024-congress": "June 1–4, 2024",
            "naslam-2025-congress": "June 6–9, 2025",
        }
        for address, words in days.items():
            with self.subTest(address):
                assert words in self.page(f"/events/{address}/").text("main")

    def test_tables_and_headings_of_every_page_are_whole(self) -> None:
        for row in Publication.objects.releases().live(at=read_clock()):
            page = self.page(f"/releases/{row.address}/")
            dated = row.dated.astimezone(zoneinfo.ZoneInfo("America/New_York")).date()
            with self.subTest(row.address):
                for heading in page.texts("div[@class='body']//h2"):
                    assert not heading.endswith(":")
                for body in page.all("div[@class='body']"):
                    remove_file_links(body)
                for paragraph in page.texts("div[@class='body']/p"):
                    is_heading = ":" not in paragraph and paragraph[-1] not in _ENDS
                    assert not is_heading, paragraph
                for table in page.all("table"):
                    rows = [list(tr) for tr in table.findall(".//tr")]
                    widths = {
                        sum(int(cell.get("colspan", 1)) for cell in cells)
                        for cells in rows
                    }
                    assert len(widths) == 1, widths
                    for cells in table.findall("thead/tr"):
                        words = text_of(list(cells)[-1])
                        assert words
                        years = re.findall(r"\b20\d\d\b", text_of(cells))
                        assert all(int(year) <= dated.year for year in years)
                        for date in dates_in(text_of(cells)):
                            day = date.in_year(date.year) if date.year else None
                            assert day is None or day <= dated

    def test_disclaimers_are_in_the_words_of_the_newest_releases(self) -> None:
        page = self.page("/disclaimers/").text("main")
        assert "Statements in this press release that are not historical facts" in page
        assert "Company's" not in page

    def page(self, path: str) -> Page:
        """Return the page at this path, which is public."""
        response = self.client.get(path)
        assert response.status_code == 200, path
        return Page(response.content)

    def test_no_release_is_left_half_done(self) -> None:
        states = set(Release.objects.values_list("state", flat=True))
        assert states == {State.APPROVED, State.WITHDRAWN}
