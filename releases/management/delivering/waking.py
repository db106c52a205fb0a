"""A waker: looks for what is due, as a courier does, and wakes workers to deliver it.

Nothing is ever queued for later: who can read the queue would know of an instant. A task
that is lost costs nothing, since what is still due at the next look wakes a worker again.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable

from django.utils.translation import gettext as _

from releases.alerts.holders import Holders, make_holders
from releases.management.delivering.lookout import Lookout
from releases.management.delivering.running import CourierProcess, PageCacheClock
from releases.management.delivering.sent_mark import SentMark
from releases.management.delivering.wake_queue import CannotWake, WakeQueue
from releases.staff_alerts.mailings import StaffMailings

logger = logging.getLogger(__name__)

# How long a queue that does not answer is left alone, in seconds: each time twice as long.
# After so many seconds in all, it is logged as an error.
REST, MAX_REST = 0.5, 5.0
ALARM_AFTER = 60.0


class Waker:
    """Wakes one worker after the other, for as long as anything is due."""

    def __init__(
        self,
        holders: Holders,
        queue: WakeQueue,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lookout = Lookout(holders, StaffMailings(), monotonic=monotonic)
        self._queue = queue
        self._monotonic = monotonic
        # Since when the queue does not answer, and when it is asked again.
        self._silent_since: float | None = None
        self._ask_at = 0.0
        self._rest = REST
        self._was_logged = False

    def step(self, *, at: dt.datetime) -> bool:
        """Wake a worker if anything is due and none is about to come; return whether."""
        self._lookout.find_mailings(at=at)
        now = self._monotonic()
        if now < self._ask_at or not self._lookout.is_anything_due(at=at):
            return False
        try:
            has_woken = self._queue.wake()
        except CannotWake as error:
            self._leave_alone(now, error)
            return False
        self._silent_since, self._rest, self._was_logged = None, REST, False
        return has_woken

    def idle_time(self, *, at: dt.datetime) -> float:
        """Return how many seconds to wait until the next look."""
        return self._lookout.idle_time(at=at)

    def _leave_alone(self, now: float, error: CannotWake) -> None:
        if self._silent_since is None:
            self._silent_since = now
        if now - self._silent_since >= ALARM_AFTER and not self._was_logged:
            self._was_logged = True
            logger.error(
                _("Redis does not answer (%(reason)s): nobody is woken to send mails."),
                {"reason": error},
            )
        self._ask_at = now + self._rest
        self._rest = min(2 * self._rest, MAX_REST)


class WakerProcess(CourierProcess):
    """Runs a waker until SIGTERM or Ctrl-C."""

    def _run(self) -> None:
        SentMark().require_current_tables()
        holders = make_holders()
        holders.take_number()
        # Its number ends with the connection to the database, or with the process.
        waker = Waker(holders, WakeQueue())
        clock = PageCacheClock()
        while not self._stopping.is_set():
            waker.step(at=clock.now())
            self._sleep(waker.idle_time(at=clock.now()))
