"""An entry of an export, before it is read as a release."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from releases.text.invisible import InvisibleCharacter
from releases.text.translatable import Message

Format = Literal["html", "text", "markdown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportItem:
    """One entry; `has_full_text` is False if it has only a summary.

    `unpublished` says why it was not public on the old site; `removed` are the characters
    of its title that nobody could see.
    """

    title: str
    removed: tuple[InvisibleCharacter, ...] = ()
    content: str
    format: Format = "html"
    date: dt.datetime | None
    link: str = ""
    guid: str = ""
    slug: str = ""
    has_full_text: bool = True
    unpublished: Message | None = None
