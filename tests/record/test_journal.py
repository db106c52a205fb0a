"""The journal: chained, in order, and written at its end alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.test import SimpleTestCase

from releases.models import JournalAction, JournalEntry
from releases.record import journal
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND, travel
from tests.record.rows import (
    HOUR,
    OnTheRecord,
    altered,
    change,
    contents,
    insert,
    on_sqlite,
    refused,
)


class AJournal(OnTheRecord):
    """Three things were done, a second apart."""

    entries: list[JournalEntry]

    def setUp(self) -> None:
        super().setUp()
        for n in range(3):
            with travel(SEVEN + n * SECOND):
                journal.write(
                    JournalAction.EDIT, f"release:{n}", by="ada", detail="Größe — 決算"
                )
        self.entries = list(JournalEntry.objects.order_by("seq"))
        self.enterContext(travel(SEVEN + 2 * SECOND))


class ASealedJournal(AJournal):
    """Whoever reads it can tell that nothing was changed, put in or left out."""

    def test_its_entries_are_numbered_without_a_gap(self) -> None:
        assert [entry.seq for entry in self.entries] == [1, 2, 3]

    def test_each_entry_holds_the_seal_of_the_one_before(self) -> None:
        seals = [entry.seal for entry in self.entries]
        assert [entry.previous for entry in self.entries] == ["", *seals[:-1]]

    def test_each_seal_is_computed_again_from_what_is_stored(self) -> None:
        for entry in self.entries:
            assert journal.seal_of(entry) == entry.seal

    def test_another_word_is_another_seal(self) -> None:
        words = ["by", "action", "subject", "digest", "detail", "previous"]
        forged: list[tuple[str, Any]] = [(field, "Forged") for field in words]
        for field, value in [*forged, ("seq", 9), ("at", SEVEN + MICROSECOND)]:
            entry = JournalEntry.objects.get(seq=2)
            setattr(entry, field, value)
            with self.subTest(field=field):
                assert journal.seal_of(entry) != entry.seal

    def test_its_time_is_the_databases(self) -> None:
        times = [entry.at for entry in self.entries]
        assert times == [SEVEN, SEVEN + SECOND, SEVEN + 2 * SECOND]

    def test_its_time_stands_where_the_clock_is_set_back(self) -> None:
        with travel(SEVEN - HOUR):
            entry = journal.write(JournalAction.EDIT, "release:1", by="ada")
        assert entry.at == SEVEN + 2 * SECOND


class AJournalUnderAttack(AJournal):
    """Raw SQL neither edits it nor writes anywhere but at its end."""

    def next_one(self, **fields: Any) -> JournalEntry:
        """Return an entry that no rule forbids."""
        last = self.entries[-1]
        entry = JournalEntry(
            **{
                "seq": 4,
                "at": SEVEN + 2 * SECOND,
                "by": "mallory",
                "action": "edit",
                "subject": "release:1",
                "previous": last.seal,
            }
            | fields
        )
        entry.seal = journal.seal_of(entry)
        return entry

    def test_an_entry_at_its_end_is_taken(self) -> None:
        insert(self.next_one())

    def test_no_column_changes(self) -> None:
        before = contents()
        for entry in self.entries:
            for column, value in altered(entry):
                with self.subTest(column=column), refused("never altered"):
                    change(entry, column, value)
            with self.subTest(entry=entry), refused("never altered"):
                change(entry, "id", entry.pk + 10)
        assert contents() == before

    def test_no_entry_goes(self) -> None:
        with refused("never altered"):
            JournalEntry.objects.filter(seq=3).delete()
        with refused("never altered"):
            self.entries[0].delete()

    def test_nothing_is_put_in_between_or_beyond(self) -> None:
        for seq in (-1, 0, 1, 2, 3, 5, 2**50):
            with self.subTest(seq=seq), refused():
                insert(self.next_one(seq=seq))

    def test_nothing_follows_another_entry(self) -> None:
        for previous in ("", "a" * 64, self.entries[0].seal):
            with self.subTest(previous=previous), refused("at its end"):
                insert(self.next_one(previous=previous))

    def test_nothing_is_dated_ahead_or_back(self) -> None:
        with refused("at the time of the record"):
            insert(self.next_one(at=SEVEN + 2 * SECOND + MICROSECOND))
        with refused("never runs backwards"):
            insert(self.next_one(at=SEVEN + 2 * SECOND - MICROSECOND))

    def test_no_id_is_taken_twice_or_takes_all_the_room(self) -> None:
        with refused("its own id"):
            insert(self.next_one(id=self.entries[0].pk))
        for taken in (-1, 0, 2**63 - 1):
            with self.subTest(id=taken), refused("has the next id"):
                insert(self.next_one(id=taken))

    @on_sqlite
    def test_nothing_is_replaced(self) -> None:
        for verb in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE"):
            with self.subTest(verb=verb), refused("its own id"):
                insert(self.next_one(id=self.entries[0].pk), verb=verb)
            with self.subTest(verb=verb), refused("at its end"):
                insert(self.next_one(seq=2), verb=verb)

    def test_a_made_up_seal_is_found_out(self) -> None:
        insert(self.next_one(), seal="f" * 64)
        forged = JournalEntry.objects.get(seq=4)
        assert journal.seal_of(forged) != forged.seal


class AnAction(SimpleTestCase):
    """What was done is one of a list, and no program reads the journal's sentences."""

    def test_no_query_names_one_by_a_string(self) -> None:
        asks = {
            str(path): path.read_text()
            for path in Path("releases").rglob("*.py")
            if "JournalEntry" in path.read_text() and "migrations" not in path.parts
        }
        assert len(asks) > 5
        by_string = re.compile(r"\baction(__in)?=[\[{(]*[\"']")
        assert not [path for path, text in asks.items() if by_string.search(text)]

    def test_no_code_reads_a_sentence(self) -> None:
        reads = re.compile(r"\bdetail__|\.detail\b|values\w*\([^)]*[\"']detail[\"']")
        found = {
            str(path)
            for path in Path("releases").rglob("*.py")
            if reads.search(path.read_text())
        }
        shows = "releases/workspace/history/lines.py"
        assert found == {"releases/record/journal.py", shows}, "the first seals them"

    def test_its_value_fits_the_column(self) -> None:
        assert all(len(action) <= 40 for action in JournalAction)

    def test_who_did_it_is_known_by_their_account(self) -> None:
        assert journal.name_of("guest: Robin") == "guest: Robin"
        assert journal.name_of(User(username="ada")) == "ada"
