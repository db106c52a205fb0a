"""A newsroom of its own, made and served as an operator does: no clock but the machine's."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]  # has no types
import psycopg2  # type: ignore[import-untyped]  # the same

ROOT = Path(__file__).parents[1]
# Beyond what the supervisor and granian give their requests to end.
PATIENCE = 40


class Newsroom:
    """One folder and one database, on the engine that the suite is run on."""

    def __init__(self, folder: Path, *, database: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = os.environ | {
            "IRSITE_VAR": str(folder),
            "IRSITE_HTTPS": "false",
            "IRSITE_SECRET_KEY": "x" * 50,
            "IRSITE_ACCESS_LOG": str(folder / "access.log"),
        }
        # Coverage measures the suite's processes; it would make a server slow.
        self.environment.pop("COVERAGE_PROCESS_START", None)
        if database:
            self.environment["IRSITE_DATABASE"] = database

    def manage(self, *words: str) -> str:
        """Run a command; what it says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    @contextlib.contextmanager
    def serving(self, *, workers: int) -> Iterator[subprocess.Popen[bytes]]:
        """`manage.py serve`, from its first answer to its graceful end."""
        where = f"127.0.0.1:{self.port}"
        command = [sys.executable, "manage.py", "serve", "--bind", where]
        process = subprocess.Popen(
            [*command, "--workers", str(workers)], cwd=ROOT, env=self.environment
        )
        try:
            assert soon(lambda: self.ask("/")[0] == 200, within=120)
            yield process
        finally:
            ended = end(process)
        assert ended == 0

    def ask(self, address: str) -> tuple[int, bytes]:
        """The status and the bytes of one answer; nought where nobody answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        with (
            contextlib.closing(connection),
            contextlib.suppress(OSError, HTTPException),
        ):
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read()
        return 0, b""


@contextlib.contextmanager
def newsroom() -> Iterator[Newsroom]:
    """An empty newsroom, which is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="irsite-served-") as folder,
        throw_away_database(os.environ.get("IRSITE_DATABASE", "")) as database,
    ):
        made = Newsroom(Path(folder), database=database)
        made.manage("migrate", "--verbosity=0")
        made.manage("collectstatic", "--no-input", "--verbosity=0")
        yield made


@contextlib.contextmanager
def throw_away_database(beside: str) -> Iterator[str]:
    """The address of a new database of the same server; none where the engine is embedded."""
    if not beside.startswith("postgres"):
        yield ""
        return
    name = f"served_{secrets.token_hex(8)}"
    with contextlib.closing(psycopg2.connect(beside)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        try:
            address = urlsplit(beside)._replace(path=f"/{name}")  # noqa: SLF001 - a named tuple's own word
            yield address.geturl()
        finally:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def end(process: subprocess.Popen[bytes]) -> int:
    """Stop the server gracefully, and leave nobody behind; how it ended."""
    family: list[Any] = [process]
    with contextlib.suppress(psutil.NoSuchProcess):
        family += psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        return process.wait(PATIENCE)
    finally:
        for one in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                one.kill()


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def soon(what: Callable[[], object], *, within: float = 15) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + within
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(what())
