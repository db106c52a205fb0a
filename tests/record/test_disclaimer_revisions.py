"""A legal wording that an approved release has used."""

from __future__ import annotations

import uuid
from itertools import product
from typing import Any

from django.db import connection, transaction

from releases.models import Disclaimer
from tests.builders import SEVEN, make_disclaimer, make_user
from tests.record.rows import (
    WAYS,
    OnTheRecord,
    by_update,
    change,
    insert,
    on_postgresql,
    on_sqlite,
    refused,
    sql,
)


class AWordingInUse(OnTheRecord):
    """It is neither edited, replaced nor deleted; one that is not in use may be."""

    used: Disclaimer
    draft: Disclaimer

    def setUp(self) -> None:
        super().setUp()
        self.used = make_disclaimer(
            in_use=True, approved_by=make_user(), approved_at=SEVEN
        )
        self.draft = make_disclaimer(ref=self.used.ref, revision=2)

    def changes(self) -> list[tuple[str, Any]]:
        """Return the changes that would make it another disclaimer."""
        return [
            ("wording", "Nothing may differ."),
            ("wording", ""),
            ("heading", "Warning"),
            ("revision", 7),
            ("ref", uuid.uuid4()),
            ("in_use", False),
        ]

    def test_it_is_not_edited(self) -> None:
        for (field, value), way in product(self.changes(), WAYS):
            copy = Disclaimer.objects.get(pk=self.used.pk)
            with self.subTest(field=field, way=way.__name__), refused("never edited"):
                way(copy, field, value)

    def test_it_keeps_its_id(self) -> None:
        with refused("never edited"):
            change(self.used, "id", 4711)

    def test_it_is_not_deleted(self) -> None:
        with refused("never deleted"):
            self.used.delete()
        with refused("never deleted"):
            sql("DELETE FROM releases_disclaimer")

    def test_it_may_be_named_anew_and_taken_out_of_force(self) -> None:
        by_update(self.used, "name", "Forward-looking statements, old")
        by_update(self.used, "in_force", value=False)

    def test_one_that_is_not_in_use_may_be_changed_and_deleted(self) -> None:
        by_update(self.draft, "wording", "All of it may differ.")
        self.draft.delete()

    @on_sqlite
    def test_another_row_does_not_take_its_place(self) -> None:
        with transaction.atomic():
            taken = {"revision": self.used.revision, "id": self.used.pk}
            for column, value in taken.items():
                with self.subTest(column=column), refused("never replaced"):
                    change(self.draft, column, value, verb="UPDATE OR REPLACE")
        for verb in ("REPLACE", "INSERT OR REPLACE"):
            with self.subTest(verb=verb), refused("never replaced"):
                insert(self.draft, verb=verb, id=self.used.pk)
            with self.subTest(verb=verb), refused("never replaced"):
                insert(self.used, verb=verb, id=4711)

    @on_postgresql
    def test_its_table_is_not_emptied(self) -> None:
        connection.check_constraints()  # PostgreSQL empties no table that awaits one
        with refused("never deleted"):
            sql("TRUNCATE releases_disclaimer CASCADE")
        with refused("never truncate"):
            sql("TRUNCATE auth_user CASCADE")

    def test_another_revision_may_follow(self) -> None:
        insert(Disclaimer(ref=self.used.ref, revision=3, wording="Newer.", name="x"))
