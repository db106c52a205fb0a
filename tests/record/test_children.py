"""What goes out with a publication: its files, and the instants that change its looks."""

from __future__ import annotations

from itertools import product
from typing import Any

from releases.models import EventMention, HorizonInstant, Publication, PublishedFile
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND, travel
from tests.record.rows import (
    HOUR,
    WAYS,
    OnTheRecord,
    altered,
    change,
    contents,
    file_of,
    insert,
    instant_of,
    mention_of,
    on_sqlite,
    refused,
    unsaved,
    use_record,
)


class AFileOrAnInstant(OnTheRecord):
    """It is put with its publication and stays as it is."""

    publication: Publication
    file: PublishedFile
    instant: HorizonInstant
    mention: EventMention

    def setUp(self) -> None:
        super().setUp()
        self.publication = unsaved()
        self.publication.save()
        self.file = file_of(self.publication)
        self.instant = instant_of(self.publication, SEVEN + 2 * HOUR)
        self.file.save()
        self.instant.save()
        self.mention = mention_of(self.publication)
        self.mention.save()

    def test_it_is_not_added_to_what_is_out(self) -> None:
        for row in (self.past, self.standing):
            with self.subTest(row=row), refused("after it was recorded"):
                insert(file_of(row))
            with self.subTest(row=row), refused("after it was recorded"):
                HorizonInstant.objects.bulk_create([instant_of(row, SEVEN)])
            with self.subTest(row=row), refused("after it was recorded"):
                EventMention.objects.bulk_create([mention_of(row)])

    def test_it_is_not_added_at_the_instant_itself(self) -> None:
        with travel(self.publication.live_from), refused("after it was recorded"):
            insert(file_of(self.publication, token="another"))
        with travel(self.publication.live_from - MICROSECOND):
            insert(file_of(self.publication, token="another"))

    def test_it_is_not_added_after_another_use(self) -> None:
        with travel(SEVEN + SECOND):
            use_record(SEVEN + SECOND)
            with refused("after it was recorded"):
                insert(file_of(self.publication, token="another"))
            with refused("after it was recorded"):
                insert(instant_of(self.publication, SEVEN))

    def test_it_is_not_added_to_what_does_not_exist(self) -> None:
        with refused("after it was recorded"):
            insert(file_of(self.publication), publication_id=987654)

    def test_no_column_changes(self) -> None:
        before = contents()
        for row in (self.file, self.instant, self.mention):
            for column, value in altered(row):
                with self.subTest(column=column), refused("never altered"):
                    change(row, column, value)
            with self.subTest(row=row), refused("never altered"):
                change(row, "id", row.pk + 1)
        assert contents() == before

    def test_models_change_nothing_either(self) -> None:
        changes: list[tuple[Any, str, Any]] = [
            (self.file, "name", "forged.pdf"),
            (self.instant, "instant", SEVEN),
            (self.mention, "address", "another-call"),
        ]
        for (row, field, value), way in product(changes, WAYS):
            with self.subTest(way=way.__name__), refused("never altered"):
                way(row, field, value)

    def test_it_never_goes(self) -> None:
        before = contents()
        for model in (PublishedFile, HorizonInstant, EventMention):
            with self.subTest(model=model), refused("never altered"):
                model._default_manager.all().delete()
        with refused("never altered"):
            self.file.delete()
        assert contents() == before

    @on_sqlite
    def test_sqlites_or_replace_is_refused(self) -> None:
        for verb in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE"):
            with self.subTest(verb=verb), refused("named once"):
                insert(file_of(self.publication, name="forged.pdf"), verb=verb)
            with self.subTest(verb=verb), refused("named once"):
                insert(instant_of(self.publication, self.instant.instant), verb=verb)
            with self.subTest(verb=verb), refused("named once"):
                insert(mention_of(self.publication), verb=verb)
            with self.subTest(verb=verb), refused("its own id"):
                forged = file_of(self.publication, id=self.file.pk, token="another")
                insert(forged, verb=verb)
            with self.subTest(verb=verb), refused("its own id"):
                forged_instant = instant_of(self.publication, SEVEN)
                insert(forged_instant, id=self.instant.pk, verb=verb)

    def test_its_id_leaves_room_for_others(self) -> None:
        for taken in (-1, 0, 2**63 - 1):
            with self.subTest(id=taken), refused("has the next id"):
                insert(file_of(self.publication, id=taken, token="another"))
            with self.subTest(id=taken), refused("has the next id"):
                insert(instant_of(self.publication, SEVEN), id=taken)

    def test_the_address_of_a_file_is_never_that_of_another(self) -> None:
        later = unsaved(address="2026/later")
        later.save()
        with refused("always means the same file"):
            insert(file_of(later, sha256="b" * 64))
        insert(file_of(later))
