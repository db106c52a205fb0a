"""The alarms of ops/prometheus/alerts.yaml, by a real Prometheus that scrapes a served newsroom.

    .venv/bin/python bench/alarms.py

Runs Prometheus with the configuration that docs/metrics.md gives and the rules as they are,
causes one fault after the other, and prints when each alarm fires and goes out, in minutes and
seconds from the start. Takes half an hour. Needs root, Debian's prometheus and libfaketime (its path in
LIBFAKETIME) and PostgreSQL's programs. docs/metrics.md has results.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import setup_django  # noqa: F401 - what follows needs it
from fault_site import READERS, FaultSite, fault_site
from faults import set_offset, small_disk

from tests.newsroom import ROOT, Newsroom, eventually, free_port

RULES = ROOT / "ops/prometheus/alerts.yaml"
# The configuration in the documentation: an indented block.
CONFIGURATION = re.compile(r"^    # prometheus\.yml\n((?:    .*\n|\n(?=    ))+)", re.M)
# How long an alarm may take to fire, and to go out, in seconds.
PATIENCE = 420.0
BEGAN = time.monotonic()


def note(text: str) -> None:
    """Print a line with the time since the start."""
    minutes, seconds = divmod(int(time.monotonic() - BEGAN), 60)
    print(f"{minutes:02}:{seconds:02}  {text}", flush=True)


class Prometheus:
    """A Prometheus of its own, which watches one server; prints each change of an alarm."""

    def __init__(self, folder: Path, operators: int) -> None:
        self.port = free_port()
        match = CONFIGURATION.search((ROOT / "docs/metrics.md").read_text())
        assert match
        text = re.sub(r"^    ", "", match[1], flags=re.M)
        text = re.sub(r"rule_files: \[.*?\]", f"rule_files: [{RULES}]", text)
        text = re.sub(r"targets: \[.*?\]", f'targets: ["127.0.0.1:{operators}"]', text)
        file = folder / "prometheus.yml"
        file.write_text(text)
        subprocess.run(["promtool", "check", "config", file], check=True)
        self.firing: set[str] = set()
        self._stop = threading.Event()
        with (folder / "prometheus.log").open("w") as log:
            self.process = subprocess.Popen(
                [
                    "prometheus",
                    f"--config.file={file}",
                    f"--storage.tsdb.path={folder / 'prometheus'}",
                    f"--web.listen-address=127.0.0.1:{self.port}",
                ],
                stdout=log,
                stderr=log,
            )
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def _follow(self) -> None:
        url = f"http://127.0.0.1:{self.port}/api/v1/alerts"
        while not self._stop.wait(1):
            with contextlib.suppress(OSError), urllib.request.urlopen(url) as answer:
                alerts = json.load(answer)["data"]["alerts"]
                firing = {
                    alert["labels"]["alertname"]: alert["annotations"]["summary"]
                    for alert in alerts
                    if alert["state"] == "firing"
                }
                for name in sorted(firing.keys() - self.firing):
                    note(f"   FIRES {name}: {firing[name]}")
                for name in sorted(self.firing - firing.keys()):
                    note(f"   out   {name}")
                self.firing = {*firing}

    def wait_for(self, *names: str) -> None:
        """Wait until all these fire."""
        if not eventually(lambda: {*names} <= self.firing, within=PATIENCE):
            note(f"   NEVER {' '.join({*names} - self.firing)}")

    def wait_until_out(self, *names: str) -> None:
        """Wait until none of these fires."""
        if not eventually(lambda: not {*names} & self.firing, within=PATIENCE):
            note(f"   STAYS {' '.join({*names} & self.firing)}")

    def stop(self) -> None:
        """Stop watching, and end the Prometheus."""
        self._stop.set()
        self._thread.join()
        self.process.terminate()
        self.process.wait(20)


@contextlib.contextmanager
def reading(newsroom: Newsroom) -> Iterator[None]:
    """Have a reader ask for the list twice a second."""
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(0.5):
            newsroom.get("/releases/")

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextlib.contextmanager
def suspended(*processes: psutil.Process) -> Iterator[None]:
    """Suspend the processes for the block."""
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with contextlib.suppress(psutil.Error):
                process.resume()


def postgresql_processes(site: FaultSite) -> list[psutil.Process]:
    """Return the processes of the site's PostgreSQL."""
    assert site.database
    pid = int((site.database.folder / "data/postmaster.pid").read_text().split()[0])
    server = psutil.Process(pid)
    return [server, *server.children(recursive=True)]


def try_backup(site: FaultSite, prometheus: Prometheus) -> None:
    """Make a first backup, where there was none."""
    prometheus.wait_for("IrsiteBackupOld")
    note("A backup is made.")
    backups = site.newsroom.folder / "backups"
    backups.mkdir()
    site.newsroom.manage("backup", "--unencrypted", str(backups))
    prometheus.wait_until_out("IrsiteBackupOld")


def try_disk_and_instants(site: FaultSite, prometheus: Prometheus) -> None:
    """Fill the disk of IRSITE_VAR to 90 %, and try instants meanwhile."""
    var = site.newsroom.folder
    size = os.statvfs(var)
    note("The disk is filled to 90 %.")
    spare = size.f_blocks * size.f_frsize // 10
    ballast = var / "ballast"
    ballast.write_bytes(b"x" * (size.f_bavail * size.f_frsize - spare))
    try_instants(site, prometheus)
    prometheus.wait_for("IrsiteDiskFull")
    note("The disk has room again.")
    ballast.unlink()
    prometheus.wait_until_out("IrsiteDiskFull")


def try_database(site: FaultSite, prometheus: Prometheus) -> None:
    """Stop PostgreSQL, and then suspend it."""
    assert site.database
    names = (
        "IrsiteDatabaseDown",
        "IrsiteRecordNotRead",
        "IrsiteNotReady",
        "IrsiteUnavailable",
    )
    note("PostgreSQL is stopped.")
    site.database.control("stop", "-m", "fast")
    prometheus.wait_for(*names)
    note("PostgreSQL is started.")
    site.database.start()
    prometheus.wait_until_out(*names)
    note("PostgreSQL is suspended.")
    with suspended(*postgresql_processes(site)):
        prometheus.wait_for(*names)
        note("PostgreSQL is resumed.")
    prometheus.wait_until_out(*names, "IrsiteDown")


def try_clock(site: FaultSite, prometheus: Prometheus, offset: Path) -> None:
    """Set PostgreSQL's clock a second ahead."""
    note("PostgreSQL's clock is a second ahead.")
    set_offset(offset, "+1s")
    prometheus.wait_for("IrsiteClockOff", "IrsiteNotReady")
    note("PostgreSQL's clock is right again.")
    set_offset(offset, "+0s")
    prometheus.wait_until_out("IrsiteClockOff", "IrsiteNotReady")


def try_instants(site: FaultSite, prometheus: Prometheus) -> None:
    """Suspend a worker across an instant, after one that nothing disturbs."""
    note("An instant that nothing disturbs.")
    instant = site.publish(f"in-time-{time.time():.0f}", seconds=8)
    time.sleep(max(instant + 40 - time.time(), 0))
    note("A worker is suspended from a second before to a second after an instant.")
    instant = site.publish(f"late-{time.time():.0f}", seconds=8)
    time.sleep(max(instant - 1 - time.time(), 0))
    with suspended(site.processes("web worker")[0]):
        time.sleep(max(instant + 1 - time.time(), 0))
    prometheus.wait_for("IrsiteLate")


def try_processes(site: FaultSite, prometheus: Prometheus) -> None:
    """Stop the server, kill a worker, and suspend one."""
    note("The server is stopped.")
    site.stop()
    prometheus.wait_for("IrsiteDown")
    note("The server is started.")
    site.start()
    prometheus.wait_until_out("IrsiteDown", "IrsiteNotReady")
    time.sleep(60)
    note("A web worker is killed.")
    site.processes("web worker")[0].kill()
    prometheus.wait_for("IrsiteWorkerRestarted")
    note("A web worker is suspended.")
    with suspended(site.processes("web worker")[0]):
        prometheus.wait_for("IrsiteNotReady")
        note("It is resumed.")
    prometheus.wait_until_out("IrsiteNotReady")


@contextlib.contextmanager
def more_patience() -> Iterator[None]:
    """Wait for twice as long in the block."""
    global PATIENCE  # noqa: PLW0603 - one script, one thread
    PATIENCE *= 2
    try:
        yield
    finally:
        PATIENCE /= 2


def main() -> None:
    """Cause each fault in turn, and wait for its alarm to fire and to go out."""
    with (
        tempfile.TemporaryDirectory(prefix="irsite-alarms-") as scratch,
        small_disk(Path(scratch) / "var", 300) as var,
    ):
        folder = Path(scratch)
        folder.chmod(0o755)
        offset = folder / "offset"
        offset.write_text("+0s")
        with fault_site(postgresql=True, folder=var) as site, reading(site.newsroom):
            assert site.database
            # A server that starts ends where it finds no database.
            assert eventually(site.is_ready, within=60)
            site.database.follow_clock(offset)
            assert eventually(site.is_ready, within=60)
            prometheus = Prometheus(folder, site.operators)
            try:
                try_backup(site, prometheus)
                note("The mail system is suspended, and a release goes live.")
                with suspended(psutil.Process(site.sink.process.pid)):
                    site.publish(f"mails-{time.time():.0f}", seconds=4)
                    try_disk_and_instants(site, prometheus)
                    prometheus.wait_for("IrsiteMailSystemDown")
                    with more_patience():
                        prometheus.wait_for("IrsiteMailLate")
                    note("The mail system is resumed.")
                prometheus.wait_until_out("IrsiteMailSystemDown", "IrsiteMailLate")
                try_database(site, prometheus)
                try_clock(site, prometheus, offset)
                try_processes(site, prometheus)
                note(f"{READERS} readers; still firing: {sorted(prometheus.firing)}")
                with more_patience():
                    prometheus.wait_until_out(*prometheus.firing)
            finally:
                prometheus.stop()


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
