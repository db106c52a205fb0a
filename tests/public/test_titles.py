"""A release has one title: on its page, in every list and in the feed."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from django.db import transaction
from django.test import Client

from releases.models import Release
from tests.builders import SEVEN, make_issuer, put_on_record
from tests.clock import travel
from tests.public.html_pages import (
    ReaderTestCase,
    correct,
    get_page,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
HEADLINE = "Larkmoor Reports Results"


class ATitle(ReaderTestCase):
    """Says once that the release was changed."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer())
        cls.release = put_on_record(slug="results", headline=HEADLINE)

    def titles(self) -> set[str]:
        """Return every title that readers see two hours after the release."""
        at = SEVEN + 2 * HOUR
        page = get_page("/releases/2026/results/", at=at)
        with travel(at):
            feed = Client().get("/releases/rss.xml").content
        tree = ElementTree.fromstring(feed)  # noqa: S314 - our own feed
        (home,) = get_page("/", at=at).texts("h3[@class='headline']")
        (archive,) = get_page("/releases/", at=at).texts("h3[@class='headline']")
        return {
            page.text("h1"),
            page.text("title").removesuffix(" – Larkmoor Therapeutics"),
            home,
            archive,
            tree.findtext("channel/item/title") or "",
        }

    def corrected(self, headline: str) -> set[str]:
        """Return the titles after a correction with this headline, and undo it."""
        with transaction.atomic():
            correct(self.release, at=SEVEN + HOUR, notice="A slip.", headline=headline)
            titles = self.titles()
            transaction.set_rollback(True)
        return titles

    def test_of_an_unchanged_release_is_its_headline(self) -> None:
        assert self.titles() == {HEADLINE}

    def test_of_a_corrected_release_says_so(self) -> None:
        assert self.corrected(HEADLINE) == {f"Corrected: {HEADLINE}"}

    def test_whose_words_say_so_themselves_is_left_alone(self) -> None:
        for headline in (
            f"CORRECTING and REPLACING {HEADLINE}",
            f"Correction: {HEADLINE}",
            f"CORRECTED – {HEADLINE}",
            f"/C O R R E C T I O N -- Larkmoor/ {HEADLINE}",
        ):
            with self.subTest(headline):
                assert self.corrected(headline) == {headline}

    def test_whose_words_only_sound_like_it_is_marked(self) -> None:
        for headline in ("Corrections Officers Choose Orvelta", "Correct Dose Found"):
            with self.subTest(headline):
                assert self.corrected(headline) == {f"Corrected: {headline}"}

    def test_of_a_withdrawn_release_says_so(self) -> None:
        give_notice(self.release, at=SEVEN + HOUR)
        assert self.titles() == {f"Withdrawn: {HEADLINE}"}

    def test_of_a_notice_to_disregard_says_so(self) -> None:
        give_notice(self.release, at=SEVEN + HOUR, kind="disregard")
        assert self.titles() == {f"Disregard: {HEADLINE}"}
