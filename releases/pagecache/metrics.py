"""What a web worker counts: its answers, and how late it was at each instant.

Nothing that waits for an instant may show in a metric (docs/metrics.md): there is no number
of publications, of generations, of instants to come, or of pages rendered in advance.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

from releases.pagecache.clock import SECOND, Microseconds
from releases.text.open_metrics import Histogram, MetricFamily, MetricSample

ANSWERS = MetricFamily(
    name="irsite_answers",
    kind="counter",
    help="Answers to requests, by where they came from and by class of status.",
)
ANSWER_SECONDS = MetricFamily(
    name="irsite_answer_seconds",
    kind="histogram",
    unit="seconds",
    help="How long answers took until they were sent off.",
)
LATENESS = MetricFamily(
    name="irsite_instant_lateness_seconds",
    kind="histogram",
    unit="seconds",
    help="How long after an instant a worker answered as of it, by the machine's clock.",
)
LAST_LATENESS = MetricFamily(
    name="irsite_last_instant_lateness_seconds",
    kind="gauge",
    unit="seconds",
    merge="max",
    help="The same at the last instant, of the worker that was latest.",
)
UNPREPARED = MetricFamily(
    name="irsite_unprepared_instants",
    kind="counter",
    help="Instants that came before a worker had rendered all pages for them.",
)
SLOTS_USED = MetricFamily(
    name="irsite_slots_used",
    kind="gauge",
    help="Requests that Django works on, by kind of work.",
)
SLOTS_WAITING = MetricFamily(
    name="irsite_slots_waiting",
    kind="gauge",
    help="Requests that wait for a slot, by kind of work.",
)
CLIENT_CONNECTIONS = MetricFamily(
    name="irsite_client_connections",
    kind="gauge",
    help="Open connections of clients, or of the proxy in front.",
)
PAGE_BYTES = MetricFamily(
    name="irsite_page_bytes",
    kind="gauge",
    unit="bytes",
    help="Memory of the pages that are public now.",
)
RECORD_AGE = MetricFamily(
    name="irsite_record_age_seconds",
    kind="gauge",
    unit="seconds",
    merge="max",
    help="Time since the worker that is most behind last looked at the record.",
)
CLOCK_ERROR = MetricFamily(
    name="irsite_clock_error_seconds",
    kind="gauge",
    unit="seconds",
    merge="max",
    help="How far the machine's clock and the database's differ.",
)
WORKER_FAMILIES = (
    ANSWERS,
    ANSWER_SECONDS,
    LATENESS,
    LAST_LATENESS,
    UNPREPARED,
    SLOTS_USED,
    SLOTS_WAITING,
    CLIENT_CONNECTIONS,
    PAGE_BYTES,
    RECORD_AGE,
    CLOCK_ERROR,
)

ANSWER_BOUNDS = (0.0001, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5)
LATENESS_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 10.0)


class WorkerMetrics:
    """The counters of one worker. A lock keeps its threads from losing a count."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, str], Histogram] = {}
        self._lateness = Histogram(LATENESS_BOUNDS)
        self._last_lateness = 0.0
        self._unprepared = 0

    def count_answer(self, cache_status: str, status: str, nanoseconds: int) -> None:
        """Count an answer of this status, such as “200 OK”, and the time that it took."""
        key = (cache_status, status[0])
        with self._lock:
            took = self._answers.get(key)
            if took is None:
                took = self._answers[key] = Histogram(ANSWER_BOUNDS)
            took.add(nanoseconds / 1e9)

    def count_instant(self, late: Microseconds, *, is_prepared: bool) -> None:
        """Count an instant that has passed, and whether its pages were there."""
        seconds = max(late, 0) / SECOND
        with self._lock:
            self._lateness.add(seconds)
            self._last_lateness = seconds
            self._unprepared += not is_prepared

    def samples(self) -> Iterator[MetricSample]:
        """Yield what was counted."""
        with self._lock:
            for (cache_status, first), took in self._answers.items():
                labels = {"cache": cache_status, "status": f"{first}xx"}
                yield ANSWERS.sample(took.count, **labels)
                yield from took.samples(ANSWER_SECONDS, **labels)
            yield from self._lateness.samples(LATENESS)
            yield LAST_LATENESS.sample(self._last_lateness)
            yield UNPREPARED.sample(self._unprepared)
