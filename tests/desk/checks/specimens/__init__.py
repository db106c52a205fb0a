"""A specimen that trips each check, and one that nearly does."""

from __future__ import annotations

from tests.desk.checks.specimens import (
    calls,
    exchanges,
    files,
    images,
    links,
    statements,
    tables,
    texts,
    wires,
    words,
)
from tests.desk.checks.specimens.book import BOOK, Specimen

# Importing a chapter enters its specimens.
CHAPTERS = (
    *(calls, exchanges, files, images, links, statements, tables, texts, wires),
    words,
)

__all__ = ["BOOK", "CHAPTERS", "Specimen"]
