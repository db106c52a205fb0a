"""Every form of a subject is nothing before its instant, and right at it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import TestCase

from releases.record.representation import Representation
from releases.representations import REPRESENTATIONS
from tests.representations.forms import FORMS, MISTAKEN, served
from tests.representations.samples import (
    CANCELLED,
    INSTANTS,
    PUBLISHED,
    RENAMED,
    Refs,
    all_refs,
    furnish,
    mistakes,
    sample_paths,
)


class EveryForm(TestCase):
    """Across instants at which a release, an event, the issuer or nothing of it changes."""

    refs: Refs

    @classmethod
    def setUpTestData(cls) -> None:
        furnish()
        cls.refs = all_refs()

    def setUp(self) -> None:
        self.enterContext(served())

    def mistakes(self, *forms: Representation[Any], at: dt.datetime) -> list[str]:
        """Return what is wrong with these forms across an instant."""
        return mistakes(forms, at, self.refs)

    def test_each_has_a_sample(self) -> None:
        for form in (*REPRESENTATIONS, *FORMS):
            with self.subTest(form.name):
                assert sample_paths(form, self.refs)

    def test_each_changes_when_it_says_so_and_never_otherwise(self) -> None:
        for instant in INSTANTS:
            assert self.mistakes(*REPRESENTATIONS, *FORMS, at=instant) == []

    def test_a_form_that_says_too_little_or_too_much_is_found(self) -> None:
        silent, eager, branded = MISTAKEN
        for form, instant, mistake in (
            (silent, PUBLISHED, "/silent.txt changes at 12"),
            (eager, CANCELLED, "/eager.txt is unchanged at 14"),
            (branded, RENAMED, "/releases/2026/earlier/branded.txt changes at 13"),
        ):
            with self.subTest(form.name):
                assert mistake in self.mistakes(form, at=instant)
