"""The port for operators: whether the workers are ready, and metrics that parsers read."""

from __future__ import annotations

import datetime as dt
import re
import socket
import urllib.error
import urllib.request
from unittest import mock

from django.conf import settings
from django.db import DatabaseError
from django.test import TestCase, override_settings
from django.utils import timezone

import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from releases.management.serving import operator_port, site_metrics, worker_link
from releases.management.serving.exceptions import CannotServe
from releases.management.serving.operator_port import FAMILIES, OperatorPort
from releases.management.serving.worker_link import METRICS, READY, WorkerReports
from releases.management.serving.worker_totals import WorkerTotals, write_samples
from releases.pagecache.metric_samples import worker_samples
from releases.pagecache.metrics import ANSWERS, CLOCK_ERROR, RECORD_AGE
from releases.readers.models import Delivery, OutboxState, Rank
from releases.readers.models.mailing import Outcome
from releases.record.last_backup import note_backup
from releases.text.open_metrics import MetricSample
from tests.newsroom import eventually, free_port
from tests.pagecache.client import make_application, request
from tests.readers.rows import make_delivery, make_mailing, make_subscriber
from tests.test_house_rules import text

HOUR = dt.timedelta(hours=1)


class ThePort(TestCase):
    """A supervisor with two workers."""

    databases = "__all__"

    def setUp(self) -> None:
        # The port's threads have no connection to the database of the test.
        no_database = mock.patch.object(
            site_metrics, "_database_samples", side_effect=DatabaseError
        )
        self.enterContext(no_database)
        self.enterContext(mock.patch.object(worker_link, "HANDOVER", 0))
        self.reports = WorkerReports()
        self.addCleanup(self.reports.close)
        self.port = free_port()
        port = OperatorPort("127.0.0.1", self.port)
        self.enterContext(port.listening(self.reports, workers=2))

    def start_worker(self, samples: list[MetricSample]) -> socket.socket:
        """Have a worker report that it is ready, and these metrics."""
        worker = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(worker.close)
        worker.connect(f"\0{self.reports.address}")
        before = self.reports.starts
        worker.sendall(METRICS + write_samples(samples))
        worker.sendall(READY)
        assert eventually(lambda: self.reports.starts > before)
        return worker

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of an answer."""
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{self.port}{path}"
            ) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def values(self) -> dict[str, float]:
        """Return each value of the metrics, as a parser reads them."""
        status, page = self.get("/metrics")
        assert status == 200
        return {
            sample.name + "".join(sample.labels.values()): sample.value
            for family in text_string_to_metric_families(page)  # type: ignore[no-untyped-call]  # says nothing of its types
            for sample in family.samples
        }

    def test_it_is_ready_once_all_workers_are(self) -> None:
        assert self.get("/readyz") == (503, "0 of 2 workers answer.\n")
        self.start_worker([])
        assert self.get("/readyz") == (503, "1 of 2 workers answer.\n")
        assert self.values()["irsite_ready"] == 0
        self.start_worker([])
        assert self.get("/readyz") == (200, "ready\n")
        assert self.values()["irsite_ready"] == 1
        assert self.get("/healthz") == (200, "ok\n")

    def test_it_is_not_while_one_cannot_read_the_record_or_its_clock_is_off(
        self,
    ) -> None:
        self.start_worker([RECORD_AGE.sample(0.02), CLOCK_ERROR.sample(0.3)])
        self.start_worker([RECORD_AGE.sample(7), CLOCK_ERROR.sample(0)])
        status, reasons = self.get("/readyz")
        assert status == 503
        assert reasons.splitlines() == [
            "A worker cannot read the record.",
            "The machine's clock and the database's differ.",
        ]
        values = self.values()
        assert values["irsite_record_age_seconds"] == 7
        assert values["irsite_clock_error_seconds"] == 0.3

    def test_nor_while_one_stands_still(self) -> None:
        for _ in range(2):
            self.start_worker([])
        with mock.patch.object(operator_port, "MAX_REPORT_AGE", 0):
            assert self.get("/readyz") == (503, "A worker does not report.\n")

    def test_a_parser_reads_what_a_worker_counted(self) -> None:
        application = make_application()
        for _ in range(2):
            request(application, "/releases/")
        self.start_worker(list(worker_samples(application.cache)))
        values = self.values()
        assert values["irsite_answers_totalhit2xx"] == 1
        assert values["irsite_answer_seconds_buckethit2xx+Inf"] == 1
        assert values["irsite_workers_expected"] == 2
        assert values["irsite_workers_ready"] == 1
        assert values["irsite_database_up"] == 0
        assert values["irsite_disk_free_bytes"] > 0

    def test_workers_add_up_and_what_one_counted_outlives_it(self) -> None:
        counted = [ANSWERS.sample(5, cache="hit", status="2xx"), RECORD_AGE.sample(1)]
        first = self.start_worker(counted)
        self.start_worker(counted)
        assert self.values()["irsite_answers_totalhit2xx"] == 10
        first.close()
        assert eventually(lambda: self.reports.ready_workers() == 1)
        values = self.values()
        assert values["irsite_answers_totalhit2xx"] == 10
        assert values["irsite_worker_starts_total"] == 2

    def test_nothing_else_is_there(self) -> None:
        assert self.get("/")[0] == 404

    def test_it_must_be_on_loopback_and_have_a_port_of_its_own(self) -> None:
        with self.assertRaisesMessage(CannotServe, "an address of loopback"):
            OperatorPort("192.0.2.1", 9100)
        taken = OperatorPort("127.0.0.1", self.port)
        with (
            self.assertRaisesMessage(CannotServe, "--operators"),
            taken.listening(self.reports, workers=1),
        ):
            pass


class TheTotals(TestCase):
    """Of several workers."""

    def test_they_know_how_old_the_oldest_report_is(self) -> None:
        now = 100.0
        totals = WorkerTotals(monotonic=lambda: now)
        assert totals.report_age() == 0
        totals.take_report("a", write_samples([]))
        now = 103.0
        totals.take_report("b", write_samples([]))
        assert totals.report_age() == 3
        totals.end_worker("a")
        assert totals.report_age() == 0


class TheSite(TestCase):
    """Its metrics are of mails to readers, the disk and the backup."""

    databases = "__all__"

    def values(self) -> dict[str, float]:
        """Return each value."""
        samples = site_metrics.site_samples(now=timezone.now())
        return {sample.family: sample.value for sample in samples}

    def test_mails_to_readers_are_counted_until_they_are_sent(self) -> None:
        now = timezone.now()
        mailing = make_mailing(opens=now - HOUR)
        # A courier that could not send it made it due anew.
        waits = {"due": now, "outcome": ""}
        make_delivery(mailing, make_subscriber("a@example.org"), **waits)
        waits["due"] = now + HOUR
        make_delivery(mailing, make_subscriber("b@example.org"), **waits)
        failed = {"due": None, "outcome": Outcome.FAILED}
        make_delivery(mailing, make_subscriber("c@example.org"), **failed)
        values = self.values()
        assert values["irsite_mails_waiting"] == 2
        assert 3600 <= values["irsite_mail_delay_seconds"] < 3700
        assert values["irsite_mails_failed"] == 1
        assert values["irsite_mail_system_up"] == 1
        assert values["irsite_database_up"] == 1

    def test_so_are_those_that_a_courier_keeps_in_its_hands(self) -> None:
        now = timezone.now()
        mailing = make_mailing(opens=now - HOUR)
        held = {"due": None, "courier": 3, "outcome": ""}
        make_delivery(mailing, make_subscriber("a@example.org"), **held)
        values = self.values()
        assert values["irsite_mails_waiting"] == 1
        assert 3600 <= values["irsite_mail_delay_seconds"] < 3700

    def test_daily_mails_and_those_put_off_wait_from_when_they_are_due(self) -> None:
        now = timezone.now()
        mailing = make_mailing(opens=now - 9 * HOUR)
        later = {"due": now + HOUR, "outcome": ""}
        daily, put_off = {"rank": Rank.DIGEST}, {"attempts": 4}
        make_delivery(mailing, make_subscriber("a@example.org"), **daily, **later)
        make_delivery(mailing, make_subscriber("b@example.org"), **put_off, **later)
        assert self.values()["irsite_mail_delay_seconds"] == 0
        Delivery.objects.update(due=now - HOUR)
        assert 3600 <= self.values()["irsite_mail_delay_seconds"] < 3700

    def test_a_mail_system_that_is_down_shows(self) -> None:
        now = timezone.now()
        OutboxState.objects.create(pk=1, floor=now, mail_down_since=now)
        assert self.values()["irsite_mail_system_up"] == 0

    def test_the_age_of_a_backup_is_told_once_there_is_one_and_that_one_is_overdue(
        self,
    ) -> None:
        folder = settings.VAR / "tests-metrics"
        folder.mkdir(parents=True, exist_ok=True)
        with override_settings(VAR=folder):
            (folder / "last-backup.json").unlink(missing_ok=True)
            assert "irsite_backup_age_seconds" not in self.values()
            assert self.values()["irsite_backup_overdue"] == 0
            with override_settings(IRSITE_BACKUP_REMINDERS=True):
                assert self.values()["irsite_backup_overdue"] == 1
                note_backup(folder / "a.age", at=timezone.now() - HOUR)
                assert self.values()["irsite_backup_overdue"] == 0
            assert 3600 <= self.values()["irsite_backup_age_seconds"] < 3700


class WhatOperatorsAreGiven(TestCase):
    """The dashboard and the alert rules name metrics that exist."""

    def test_each_metric_of_rules_and_dashboard_is_one_of_ours(self) -> None:
        names = {family.name for family in FAMILIES}
        names |= {f"{f.name}_total" for f in FAMILIES if f.kind == "counter"}
        names |= {
            f"{family.name}{suffix}"
            for family in FAMILIES
            if family.kind == "histogram"
            for suffix in ("_bucket", "_count", "_sum")
        }
        for path in ("ops/prometheus/alerts.yaml", "ops/grafana/irsite.json"):
            used = set(re.findall(r"irsite_[a-z_]+", text(path)))
            with self.subTest(path):
                assert len(used) > 8
                assert used <= names

    def test_each_rule_says_what_to_do(self) -> None:
        groups = yaml.safe_load(text("ops/prometheus/alerts.yaml"))["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        assert len(rules) > 8
        for rule in rules:
            with self.subTest(rule["alert"]):
                assert rule["labels"]["severity"] in {"page", "ticket"}
                assert rule["annotations"]["summary"].endswith(".")
                assert "\n" not in rule["annotations"]["summary"]

    def test_each_metric_is_documented(self) -> None:
        page = text("docs/metrics.md")
        assert not [f.name for f in FAMILIES if f"`{f.name}`" not in page]
