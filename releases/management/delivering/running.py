"""Running a courier as a process: its clock, its signals, and what it needs to start."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db import connections

from releases.alerts.dkim import DkimKeyError, DkimSigner, dkim_signer
from releases.alerts.holders import CannotDeliver, make_holders
from releases.alerts.page_probe import PageProbe
from releases.alerts.smtp import SmtpConnection
from releases.management.delivering.courier import (
    ALARM_AFTER,
    Courier,
    CourierHost,
)
from releases.management.delivering.hub_pinger import HubPinger
from releases.management.delivering.sent_mark import SentMark
from releases.management.serving.couriers import SUPERVISED
from releases.management.stop_signals import set_at_stop_signals
from releases.pagecache.change_detection import change_detector
from releases.pagecache.clock import SECOND, Clock, HighWaterMark, to_datetime
from releases.pagecache.existing_database import refuse_to_create_database
from releases.readers.database import readers_connection
from releases.text.smtp_url import read_smtp_url

logger = logging.getLogger(__name__)

SYNCHRONIZE_EVERY = SECOND
# How long a courier waits for a database that it cannot reach, in seconds.
RETRY_AFTER = 2.0


class PageCacheClock:
    """The clock of the page cache, synchronized once a second as the web workers' is.

    It is never ahead of the database's clock, and shares the high-water mark with the
    workers, so that no mail goes out before its page.
    """

    def __init__(self) -> None:
        self._clock = Clock(shared_mark=HighWaterMark(settings.VAR / "high-water"))
        self._detector = change_detector(self._clock)
        self._synchronized_at = -SYNCHRONIZE_EVERY

    def now(self) -> dt.datetime:
        """Return the moment, in UTC."""
        boot_time = self._clock.boot_time()
        if boot_time - self._synchronized_at >= SYNCHRONIZE_EVERY:
            self._detector.synchronize_clock()
            self._synchronized_at = boot_time
        self._clock.share()
        return to_datetime(self._clock.now())


class CourierProcess:
    """Runs one courier until SIGTERM or Ctrl-C; it ends after the mail in the air.

    A courier whose database fails starts anew: the lock on its number is gone.
    """

    def __init__(self, page_caches: Sequence[str]) -> None:
        self._page_caches = page_caches
        self._stopping = threading.Event()

    def run(self) -> None:
        """Deliver until a signal ends it. Raises CannotDeliver."""
        set_at_stop_signals(self._stopping)
        if os.environ.get(SUPERVISED):
            threading.Thread(target=self._watch_supervisor, daemon=True).start()
        refuse_to_create_database()
        if settings.IRSITE_WEBSUB_HUB:
            # Beside the mails, which no slow hub may hold up.
            pinger = HubPingerProcess(self._page_caches, self._stopping)
            threading.Thread(target=pinger.run, daemon=True).start()
        if not settings.IRSITE_ALERTS:
            self._stopping.wait()
        while not self._stopping.is_set():
            try:
                self._run()
            except AnyDatabaseError:
                logger.exception("A courier cannot use the database. It starts anew.")
                self._stopping.wait(RETRY_AFTER)
            finally:
                connections.close_all()

    def _run(self) -> None:
        with open_courier(
            self._page_caches, sleep=self._sleep, is_stopping=self._stopping.is_set
        ) as courier:
            courier.run()

    def _watch_supervisor(self) -> None:
        """Stop when the supervisor is gone, which closes its end of our standard input."""
        # Not by sys.stdin, whose lock this thread would hold when the interpreter ends.
        os.read(sys.stdin.fileno(), 1)
        self._stopping.set()

    def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self._stopping.wait(seconds)


@contextlib.contextmanager
def open_courier(
    page_caches: Sequence[str],
    *,
    sleep: Callable[[float], object],
    is_stopping: Callable[[], bool],
    alarm_after: float = ALARM_AFTER,
) -> Iterator[Courier]:
    """Make a courier with a number, and stop it in the end. Raises CannotDeliver."""
    signer = require_signer()
    sent_mark = SentMark()
    sent_mark.require_current_tables()
    holders = make_holders()
    holders.take_number()
    prepare_session()
    courier = Courier(
        holders=holders,
        smtp=SmtpConnection(
            read_smtp_url(settings.IRSITE_SMTP_URL), local_name=settings.IRSITE_DOMAIN
        ),
        probe=PageProbe(page_caches, base_url=settings.IRSITE_URL),
        host=CourierHost(
            now=PageCacheClock().now,
            sleep=sleep,
            is_stopping=is_stopping,
            note_sent=sent_mark.note,
            alarm_after=alarm_after,
        ),
        signer=signer,
    )
    with contextlib.closing(CourierEnd(courier)):
        yield courier


class HubPingerProcess:
    """Tells the hub of changed feeds until the courier of this process ends."""

    def __init__(self, page_caches: Sequence[str], stopping: threading.Event) -> None:
        self._probe = PageProbe(page_caches, base_url=settings.IRSITE_URL)
        self._stopping = stopping

    def run(self) -> None:
        """Work until the courier ends, and begin anew after any error.

        Nobody restarts this thread as long as the courier works.
        """
        while not self._stopping.is_set():
            try:
                self._run()
            except Exception:
                logger.exception("The hub cannot be told of changed feeds for now.")
                self._stopping.wait(RETRY_AFTER)
            finally:
                connections.close_all()

    def _run(self) -> None:
        clock = PageCacheClock()
        pinger = HubPinger(settings.IRSITE_WEBSUB_HUB, probe=self._probe)
        while not self._stopping.is_set():
            if not pinger.step(at=clock.now()):
                self._stopping.wait(pinger.idle_time(at=clock.now()))


class CourierEnd:
    """Stops a courier, even where its database is gone: its rows are then taken over."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    def close(self) -> None:
        """Stop it."""
        with contextlib.suppress(AnyDatabaseError):
            self._courier.stop()


def require_signer() -> DkimSigner | None:
    """Return what signs mails, if the settings name a key. Raises CannotDeliver."""
    try:
        return dkim_signer()
    except DkimKeyError as error:
        raise CannotDeliver(str(error)) from None


def prepare_session() -> None:
    """Let PostgreSQL answer a commit before it is on the disk.

    A courier that is killed loses nothing by it. A server that crashes may forget that the
    last mails were sent, and they are sent again; none is skipped.
    """
    if readers_connection().vendor == "postgresql":
        with readers_connection().cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
