"""How long the files of a release's tables are, which its page says before they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from releases.record.documents import ReleaseDocument
from releases.record.published import Published
from releases.tables.release_tables import table_numbers, tables_of
from releases.tables.representations.table_csv import csv_of
from releases.tables.table_workbook import table_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFileSizes:
    """The sizes in bytes of the workbook of all tables, and of the CSV file of each."""

    tables: int
    workbook: int
    csv_by_number: Mapping[int, int]


# The files are a function of the version alone, and its pages are made again and again.
@lru_cache(maxsize=128)
def table_file_sizes(
    release: Published[ReleaseDocument], *, root: str
) -> TableFileSizes:
    """Return the sizes of the files of a version's tables.

    `root` is the origin of the site's URLs, without a slash at its end.
    """
    tables = tables_of(release.document)
    if not tables:
        return TableFileSizes(tables=0, workbook=0, csv_by_number={})
    return TableFileSizes(
        tables=len(tables),
        workbook=len(table_workbook(release, root=root)),
        csv_by_number={
            number: len(csv_of(release, number=number, root=root))
            for number in sorted(table_numbers(release.document))
        },
    )
