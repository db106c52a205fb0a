"""All tables of a version of a release as one workbook, for people's spreadsheets."""

from __future__ import annotations

from releases.record.documents import ReleaseDocument
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import VERSION
from releases.tables.release_tables import has_tables
from releases.tables.table_workbook import table_workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write(version: Published[ReleaseDocument], context: WriteContext) -> bytes:
    """Return the workbook, with a sheet for each table and one for the notices."""
    return table_workbook(version, root=context.root)


REPRESENTATION = Representation(
    name="tables_xlsx",
    of=VERSION,
    suffix="tables.xlsx",
    media_type=MEDIA_TYPE,
    write=write,
    applies=has_tables,
)
