"""Fiscal periods are read from codes and from headlines, and end with a quarter."""

from __future__ import annotations

from unittest import TestCase

import pytest

from releases.models.record.kinds import FiscalPart
from releases.text.fiscal_periods import (
    CLOSING,
    FiscalPeriod,
    joined_part,
    parse_period,
    previous_quarter,
    results_period,
)

NAMED = {
    "Larkmoor Therapeutics Reports Third Quarter 2026 Financial Results": "2026-q3",
    "Larkmoor Reports Fourth Quarter and Full Year 2025 Results": "2025-q4-fy",
    "Q2 2026 Results: Larkmoor Grows": "2026-q2",
    "Larkmoor Announces Third Quarter Fiscal Year 2026 Earnings": "2026-q3",
    "Larkmoor Posts Q1 FY27 Results": "2027-q1",
    "Half-Year Results 2026": "2026-h1",
    "Larkmoor Reports Second Quarter and First Half 2026 Results": "2026-q2-h1",
    "Nine Months 2026 Interim Report": "2026-9m",
    "Larkmoor Reports Full Year 2025 Results": "2025-fy",
}
NOT_NAMED = (
    "Larkmoor to Report Third Quarter 2026 Results on November 5",
    "Larkmoor Schedules Third Quarter 2026 Earnings Conference Call",
    "Larkmoor Reports Third Quarter Results",
    "Larkmoor Reports 2026 Results",
    "Larkmoor Reports Third Quarter 2026 and Second Quarter 2025 Results",
    "Larkmoor Reports First and Third Quarter 2026 Dividend Results",
    "Larkmoor Announces Phase 3 Results From First Quarter 2026",
    "Third Quarter 2026 Opening of a Plant",
    "Larkmoor Reports First Quarter and Third Quarter 2026 Results",
)


class AHeadline(TestCase):
    """It names the period of its results clearly, or none."""

    def test_that_releases_results_names_their_period(self) -> None:
        for headline, code in NAMED.items():
            with self.subTest(headline):
                period = results_period(headline)
                assert period is not None
                assert period.code == code

    def test_that_is_unclear_or_about_something_else_names_none(self) -> None:
        for headline in NOT_NAMED:
            with self.subTest(headline):
                assert results_period(headline) is None


class APeriod(TestCase):
    """Its code is read back, and sorts by the quarter with which it ends."""

    def test_is_read_from_its_code(self) -> None:
        period = FiscalPeriod(year=2026, part="q4-fy")
        assert parse_period(period.code) == period
        assert period.quarter == 20264
        for code in ("2026-q5", "26-q1", "2026", "3000-q1", "q1", ""):
            with (
                self.subTest(code),
                pytest.raises(ValueError, match=r"fiscal period|invalid literal"),
            ):
                parse_period(code)

    def test_follows_the_quarter_before_it(self) -> None:
        assert previous_quarter(20263) == 20262
        assert previous_quarter(20261) == 20254

    def test_joins_periods_that_end_together(self) -> None:
        assert joined_part(["q4", "fy"]) == "q4-fy"
        assert joined_part(["q4-fy", "q4"]) == "q4-fy"
        assert joined_part(["q3"]) == "q3"
        assert joined_part(["q4", "h2"]) == "q4"

    def test_has_a_label_for_each_part(self) -> None:
        assert set(FiscalPart.values) == set(CLOSING)
