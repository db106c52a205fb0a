"""Each check finds its specimen, and lets what is nearly one pass."""

from __future__ import annotations

from django.db import transaction
from django.test import TestCase

from releases.desk import checks
from releases.models import Release
from tests.builders import SEVEN
from tests.desk.checks.sound import findings_in, sound
from tests.desk.checks.specimens import BOOK, Specimen

# Approvals are counted at the doors, under a lock; tests/desk/ has its specimens.
AT_THE_DOORS = {"approvals.missing"}


class TheBookOfSpecimens(TestCase):
    """No check without a release that trips it, and one that nearly does."""

    def found_in(self, specimen: Specimen) -> tuple[checks.Finding, ...]:
        """What is found in it; nothing of it stays."""
        with transaction.atomic():
            found = findings_in(specimen.make(), at=specimen.at)
            transaction.set_rollback(True)
        return found

    def test_each_check_has_one_that_trips_it(self) -> None:
        known = {one.id for one in checks.all_checks()}
        assert known - AT_THE_DOORS == {one.check for one in BOOK if one.trips}

    def test_each_check_has_a_near_miss(self) -> None:
        known = {one.id for one in checks.all_checks()}
        assert known == {one.check for one in BOOK if not one.trips}

    def test_what_trips_a_check_is_found_and_said_in_a_sentence(self) -> None:
        fields = {field.name for field in Release._meta.get_fields()}
        for specimen in filter(lambda one: one.trips, BOOK):
            with self.subTest(specimen.name):
                found = self.found_in(specimen)
                assert specimen.check in {one.check.id for one in found}
                assert all(one.message.endswith(".") for one in found)
                assert {one.field for one in found} <= fields

    def test_a_near_miss_is_not(self) -> None:
        for specimen in filter(lambda one: not one.trips, BOOK):
            with self.subTest(specimen.name):
                found = {one.check.id for one in self.found_in(specimen)}
                assert specimen.check not in found

    def test_nothing_is_found_in_a_sound_release(self) -> None:
        assert findings_in(sound(), at=SEVEN) == ()
