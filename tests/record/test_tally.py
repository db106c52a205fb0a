"""The archive's counts are made once for a state of the record and a moment."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from releases.record.tally import tally
from tests.builders import SEVEN, publish

HOUR = dt.timedelta(hours=1)


class TheTally(TestCase):
    """What is counted is what the public sees, no sooner and no later."""

    def test_it_is_made_once(self) -> None:
        publish(slug="one", at=SEVEN)
        first = tally(at=SEVEN)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert tally(at=SEVEN) == first
        assert len(queries) == 1, "the generation alone is asked for"

    def test_a_change_of_the_record_is_counted(self) -> None:
        publish(slug="one", at=SEVEN)
        assert tally(at=SEVEN) == ((2026, "financial-results", 1),)
        publish(slug="two", at=SEVEN)
        assert tally(at=SEVEN) == ((2026, "financial-results", 2),)

    def test_nothing_is_counted_before_its_instant(self) -> None:
        publish(slug="one", at=SEVEN)
        assert tally(at=SEVEN - dt.timedelta.resolution) == ()
        assert tally(at=SEVEN + HOUR) == ((2026, "financial-results", 1),)
