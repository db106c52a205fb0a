"""What of a text the desk has already, and how two wordings are compared."""

from __future__ import annotations

import datetime as dt
import time

from django.test import SimpleTestCase, TestCase

from releases.intake import drafts
from releases.intake.matching import Match, find_matches
from releases.intake.parser.reader import read
from releases.models import Contact, Release
from releases.text.word_diff import MAX_WORDS, diff_excerpts, similarity
from tests.builders import (
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
)
from tests.workspace.from_text import ABOUT, NOTICE, TEXT

ZONE = "America/New_York"


class TwoWordings(SimpleTestCase):
    """Are compared word by word."""

    def marked_up(self, before: str, after: str) -> str:
        """Return the change as proofreaders write it."""
        marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
        return " ".join(
            marks[piece.kind].format(piece.text)
            for piece in diff_excerpts(before, after)
        )

    def test_what_went_and_what_came_is_told_and_white_space_is_nothing(self) -> None:
        for before, after, expected in (
            ("a b c", "a\n\nb  c", "a b c"),
            ("a b c", "a x c", "a [-b-] [+x+] c"),
            ("a b", "a b c", "a b [+c+]"),
            ("", "a", "[+a+]"),
            ("a", "", "[-a-]"),
        ):
            with self.subTest(expected):
                assert self.marked_up(before, after) == expected

    def test_a_long_stretch_that_stayed_is_shortened(self) -> None:
        words = " ".join(f"w{n}" for n in range(200))
        diff = self.marked_up(f"old {words} old", f"new {words} new")
        assert diff.startswith("[-old-] [+new+] w0 w1 ")
        assert " w13 … w186 " in diff
        assert "w100" not in diff

    def test_likeness_goes_from_nothing_to_the_same(self) -> None:
        assert similarity("a b c d", "a  b\nc d") == 1
        assert 0.7 < similarity("a b c d", "a b c x") < 0.8
        assert similarity("a b c d", "w x y z") == 0

    def test_no_text_takes_long_to_compare(self) -> None:
        hostile = (
            ("word " * MAX_WORDS, "word " * (MAX_WORDS - 1)),
            ("a b " * 3_000, "b a " * 3_000),
            ("word " * 400_000, "other " * 400_000),
            (
                " ".join(str(n % 90) for n in range(6_000)),
                " ".join(str(n % 91) for n in range(6_000)),
            ),
        )
        for before, after in hostile:
            with self.subTest(before[:12]):
                started = time.perf_counter()
                similarity(before, after)
                diff_excerpts(before, after)
                assert time.perf_counter() - started < 5


class WhatTheDeskHas(TestCase):
    """Is found by what people know it by."""

    def found(self, key: str) -> tuple[Match, ...]:
        """Return the matches of one part of the text."""
        return find_matches(read(TEXT), zone=ZONE)[key]

    def test_an_empty_desk_has_nothing(self) -> None:
        assert not any(find_matches(read(TEXT), zone=ZONE).values())

    def test_a_person_is_known_by_name_or_by_address(self) -> None:
        by_name = make_contact(name="DANA  Whitlock", emails="")
        assert [match.existing for match in self.found("contact-0")] == [by_name]
        by_name.delete()
        by_address = make_contact(name="", emails="press@example.com\nIR@example.com")
        assert [match.existing for match in self.found("contact-0")] == [by_address]

    def test_another_person_is_nobody_we_know(self) -> None:
        make_contact(name="Olga Marsh")
        assert self.found("contact-0") == ()

    def test_of_several_the_one_that_differs_least_comes_first(self) -> None:
        far = make_disclaimer(wording="Quite another notice.")
        near = make_disclaimer(wording=f"{NOTICE} Not ever.")
        matches = self.found("disclaimer-0")
        assert [match.existing for match in matches] == [near, far]

    def test_a_wording_under_another_heading_is_known_by_its_words(self) -> None:
        make_disclaimer(name="Safe harbor", heading="Safe Harbor", wording=NOTICE)
        (match,) = self.found("disclaimer-0")
        assert [difference.name for difference in match.differences] == ["Heading"]
        assert not match.is_exact

    def test_the_very_thing_stands_alone(self) -> None:
        make_boilerplate(text=ABOUT.replace("lungs", "hearts"))
        same = make_boilerplate(text=ABOUT)
        (match,) = self.found("boilerplate-0")
        assert match.existing == same
        assert match.is_exact

    def test_an_event_at_that_moment_under_another_name_is_proposed(self) -> None:
        starts = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
        event = make_event(title="Results Call", starts=starts)
        (match,) = self.found("event-0")
        assert match.existing == event
        assert match.differences[0].name == "Title"


class AChoice(TestCase):
    """Says which of the desk's own a draft carries."""

    def test_without_any_what_is_the_same_is_used_and_all_else_is_new(self) -> None:
        make_contact(name="Dana Whitlock")
        drafts.create_draft(read(TEXT), by="test")
        assert Contact.objects.count() == 2

    def test_one_that_is_there_a_new_one_or_none(self) -> None:
        known = make_contact(name="Dana Whitlock")
        for choice, contacts in ((known.pk, 1), (drafts.NEW, 1), (drafts.LEAVE, 0)):
            with self.subTest(choice):
                chosen: drafts.Choices = {"contact-0": choice}
                draft = drafts.create_draft(read(TEXT), by="test", choices=chosen)
                assert draft.release.contacts.count() == contacts
        used, made, none = Release.objects.order_by("pk")
        assert used.contacts.get() == known
        assert made.contacts.get() != known
        assert not none.contacts.exists()
