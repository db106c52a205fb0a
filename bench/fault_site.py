"""A served newsroom with subscribers, which is watched while something fails.

It has two web workers, a courier, the event stream and the operators' port, on SQLite or on a
PostgreSQL server of its own, and 100 readers who are mailed.
"""

from __future__ import annotations

import atexit
import collections
import contextlib
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from alerts import SUBSCRIBE, Mail, MailSink

from tests.newsroom import ROOT, Newsroom, eventually, free_port

READERS = 100
EVERYONE = {f"r{number}@example.org" for number in range(READERS)}
# How often the watcher asks, and how long it waits for an answer, in seconds.
PAUSE, TIMEOUT = 0.1, 10
# By what a command line tells each kind of process.
KINDS = {
    "web worker": "granian",
    "courier": "manage.py deliver",
    "event stream": "releases.event_stream",
}


# Publishes a release on a line with its slug and its seconds from now; prints the instant.
PUBLISHER = """
import datetime as dt, sys
from django.db import connections
from django.utils import timezone
from releases.record import publishing
from tests.record.rows import page
print("ready", flush=True)
for line in sys.stdin:
    slug, seconds = line.split()
    at = timezone.now().replace(microsecond=0) + dt.timedelta(seconds=int(seconds))
    publishing.publish([page(slug)], at=at, by="ada", zone="UTC")
    connections.close_all()
    print(at.timestamp(), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the watcher; status 0 is a connection that nobody answered."""

    path: str
    asked: float
    received: float
    status: int


@dataclass
class Watch:
    """What the public sees: list and front page in turn with the page of a release."""

    newsroom: Newsroom
    page: str
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        paths = ["/releases/", self.page, "/", self.page]
        while not self._stop.wait(PAUSE):
            path = paths[len(self.answers) % len(paths)]
            asked = time.time()
            status = self.newsroom.get(path)[0]
            self.answers.append(Answer(path, asked, time.time(), status))

    def failures(self) -> list[Answer]:
        """Return the answers that are neither a page nor the 404 of one to come."""
        return [
            answer
            for answer in self.answers
            if answer.status not in {200, 404}
            or (answer.status == 404 and answer.path != self.page)
        ]

    def summary(self, instant: float) -> str:
        """Return statuses, the time between the first and the last failure, early and late."""
        counts = collections.Counter(answer.status for answer in self.answers)
        statuses = ", ".join(f"{n}x{status}" for status, n in sorted(counts.items()))
        failures = self.failures()
        down = failures[-1].received - failures[0].asked if failures else 0.0
        slowest = max(answer.received - answer.asked for answer in self.answers)
        shown = [
            answer.received
            for answer in self.answers
            if answer.path == self.page and answer.status == 200
        ]
        early = sum(received < instant for received in shown)
        late = f"T{min(shown) - instant:+.2f} s" if shown else "never"
        return (
            f"{statuses}; failing for {down:.1f} s; slowest {slowest:.2f} s; "
            f"early {early}; page at {late}"
        )


class PostgreSQL:
    """A server in a folder of its own, on TCP, by the programs that PATH has.

    Its databases belong to an owner, and sites use them as another role (docs/postgresql.md).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        # As root it runs as the user of Debian's package, since it refuses root.
        self.user = "postgres" if os.geteuid() == 0 else None
        self.environment: dict[str, str] = {}
        folder.mkdir(mode=0o700)
        if self.user:
            shutil.chown(folder, self.user)

    def url(self, *, role: str = "irsite", database: str = "irsite") -> str:
        """Return the URL of a database for a role."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    @property
    def address(self) -> tuple[str, ...]:
        """How its programs reach it, as superuser."""
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")

    def run(self, *command: str) -> None:
        """Run one of its programs."""
        subprocess.run(
            command,
            check=True,
            user=self.user,
            cwd="/",
            env=os.environ | self.environment | {"LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def create(self) -> None:
        """Make the cluster and its database, and start it."""
        data = ("-D", str(self.folder / "data"))
        self.run("initdb", *data, "-A", "trust", "-E", "UTF8", "-U", "postgres")
        self.start()
        for role in ("irsite", "irsite_owner"):
            self.run("createuser", *self.address, role)
        self.run("createdb", *self.address, "-O", "irsite_owner", "irsite")

    def migrate(self, newsroom: Newsroom, *, code: Path = ROOT) -> None:
        """Migrate its database as the owner, by this code, and give the site its rights."""
        environment = newsroom.environment | {
            "IRSITE_DATABASE": self.url(role="irsite_owner")
        }
        for command in (("migrate",), ("database_roles", "--apply")):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=code,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )

    def start(self, data: str = "data") -> None:
        """Start it, and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self.control("start", "-o", options, "-l", str(self.folder / "log"), data=data)

    def control(self, *words: str, data: str = "data") -> None:
        """Run PostgreSQL's pg_ctl for this server."""
        self.run("pg_ctl", "-w", "-D", str(self.folder / data), *words)

    def follow_clock(self, offset: Path) -> None:
        """Start the server again with a clock that is off by what the file `offset` says.

        The file holds seconds, as in "+60s", and is looked at anew for each time (libfaketime).
        """
        self.environment = {
            "LD_PRELOAD": os.environ["LIBFAKETIME"],
            "FAKETIME_TIMESTAMP_FILE": str(offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.control("stop", "-m", "fast")
        self.start()

    def query(self, statement: str) -> None:
        """Execute one statement as superuser."""
        self.run("psql", *self.address, "-d", "irsite", "-qc", statement)


class FaultSite:
    """One newsroom, its sink of mails and its server."""

    def __init__(
        self, newsroom: Newsroom, sink: MailSink, database: PostgreSQL | None
    ) -> None:
        self.newsroom = newsroom
        self.sink = sink
        self.database = database
        self.stream, self.operators = free_port(), free_port()
        self.server: subprocess.Popen[bytes]
        # Of `manage.py serve`, beside those that start() gives.
        self.options: list[str] = []
        self.log = newsroom.folder / "server.log"

    def start(self) -> None:
        """Start the site's server with `manage.py serve`."""
        command = [sys.executable, "manage.py", "serve", "--workers", "2"]
        command += ["--bind", f"127.0.0.1:{self.newsroom.port}"]
        command += ["--listen", f"127.0.0.1:{self.stream}"]
        command += ["--operators", f"127.0.0.1:{self.operators}", *self.options]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.newsroom.environment,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """Stop the site's server as an operator does, and kill the processes that are left."""
        left = psutil.Process(self.server.pid).children(recursive=True)
        self.server.terminate()
        self.server.wait(60)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()

    def processes(self, kind: str) -> list[psutil.Process]:
        """Return the running processes of this kind."""
        running = []
        for process in psutil.Process(self.server.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                # The main process of the web workers has the same command line.
                parent = process.parent()
                is_main = kind == "web worker" and (
                    parent is None or KINDS[kind] not in " ".join(parent.cmdline())
                )
                is_kind = KINDS[kind] in " ".join(process.cmdline())
                if is_kind and not is_main:
                    running.append(process)
        return running

    def is_ready(self) -> bool:
        """Return whether /readyz says so."""
        return self.newsroom.get("/readyz", port=self.operators)[0] == 200

    @contextlib.contextmanager
    def publishing(self) -> Iterator[None]:
        """Run the process that publishes releases for the block."""
        self._publisher = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-c", PUBLISHER],
            cwd=ROOT,
            env=self.newsroom.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._publisher.stdout
        while self._publisher.stdout.readline().strip() != "ready":
            assert self._publisher.poll() is None
        try:
            yield
        finally:
            self._publisher.kill()
            self._publisher.wait()

    def publish(self, slug: str, *, seconds: int) -> float:
        """Schedule a release; return its instant."""
        assert self._publisher.stdin
        assert self._publisher.stdout
        self._publisher.stdin.write(f"{slug} {seconds}\n")
        self._publisher.stdin.flush()
        return float(self._publisher.stdout.readline())

    def readers_mails(self) -> list[Mail]:
        """Return the mails to readers that came; others are to staff."""
        return [mail for mail in self.sink.mails() if mail.mailbox in EVERYONE]

    def mails(self, instant: float) -> str:
        """Wait for what readers are owed; return what came, and when the first and the last."""
        eventually(
            lambda: {mail.mailbox for mail in self.readers_mails()} >= EVERYONE,
            within=75,
        )
        time.sleep(0.5)
        mails = self.readers_mails()
        lacking = len(EVERYONE - {mail.mailbox for mail in mails})
        repeated = len(mails) - len({mail.message_id for mail in mails})
        times = [mail.at - instant for mail in mails]
        span = f"T{min(times):+.2f} to {max(times):+.2f} s" if times else "never"
        return f"mails: {lacking} missing, {repeated} repeated, {span}"

    def try_fault(
        self,
        name: str,
        fault: Callable[[FaultSite], object],
        *,
        before: float = 2.0,
        watch: float = 12.0,
    ) -> None:
        """Schedule a release, cause the fault so long before its instant, print a row."""
        self.sink.clear()
        assert eventually(self.is_ready, within=120), "The server is not ready."
        slug = re.sub(r"[^a-z0-9]+", "-", f"{name.lower()} {time.time():.0f}")
        instant = self.publish(slug, seconds=8)
        with Watch(self.newsroom, f"/releases/2026/{slug}/") as seen:
            time.sleep(max(instant - before - time.time(), 0))
            began = time.time()
            note = fault(self) or ""
            ready = eventually(self.is_ready, within=60)
            recovered = f"{time.time() - began:.1f} s" if ready else "no"
            mails = self.mails(instant)
            time.sleep(max(instant + watch - time.time(), 0))
        print(
            f"{name} | {note} | {seen.summary(instant)} | {mails} | ready after "
            f"{recovered}",
            flush=True,
        )

    def verify(self) -> None:
        """Print what verify_record finds, but that nobody approved the releases of this script."""
        completed = subprocess.run(
            [sys.executable, "manage.py", "verify_record"],
            cwd=ROOT,
            env=self.newsroom.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        problems = [
            line
            for line in completed.stdout.splitlines()
            if line.startswith("PROBLEM") and "nobody approved it" not in line
        ]
        print("verify_record:", problems or "no other problem", flush=True)


@functools.cache
def demo_on_sqlite() -> Path:
    """Create the demo newsroom once; return its folder, to be copied."""
    folder = tempfile.TemporaryDirectory(prefix="irsite-demo-")
    atexit.register(folder.cleanup)
    Newsroom(Path(folder.name)).manage("demo")
    return Path(folder.name)


@contextlib.contextmanager
def fault_site(
    *,
    postgresql: bool,
    folder: Path | None = None,
    options: Sequence[str] = (),
    **settings: str,
) -> Iterator[FaultSite]:
    """Create the newsroom, subscribe readers, serve it; remove it afterwards.

    The options are of `manage.py serve`, the settings environment variables.
    """
    with tempfile.TemporaryDirectory(prefix="irsite-faults-") as scratch:
        Path(scratch).chmod(0o755)
        database = PostgreSQL(Path(scratch) / "pg") if postgresql else None
        sink = MailSink(Path(scratch))
        var = folder or Path(scratch) / "var"
        var.mkdir(mode=0o700, exist_ok=True)
        newsroom = Newsroom(var, database="")
        try:
            if database:
                database.create()
                newsroom.environment["IRSITE_DATABASE"] = database.url()
                database.migrate(newsroom)
                newsroom.manage("demo")
            else:
                shutil.copytree(demo_on_sqlite(), var, dirs_exist_ok=True)
            newsroom.environment |= {
                "IRSITE_SMTP_URL": f"smtp://127.0.0.1:{sink.port}",
                "IRSITE_URL": f"http://127.0.0.1:{newsroom.port}",
                "IRSITE_PAGE_CACHES": f"127.0.0.1:{newsroom.port}",
                **settings,
            }
            newsroom.manage("shell", "-c", SUBSCRIBE.format(readers=READERS))
            site = FaultSite(newsroom, sink, database)
            site.options += options
            site.start()
            try:
                with site.publishing():
                    yield site
                site.verify()
            finally:
                site.stop()
                if os.environ.get("SHOW_LOG"):
                    sys.stderr.write(site.log.read_text())
        finally:
            sink.process.kill()
            sink.process.wait()
            if database:
                with contextlib.suppress(subprocess.CalledProcessError):
                    database.control("stop", "-m", "immediate")
