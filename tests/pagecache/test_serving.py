"""`manage.py serve`: the production server, as an operator runs it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import SkipTest, TestCase, mock

from django.conf import settings
from django.core.management import CommandError, call_command

import psutil  # type: ignore[import-untyped]  # has no types
import pytest

from releases.management.serving.exceptions import CannotServe
from releases.management.serving.stream_process import StreamProcess
from releases.management.serving.supervisor import (
    MAX_EARLY_EXITS,
    STREAM_VARIABLE,
    Supervisor,
)
from tests.examples import nightly
from tests.newsroom import (
    ROOT,
    Newsroom,
    eventually,
    free_port,
    stop_server,
    temporary_newsroom,
)

WORKER = f"""
import sys
sys.path.insert(0, "{ROOT}")
from releases.management.serving.worker_link import starting_worker
with starting_worker():
    {{code}}
"""
PUBLISH = """
from django.utils import timezone
from tests import builders
builders.approve(builders.make_release(slug="{slug}"), at=timezone.now())
"""


@pytest.mark.slow
class TheServer(TestCase):
    """Two workers on a database of their own."""

    site: Newsroom
    process: subprocess.Popen[bytes]
    operators: int

    @classmethod
    def setUpClass(cls) -> None:
        if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
            raise SkipTest("The server is tried on its embedded database.")
        cls.site = cls.enterClassContext(temporary_newsroom())
        cls.operators = free_port()
        options = ("--operators", f"127.0.0.1:{cls.operators}")
        cls.process = cls.enterClassContext(cls.site.serving(*options, workers=2))

    def status(self, address: str) -> int:
        """Return the status of one request; 0 if nothing answers."""
        return self.site.get(address)[0]

    def workers(self) -> set[int]:
        """Return the process ids of the workers."""
        pids = set()
        servers = psutil.Process(self.process.pid).children()
        for child in (child for server in servers for child in server.children()):
            with contextlib.suppress(psutil.Error):  # it has just ended
                if "resource_tracker" not in " ".join(child.cmdline()):
                    pids.add(child.pid)
        return pids

    def settled(self) -> bool:
        """Return whether both workers are old enough: granian ends if a young one dies."""
        ages = [
            time.time() - psutil.Process(pid).create_time() for pid in self.workers()
        ]
        return len(ages) == 2 and min(ages) > 10

    def statuses(self) -> set[int]:
        """Return the statuses of requests at once, so that every worker answers one."""
        return self.statuses_of("/")

    def statuses_of(self, address: str) -> set[int]:
        """Return the statuses of several requests at once."""
        with ThreadPoolExecutor(12) as clients:
            return set(clients.map(self.status, [address] * 12))

    def test_it_answers_and_logs_each_request(self) -> None:
        assert self.status("/releases/?logged=once") == 200
        log = self.site.folder / "access.log"
        assert eventually(lambda: '"path":"/releases/","status":200' in log.read_text())
        assert self.status("/healthz") == 200
        assert self.status("/static/css/base.css") in {200, 404}

    def test_its_operators_see_whether_it_is_ready_and_what_it_counts(self) -> None:
        def operators(path: str) -> tuple[int, bytes]:
            return self.site.get(path, port=self.operators)

        assert eventually(lambda: operators("/readyz") == (200, b"ready\n"), within=30)
        assert self.statuses() == {200}
        hits = b'irsite_answers_total{cache="hit",status="2xx"}'
        assert eventually(lambda: hits in operators("/metrics")[1])
        assert b"irsite_workers_ready 2.0" in operators("/metrics")[1]
        assert self.status("/metrics") == self.status("/readyz") == 404

    def test_a_release_is_there_at_its_second(self) -> None:
        self.site.manage("shell", "-c", PUBLISH.format(slug="published"))
        page = f"/releases/{time.gmtime().tm_year}/published/"
        assert eventually(lambda: self.status(page) == 200)

    @nightly
    def test_a_worker_that_is_killed_is_replaced(self) -> None:
        assert eventually(self.settled, within=30)
        before = self.workers()
        os.kill(next(iter(before)), signal.SIGKILL)
        assert eventually(lambda: len(self.workers() - before) == 1, within=30)
        assert eventually(lambda: self.statuses() == {200}, within=30)

    def test_a_reload_replaces_the_workers_and_answers_all_requests(self) -> None:
        assert eventually(lambda: len(self.workers()) == 2, within=30)
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)

        def changed() -> bool:
            # A worker that ends may reset a new connection: the client repeats its GET.
            assert eventually(lambda: self.status("/") == 200, within=1)
            now = self.workers()
            return len(now) == 2 and not now & before

        assert eventually(changed, within=120)

    def test_a_database_file_that_is_renamed_away_is_answered_with_a_sentence(
        self,
    ) -> None:
        database = self.site.folder / "irsite.sqlite3"
        away = database.rename(self.site.folder / "away.sqlite3")
        try:
            assert eventually(lambda: self.statuses() == {503})
            status, body = self.site.get("/admin/login/")
            assert (status, b"cannot answer just now" in body) == (503, True)
            assert not database.exists()
        finally:
            away.rename(database)
        assert eventually(lambda: self.statuses() == {200})

    def test_a_database_file_that_is_restored_by_rename_is_noticed(self) -> None:
        database = self.site.folder / "irsite.sqlite3"
        backup = self.site.folder / "backup.sqlite3"
        self.site.manage(
            "shell",
            "-c",
            f"import sqlite3\n"
            f"sqlite3.connect('{database}').backup(sqlite3.connect('{backup}'))",
        )
        self.site.manage("shell", "-c", PUBLISH.format(slug="undone"))
        page = f"/releases/{time.gmtime().tm_year}/undone/"
        assert eventually(lambda: self.status(page) == 200)
        for ending in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                Path(f"{database}{ending}").unlink()
        shutil.move(backup, database)
        assert eventually(lambda: self.statuses_of(page) == {404})
        assert self.statuses() == {200}


@pytest.mark.slow
class AKilledServer(TestCase):
    """No worker outlives its supervisor, and readers notice little of anything else."""

    def test_its_main_process_is_replaced_and_nothing_outlives_its_supervisor(
        self,
    ) -> None:
        if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
            raise SkipTest("The server is tried on its embedded database.")
        site = self.enterContext(temporary_newsroom())
        command = [sys.executable, "manage.py", "serve", "--workers", "1"]
        supervisor = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{site.port}"],
            cwd=ROOT,
            env=site.environment,
            stderr=subprocess.DEVNULL,
        )
        self.addCleanup(stop_server, supervisor)
        assert eventually(lambda: site.get("/")[0] == 200, within=120)
        (main,) = psutil.Process(supervisor.pid).children()
        orphans = main.children()
        main.kill()
        answers: set[int] = set()

        def replaced() -> bool:
            answers.add(site.get("/healthz")[0])
            return not any(is_alive(process) for process in orphans)

        assert eventually(replaced, within=120)
        assert answers == {200}
        processes = psutil.Process(supervisor.pid).children(recursive=True)
        supervisor.kill()
        supervisor.wait()
        assert eventually(
            lambda: not any(is_alive(process) for process in processes), within=2
        )
        assert site.get("/")[0] == 0


def is_alive(process: psutil.Process) -> bool:
    """Return whether the process still runs."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


class TheCommand(TestCase):
    """Options that are refused, and a web server that does not run."""

    def test_an_unreadable_address_is_refused(self) -> None:
        for bind in ("8000", "host:", "a b:80", ":80"):
            with self.subTest(bind), pytest.raises(CommandError, match="host:port"):
                call_command("serve", bind=bind)

    def test_so_is_one_for_the_event_stream(self) -> None:
        with pytest.raises(CommandError, match="--listen as host:port"):
            call_command("serve", listen="8001")

    def test_the_event_stream_runs_as_long_as_the_server(self) -> None:
        listed = f"import os, time; assert os.environ['{STREAM_VARIABLE}'] == 'true'"
        with running(f"{listed}; time.sleep(60)") as (supervisor, starts):
            stream = mock.create_autospec(StreamProcess, instance=True)
            stop = supervisor._stop.set  # noqa: SLF001 - as a signal does
            stream.keep_running.side_effect = lambda: stop() if starts() else None
            supervisor._companions = [stream]  # noqa: SLF001 - beside the stand-in
            supervisor.run()
            *before, last = [call[0] for call in stream.method_calls]
            assert (set(before), last) == ({"keep_running"}, "stop")
            assert starts() == 1

    def test_a_companion_that_cannot_start_does_not_end_the_server(self) -> None:
        with running("import time; time.sleep(60)") as (supervisor, starts):
            stream = mock.Mock(spec=StreamProcess)
            outcomes = iter([BlockingIOError(11, "no more processes")])

            def keep_running() -> None:
                error = next(outcomes, None)
                if error:
                    raise error
                if starts():
                    supervisor._stop.set()  # noqa: SLF001 - as a signal does

            stream.keep_running.side_effect = keep_running
            supervisor._companions = [stream]  # noqa: SLF001 - beside the stand-in
            with self.assertLogs("releases.management") as logged:
                supervisor.run()
            assert "no more processes" in logged.output[0]
            assert starts() == 1

    def test_no_workers_and_several_without_a_key_are_refused(self) -> None:
        with pytest.raises(CommandError, match="1 or more"):
            call_command("serve", workers=0)
        with (
            mock.patch.object(settings, "SECRET_KEY_IS_LASTING", new=False),
            pytest.raises(CommandError, match="IRSITE_SECRET_KEY"),
        ):
            call_command("serve", workers=2)

    def test_a_server_that_ends_at_once_is_given_up(self) -> None:
        with running("raise SystemExit(3)") as (supervisor, starts):
            with pytest.raises(CannotServe), self.assertLogs("releases.management"):
                supervisor.run()
            assert starts() == MAX_EARLY_EXITS

    def test_workers_that_cannot_start_end_it_with_their_reason(self) -> None:
        raises = "raise OSError(28, 'No space left on device')"
        with running(WORKER.format(code=raises)) as (supervisor, starts):
            with pytest.raises(CannotServe, match="No space left on device"):
                supervisor.run()
            assert starts() == 1

    def test_a_signal_stops_it(self) -> None:
        with running("import time; time.sleep(60)") as (supervisor, starts):
            supervisor._on_stop_signal(signal.SIGTERM, None)  # noqa: SLF001 - as the signal does
            supervisor.run()
            assert starts() == 0

    def test_near_an_instant_it_does_not_reload(self) -> None:
        for left, quiet in ((None, True), (3600.0, True), (59.0, False), (0.0, False)):
            with self.subTest(left):
                supervisor = make_supervisor(lambda left=left: left)  # type: ignore[misc]  # a default
                assert supervisor._is_quiet() is quiet  # noqa: SLF001 - the rule itself


def make_supervisor(seconds_to_instant: Callable[[], float | None]) -> Supervisor:
    """Return a supervisor that serves nothing yet."""
    return Supervisor(
        host="127.0.0.1",
        port=1,
        workers=1,
        seconds_to_instant=seconds_to_instant,
    )


@contextlib.contextmanager
def running(code: str) -> Iterator[tuple[Supervisor, Callable[[], int]]]:
    """Yield a supervisor of this code, and a count of its starts."""
    supervisor = make_supervisor(lambda: None)
    with tempfile.NamedTemporaryFile(prefix="irsite-starts-") as file:
        count = f"open({file.name!r}, 'a').write('.')\n"
        supervisor.command = [sys.executable, "-c", count + code]
        signals = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
        before = {number: signal.getsignal(number) for number in signals}
        try:
            yield supervisor, lambda: len(Path(file.name).read_text())
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
