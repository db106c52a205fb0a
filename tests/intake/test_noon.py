"""Twelve o'clock is read as it is printed; where it can be read in two ways it is doubted."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from releases.intake.events import event_fields
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Doubt, Reading
from tests.intake.test_events import ZONE, only_event, release

CALL = "Conference Call"
NOON, MIDNIGHT = dt.time(12), dt.time(0)


def call_at(printed: str) -> Reading:
    """Return the reading of a release that announces a call at this time."""
    return release(
        CALL,
        f"The company will hold a conference call on Thursday, May 21, 2026 at {printed} "
        "to discuss its weirs. To listen, dial +1 617 555 0199.",
    )


def doubts_about(reading: Reading, words: str) -> list[Doubt]:
    """Return the doubts that quote these words."""
    return [doubt for doubt in reading.doubts if str(doubt.saw) == words]


class Noon(TestCase):
    """Is twelve, in whatever words."""

    def test_of_a_call_keeps_its_zone_and_is_not_doubted(self) -> None:
        for printed in (
            "12:00 p.m. ET",
            "noon ET",
            "12 noon ET",
            "12:00 noon ET",
            "12:00 p.m. (noon) ET",
            "12 p.m., noon ET",
            "noon (12:00 p.m.) ET",
            "midday (12:00) ET",
            "12.00 midday ET",
            "12n ET",
            "12:00 N ET",
        ):
            with self.subTest(printed):
                reading = call_at(printed)
                event = only_event(reading)
                assert (event.start, event.tz) == (NOON, "ET")
                assert not reading.doubts

    def test_begins_and_ends_spans(self) -> None:
        for printed, span in (
            ("10:00 a.m. to noon ET", (dt.time(10), NOON)),
            ("8:00 a.m.–12:00 p.m. ET", (dt.time(8), NOON)),
            ("12 noon to 1:00 p.m. ET", (NOON, dt.time(13))),
            ("12-1 p.m. ET", (NOON, dt.time(13))),
        ):
            with self.subTest(printed):
                reading = call_at(printed)
                event = only_event(reading)
                assert (event.start, event.end) == span
                assert not reading.doubts

    def test_beside_a_dateline_s_date_hides_neither_place_nor_day(self) -> None:
        for printed in (
            "May 7, 2026, 12:00 noon ET",
            "May 7, 2026 at noon ET",
            "May 7, 2026 (12 noon ET)",
            "12:00 p.m. ET, May 7, 2026",
        ):
            with self.subTest(printed):
                reading = read(
                    f"Tarn Ridge Sets Its Weir\n\nDUNMORE, Vt., {printed} -- Tarn Ridge "
                    "Corp. (NYSE: TARN), a maker of weirs, said today that it has set one."
                )
                assert reading.dateline is not None
                assert reading.dateline.places == ("DUNMORE, Vt.",)
                assert reading.dateline.date == dt.date(2026, 5, 7)
                assert reading.body_html.startswith("<p>Tarn Ridge Corp.")


class Midnight(TestCase):
    """Begins a day and ends one."""

    def test_as_a_start_is_doubted(self) -> None:
        for printed, assumed in (
            ("midnight ET", "A day begins and ends with a midnight."),
            ("12:00 midnight ET", "A day begins and ends with a midnight."),
            ("12 a.m. (midnight) ET", "A day begins and ends with a midnight."),
            ("12:00 a.m. ET", "Read as 00:00. Check whether noon"),
            ("12 AM ET", "Read as 00:00. Check whether noon"),
            ("12:00 p.m. midnight ET", "Read as 00:00. The text contradicts itself"),
            ("12:00 a.m.-1:00 a.m. ET", "Read as 00:00 – 01:00."),
        ):
            with self.subTest(printed):
                reading = call_at(printed)
                assert only_event(reading).start == MIDNIGHT
                [doubt] = doubts_about(reading, printed)
                assert str(doubt.assumed).startswith(assumed)

    def test_noon_that_is_called_12_am_is_doubted(self) -> None:
        reading = call_at("12:00 a.m. (noon) ET")
        assert only_event(reading).start == NOON
        [doubt] = doubts_about(reading, "12:00 a.m. (noon) ET")
        assert "contradicts itself" in str(doubt.assumed)

    def test_after_a_start_in_the_evening_ends_that_day(self) -> None:
        reading = call_at("10:00 p.m. to midnight ET")
        fields = event_fields(only_event(reading), zone=ZONE)
        assert fields["ends"] - fields["starts"] == dt.timedelta(hours=2)
        assert not reading.doubts

    def test_until_which_a_replay_is_kept_is_the_end_of_its_day(self) -> None:
        reading = release(
            CALL,
            "The company will hold a conference call on May 21, 2026 at 10:00 a.m. ET. A "
            "replay will be available until midnight ET on May 28, 2026 at +1 617 555 0198.",
        )
        fields = event_fields(only_event(reading), zone=ZONE)
        assert f"{fields['replay_until']:%d %H:%M:%S}" == "29 03:59:59"
        assert doubts_about(reading, "midnight ET")
