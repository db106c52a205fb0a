"""The metrics are those of a site on which nothing waits for an instant."""

from __future__ import annotations

import datetime as dt
import threading

from django.test import TestCase

from releases.management.serving.site_metrics import READERS_RANKS, site_samples
from releases.pagecache.metric_samples import worker_samples
from releases.pagecache.prerender import Prerenderer
from releases.readers.models import Mailing, MailingKind, Rank
from releases.readers.models.mailing import Delivery
from releases.text.open_metrics import MetricSample
from tests.builders import SEVEN, make_issuer, make_release, put_on_record, schedule
from tests.clock import SECOND, travel
from tests.pagecache.client import (
    keep_test_connection,
    make_application,
    request,
    synchronize,
)
from tests.public.html_pages import save_and_publish

DAY = dt.timedelta(days=1)
PATHS = ("/", "/releases/", "/releases/2026/merger/", "/releases/rss.xml", "/events/")
# How long something took is another number each time.
DURATIONS = {"irsite_answer_seconds"}
Metrics = dict[tuple[object, ...], float]


def metrics(samples: list[MetricSample]) -> Metrics:
    """Return what the samples say but for durations."""
    return {
        (sample.family, sample.suffix, sample.labels): sample.value
        for sample in samples
        if sample.family not in DURATIONS
    }


class BeforeAnInstant(TestCase):
    """A worker that renders for it counts what one counts for which nothing is due."""

    databases = "__all__"

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        put_on_record(slug="public", at=SEVEN - DAY)

    def worker_metrics(self) -> Metrics:
        """Return the metrics of a worker until just before the instant."""
        application = make_application()
        prerenderer = Prerenderer(
            application.cache,
            wake=threading.Event(),
            report=lambda: None,
            pause_factor=0,
        )
        for path in PATHS:
            request(application, path, at=SEVEN - 60 * SECOND)
        with travel(SEVEN - 30 * SECOND), keep_test_connection():
            synchronize(application)
            application.cache.poll()
            prerenderer.cycle(regular=True)
        for path in PATHS:
            request(application, path, at=SEVEN - SECOND)
        return metrics(list(worker_samples(application.cache)))

    def test_no_metric_of_a_worker_tells_that_something_is_due(self) -> None:
        without = self.worker_metrics()
        with travel(SEVEN - DAY / 2):
            release = make_release(slug="merger", headline="A merger")
        schedule(release, live_from=SEVEN)
        assert self.worker_metrics() == without
        answers = ("irsite_answers", "_total", (("cache", "hit"), ("status", "2xx")))
        assert without[answers]

    def test_mails_to_staff_before_an_instant_are_not_counted(self) -> None:
        without = metrics(list(site_samples(now=SEVEN)))
        mailing = Mailing.objects.create(
            key="soon:1:10", kind=MailingKind.SOON, rank=Rank.STAFF, opens=SEVEN
        )
        Delivery.objects.create(mailing=mailing, staff=1, rank=Rank.STAFF, due=SEVEN)
        with_mail = metrics(list(site_samples(now=SEVEN)))
        for changing in ("irsite_disk_free_bytes",):
            del without[changing, "", ()], with_mail[changing, "", ()]
        assert with_mail == without
        assert {Rank.STAFF, Rank.WEBHOOK}.isdisjoint(READERS_RANKS)
