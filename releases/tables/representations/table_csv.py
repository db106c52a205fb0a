"""Each table of a version of a release as CSV, for programs."""

from __future__ import annotations

from releases.record.documents import ReleaseDocument
from releases.record.published import Published
from releases.record.representation import PART, Representation, WriteContext
from releases.record.subjects import VERSION
from releases.tables.release_tables import source_line, table_numbers, tables_of
from releases.tables.table_csv import table_csv


def write(version: Published[ReleaseDocument], context: WriteContext) -> bytes:
    """Return the table of the requested number."""
    return csv_of(version, number=context.part, root=context.root)


def csv_of(version: Published[ReleaseDocument], *, number: int, root: str) -> bytes:
    """Return a table of a version; `root` is the origin of the site's URLs."""
    (table,) = (
        table for table in tables_of(version.document) if table.number == number
    )
    return table_csv(table, source=source_line(version, root=root))


REPRESENTATION = Representation(
    name="table_csv",
    of=VERSION,
    suffix=f"table-{PART}.csv",
    media_type="text/csv",
    write=write,
    parts=table_numbers,
)
