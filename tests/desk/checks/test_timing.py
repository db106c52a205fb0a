"""Exchanges' clocks: their hours, holidays, early closes and changes of the clock."""

from __future__ import annotations

import datetime as dt

from django.test import SimpleTestCase, TestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.desk.checks.tasks import nasdaq_morning
from releases.desk.context import load_context
from releases.models import Listing, Release, State
from releases.text.markets import (
    NEW_YORK,
    business_day_after,
    closing_time,
    is_trading_day,
    next_trading_day,
)
from tests.builders import SEVEN
from tests.desk.checks.clean_release import (
    HOUR,
    MINUTE,
    findings_in,
    list_only_on,
    make_clean_release,
    make_notice,
    the_issuer,
)

AFTER_CLOSE = "timing.nyse_after_close"
# In 2026: early closes on 27 November and 24 December; 3 April is Good Friday, 3 July
# Independence Day. Clocks go forward on 8 March and back on 1 November.


def at(written: str) -> dt.datetime:
    """2026-11-27 13:05:00 by New York's clock."""
    return dt.datetime.fromisoformat(written).replace(tzinfo=NEW_YORK)


class Timed(TestCase):
    """Material news in approvers' hands, at one instant after another."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        cls.release = make_clean_release(material="yes", dateline_date=None)
        cls.move(state=State.SUBMITTED)

    @classmethod
    def move(cls, **fields: object) -> None:
        """Change the row."""
        Release.objects.filter(pk=cls.release.pk).update(**fields)

    def found_by(
        self, opens: dt.datetime | None, *, now: dt.datetime = SEVEN
    ) -> set[str]:
        """Return the findings about timing for this instant."""
        self.move(go_live_at=opens)
        checks = {finding.check.id for finding in findings_in(self.release, at=now)}
        return {check for check in checks if check.startswith("timing.")}

    def tasks(self, opens: dt.datetime | None) -> list[tuple[str, dt.datetime | None]]:
        """Return the tasks and their deadlines."""
        self.move(go_live_at=opens)
        return [
            (task.id, task.due) for task in load_context(self.release, at=SEVEN).tasks
        ]


class Nasdaq(Timed):
    """Notice ten minutes before, from seven to eight in the evening of a market day."""

    NOTICE = {"timing.nasdaq_notice"}

    def test_wants_notice_from_seven_sharp_to_eight_sharp(self) -> None:
        for clock in ("07:00:00", "09:30:00", "16:00:00", "16:02:00", "20:00:00"):
            with self.subTest(clock):
                assert self.found_by(at(f"2026-03-04 {clock}")) == self.NOTICE
        for clock in ("06:59:59", "20:00:01", "23:59:59", "00:00:00"):
            with self.subTest(clock):
                assert self.found_by(at(f"2026-03-04 {clock}")) == set()

    def test_keeps_new_yorks_clock_when_the_clocks_change(self) -> None:
        summer = dt.datetime(2026, 3, 9, 11, 0, tzinfo=dt.UTC)  # seven, a day after
        winter = dt.datetime(2026, 3, 6, 11, 0, tzinfo=dt.UTC)  # six, two days before
        assert self.found_by(summer) == self.NOTICE
        assert self.found_by(winter) == set()

    def test_wants_none_before_on_weekends_and_holidays(self) -> None:
        for day in (
            "2026-03-07",
            "2026-03-08",
            "2026-04-03",
            "2026-07-03",
            "2026-11-26",
        ):
            with self.subTest(day):
                assert self.found_by(at(f"{day} 09:00:00")) == set()
        assert self.found_by(at("2026-11-27 15:00:00")) == self.NOTICE  # an early close

    def test_wants_the_notice_by_the_next_market_mornings_ten_to_seven(self) -> None:
        for opens, due in (
            ("2026-03-04 06:45:00", "2026-03-04 06:50:00"),
            ("2026-03-04 20:30:00", "2026-03-05 06:50:00"),
            ("2026-03-06 21:00:00", "2026-03-09 06:50:00"),
            ("2026-03-07 12:00:00", "2026-03-09 06:50:00"),
            ("2026-04-02 22:00:00", "2026-04-06 06:50:00"),
            ("2026-11-25 21:00:00", "2026-11-27 06:50:00"),
        ):
            with self.subTest(opens):
                assert self.tasks(at(opens)) == [("notice.nasdaq_morning", at(due))]

    def test_within_its_hours_the_task_is_due_ten_minutes_before(self) -> None:
        opens = at("2026-03-04 16:05:00")
        assert self.tasks(opens) == [("notice.before", opens - 10 * MINUTE)]

    def test_a_release_for_now_needs_a_notice_that_is_ten_minutes_old(self) -> None:
        now = at("2026-03-04 10:00:00")
        assert self.found_by(None, now=now) == self.NOTICE
        make_notice(self.release, now - 9 * MINUTE)
        assert self.found_by(None, now=now) == self.NOTICE
        assert self.found_by(None, now=now + MINUTE) == set()

    def test_a_draft_for_now_is_not_held_up_by_it(self) -> None:
        self.move(state=State.DRAFT)
        now = at("2026-03-04 10:00:00")
        assert self.found_by(None, now=now) == set()
        assert self.tasks(None) == [("notice.before", None)]

    def test_a_draft_whose_notice_came_too_late_is_told(self) -> None:
        self.move(state=State.DRAFT)
        opens = at("2026-03-04 10:00:00")
        make_notice(self.release, opens - 9 * MINUTE)
        assert self.found_by(opens, now=opens - HOUR) == self.NOTICE

    def test_in_an_emergency_it_is_shown_all_the_same(self) -> None:
        now = at("2026-03-04 10:00:00")
        self.move(state=State.DRAFT, ratify_by=now + 24 * HOUR)
        assert self.found_by(None, now=now) == self.NOTICE

    def test_nothing_is_asked_of_news_that_is_not_material(self) -> None:
        self.move(material="no")
        assert self.found_by(at("2026-03-04 10:00:00")) == set()
        assert self.tasks(at("2026-03-04 10:00:00")) == []


class TheNyse(Timed):
    """Notice in its hours; silence from the close to five minutes after."""

    @classmethod
    def setUpTestData(cls) -> None:
        list_only_on("XNYS")
        super().setUpTestData()

    def test_wants_notice_from_seven_to_four(self) -> None:
        for clock in ("07:00:00", "15:59:59"):
            assert self.found_by(at(f"2026-03-04 {clock}")) == {"timing.nyse_notice"}
        for clock in ("06:59:59", "16:05:00", "18:00:00"):
            assert self.found_by(at(f"2026-03-04 {clock}")) == set()

    def test_hears_nothing_material_in_the_five_minutes_after_its_close(self) -> None:
        for clock in ("16:00:00", "16:02:00", "16:04:59"):
            with self.subTest(clock):
                assert AFTER_CLOSE in self.found_by(at(f"2026-03-04 {clock}"))
        for clock in ("15:59:59", "16:05:00"):
            with self.subTest(clock):
                assert AFTER_CLOSE not in self.found_by(at(f"2026-03-04 {clock}"))

    def test_closes_at_one_on_days_of_early_close(self) -> None:
        for day in ("2026-11-27", "2026-12-24"):
            with self.subTest(day):
                assert AFTER_CLOSE in self.found_by(at(f"{day} 13:00:00"))
                assert AFTER_CLOSE in self.found_by(at(f"{day} 13:04:59"))
                assert AFTER_CLOSE not in self.found_by(at(f"{day} 13:05:00"))
                assert AFTER_CLOSE not in self.found_by(at(f"{day} 16:00:00"))

    def test_does_not_close_on_a_day_that_it_never_opened(self) -> None:
        for day in ("2026-03-07", "2026-04-03", "2026-12-25"):
            with self.subTest(day):
                assert self.found_by(at(f"{day} 16:00:00")) == set()

    def test_closes_by_new_yorks_clock(self) -> None:
        summer = dt.datetime(2026, 3, 9, 20, 0, tzinfo=dt.UTC)
        winter = dt.datetime(2026, 3, 6, 20, 0, tzinfo=dt.UTC)
        assert AFTER_CLOSE in self.found_by(summer)
        assert AFTER_CLOSE not in self.found_by(winter)

    def test_is_judged_for_now_once_approvers_have_it(self) -> None:
        now = at("2026-03-04 16:02:00")
        assert AFTER_CLOSE in self.found_by(None, now=now)
        self.move(state=State.DRAFT)
        assert self.found_by(None, now=now) == set()

    def test_wants_notice_of_a_dividend_at_any_hour(self) -> None:
        self.move(material="no", headline="Larkmoor Declares Dividend")
        for when in ("2026-03-04 03:00:00", "2026-03-07 12:00:00"):
            with self.subTest(when):
                opens = at(when)
                assert self.found_by(opens) == {"timing.nyse_notice"}
                assert self.tasks(opens) == [("notice.before", opens - 10 * MINUTE)]

    def test_wants_a_copy_outside_its_hours(self) -> None:
        opens = at("2026-03-04 17:00:00")
        assert self.tasks(opens) == [("notice.nyse_copy", opens)]


class TwoListings(Timed):
    """Each exchange's rule is met by itself."""

    def test_each_has_its_own_notice(self) -> None:
        other = Listing.objects.create(
            issuer=the_issuer(), exchange="XNYS", symbol="LRK"
        )
        opens = at("2026-03-04 10:00:00")
        make_notice(self.release, SEVEN, listing=other)
        assert self.found_by(opens) == {"timing.nasdaq_notice"}
        make_notice(
            self.release, SEVEN, listing=the_issuer().listings.get(exchange="XNAS")
        )
        assert self.found_by(opens) == set()
        assert self.tasks(opens) == []


class TheWireAndTheFiling(Timed):
    """What else is to be done around a release."""

    def test_the_wire_is_recorded_when_it_has_crossed(self) -> None:
        opens = at("2026-03-04 21:00:00")
        self.move(material="no", after_wire=True, dateline_wire="BUSINESS WIRE")
        assert self.tasks(opens) == [("wire.crossed", opens)]
        self.move(wire_crossed_at=opens)
        assert self.tasks(opens) == []

    def test_results_are_furnished_within_four_business_days(self) -> None:
        self.move(material="no", headline="Larkmoor Reports First Quarter Results")
        for opens, due in (
            ("2026-03-04 16:05:00", "2026-03-10 17:30:00"),
            ("2026-03-07 12:00:00", "2026-03-12 17:30:00"),
            ("2026-11-10 07:00:00", "2026-11-17 17:30:00"),  # Veterans Day between
        ):
            with self.subTest(opens):
                assert self.tasks(at(opens)) == [("filing.furnish", at(due))]
        self.move(filing_number="0001234567-26-000123")
        assert self.tasks(at("2026-03-04 16:05:00")) == []

    def test_it_waits_for_the_wire_beyond_its_instant(self) -> None:
        list_only_on("XNYS")
        crossed = at("2026-03-04 16:02:00")
        self.move(after_wire=True, wire_crossed_at=crossed)
        assert AFTER_CLOSE in self.found_by(at("2026-03-04 15:58:00"), now=crossed)


class TheCalendar(SimpleTestCase):
    """Days on which the exchanges open."""

    @given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)))
    def test_has_a_next_market_day_for_each_day_and_none_between(
        self, day: dt.date
    ) -> None:
        later = next_trading_day("XNYS", day)
        assert later > day
        assert is_trading_day("XNYS", later)
        between = (later - day).days - 1
        days = [day + dt.timedelta(days=count + 1) for count in range(between)]
        assert not any(is_trading_day("XNYS", day) for day in days)

    @given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.times())
    def test_has_a_morning_to_tell_nasdaq_by(self, day: dt.date, time: dt.time) -> None:
        opens = dt.datetime.combine(day, time, dt.UTC)
        due = nasdaq_morning(opens).astimezone(NEW_YORK)
        assert due.time() == dt.time(6, 50)
        assert is_trading_day("XNAS", due.date())
        assert opens - due < 10 * MINUTE

    def test_has_early_closes(self) -> None:
        assert closing_time("XNAS", dt.date(2026, 11, 27)) == dt.time(13)
        assert closing_time("XNAS", dt.date(2026, 11, 25)) == dt.time(16)
        assert closing_time("XNAS", dt.date(2026, 11, 26)) is None

    def test_counts_business_days_past_weekends_and_federal_holidays(self) -> None:
        assert business_day_after(dt.date(2026, 3, 5), 4) == dt.date(2026, 3, 11)
        assert business_day_after(dt.date(2026, 10, 9), 1) == dt.date(2026, 10, 13)
