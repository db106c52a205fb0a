"""Every layout that a release comes in is understood."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading
from tests.intake import expectations
from tests.intake.expectations import Expected


class EverySpecimen(TestCase):
    """Is read as its author reads it."""

    read: list[tuple[str, Reading, Expected]]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.read = [
            (name, read(text), expected)
            for name, text, expected in expectations.specimens()
        ]

    def test_there_are_specimens(self) -> None:
        assert len(self.read) >= 40

    def test_headline_and_deck(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                headline = reading.headline.text if reading.headline else None
                assert headline == expected.get("headline")
                deck = [quote.text for quote in reading.subheadlines]
                assert deck == expected.get("deck", [])

    def test_dateline(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                line = reading.dateline
                assert list(line.places if line else ()) == expected.get("places", [])
                date = line.date.isoformat() if line and line.date else None
                assert date == expected.get("date")
                assert (line.wire if line else None) == expected.get("wire")

    def test_issuer_and_its_listings(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                issuer = reading.issuer.text if reading.issuer else None
                assert issuer == expected.get("issuer")
                assert expectations.listings(reading) == expected.get("listings", [])
                source = reading.source.text if reading.source else None
                assert source == expected.get("source")

    def test_body(self) -> None:
        for name, reading, expected in self.read:
            for fragment in expected.get("body", []):
                with self.subTest(name, fragment=fragment):
                    assert fragment in reading.body_html

    def test_about_sections_and_disclaimers(self) -> None:
        for name, reading, expected in self.read:
            for key, sections in (
                ("abouts", reading.boilerplates),
                ("disclaimers", reading.disclaimers),
            ):
                wanted = expected.get(key, [])
                with self.subTest(name, key=key):
                    assert len(sections) == len(wanted), [s.text for s in sections]
                    for section, want in zip(sections, wanted, strict=True):
                        assert expectations.section_fits(section, want), section

    def test_contacts(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                contacts = [expectations.contact(parsed) for parsed in reading.contacts]
                assert contacts == expected.get("contacts", [])

    def test_events(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                events = [expectations.event(parsed) for parsed in reading.events]
                wanted = expected.get("events", [])
                assert len(events) == len(wanted), events
                for event, want in zip(events, wanted, strict=True):
                    details, _, title = event.rpartition("; ")
                    facts, _, words = want.rpartition("; ")
                    assert details == facts
                    assert words.lower() in title.lower()

    def test_sessions_stand_under_their_meeting(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                sessions = [
                    expectations.session(session)
                    for event in reading.events
                    for session in event.sessions
                ]
                assert sessions == expected.get("sessions", [])

    def test_how_to_join_and_to_hear_it_again(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                events = reading.events
                numbers = [phone.e164 for parsed in events for phone in parsed.dial_ins]
                assert numbers == expected.get("dial_ins", [])
                codes = [parsed.passcode for parsed in events if parsed.passcode]
                assert codes == expected.get("codes", [])
                for want in expected.get("replay", []):
                    replays = [
                        expectations.replay(e.replay) for e in events if e.replay
                    ]
                    assert want in replays

    def test_what_it_replaces(self) -> None:
        for name, reading, expected in self.read:
            with self.subTest(name):
                replaces = reading.replaces.text if reading.replaces else ""
                assert expected.get("replaces", "") in replaces
                assert bool(replaces) == ("replaces" in expected)

    def test_what_is_doubted(self) -> None:
        for name, reading, expected in self.read:
            doubts = [f"{doubt.line}: {doubt.saw}" for doubt in reading.doubts]
            for want in expected.get("doubts", []):
                with self.subTest(name, doubt=want):
                    assert want in doubts
