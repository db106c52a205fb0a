"""Each check finds its specimen, and lets what is nearly one pass."""

from __future__ import annotations

from django.db import transaction
from django.test import TestCase

from releases.desk import checks
from releases.models import Release
from tests.builders import SEVEN
from tests.desk.checks.clean_release import findings_in, make_clean_release
from tests.desk.checks.specimens import BOOK, Specimen

# Approvals are counted in transitions, under a lock; tests/desk/ has its specimens.
IN_TRANSITIONS = {"approvals.missing"}


class TheBookOfSpecimens(TestCase):
    """No check without a release that trips it, and one that nearly does."""

    def findings_of(self, specimen: Specimen) -> tuple[checks.Finding, ...]:
        """Return the findings in a specimen, and roll it back."""
        with transaction.atomic():
            findings = findings_in(specimen.make(), at=specimen.at)
            transaction.set_rollback(True)
        return findings

    def test_each_check_has_one_that_trips_it(self) -> None:
        known = {check.id for check in checks.all_checks()}
        assert known - IN_TRANSITIONS == {
            specimen.check for specimen in BOOK if specimen.trips
        }

    def test_each_check_has_a_near_miss(self) -> None:
        known = {check.id for check in checks.all_checks()}
        assert known == {specimen.check for specimen in BOOK if not specimen.trips}

    def test_what_trips_a_check_is_found_and_said_in_a_sentence(self) -> None:
        fields = {field.name for field in Release._meta.get_fields()}
        for specimen in filter(lambda specimen: specimen.trips, BOOK):
            with self.subTest(specimen.name):
                findings = self.findings_of(specimen)
                assert specimen.check in {finding.check.id for finding in findings}
                assert all(finding.message.endswith(".") for finding in findings)
                assert {finding.field for finding in findings} <= fields

    def test_a_near_miss_is_not(self) -> None:
        for specimen in filter(lambda specimen: not specimen.trips, BOOK):
            with self.subTest(specimen.name):
                found_by = {finding.check.id for finding in self.findings_of(specimen)}
                assert specimen.check not in found_by

    def test_nothing_is_found_in_a_sound_release(self) -> None:
        assert findings_in(make_clean_release(), at=SEVEN) == ()
