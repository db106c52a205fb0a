"""What has changed is sealed into the journal, once, and stays as it was sealed."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connections, transaction
from django.test import TestCase

import rfc8785

from releases.desk import transitions
from releases.models import (
    Contact,
    JournalAction,
    JournalEntry,
    Release,
    RowChange,
    Topic,
)
from releases.record import journal
from tests.builders import SEVEN, author, counsel, make_contact, make_release, publish
from tests.clock import SECOND, travel
from tests.live import CommittingTestCase
from tests.record.rows import (
    altered,
    change,
    on_postgresql,
    on_sqlite,
    refused,
    sql,
)

Task = tuple[Callable[[Any], None], Any]


class ASeal(TestCase):
    """The next entry of the journal carries the digest of all that has none."""

    def test_an_action_seals_what_it_changed(self) -> None:
        release = make_release()
        with travel(SEVEN):
            transitions.submit(release, by=author(), at=SEVEN)
        row_change = RowChange.objects.filter(subject=f"release:{release.pk}")[0]
        entry = JournalEntry.objects.get(action="submit")
        assert "submitted" in row_change.after
        assert row_change.entry == entry
        assert not RowChange.objects.filter(entry=None).exists()

    def test_its_digest_is_that_of_the_changes_in_canonical_json(self) -> None:
        make_contact(name='Größe — 決算 \x1f\x7f\u2028 "\\/')
        entry = journal.write(JournalAction.EDIT, "release:1", by="ada")
        changes = list(RowChange.objects.filter(entry=entry).order_by("pk"))
        assert entry.changes_sealed == len(changes) > 1
        assert entry.changes_digest == journal.digest_of_changes(changes)
        for row in changes:
            canonical = {
                **{name: getattr(row, name) for name in ("subject", "table", "row")},
                **{name: getattr(row, name) for name in ("action", "before", "after")},
                "id": row.pk,
                "by": row.by,
                "origin": row.origin,
                "code": row.code,
                "at": row.at.isoformat(timespec="microseconds"),
            }
            assert journal.canonical_change(row).encode() == rfc8785.dumps(canonical)

    def test_any_other_word_is_another_digest(self) -> None:
        make_contact()
        (one,) = RowChange.objects.order_by("-pk")[:1]
        digest = journal.digest_of_changes([one])
        for name in (
            "subject",
            "table",
            "action",
            "before",
            "after",
            "by",
            "origin",
            "code",
        ):
            before = getattr(one, name)
            setattr(one, name, f"{before}x")
            with self.subTest(column=name):
                assert journal.digest_of_changes([one]) != digest
            setattr(one, name, before)

    def test_the_entrys_own_seal_covers_it(self) -> None:
        make_contact()
        entry = journal.write(JournalAction.EDIT, "release:1", by="ada")
        for name, value in (
            ("changes_sealed", entry.changes_sealed + 1),
            ("changes_digest", "f" * 64),
            ("facts", {"link": 7}),
            ("user_id", 7),
        ):
            forged = JournalEntry.objects.get(pk=entry.pk)
            assert journal.seal_of(forged) == entry.seal
            setattr(forged, name, value)
            with self.subTest(column=name):
                assert journal.seal_of(forged) != entry.seal

    def test_where_nothing_changed_there_is_nothing_to_seal(self) -> None:
        journal.write(JournalAction.EDIT, "release:1", by="ada")
        entry = journal.write(JournalAction.EDIT, "release:1", by="ada")
        assert (entry.changes_sealed, entry.changes_digest) == (0, "")

    def test_the_command_seals_what_no_action_did(self) -> None:
        journal.write(JournalAction.EDIT, "release:1", by="ada")
        sql("UPDATE releases_category SET name = 'Forged' WHERE id = 1")
        assert "seals 1 change:" in self.printed()
        assert JournalEntry.objects.all()[0].action == "seal changes"
        assert "is sealed already" in self.printed()

    def printed(self) -> str:
        """Return what the command prints."""
        out = io.StringIO()
        call_command("seal_journal", stdout=out)
        return out.getvalue()


class ARowChange(TestCase):
    """Raw SQL neither forges it, nor edits it, nor takes it away."""

    def setUp(self) -> None:
        make_contact()
        self.sealed = journal.write(JournalAction.EDIT, "release:1", by="ada")
        make_contact(name="Another")
        self.open = RowChange.objects.get(entry=None)
        self.closed = RowChange.objects.filter(entry=self.sealed)[0]

    def test_no_column_changes_but_the_seal(self) -> None:
        self.closed.entry_id = self.open.entry_id = 1
        for row_change in (self.open, self.closed):
            for column, value in altered(row_change):
                if column != "entry_id":
                    with self.subTest(column=column), refused("Only the seal"):
                        change(row_change, column, value)

    def test_it_is_sealed_once_and_by_the_next_entry_alone(self) -> None:
        for seq in (1, 3, None, -1):
            with self.subTest(seq=seq), refused("sealed once"):
                change(self.closed, "entry_id", seq)
        for seq in (1, 3):
            with self.subTest(seq=seq), refused("sealed once"):
                change(self.open, "entry_id", seq)

    def test_it_never_goes(self) -> None:
        with refused("never altered"):
            RowChange.objects.filter(pk=self.open.pk).delete()
        with refused("never altered"):
            sql("DELETE FROM releases_rowchange")

    def test_it_is_not_written_as_sealed_or_ahead_of_the_time(self) -> None:
        forged = {"table": "x", "row": 1, "action": "update", "after": "{}"}
        with refused():
            self.put(RowChange(at=SEVEN, entry_id=1, **forged))
        with refused():
            self.put(RowChange(at=SEVEN.replace(year=2900), **forged))

    @on_postgresql
    def test_nobody_but_a_trigger_writes_one(self) -> None:
        with refused("Only triggers write"):
            self.put(RowChange(at=SEVEN, table="x", row=1, action="update"))

    @on_sqlite
    def test_none_is_replaced(self) -> None:
        with refused("its own id"):
            self.put(RowChange(pk=self.open.pk, at=SEVEN, table="x", row=1, action="x"))

    def put(self, row_change: RowChange) -> None:
        """As raw SQL would."""
        row_change.save(force_insert=True)


class SeveralAtOnce(CommittingTestCase):
    """Publishing, saving and sealing wait for one another, and none of them for ever."""

    @on_postgresql  # the tests' SQLite is in memory, where nobody waits
    def test_an_approval_and_a_save_of_the_same_release_do_not_deadlock(self) -> None:
        releases = [make_release(headline=f"Results {n}") for n in range(4)]
        by, at = author(), SEVEN

        def submits(release: Release) -> None:
            transitions.submit(release, by=by, at=at)

        def saves(release: Release) -> None:
            with transaction.atomic():
                Release.objects.select_for_update().get(pk=release.pk)
                Release.objects.filter(pk=release.pk).update(source="Saved")
                Contact.objects.update(title="Saved")
                transitions.note_edit(release, by=by)

        make_contact()
        tasks: list[Task] = [
            (act, release) for release in releases for act in (submits, saves)
        ]
        assert at_once(tasks) == []
        assert not RowChange.objects.filter(entry=None).exists()
        for entry in JournalEntry.objects.exclude(changes_sealed=0):
            changes = RowChange.objects.filter(entry=entry).order_by("pk")
            assert entry.changes_sealed == changes.count()
            assert entry.changes_digest == journal.digest_of_changes(changes)

    @on_postgresql
    def test_what_another_transaction_has_not_committed_is_sealed_later(self) -> None:
        written, sealed = threading.Event(), threading.Event()

        def writes() -> None:
            with transaction.atomic():
                Topic.objects.create(name="Early")
                written.set()
                sealed.wait(10)

        thread = threading.Thread(target=closing(writes))
        thread.start()
        written.wait(10)
        Topic.objects.create(name="Late")
        first = journal.write(JournalAction.EDIT, "release:1", by="ada")
        sealed.set()
        thread.join()
        second = journal.write(JournalAction.EDIT, "release:1", by="ada")
        early, late = (
            RowChange.objects.get(table="releases_topic", after__contains=name)
            for name in ("Early", "Late")
        )
        assert early.pk < late.pk
        assert (early.entry, late.entry) == (second, first)
        assert second.changes_sealed == 1

    def test_an_approval_and_its_publication_are_sealed_together(self) -> None:
        counsel()
        with travel(SEVEN - SECOND):
            publish(at=SEVEN)
        assert not RowChange.objects.filter(entry=None).exists()


def closing(act: Callable[[], Any]) -> Callable[[], None]:
    """Return the act, with its thread's connections closed afterwards."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    return run


def at_once(tasks: list[Task]) -> list[Exception]:
    """Return the errors, refusals apart, of acts that begin at the same time."""
    gate = threading.Barrier(len(tasks))
    wrong: list[Exception] = []

    def run_task(act: Callable[[Any], None], argument: Any) -> None:
        gate.wait()
        try:
            act(argument)
        except transitions.NotAllowed:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            wrong.append(error)

    threads = [
        threading.Thread(target=closing(lambda task=task: run_task(*task)))  # type: ignore[misc]  # the loop's own
        for task in tasks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
