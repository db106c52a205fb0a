"""What is made from a publication is made once, and kept as it was first made."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.test import TestCase

import pytest

from releases.models import Derivative, Publication
from releases.record import derivatives, verification
from releases.record.derivatives import DerivativeLost, derived
from releases.record.documents import ReleaseDocument
from releases.record.published import Published, published_release
from releases.record.verification.stored_files import verify_files
from tests.builders import SEVEN, publication_of, put_on_record
from tests.clock import travel
from tests.record.rows import WAYS, altered, change, insert, on_sqlite, refused


class ADerivative(TestCase):
    """Of a release that goes live at SEVEN."""

    publication: Publication
    release: Published[ReleaseDocument]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.publication = publication_of(put_on_record(at=SEVEN))
        cls.release = published_release(cls.publication)

    def make(self, content: bytes = b"first", *, source: str = "a" * 64) -> bytes:
        """Have it made with this content, unless it is there."""
        with travel(SEVEN):
            return derived(
                self.release,
                "pdf",
                source=source,
                made_with="typst 1",
                make=lambda: content,
            )

    def test_is_made_once_and_names_its_publication(self) -> None:
        assert self.make(b"first") == b"first"
        assert self.make(b"second") == b"first"
        row = Derivative.objects.get()
        assert row.publication == self.publication
        assert (row.size, row.made_with, row.made_at) == (5, "typst 1", SEVEN)
        assert str(row) == f"pdf {row.sha256[:12]}"

    def test_is_another_where_something_else_goes_into_it(self) -> None:
        self.make(b"first")
        assert self.make(b"second", source="b" * 64) == b"second"
        assert self.make(b"third", source="a" * 64) == b"first"

    def test_of_two_processes_at_once_both_return_what_the_first_stored(self) -> None:
        def while_another_makes_it() -> bytes:
            self.make(b"the other's")
            return b"mine"

        with travel(SEVEN):
            content = derived(
                self.release,
                "pdf",
                source="a" * 64,
                made_with="typst 1",
                make=while_another_makes_it,
            )
        assert content == self.make() == b"the other's"

    def test_that_is_lost_is_made_again_if_it_is_the_same(self) -> None:
        self.make(b"first")
        self.stored().unlink()
        with self.assertLogs(derivatives.__name__) as logged:
            assert self.make(b"first") == b"first"
        assert "is missing or altered" in logged.output[0]
        assert self.make(b"second") == b"first"

    def test_that_is_lost_or_altered_is_never_replaced_by_another(self) -> None:
        self.make(b"first")
        self.stored().write_bytes(b"forged")
        with self.assertLogs(derivatives.__name__), pytest.raises(DerivativeLost):
            self.make(b"second")
        with self.assertLogs(derivatives.__name__):
            assert self.make(b"first") == b"first"
        assert self.stored().read_bytes() == b"first"

    def test_that_is_lost_or_altered_is_found_by_verification(self) -> None:
        self.make(b"first")
        assert verification.walk(verify_files)[1].count == 0
        self.stored().write_bytes(b"forged")
        assert "has other contents" in str(verification.walk(verify_files)[1].named[0])
        self.stored().unlink()
        problem = str(verification.walk(verify_files)[1].named[0])
        assert "is not in storage" in problem
        assert f"{self.publication.address} (pdf)" in problem

    def stored(self) -> Path:
        """Return the file in storage."""
        return Path(settings.PRIVATE_ROOT) / Derivative.objects.get().storage_name

    def test_a_file_that_is_there_is_not_stored_twice(self) -> None:
        self.make(b"first")
        name = Derivative.objects.get().storage_name
        self.make(b"first", source="b" * 64)
        folder, _, file = name.rpartition("/")
        assert default_storage.listdir(folder)[1].count(file) == 1
        assert not [
            one for one in default_storage.listdir(folder)[1] if f"{file}_" in one
        ]

    def test_its_row_never_changes_and_never_goes(self) -> None:
        self.make()
        row = Derivative.objects.get()
        for column, value in altered(row):
            with self.subTest(column), refused("never altered"):
                change(row, column, value)
        for way in WAYS:
            with self.subTest(way.__name__), refused("never altered"):
                way(row, "sha256", "f" * 64)
        with refused("never altered"):
            Derivative.objects.all().delete()

    def test_it_is_named_once_whoever_inserts_it(self) -> None:
        self.make()
        row = Derivative.objects.get()
        row.pk = None
        with refused("A derivative is made once|derivative_is_made_once"):
            insert(row)
        for taken, source in ((-1, "c"), (2**63 - 1, "d")):
            row.source = source
            with self.subTest(taken), refused("has the next id"):
                insert(row, id=taken)

    @on_sqlite
    def test_sqlites_or_replace_is_refused(self) -> None:
        self.make()
        row = Derivative.objects.get()
        row.sha256 = "f" * 64
        for verb in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE"):
            with self.subTest(verb), refused("its own id"):
                insert(row, verb=verb)
