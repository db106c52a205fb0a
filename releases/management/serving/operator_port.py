"""A port for operators on loopback: whether the workers are ready, and their metrics."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import connections
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.management.serving import listening, site_metrics
from releases.management.serving.exceptions import CannotServe
from releases.management.serving.worker_link import METRICS_INTERVAL, WorkerReports
from releases.pagecache.metrics import CLOCK_ERROR, RECORD_AGE, WORKER_FAMILIES
from releases.text.open_metrics import (
    CONTENT_TYPE,
    MetricFamily,
    MetricSample,
    open_metrics_text,
)

WORKERS_EXPECTED = MetricFamily(
    name="irsite_workers_expected",
    kind="gauge",
    help="How many web workers this server is to have.",
)
WORKERS_READY = MetricFamily(
    name="irsite_workers_ready",
    kind="gauge",
    help="How many of them answer requests.",
)
WORKER_STARTS = MetricFamily(
    name="irsite_worker_starts",
    kind="counter",
    help="How many web workers have started to answer since this server was started.",
)
REPORT_AGE = MetricFamily(
    name="irsite_worker_report_age_seconds",
    kind="gauge",
    unit="seconds",
    help="Time since the worker that is most behind last reported its metrics.",
)
READY = MetricFamily(
    name="irsite_ready",
    kind="gauge",
    help="Whether /readyz says so: 1, or 0.",
)
SERVER_FAMILIES = (
    WORKERS_EXPECTED,
    WORKERS_READY,
    WORKER_STARTS,
    REPORT_AGE,
    READY,
)
FAMILIES = (*SERVER_FAMILIES, *WORKER_FAMILIES, *site_metrics.SITE_FAMILIES)

# A worker whose last report is older has come to a standstill, in seconds.
MAX_REPORT_AGE = 5 * METRICS_INTERVAL
# What keeps a worker from answering, or makes it late, in seconds.
MAX_RECORD_AGE = 0.9
MAX_CLOCK_ERROR = 0.1
REQUEST_TIMEOUT = 5


class ServerState:
    """How the workers are, by what they report to their supervisor."""

    def __init__(self, reports: WorkerReports, *, workers: int) -> None:
        self._reports = reports
        self._workers = workers

    def problems(self) -> list[str]:
        """Return a sentence for each reason for which the server is not ready."""
        sentences = []
        ready = self._reports.ready_workers()
        if ready < self._workers:
            sentences.append(f"{ready} of {self._workers} workers answer.")
        if self._reports.totals.report_age() > MAX_REPORT_AGE:
            sentences.append("A worker does not report.")
        gauges = {
            sample.family: sample.value for sample in self._reports.totals.samples()
        }
        if gauges.get(RECORD_AGE.name, 0) > MAX_RECORD_AGE:
            sentences.append("A worker cannot read the record.")
        if gauges.get(CLOCK_ERROR.name, 0) > MAX_CLOCK_ERROR:
            sentences.append("The machine's clock and the database's differ.")
        return sentences

    def samples(self) -> Iterator[MetricSample]:
        """Yield every metric of the server and of the site."""
        reports = self._reports
        yield WORKERS_EXPECTED.sample(self._workers)
        yield WORKERS_READY.sample(reports.ready_workers())
        yield WORKER_STARTS.sample(reports.starts)
        yield REPORT_AGE.sample(reports.totals.report_age())
        yield READY.sample(not self.problems())
        yield from reports.totals.samples()
        yield from site_metrics.site_samples(now=timezone.now())


class OperatorPort:
    """Answers `/healthz`, `/readyz` and `/metrics` on an address of loopback."""

    def __init__(self, host: str, port: int) -> None:
        if not listening.is_loopback(host):
            raise CannotServe(
                _(
                    "--operators must be an address of loopback, like 127.0.0.1:9100: "
                    "its numbers are not for everybody."
                )
            )
        self._address = (host, port)

    @contextlib.contextmanager
    def listening(self, reports: WorkerReports, *, workers: int) -> Iterator[None]:
        """Answer for the block. Raises CannotServe."""
        state = ServerState(reports, workers=workers)
        try:
            server = OperatorServer(self._address, state)
        except OSError as error:
            raise CannotServe(
                listening.refusal(*self._address, error, option="--operators")
            ) from None
        thread = threading.Thread(target=server.serve_forever, name="operator-port")
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class OperatorServer(ThreadingHTTPServer):
    """The HTTP server of the port, which knows the state to tell of."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], state: ServerState) -> None:
        self.server_state = state
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, OperatorRequestHandler)


class OperatorRequestHandler(BaseHTTPRequestHandler):
    """Answers a GET, and logs nothing."""

    server: OperatorServer
    timeout = REQUEST_TIMEOUT
    server_version = "irsite"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer by path; all else is 404."""
        if self.path == "/metrics":
            self._send(HTTPStatus.OK, self._metrics(), content_type=CONTENT_TYPE)
        elif self.path == "/readyz":
            problems = self.server.server_state.problems()
            status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
            self._send(status, "\n".join(problems or ["ready"]) + "\n")
        elif self.path == "/healthz":
            self._send(HTTPStatus.OK, "ok\n")
        else:
            self._send(HTTPStatus.NOT_FOUND, "Only /metrics, /readyz and /healthz.\n")

    def _metrics(self) -> str:
        try:
            return open_metrics_text(FAMILIES, self.server.server_state.samples())
        finally:
            connections.close_all()  # those of this request's thread

    def _send(
        self,
        status: HTTPStatus,
        text: str,
        *,
        content_type: str = "text/plain; charset=utf-8",
    ) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Log nothing: a scrape every few seconds is no news."""
