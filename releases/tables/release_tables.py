"""The tables of a release that are files too, and what each file says of its source."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from releases.record.documents import ReleaseDocument
from releases.record.published import Published
from releases.text.data_tables import DataTable, data_tables
from releases.text.public_paths import MAX_PART, version_path


def tables_of(document: ReleaseDocument) -> tuple[DataTable, ...]:
    """Return the tables of a release's body that have cells, with their numbers there."""
    return _tables_in(document.body, document.language)


# A page and its forms read the tables of the same body, one after the other.
@lru_cache(maxsize=16)
def _tables_in(body: str, language: str) -> tuple[DataTable, ...]:
    return data_tables(body, language=language)


def table_numbers(document: ReleaseDocument) -> frozenset[int]:
    """Return the numbers of the tables that have a file of their own."""
    numbers = (table.number for table in tables_of(document))
    return frozenset(number for number in numbers if number <= MAX_PART)


def has_tables(document: ReleaseDocument) -> bool:
    """Return whether the release has a table with cells."""
    return bool(tables_of(document))


def source_line(release: Published[ReleaseDocument], *, root: str) -> str:
    """Return the permanent address of the version that a table is from.

    `root` is the origin of the site's URLs, without a slash at its end.
    """
    return _("Source: %(url)s (version %(number)d)") % {
        "url": root + version_path(release.address, release.number),
        "number": release.number,
    }
