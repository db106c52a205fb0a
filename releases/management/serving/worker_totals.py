"""The metrics of all workers of a supervisor, as those of one server."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Hashable, Iterable

from releases.pagecache.metrics import WORKER_FAMILIES
from releases.text.open_metrics import MetricSample, merged

FAMILIES = {family.name: family for family in WORKER_FAMILIES}


def write_samples(samples: Iterable[MetricSample]) -> bytes:
    """Return the samples as a worker sends them."""
    return json.dumps(list(samples)).encode()


def read_samples(message: bytes) -> list[MetricSample]:
    """Return the samples of a worker's message."""
    return [
        MetricSample(family, suffix, tuple(map(tuple, labels)), value)
        for family, suffix, labels, value in json.loads(message)
    ]


class WorkerTotals:
    """Adds up what workers report. What ended ones had counted stays counted."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        # (when it came, what it says) of each worker's last report.
        self._reports: dict[Hashable, tuple[float, list[MetricSample]]] = {}
        self._ended: list[MetricSample] = []

    def take_report(self, worker: Hashable, message: bytes) -> None:
        """Take a worker's report in place of its last one."""
        samples = read_samples(message)
        with self._lock:
            self._reports[worker] = self._monotonic(), samples

    def end_worker(self, worker: Hashable) -> None:
        """Keep what a worker had counted, which has ended, and forget its state."""
        with self._lock:
            _when, samples = self._reports.pop(worker, (0.0, []))
            counted = [
                sample for sample in samples if FAMILIES[sample.family].kind != "gauge"
            ]
            self._ended = merged(FAMILIES, [*self._ended, *counted])

    def samples(self) -> list[MetricSample]:
        """Return the sum of all workers."""
        with self._lock:
            reported = [
                sample
                for _when, samples in self._reports.values()
                for sample in samples
            ]
            return merged(FAMILIES, [*self._ended, *reported])

    def report_age(self) -> float:
        """Return how old the oldest of the last reports is, in seconds; 0 without any."""
        with self._lock:
            times = [when for when, _samples in self._reports.values()]
        return self._monotonic() - min(times) if times else 0.0
