"""Dates, headlines and phrases, found in plain text."""

from __future__ import annotations

import datetime as dt

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.dates import WEEKDAYS
from releases.text.forward_looking import forward_looking_phrases
from releases.text.non_gaap import non_gaap_measures_in
from releases.text.release_topics import declares_dividend, reports_results
from releases.text.typos import impossible_dates, is_cut_short, wrong_weekdays

NEAR = dt.date(2026, 3, 3)


class ADate(SimpleTestCase):
    """A weekday and a date either agree or are found."""

    @given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 6))
    def test_with_its_year_it_is_found_unless_the_weekday_is_its_own(
        self, date: dt.date, weekday: int
    ) -> None:
        printed = f"{WEEKDAYS[weekday]}, {date:%B} {date.day}, {date.year}"
        wrong = list(wrong_weekdays(f"On {printed} we met.", near=NEAR))
        assert bool(wrong) == (weekday != date.weekday())
        assert all(weekday_found.date == date for weekday_found in wrong)

    def test_without_its_year_the_nearest_one_is_meant(self) -> None:
        assert not list(wrong_weekdays("Friday, January 2", near=dt.date(2025, 12, 20)))
        assert list(wrong_weekdays("Thursday, January 2", near=dt.date(2025, 12, 20)))

    def test_far_from_any_it_may_be_of_the_year_before_or_after(self) -> None:
        near = dt.date(2026, 1, 15)
        assert not list(
            wrong_weekdays("Thursday, July 17", near=near)
        )  # it was, in 2025
        assert list(wrong_weekdays("Monday, July 17", near=near))

    def test_in_figures_it_may_be_read_both_ways(self) -> None:
        assert not list(wrong_weekdays("Wednesday, 3/4/2026", near=NEAR))
        assert not list(wrong_weekdays("Friday, 3/4/2026", near=NEAR))
        assert list(wrong_weekdays("Monday, 3/4/2026", near=NEAR))

    def test_a_weekday_on_another_line_belongs_to_no_date(self) -> None:
        assert not list(wrong_weekdays("We open on Monday\nMarch 3, 2026", near=NEAR))
        assert not list(wrong_weekdays("On Monday it rained. March 3, 2026", near=NEAR))

    def test_that_comes_in_no_year_nearby_has_no_weekday(self) -> None:
        assert not list(wrong_weekdays("Monday, February 29", near=NEAR))

    def test_that_no_calendar_has_is_found(self) -> None:
        for words in (
            "June 31, 2026",
            "31 September",
            "ended Feb. 30",
            "29 February 2027",
        ):
            with self.subTest(words):
                assert list(impossible_dates(f"the quarter {words} was"))
        for words in ("June 31 patients", "February 29, 2028", "May 31", "Feb 29"):
            with self.subTest(words):
                assert not list(impossible_dates(f"the quarter {words} was"))


class AHeadline(SimpleTestCase):
    """Whole lines end; cut ones dangle."""

    def test_that_stops_in_the_middle_is_told(self) -> None:
        for line in ("Results of", "Results (Nasdaq", "A “new", "Results -", "More..."):
            with self.subTest(line):
                assert is_cut_short(line)
        for line in (
            "Results",
            "Results (Q1)",
            "A “new” plan",
            "Is it?",
            "65” screens",
            "",
        ):
            with self.subTest(line):
                assert not is_cut_short(line)

    def test_of_results_is_told_from_one_of_a_date(self) -> None:
        for line in ("A Reports Q1 Results", "A Reports Third Quarter Net Income"):
            assert reports_results(line)
        for line in (
            *("A to Report Q1 Results", "A Sets Date of Q1 Results", "Topline Results"),
            *("Results of Annual Meeting", "A Names a Chief Executive"),
        ):
            assert not reports_results(line)

    def test_of_a_dividend_is_told_from_one_of_a_distributor(self) -> None:
        declared = "The Board declared a cash dividend of $0.10 to holders of record"
        assert declares_dividend("A Raises Quarterly Dividend by 25 Percent", iter([]))
        assert declares_dividend("A Reports Q1 Results", iter([declared]))
        assert declares_dividend("A Announces Monthly Distribution", iter([]))
        for line in (
            "A Announces Distribution Deal",
            "A Pays Tribute",
            "Dividend Policy",
        ):
            assert not declares_dividend(
                line, iter(["It paid $5 million in dividends."])
            )


class APhrase(SimpleTestCase):
    """Phrases that look forward, and measures outside GAAP."""

    def test_that_looks_forward_is_found(self) -> None:
        for words in (
            *(
                "Larkmoor expects growth",
                "it plans to build",
                "We expect to file an NDA",
            ),
            *(
                "sales are expected to fall",
                "raised its full-year guidance",
                "is on track to",
            ),
            "these forward-looking statements",
        ):
            with self.subTest(words):
                assert list(forward_looking_phrases(f"{words} here"))

    def test_that_does_not_is_passed_over(self) -> None:
        for words in (
            *(
                "better than expected results",
                "plans to host a call",
                "FDA draft guidance",
            ),
            *(
                "the Company expects to report its results",
                "FDA issues draft guidance",
                "as planned",
                "was anticipated",
            ),
        ):
            with self.subTest(words):
                assert not list(forward_looking_phrases(f"{words} here"))

    def test_measures_are_found_by_name(self) -> None:
        for words in (
            *("Adjusted EBITDA", "non-GAAP net income", "free cash flow", "FFO"),
            *("adjusted diluted EPS", "constant currency", "core earnings"),
        ):
            with self.subTest(words):
                assert list(non_gaap_measures_in(f"It had {words} of 5."))
        for words in ("no non-GAAP measures", "adjusted odds ratio", "GAAP net income"):
            with self.subTest(words):
                assert not list(non_gaap_measures_in(f"It used {words} there."))
