"""Which of a sentence's dates is that of the event it tells of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser.dating import first_time
from releases.intake.parser.occasions import KINDS
from releases.intake.parser.reading import EventKind
from releases.text.dates import PrintedDate


def date_of(
    text: str, dates: Sequence[PrintedDate], kind: EventKind
) -> PrintedDate | None:
    """The date that goes with the event: nearest its time, else after its name."""
    inside = [
        d for d in dates if d.start < len(text) and not _belongs_elsewhere(text, d)
    ]
    time = first_time(text)
    if time and inside:
        return min(inside, key=lambda d: abs(d.start - time.start))
    match = dict(KINDS)[kind].search(text)
    after = [d for d in inside if match and d.start > match.start()]
    return next(iter(after or inside), None)


def told_of(text: str, dates: Sequence[PrintedDate]) -> PrintedDate | None:
    """The day that “the same day” means in what follows: the last that is no period's."""
    own = [d for d in dates if not _ENDED.search(text[max(0, d.start - 40) : d.start])]
    return own[-1] if own else None


_ENDED = re.compile(
    r"(?i)(?:ended|ending|as of|dated|period|of record(?: on| as of)?)\s$"
)


def _belongs_elsewhere(text: str, date: PrintedDate) -> bool:
    """Whether a date is that of a quarter's end or of the results, not of the event."""
    before = text[max(0, date.start - 60) : date.start].lower()
    return bool(
        re.search(
            r"(?:ended|ending|as of|dated|period|on or before|(?:no|not) later than|prior to|by|of record(?: on| as of)?|close of business on|reported (?:on)?|filed (?:on)?|results (?:before|after|prior)[^.]{0,40}(?:on)?|release[^.]{0,50}(?:before|after|prior)[^.]{0,40})\s*(?:on\s)?$",
            before,
        )
    )


def is_own_day(
    printed: PrintedDate | None,
    date: dt.date | None,
    dated: dt.date | None,
    text: str,
) -> bool:
    """Whether a date without a clock is only the release's own, not the event's."""
    return printed is not None and date == dated and "today" not in text.lower()
