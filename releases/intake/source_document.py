"""A document of a release, with the text of its file and the fields read from it."""

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
    """The file of a release, and the reading of it.

    `text` has the lines that the reading's line numbers count. `source` is the decoded
    file: `readers.read_source` reads the same from it again.
    """

    kind: Kind
    source: str
    text: str
    reading: Reading
