"""What a source has that is not read as it is, at its place in the text."""

from __future__ import annotations

from dataclasses import dataclass

from releases.text.translatable import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceNote:
    """Becomes a doubt; `before` and `after` are the letters and digits around it."""

    saw: Message
    assumed: Message
    before: str = ""
    after: str = ""
