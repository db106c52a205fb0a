"""The numbers to dial, as the text gives them."""

from __future__ import annotations

import datetime as dt
from unittest import TestCase

from releases.intake.events import dial_in_lines
from tests.intake.test_events import only_event, release


class NumbersToDial(TestCase):
    """Each has the label that the text gives it, and a passcode is whole."""

    def dial_ins(self, *details: str) -> list[str]:
        """Return the lines of the call whose paragraphs these are."""
        call = (
            "Tarn Ridge will host a conference call on Thursday, March 12, 2026, at "
            "8:30 a.m. Eastern Time to discuss its first quarter results."
        )
        return dial_in_lines(only_event(release(call, *details)))

    def test_before_behind_or_in_brackets(self) -> None:
        domestic, foreign = "800-555-0177", "+1 617-555-0188"
        for details, labels in (
            (
                (
                    f"Dial {domestic} from the United States or {foreign} from elsewhere.",
                ),
                ("United States", "elsewhere"),
            ),
            (
                (
                    f"Dial {domestic} within the U.S. or {foreign} from other countries.",
                ),
                ("U.S.", "other countries"),
            ),
            (
                (f"Please dial {domestic} (U.S.) or {foreign} (international).",),
                ("U.S.", "international"),
            ),
            (
                (
                    f"Dial-in (U.S.): {domestic}",
                    f"Dial-in (international): {foreign}",
                ),
                ("U.S.", "international"),
            ),
            (
                (f"Toll-free: {domestic}; international: {foreign}",),
                ("Toll-free", "international"),
            ),
        ):
            with self.subTest(details):
                assert self.dial_ins(*details) == [
                    f"{domestic} ({labels[0]})",
                    f"{foreign} ({labels[1]})",
                ]

    def test_a_passcode_keeps_its_hash(self) -> None:
        for details, passcode in (
            ("Dial 800-555-0177 and give the passcode 5540918#.", "5540918#"),
            ("Dial 800-555-0177; the conference ID is 1926431.", "1926431"),
        ):
            with self.subTest(details):
                assert self.dial_ins(details)[-1] == f"Passcode {passcode}"

    def test_a_call_named_in_the_headline_has_its_facts_in_lines(self) -> None:
        reading = release(
            "Investors are encouraged to take part by the number below. A webcast and a "
            "replay will be on the Company's website.",
            "Date: Thursday, March 12, 2026",
            "Time: 3:00 PM ET (8:00 PM London)",
            "Dial-in: 800-555-0177",
            "Password: 5540918 #",
            "Replay: starts some 2 hours after the call ends",
            headline="Tarn Ridge Corp. Schedules Its First Quarter Results Conference Call",
            rest="will report its results and host a call after the close of trading on "
            "Thursday, March 12, 2026.",
        )
        call = only_event(reading)
        assert call.kind == "conference_call"
        assert (call.start, call.tz, call.passcode) == (dt.time(15), "ET", "5540918")
