"""Tests of the demo newsroom, which a newcomer sees after one command."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
import time
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

import pytest

from releases.models import (
    Attachment,
    Contact,
    Disclaimer,
    Publication,
    PublishedFile,
    Release,
    State,
)
from releases.record.clock import next_second, read_clock
from releases.record.published import profile


@pytest.mark.slow
class TheDemoNewsroom(TestCase):
    """The newsroom that `make demo` loads, loaded once for the class."""

    folder: tempfile.TemporaryDirectory[str]
    printed: str
    loaded_at: dt.datetime

    @classmethod
    def setUpTestData(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory(prefix="irsite-demo-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.loaded_at = timezone.now()
        cls.printed = cls.demo()
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

    def test_one_is_under_embargo_for_about_ten_minutes(self) -> None:
        held = Publication.objects.releases().not_called_off().latest("live_from")
        ahead = held.live_from - self.loaded_at
        assert dt.timedelta(minutes=9) <= ahead <= dt.timedelta(minutes=10)
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
        newest = Publication.objects.releases().live(at=read_clock()).newest_first()[0]
        page = self.client.get(f"/releases/{newest.address}/").content.decode()
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

    def test_the_sign_ins_are_printed_and_one_may_publish_alone(self) -> None:
        assert "http://127.0.0.1:8000/admin/" in self.printed
        assert self.printed.count("may publish alone") == 1

    def test_a_second_run_adds_nothing_and_keeps_the_passwords(self) -> None:
        before = [model.objects.count() for model in (Release, Publication, Contact)]
        printed = self.demo()
        after = [model.objects.count() for model in (Release, Publication, Contact)]
        assert before == after
        marker = "  The newsroom"
        assert printed.partition(marker)[2] == self.printed.partition(marker)[2]

    def test_it_grows_to_any_size(self) -> None:
        self.demo("--releases", "60")
        assert (
            Publication.objects.releases().not_called_off().filter(number=1).count()
            == 60
        )

    def test_no_release_is_left_half_done(self) -> None:
        states = set(Release.objects.values_list("state", flat=True))
        assert states == {State.APPROVED, State.WITHDRAWN}
