"""A row that no transition put there is named, though every rule of the database let it in."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from releases.models import (
    Approval,
    JournalAction,
    JournalEntry,
    Publication,
)
from releases.record import journal
from releases.record.documents import digest_of
from tests.builders import SEVEN, author, publication_of
from tests.clock import travel
from tests.record.rows import HOUR, file_of, insert, instant_of, mention_of, sql
from tests.record.whole import ARecord, by_hand, problems

# When the record was last used: the release of nine was approved then.
NOW = SEVEN + 8 * HOUR

NOTHING: dict[str, Any] = {"approvals": [], "roles": [], "republishes": []}


def named(publication: Publication) -> str:
    """Return how verify_record names it."""
    return f"publication {publication.pk}, {publication}"


def forged(publication: Publication, **fields: Any) -> Publication:
    """Return a publication in the words of this one, as raw SQL could insert it."""
    live_from = fields.get("live_from", NOW + HOUR / 2)
    forgery = Publication.objects.get(pk=publication.pk)
    forgery.document = publication.document.replace("Right", "Wrong")
    for name, value in {
        "pk": Publication.objects.latest("pk").pk + 1,
        "address": "2026/forged",
        "number": 1,
        "dated": live_from,
        "live_from": live_from,
        "live_until": None,
        "notice": "",
        "bundle": uuid.uuid4(),
        "recorded_at": NOW,
        "digest": digest_of(forgery.document),
        **fields,
    }.items():
        setattr(forgery, name, value)
    return forgery


class AForgedPublication(ARecord):
    """It has no journal entry, or the entry is of something else."""

    def test_a_first_version(self) -> None:
        forgery = forged(publication_of(self.later))
        insert(forgery)
        assert problems() == [
            f"{named(forgery)}: no journal entry says that it was put on the record."
        ]

    def test_a_next_version_of_what_is_live(self) -> None:
        live = publication_of(self.out)
        forgery = forged(
            live, address=live.address, number=3, dated=live.dated, notice="correction"
        )
        insert(forgery)
        why = "no journal entry says that it was put on the record"
        assert f"{named(forgery)}: {why}." in problems()

    def test_what_is_called_off_or_back_on_by_sql(self) -> None:
        later = publication_of(self.later)
        sql(
            "UPDATE releases_publication SET live_until = live_from WHERE id = %s",
            [later.pk],
        )
        (problem,) = problems()
        assert problem == (
            f"{named(later)}: it is called off, and no journal entry says so."
        )

    def test_a_publication_that_is_gone(self) -> None:
        later = publication_of(self.later)
        parts = ("publishedfile", "eventmention", "horizoninstant", "contentdigest")
        for table in parts:
            by_hand(
                f"DELETE FROM releases_{table} WHERE publication_id = %s", [later.pk]
            )
        by_hand("DELETE FROM releases_publication WHERE id = %s", [later.pk])
        assert any(
            f"it names publication {later.pk}, which is not there" in problem
            for problem in problems()
        )


class AForgedPart(ARecord):
    """A file, an event or an instant that does not stand in the document."""

    def test_what_was_added_by_sql(self) -> None:
        later = publication_of(self.later)
        evil = file_of(later, name="evil.html", media_type="text/html", token="evil")
        with travel(NOW):
            for row in (evil, mention_of(later, "a-call"), instant_of(later, SEVEN)):
                insert(row)
        assert problems()[:3] == [
            f"{named(later)}: {why}."
            for why in (
                "the file “evil.html” (evil) does not stand in its document",
                "the event a-call does not stand in its document",
                "the instant 2026-03-03T12:00:00+00:00 does not stand in its document",
            )
        ]

    def test_a_file_of_the_document_that_has_no_row(self) -> None:
        out = publication_of(self.out)
        file = out.files.get()
        by_hand("DELETE FROM releases_publishedfile WHERE id = %s", [file.pk])
        why = f"the file “results.pdf” ({file.token}) of its document has no row"
        assert f"{named(out)}: {why}." in problems()

    def test_a_column(self) -> None:
        later = publication_of(self.later)
        for column, value in (
            ("headline", "Forged"),
            ("category", "forged"),
            ("language", "de"),
            ("notice", "withdrawal"),
        ):
            with self.subTest(column=column):
                update = f"UPDATE releases_publication SET {column} = %s WHERE id = %s"
                by_hand(update, [value, later.pk])
                why = f"its {column} is not what its document says"
                assert f"{named(later)}: {why}." in problems()
                by_hand(update, [getattr(later, column), later.pk])


class AForgedApproval(ARecord):
    """It is of nothing, by nobody, or of something else."""

    def test_one_that_nobody_gave(self) -> None:
        forgery = Approval.objects.get(release=self.later)
        forgery.pk += 1
        forgery.by = author()
        insert(forgery)
        assert problems() == [
            f"approval {forgery.pk}: no journal entry says that it was given."
        ]

    def test_one_that_says_something_else(self) -> None:
        approval = Approval.objects.get(release=self.later)
        for column, value in (
            ("by_id", author().pk),
            ("full_digest", "f" * 64),
            ("content_digest", "f" * 64),
            ("document", "{}"),
            ("emergency", True),
        ):
            with self.subTest(column=column):
                update = f"UPDATE releases_approval SET {column} = %s WHERE id = %s"
                by_hand(update, [value, approval.pk])
                why = f"its {column.removesuffix('_id')} is not that of journal entry"
                assert any(
                    problem.startswith(f"approval {approval.pk}: {why}")
                    for problem in problems()
                )
                by_hand(update, [getattr(approval, column), approval.pk])

    def test_one_that_is_gone(self) -> None:
        approval = Approval.objects.get(release=self.later)
        by_hand("DELETE FROM releases_approval WHERE id = %s", [approval.pk])
        found = problems()
        publication = publication_of(self.later)
        gone = f"its approval {approval.pk} is not there"
        assert f"{named(publication)}: {gone}." in found
        assert f"{named(publication)}: nobody approved it." in found
        assert any(f"it gave approval {approval.pk}" in problem for problem in found)


class AForgedEntry(ARecord):
    """An entry of the journal that says what did not happen."""

    def test_a_second_entry_of_a_publication(self) -> None:
        later = publication_of(self.later)
        entry = JournalEntry.objects.get(
            action=JournalAction.PUT_ON_RECORD, facts__publication=later.pk
        )
        again = self.write(later, **entry.facts)
        both = f"journal entries {entry.seq} and {again.seq} both put it on the record"
        assert f"{named(later)}: {both}." in problems()

    def test_an_entry_of_a_publication_that_is_not_there(self) -> None:
        entry = self.write(publication_of(self.later), publication=999_999_999)
        assert problems() == [
            f"journal entry {entry.seq}: it names publication 999999999, which is not there."
        ]

    def test_an_authorization_that_does_not_entitle_it(self) -> None:
        approval = Approval.objects.get(release=self.later)
        earlier = Approval.objects.filter(release=self.out).order_by("pk")[0]
        for facts, why in (
            ({"ground": "item"}, "it is a release, and nobody approved it"),
            ({"ground": "import"}, "it was imported, and is not marked so"),
            (
                {"ground": "withdrawal"},
                "it was to be a notice of withdrawal, and is not",
            ),
            (
                {"ground": "republishing", "republishes": [1]},
                "it is not what was called off before it was put back",
            ),
            ({"ground": "approvals"}, "nobody approved it"),
            (
                {"ground": "approvals", "approvals": [approval.pk], "roles": [99]},
                "group 99 had to approve it, and did not",
            ),
            (
                {"ground": "emergency", "approvals": [approval.pk]},
                f"its approval {approval.pk} is not of the right kind",
            ),
            (
                {"ground": "approvals", "approvals": [earlier.pk]},
                f"its approval {earlier.pk} is of another document",
            ),
            (
                {"ground": "approvals", "approvals": [earlier.pk]},
                f"its approval {earlier.pk} is of another release",
            ),
            (
                {"ground": "approvals", "approvals": [earlier.pk]},
                f"its approval {earlier.pk} had ended by journal entry",
            ),
        ):
            with self.subTest(facts=facts), transaction.atomic():
                forgery = forged(publication_of(self.later))
                insert(forgery)
                self.write(forgery, **{"release": self.later.pk, **NOTHING, **facts})
                assert any(
                    problem.startswith(f"{named(forgery)}: {why}")
                    for problem in problems()
                ), problems()
                transaction.set_rollback(True)

    def write(self, named: Publication, **facts: Any) -> JournalEntry:
        """Write an entry as irsite itself would."""
        return journal.write(
            JournalAction.PUT_ON_RECORD,
            f"release:{named.address}",
            by="mallory",
            digest=named.digest,
            facts={
                "publication": named.pk,
                "number": named.number,
                "live_from": named.live_from.isoformat(),
                **facts,
            },
        )
