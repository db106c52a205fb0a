"""Whether the publication that a mail is about may be read at this moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum, auto

from releases.models import Publication

# A door of the desk commits 250 ms before its instant (`record.clock.COMMIT`), so whoever
# looked less than this ago knows of every end that has come.
LOOK_AGAIN_AFTER = 0.2


class Standing(Enum):
    """Three answers: who takes "not yet" for "no longer" loses the mails for good."""

    NOT_YET = auto()
    STANDS = auto()
    NO_LONGER = auto()


class PublicationWatch:
    """Remembers for 200 ms from when and until when each publication is live.

    `monotonic` is a clock in seconds that is never set.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        # (read at, live from, live until) by the publication's id.
        self._read: dict[int, tuple[float, dt.datetime, dt.datetime | None]] = {}

    def standing(self, publication: int, *, at: dt.datetime) -> Standing:
        """Return whether the public may read the publication at `at`.

        One that is not there is gone for good: the record was restored from a backup.
        """
        now = self._monotonic()
        read_at, live_from, live_until = self._read.get(
            publication, (now - 2 * LOOK_AGAIN_AFTER, at, None)
        )
        if now - read_at > LOOK_AGAIN_AFTER:
            rows = Publication.objects.filter(pk=publication)
            interval = rows.values_list("live_from", "live_until").first()
            if interval is None:
                return Standing.NO_LONGER
            live_from, live_until = interval
            self._read[publication] = now, live_from, live_until
        if live_until is not None and live_until <= at:
            return Standing.NO_LONGER
        return Standing.STANDS if live_from <= at else Standing.NOT_YET
