"""From the command line to a draft, and from the draft to the public."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import TestCase

import pytest

from releases.desk import disclaimer_revisions
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    Event,
    JournalEntry,
    Publication,
    Release,
    State,
)
from tests.builders import SEVEN, author, counsel, make_issuer, publish
from tests.clock import SECOND, travel

SPECIMENS = Path(__file__).parent / "specimens"
CONGRESS = SPECIMENS / "01-congress-posters.txt"
# What a reader must find again, on one face or another.
ON_THE_PAGE = (
    "Halvorsen Biologics, Inc. Announces Clinical Presentations at the NOSA 2014",
    "CAMDEN, Maine",
    "May 15, 2014",
    "BUSINESS WIRE",
    "Nasdaq: HVBX",
    "These are the first weekly dosing results for HV201",
    "Other Presentations",
    "About Halvorsen Biologics, Inc.",
    "looks for antibodies in cold-water sponges",
    "their timing and results. A review of these risks",
    "Karin Oldfield",
    "Executive Director, Investor Relations and Corporate Communications",
    "207-555-0141",
    "info@halvorsen.example.com",
    "The Pemaquid Group",
    "Barbara Stowe",
    "207-555-0188",
)
ON_THE_EVENTS_PAGE = (
    "NOSA 2014 Annual Meeting",
    "Denver, CO",
    "Phase I study of the sponge-derived antibody HV201",
    "Abstract #4410",
    "Abstract #4417",
    "Room C210, Poster 9",
    "Room C401",
    "8:30",
    "11:15",
)


def intake(*words: str) -> str:
    """Run the command; what it prints."""
    printed = io.StringIO()
    call_command("intake", *words, stdout=printed, stderr=io.StringIO())
    return printed.getvalue()


def shown(html: bytes) -> str:
    """Return the page with white space folded, and quotes and hyphens as typed."""
    text = re.sub(r'<span class="nb">(.*?)</span>', r"\1", html.decode())
    text = text.replace("&#x27;", "'").replace("&quot;", '"')
    return " ".join(text.replace("&amp;", "&").replace("&nbsp;", " ").split())


class ASavedReading(TestCase):
    """What `manage.py intake --save` leaves at the desk."""

    def test_it_is_a_draft_with_everything_that_was_read(self) -> None:
        intake("--save", str(CONGRESS))
        release = Release.objects.get()
        assert release.state == State.DRAFT
        assert release.dateline_places == "CAMDEN, Maine"
        assert release.dateline_wire == "BUSINESS WIRE"
        assert [contact.audience for contact in release.contacts.all()] == [
            "investors",
            "media",
        ]
        event = release.events.get()
        assert (event.city, event.sessions.count()) == ("Denver, CO", 3)
        assert Boilerplate.objects.count() == Disclaimer.objects.count() == 1

    def test_its_id_is_printed(self) -> None:
        printed = intake("--save", str(CONGRESS))
        assert f"Draft {Release.objects.get().pk}: Halvorsen" in printed

    def test_json_stays_json_when_it_is_saved_too(self) -> None:
        assert json.loads(intake("--save", "--json", str(CONGRESS)))["headline"]

    def test_it_answers_no_question_that_a_person_must_answer(self) -> None:
        intake("--save", str(CONGRESS))
        release = Release.objects.get()
        assert (release.forward_looking, release.material) == ("", "")

    def test_what_is_there_in_the_same_words_is_not_doubled(self) -> None:
        intake("--save", str(CONGRESS), str(CONGRESS))
        counts = [
            model.objects.count()
            for model in (Release, Contact, Disclaimer, Boilerplate, Event)
        ]
        assert counts == [2, 2, 1, 1, 1]

    def test_it_is_journalled(self) -> None:
        intake("--save", str(CONGRESS))
        assert JournalEntry.objects.get().action == "intake"

    def test_nothing_of_it_is_public(self) -> None:
        intake("--save", str(CONGRESS))
        assert not Publication.objects.exists()

    def test_the_category_is_taken_from_the_command(self) -> None:
        intake("--save", "--category", "clinical-data", str(CONGRESS))
        assert Release.objects.get().category.slug == "clinical-data"  # type: ignore[union-attr]

    def test_an_unknown_category_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(CommandError, match="Choose one of financial-results"):
            intake("--save", "--category", "posters", str(CONGRESS))


class AnIntakeThatFails(TestCase):
    """It saves nothing, says why in one line, and ends with status 2."""

    def refusal(self, *paths: str) -> str:
        """Return the line that the command prints."""
        with pytest.raises(CommandError) as refused:
            intake("--save", *paths)
        assert refused.value.returncode == 2
        assert not Release.objects.exists()
        assert not Contact.objects.exists()
        assert "\n" not in str(refused.value)
        return str(refused.value)

    def test_one_bad_path_stops_all(self) -> None:
        message = self.refusal(str(CONGRESS), "/no/such/file.txt")
        assert "Give the path of a text file" in message

    def test_a_text_without_a_headline_is_refused(self) -> None:
        with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(b"just some words"))):
            assert "a release needs one" in self.refusal(str(CONGRESS), "-")

    def test_a_crash_half_way_leaves_nothing(self) -> None:
        with (
            mock.patch(
                "releases.intake.drafts.find_or_create_boilerplate",
                side_effect=RuntimeError,
            ),
            pytest.raises(RuntimeError),
        ):
            intake("--save", str(CONGRESS))
        assert not Release.objects.exists()
        assert not Contact.objects.exists()


class AnArchive(TestCase):
    """Past releases go straight on the record."""

    def archive(self, *words: str) -> str:
        """Run the command just before SEVEN."""
        with travel(SEVEN - SECOND):
            return intake("--archive", "--commit", *words)

    def test_it_is_dated_as_its_dateline_and_marked(self) -> None:
        make_issuer(timezone="America/New_York")
        self.archive(str(CONGRESS))
        row = Publication.objects.releases().live(at=SEVEN).get()
        assert row.imported
        assert row.dated.isoformat() == "2014-05-15T04:00:00+00:00"
        assert row.address.startswith("2014/")
        assert JournalEntry.objects.filter(
            action="import", by__startswith="intake"
        ).exists()

    def test_a_second_run_adds_nothing(self) -> None:
        self.archive(str(CONGRESS))
        with travel(SEVEN + 60 * SECOND):
            printed = intake("--archive", "--commit", str(CONGRESS))
        assert "already on the record" in printed
        assert Release.objects.count() == 1

    def test_a_release_without_a_date_stops_the_run_before_anything_is_saved(
        self,
    ) -> None:
        undated = io.BytesIO(b"A Headline\n\nBOSTON -- A first sentence.\n")
        with (
            mock.patch("sys.stdin", io.TextIOWrapper(undated)),
            pytest.raises(CommandError, match="dateline has no date"),
        ):
            self.archive(str(CONGRESS), "-")
        assert not Release.objects.exists()


def approve_wordings() -> None:
    """Counsel stands by every wording that was read."""
    for wording in Disclaimer.objects.all():
        disclaimer_revisions.approve_revision(wording, by=counsel(), at=SEVEN)


class TheWholeWay(TestCase):
    """Wire text in, one submits, another approves, the public reads."""

    def test_every_field_arrives_on_a_public_page(self) -> None:
        make_issuer(timezone="America/New_York")
        intake("--save", "--category", "clinical-data", str(CONGRESS))
        release = Release.objects.get()
        release.forward_looking = "yes"
        release.save()
        approve_wordings()
        before = self.client.get("/releases/rss.xml").content
        publish(release)
        release.refresh_from_db()
        with travel(SEVEN - SECOND):
            assert self.client.get("/releases/rss.xml").content == before
        with travel(SEVEN):
            page = shown(self.client.get(f"/releases/{release.address}/").content)
            feed = self.client.get("/releases/rss.xml").content.decode()
            event = shown(
                self.client.get(f"/events/{Event.objects.get().slug}/").content
            )
        for words in ON_THE_PAGE:
            with self.subTest(words):
                assert words in page
                assert words.split()[-1] in feed
        for words in ON_THE_EVENTS_PAGE:
            with self.subTest(words):
                assert words in event

    def test_whoever_ran_intake_is_in_the_journal_and_may_still_submit(self) -> None:
        intake("--save", "--category", "clinical-data", str(CONGRESS))
        release = Release.objects.get()
        release.forward_looking = "yes"
        release.save()
        approve_wordings()
        publish(release)
        names = JournalEntry.objects.values_list("by", flat=True)
        assert author().username in names
        assert any(name.startswith("intake (") for name in names)
