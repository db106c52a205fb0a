"""A release in several languages is one mail to each reader, in their language."""

from __future__ import annotations

import datetime as dt

from releases.models import Release
from tests.alerts.couriers import CourierTestCase
from tests.builders import SEVEN, make_release, put_languages_on_record, put_on_record
from tests.clock import SECOND
from tests.readers.rows import make_subscriber

DAY = dt.timedelta(days=1)
READERS = {
    "english@example.org": "en",
    "german@example.org": "de",
    "japanese@example.org": "ja",
}


class SeveralLanguages(CourierTestCase):
    """English is the original, and the site's language."""

    def setUp(self) -> None:
        super().setUp()
        for address, language in READERS.items():
            make_subscriber(address, language=language)

    def translations(self) -> tuple[Release, Release]:
        english = make_release(headline="Larkmoor Grows", slug="growth")
        german = make_release(
            headline="Larkmoor gedeiht",
            slug="wachstum",
            language="de-AT",
            translation_of=english,
        )
        return english, german

    def received(self) -> dict[str, list[str]]:
        """Return the subjects that each mailbox received."""
        subjects: dict[str, list[str]] = {}
        for mail in self.server.received:
            subject = "gedeiht" if b"gedeiht" in mail.content else "Grows"
            subjects.setdefault(mail.mailbox, []).append(subject)
        return subjects

    def test_each_reader_gets_one_in_their_language_or_the_sites(self) -> None:
        put_languages_on_record(*self.translations(), at=SEVEN)
        self.at = SEVEN + SECOND
        self.run_courier()
        assert self.received() == {
            "english@example.org": ["Grows"],
            "german@example.org": ["gedeiht"],
            "japanese@example.org": ["Grows"],
        }

    def test_on_a_german_site_others_get_the_german_one(self) -> None:
        put_languages_on_record(*self.translations(), at=SEVEN)
        self.at = SEVEN + SECOND
        with self.settings(LANGUAGE_CODE="de"):
            self.run_courier()
        assert self.received()["japanese@example.org"] == ["gedeiht"]
        assert self.received()["english@example.org"] == ["Grows"]

    def test_a_later_translation_goes_to_those_of_its_language_alone(self) -> None:
        english, german = self.translations()
        put_on_record(english, at=SEVEN)
        self.at = SEVEN + SECOND
        self.run_courier()
        put_on_record(german, at=SEVEN + DAY)
        self.at = SEVEN + DAY + SECOND
        self.run_courier()
        assert self.received() == {
            "english@example.org": ["Grows"],
            "german@example.org": ["Grows", "gedeiht"],
            "japanese@example.org": ["Grows"],
        }
