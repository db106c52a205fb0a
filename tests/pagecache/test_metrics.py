"""What a worker counts, and what it does not."""

from __future__ import annotations

import datetime as dt

from releases.pagecache.metric_samples import worker_samples
from releases.text.open_metrics import Labels
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND
from tests.pagecache.scheduled import PrerenderTestCase


class AWorker(PrerenderTestCase):
    """Counts its answers, and how late it was at an instant."""

    def value(self, name: str, **labels: str) -> float:
        """Return one value of the worker's metrics."""
        values: dict[tuple[str, Labels], float] = {
            (sample.family + sample.suffix, sample.labels): sample.value
            for sample in worker_samples(self.application.cache)
        }
        return values[name, tuple(labels.items())]

    def enter(self, at: dt.datetime) -> None:
        """Have the clock reach this moment, as an idle worker does."""
        self.request("/healthz", at=at)

    def test_answers_are_counted_by_origin_and_status(self) -> None:
        for _ in range(3):
            self.request("/releases/", at=SEVEN - 30 * SECOND)
        self.request("/releases/2026/nothing/", at=SEVEN - 30 * SECOND)
        answers = "irsite_answers_total"
        assert self.value(answers, cache="miss", status="2xx") == 1
        assert self.value(answers, cache="hit", status="2xx") == 2
        assert self.value(answers, cache="miss", status="4xx") == 1
        assert self.value("irsite_answer_seconds_count", cache="hit", status="2xx") == 2

    def test_what_cannot_be_answered_is_counted_too(self) -> None:
        address = "/releases/2026/before/"
        assert self.request(address, at=SEVEN, database_lost=True).status == 503
        assert (
            self.value("irsite_answers_total", cache="unavailable", status="5xx") == 1
        )

    def test_the_lateness_at_an_instant_is_known(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        self.enter(SEVEN + 4000 * MICROSECOND)
        assert self.value("irsite_last_instant_lateness_seconds") == 0.004
        lateness = "irsite_instant_lateness_seconds"
        assert self.value(f"{lateness}_count") == 1
        assert self.value(f"{lateness}_bucket", le="0.005") == 1
        assert self.value("irsite_unprepared_instants_total") == 0

    def test_an_instant_for_which_no_page_was_rendered_counts_as_unprepared(
        self,
    ) -> None:
        self.enter(SEVEN - 30 * SECOND)
        self.enter(SEVEN + SECOND / 2)
        assert self.value("irsite_last_instant_lateness_seconds") == 0.5
        assert self.value("irsite_unprepared_instants_total") == 1

    def test_the_interval_in_which_it_starts_was_brought_by_no_instant(self) -> None:
        self.enter(SEVEN + SECOND)
        assert self.value("irsite_instant_lateness_seconds_count") == 0

    def test_slots_are_counted_while_they_are_held(self) -> None:
        with self.application.cache.slots.desk.slot("192.0.2.7"):
            assert self.value("irsite_slots_used", kind="desk") == 1
        assert self.value("irsite_slots_used", kind="desk") == 0
        assert self.value("irsite_slots_waiting", kind="desk") == 0

    def test_its_memory_and_its_clock_are_told(self) -> None:
        self.request("/", at=SEVEN - 30 * SECOND)
        assert self.value("irsite_page_bytes") > 1000
        assert self.value("irsite_clock_error_seconds") == 0
        assert self.value("irsite_record_age_seconds") == 0
        assert self.value("irsite_client_connections") == 0
