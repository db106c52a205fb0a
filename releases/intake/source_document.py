"""A release as it was given, and what was read in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from releases.intake.parser.reading import Reading

# What a file may have at most, in bytes.
MAX_HTML_BYTES = 5_000_000
MAX_WORD_BYTES = 10_000_000
MAX_FILE_BYTES = MAX_WORD_BYTES

Kind = Literal["text", "html", "word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A release as given, and what was read in it.

    `text` has the lines that the reading's line numbers count. `source` is the decoded
    file: `readers.read_source` reads the same from it again.
    """

    kind: Kind
    source: str
    text: str
    reading: Reading
