"""Which index files the log has, and how many entries are in each."""

from __future__ import annotations

from releases.record.proof.statements import LOG_YEARS, LoggedYear
from releases.record.representation import Representation, WriteContext
from releases.text.public_paths import LOG_YEARS as PATH
from releases.text.public_paths import log_index_path


def write(years: tuple[LoggedYear, ...], context: WriteContext) -> bytes:
    """Return a line a year: the path of its index, a space, and the number of entries."""
    return "".join(
        f"{log_index_path(f'{year.year:04d}')} {year.count}\n" for year in years
    ).encode()


REPRESENTATION = Representation(
    name="log_years",
    of=LOG_YEARS,
    path=PATH,
    media_type="text/plain",
    write=write,
    indexed=False,
    cors=True,
)
