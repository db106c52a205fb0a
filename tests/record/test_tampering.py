"""Whatever somebody altered by hand, past the triggers, is found and named."""

from __future__ import annotations

import shutil
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.db import connection

from releases.models import (
    JournalAction,
    JournalEntry,
    Publication,
    RowChange,
    Topic,
)
from releases.models.stored_file import storage_name
from releases.record import journal
from releases.record.documents import digest_of
from releases.record.triggers import installation
from tests.builders import (
    SEVEN,
    publication_of,
)
from tests.owner import as_owner
from tests.record.rows import HOUR, on_sqlite, sql
from tests.record.whole import ARecord, by_hand, problems


class ARecordThatWasAltered(ARecord):
    """Each thing that was altered past the triggers is found and named."""

    def entry(self) -> JournalEntry:
        """One in the midst of the journal."""
        return JournalEntry.objects.get(seq=3)

    def test_a_trigger_that_is_gone(self) -> None:
        with as_owner():
            installation.thaw(connection)
            assert any("trigger" in found for found in problems())
            installation.freeze(apps, connection)

    def test_an_entry_that_says_something_else(self) -> None:
        by_hand("UPDATE releases_journalentry SET by = 'mallory' WHERE seq = 3")
        assert "journal entry 3: its seal does not match its contents." in problems()

    def test_an_entry_that_was_sealed_anew(self) -> None:
        entry = self.entry()
        entry.by = "mallory"
        by_hand(
            "UPDATE releases_journalentry SET by = 'mallory', seal = %s WHERE seq = 3",
            [journal.seal_of(entry)],
        )
        assert any("journal entry 4: it does not hold" in one for one in problems())

    def test_an_entry_that_is_gone(self) -> None:
        by_hand("UPDATE releases_rowchange SET entry_id = NULL WHERE entry_id = 3")
        by_hand("DELETE FROM releases_journalentry WHERE seq = 3")
        assert "journal entry 4: entry 3 before it is missing." in problems()

    def test_a_change_that_says_something_else(self) -> None:
        change = RowChange.objects.exclude(entry=None).filter(action="update")[0]
        for column in ("by", "before", "after"):
            with self.subTest(column=column):
                known = getattr(change, column)
                update = f"UPDATE releases_rowchange SET {column} = %s WHERE id = %s"
                by_hand(update, [known.replace("{", "{ ") + " ", change.pk])
                why = f"not the changes that journal entry {change.entry_id} sealed"
                assert any(why in problem for problem in problems())
                by_hand(update, [known, change.pk])
        assert problems() == []

    def test_a_change_that_is_gone_or_that_nobody_sealed(self) -> None:
        change = RowChange.objects.exclude(entry=None).filter(action="update")[0]
        by_hand(
            "UPDATE releases_rowchange SET entry_id = NULL WHERE id = %s", [change.pk]
        )
        assert any(f"entry {change.entry_id}" in found for found in problems())

    def test_all_the_changes_of_an_entry_are_gone(self) -> None:
        entry = JournalEntry.objects.exclude(changes_sealed=0).order_by("-seq")[1]
        by_hand("DELETE FROM releases_rowchange WHERE entry_id = %s", [entry.seq])
        gone = f"journal entry {entry.seq}: the changes that it sealed are gone."
        assert gone in problems()
        last = JournalEntry.objects.exclude(changes_sealed=0)[0]
        by_hand("DELETE FROM releases_rowchange WHERE entry_id >= %s", [entry.seq])
        assert gone in problems()
        assert last.seq > entry.seq

    def test_a_change_that_names_an_entry_which_sealed_none(self) -> None:
        change = RowChange.objects.exclude(entry=None).order_by("-pk")[0]
        entry = journal.write(JournalAction.EDIT, "release:1", by="ada")
        by_hand(
            "UPDATE releases_rowchange SET entry_id = %s WHERE id = %s",
            [entry.seq, change.pk],
        )
        assert problems()

    def test_a_document(self) -> None:
        publication = publication_of(self.out)
        forged = publication.document.replace("Right", "Wrong")
        by_hand(
            "UPDATE releases_publication SET document = %s WHERE id = %s",
            [forged, publication.pk],
        )
        (found,) = problems()
        assert found.startswith(f"publication {publication.pk}, {publication}: ")
        assert "its digest does not match its document" in found

    def test_a_document_with_its_digest(self) -> None:
        publication = publication_of(self.out)
        by_hand(
            "UPDATE releases_publication SET document = '{}', digest = %s WHERE id = %s",
            [digest_of("{}"), publication.pk],
        )
        name = f"publication {publication.pk}, {publication}"
        entry = JournalEntry.objects.get(
            action=JournalAction.PUT_ON_RECORD, facts__publication=publication.pk
        )
        changed = "its digest is not what its last change left"
        assert problems() == [
            f"{name}: its document cannot be read.",
            f"{name}: its digest is not that of journal entry {entry.seq}.",
            f"releases_publication {publication.pk}: {changed}.",
        ]

    def test_a_seal_that_its_document_does_not_set(self) -> None:
        publication = publication_of(self.out)
        by_hand(
            "UPDATE releases_publication SET seals_earlier = %s WHERE id = %s",
            [True, publication.pk],
        )
        assert any(
            "does not seal earlier versions as its document says" in problem
            for problem in problems()
        )

    def test_an_interval(self) -> None:
        first = Publication.objects.get(address=self.out.address, number=1)
        second = publication_of(self.out)
        for row, column, value, why in (
            (
                first,
                "live_until",
                SEVEN + HOUR,
                "not end where the next version begins",
            ),
            (first, "number", 7, "version 1 of its chain is missing"),
            (second, "dated", SEVEN - HOUR, "its date differs from its chain"),
        ):
            with self.subTest(column=column):
                known = getattr(row, column)
                update = f"UPDATE releases_publication SET {column} = %s WHERE id = %s"
                by_hand(update, [self.written(value), row.pk])
                found = problems()
                assert any(why in one for one in found)
                assert any(f"its {column} is not" in one for one in found)
                by_hand(update, [self.written(known), row.pk])
        assert problems() == []

    def test_a_row_of_the_desk(self) -> None:
        by_hand("UPDATE releases_contact SET phones = '+1 900' WHERE id > 0")
        (found,) = problems()
        assert "its phones is not what its last change left" in found

    def test_a_row_that_was_altered_and_then_saved_by_somebody(self) -> None:
        by_hand("UPDATE releases_contact SET phones = '+1 900' WHERE id > 0")
        sql("UPDATE releases_contact SET phones = '+1 901'")
        (found,) = problems()
        assert "phones was altered before it, and no change says so" in found

    def test_a_row_that_was_put_in_or_taken_away(self) -> None:
        by_hand("INSERT INTO releases_topic (name) VALUES ('Slipped in')")
        (found,) = problems()
        assert "no change says how this row was added" in found
        by_hand("DELETE FROM releases_topic")
        row = Group.permissions.through.objects.order_by("pk")[0]
        by_hand(f"DELETE FROM auth_group_permissions WHERE id = {row.pk}")
        (found,) = problems()
        assert found.startswith(f"auth_group_permissions {row.pk}: it is gone")

    @on_sqlite
    def test_a_row_that_was_replaced_by_a_shell_without_irsites_pragmas(self) -> None:
        Topic.objects.create(name="One")
        sql("PRAGMA recursive_triggers = OFF")
        sql("INSERT OR REPLACE INTO releases_topic (name) VALUES ('One')")
        sql("PRAGMA recursive_triggers = ON")
        (found,) = problems()
        assert "it is gone, and no change says who deleted it" in found

    @on_sqlite
    def test_a_row_that_cannot_even_be_read(self) -> None:
        by_hand("UPDATE releases_release SET go_live_at = '2026-02-30 10:00:00'")
        (found,) = problems()
        assert "a row cannot be read" in found

    def test_a_file_that_is_gone_or_has_other_bytes(self) -> None:
        sha256 = publication_of(self.out).files.get().sha256
        place = settings.PRIVATE_ROOT / storage_name(sha256)
        kept = place.with_suffix(".kept")
        shutil.move(place, kept)
        self.addCleanup(shutil.move, kept, place)
        (found,) = problems()
        assert "is not in storage" in found
        place.write_bytes(b"other bytes")
        (found,) = problems()
        assert "has other contents" in found
        assert default_storage.exists(storage_name(sha256))

    def written(self, value: Any) -> Any:
        """Return an instant as the engine stores it."""
        if isinstance(value, int):
            return value
        return connection.ops.adapt_datetimefield_value(value)
