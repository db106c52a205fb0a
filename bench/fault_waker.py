"""Faults of the Redis that wakes workers (bench/faults.py): killed, slow, silent, closed.

A worker with a folder of its own (IRSITE_VAR), as on another host, sends the mails; the
server beside the web workers runs the waker and no courier. Nobody else would send, so each row shows
how long Redis holds mails up.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from fault_site import FaultSite, fault_site

from tests.newsroom import ROOT, eventually, free_port

# How long each fault lasts from two seconds before the instant, in seconds.
DURATION = 12.0
PASSWORD = "only-for-measuring"  # noqa: S105 - of a Redis on loopback, for a minute
WITHOUT_STAFF_MAILS = """
from django.contrib.auth.models import User
User.objects.update(email="")
"""


class Redis:
    """A server of its own, behind a relay that can delay or swallow what passes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server_port, self.port = free_port(), free_port()
        self.process: subprocess.Popen[bytes]
        # How long each piece is held back, in seconds; None: for good.
        self.delay: float | None = 0.0
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """The address of the relay, with the password, for IRSITE_REDIS_URL."""
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start the Redis, and wait until it answers."""
        self.process = subprocess.Popen(
            [
                *("redis-server", "--port", str(self.server_port)),
                *("--bind", "127.0.0.1", "--requirepass", PASSWORD),
                *("--save", "", "--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
        )
        assert eventually(lambda: self.command("PING") == "PONG")

    def stop(self) -> None:
        """Kill the Redis; the relay goes on."""
        self.process.kill()
        self.process.wait()

    def command(self, *words: str, password: str = PASSWORD) -> str:
        """Return what it answers to one command, past the relay."""
        return subprocess.run(
            [
                *("redis-cli", "-p", str(self.server_port), "--no-auth-warning"),
                *("-a", password, *words),
            ],
            capture_output=True,
            check=False,
            text=True,
        ).stdout.strip()

    def _accept(self) -> None:
        while True:
            client, _address = self._listener.accept()
            try:
                server = socket.create_connection(("127.0.0.1", self.server_port))
            except OSError:
                client.close()
                continue
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if self.delay is None:
                    continue
                time.sleep(self.delay)
                target.sendall(piece)
        for side in (source, target):
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)


class Worker:
    """`manage.py deliver --worker`, started again a second after it ends, as systemd does."""

    def __init__(self, site: FaultSite, folder: Path) -> None:
        self._environment = site.newsroom.environment | {"IRSITE_VAR": str(folder)}
        self._log = (folder / "worker.log").open("ab")
        self._is_stopping = threading.Event()
        self.starts = 0
        self.process: subprocess.Popen[bytes]
        self._start()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _start(self) -> None:
        self.starts += 1
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "deliver", "--worker"],
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )

    def _run(self) -> None:
        while not self._is_stopping.wait(0.1):
            if self.process.poll() is not None and not self._is_stopping.wait(1):
                self._start()

    def kill(self) -> None:
        """Kill the worker and the task that it runs."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            process.kill()
        self.process.kill()

    def stop(self) -> None:
        """Kill the worker, and start none after it."""
        self._is_stopping.set()
        self._thread.join()
        with contextlib.suppress(psutil.Error):
            self.kill()
        self.process.wait()
        self._log.close()


def stopped(redis: Redis, seconds: float) -> Callable[[FaultSite], str]:
    """Return the fault that kills Redis, and starts an empty one after so long."""

    def fault(site: FaultSite) -> str:
        redis.stop()
        time.sleep(seconds)
        redis.start()
        return f"for {seconds:.0f} s"

    return fault


def suspended(redis: Redis) -> Callable[[FaultSite], str]:
    """Return the fault that suspends Redis: it takes connections and says nothing."""

    def fault(site: FaultSite) -> str:
        process = psutil.Process(redis.process.pid)
        process.suspend()
        time.sleep(DURATION)
        process.resume()
        return f"for {DURATION:.0f} s"

    return fault


def delayed(redis: Redis, delay: float | None) -> Callable[[FaultSite], str]:
    """Return the fault that holds back, or swallows, what Redis says and is told."""

    def fault(site: FaultSite) -> str:
        redis.delay = delay
        time.sleep(DURATION)
        redis.delay = 0.0
        return f"for {DURATION:.0f} s"

    return fault


def set_for_a_while(
    redis: Redis, name: str, wrong: str, right: str, *, password: str = PASSWORD
) -> Callable[[FaultSite], str]:
    """Return the fault that gives Redis another setting, and ends all connections to it."""

    def fault(site: FaultSite) -> str:
        redis.command("CONFIG", "SET", name, wrong)
        redis.command("CLIENT", "KILL", "TYPE", "normal", password=password)
        time.sleep(DURATION)
        redis.command("CONFIG", "SET", name, right, password=password)
        return f"for {DURATION:.0f} s"

    return fault


def kill_waker(site: FaultSite) -> str:
    """Kill the waker, which the supervisor starts again."""
    for process in site.processes("courier"):
        if "--wake" in process.cmdline():
            process.kill()
            return ""
    return "no process was seen"


def try_waker(**_engine: bool) -> None:
    """Disturb Redis, or kill what uses it, while only a worker elsewhere sends mails."""
    with tempfile.TemporaryDirectory(prefix="irsite-redis-") as scratch:
        folder = Path(scratch)
        redis = Redis(folder)
        redis.start()
        try:
            with fault_site(
                postgresql=True,
                options=["--couriers", "0"],
                IRSITE_COURIERS="tasks",
                IRSITE_REDIS_URL=redis.url,
            ) as site:
                # A mail to staff would wake the worker before the instant.
                site.newsroom.manage("shell", "-c", WITHOUT_STAFF_MAILS)
                worker_folder = folder / "var"
                worker_folder.mkdir(mode=0o700)
                worker = Worker(site, worker_folder)
                try:
                    try_faults(site, redis, worker)
                finally:
                    worker.stop()
                    print((worker_folder / "worker.log").read_text()[-3000:])
        finally:
            redis.stop()


def try_faults(site: FaultSite, redis: Redis, worker: Worker) -> None:
    """Cause each fault, and print how often the worker was started again meanwhile."""
    other = "another"
    faults: dict[str, Callable[[FaultSite], str]] = {
        "Nothing, first": lambda site: "",
        "Nothing, second": lambda site: "",
        "Redis restarted": stopped(redis, 0),
        "Redis killed": stopped(redis, DURATION),
        "Redis killed for long": stopped(redis, 45),
        "Redis suspended": suspended(redis),
        "Redis slow": delayed(redis, 0.5),
        "Redis unreachable": delayed(redis, None),
        "Redis has another password": set_for_a_while(
            redis, "requirepass", other, PASSWORD, password=other
        ),
        "Redis is full": set_for_a_while(redis, "maxmemory", "1", "0"),
        "Waker killed": kill_waker,
        "Worker killed": lambda site: str(worker.kill() or ""),
    }
    for name, fault in faults.items():
        starts = worker.starts
        site.try_fault(name, fault)
        if worker.starts > starts:
            print(f"  the worker was started {worker.starts - starts} times")
    site.options[-1] = "1"
    site.stop()
    site.start()
    site.try_fault("Redis killed, a courier beside", stopped(redis, DURATION))
    site.try_fault("Redis unreachable, a courier beside", delayed(redis, None))
