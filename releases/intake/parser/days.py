"""Choose the event's date among a sentence's dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.dating import first_time
from releases.intake.parser.event_kinds import KINDS
from releases.intake.parser.reading import EventKind
from releases.text.dates import PrintedDate


def event_date(
    text: str, dates: Sequence[PrintedDate], kind: EventKind
) -> PrintedDate | None:
    """Return the date nearest to the event's time, else the one after its name."""
    inside = [
        d for d in dates if d.start < len(text) and not _belongs_elsewhere(text, d)
    ]
    time = first_time(text)
    if time and inside:
        return min(inside, key=lambda d: abs(d.start - time.start))
    match = KINDS[kind].search(text)
    after = [d for d in inside if match and d.start > match.start()]
    return next(iter(after or inside), None)


def same_day_date(text: str, dates: Sequence[PrintedDate]) -> PrintedDate | None:
    """Return the date that “the same day” means after it: the last that ends no period."""
    own = [d for d in dates if not _ENDED.search(text[max(0, d.start - 40) : d.start])]
    return own[-1] if own else None


_ENDED = re.compile(
    r"(?i)(?:ended|ending|as of|dated|period|of record(?: on| as of)?)\s$"
)


def _belongs_elsewhere(text: str, date: PrintedDate) -> bool:
    """Return whether a date is a quarter's end or of the results, not of the event."""
    before = text[max(0, date.start - 60) : date.start].lower()
    return bool(
        re.search(
            r"(?:ended|ending|as of|dated|period|on or before|(?:no|not) later than|prior to|by|of record(?: on| as of)?|close of business on|reported (?:on)?|filed (?:on)?|results (?:before|after|prior)[^.]{0,40}(?:on)?|release[^.]{0,50}(?:before|after|prior)[^.]{0,40})\s*(?:on\s)?$",
            before,
        )
    )


def is_release_day(
    printed: PrintedDate | None,
    date: dt.date | None,
    dated: dt.date | None,
    text: str,
) -> bool:
    """Return whether a date without a time is only the release's own."""
    return printed is not None and date == dated and "today" not in text.lower()
