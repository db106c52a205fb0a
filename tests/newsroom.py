"""A newsroom in a folder of its own, set up and served as an operator does, by the real clock."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import functools
import os
import secrets
import shutil
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

from releases.management.deployment.administrator import PASSWORD_VARIABLE
from tests import owner
from tests.shared_folder import SHARED_FOLDER

ROOT = Path(__file__).parents[1]
# Seconds: longer than the supervisor and granian give their requests to end.
STOP_TIMEOUT = 40


class Newsroom:
    """One folder and one database, on the engine that the suite runs on."""

    def __init__(self, folder: Path, *, database: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = os.environ | {
            "IRSITE_VAR": str(folder),
            "IRSITE_HTTPS": "false",
            "IRSITE_SECRET_KEY": "x" * 50,
            "IRSITE_DOMAIN": "localhost",
            PASSWORD_VARIABLE: "correct horse battery",
            "IRSITE_ACCESS_LOG": str(folder / "access.log"),
        }
        # Coverage measures the suite's processes; it would make a server slow.
        self.environment.pop("COVERAGE_PROCESS_START", None)
        # For Playwright in this process; a check refuses it.
        self.environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        if database:
            self.environment["IRSITE_DATABASE"] = database

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it prints."""
        completed = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        sys.stderr.write(completed.stderr)
        completed.check_returncode()
        return completed.stdout

    def install(self) -> str:
        """Install it as an operator does, and return what that prints."""
        return self.manage("install", "--no-input", "--administrator=installer")

    @contextlib.contextmanager
    def serving(self, *options: str, workers: int) -> Iterator[subprocess.Popen[bytes]]:
        """Run `manage.py serve`, from its first response to its graceful end."""
        address = f"127.0.0.1:{self.port}"
        command = [sys.executable, "manage.py", "serve", "--bind", address]
        process = subprocess.Popen(
            [*command, "--workers", str(workers), *options],
            cwd=ROOT,
            env=self.environment,
        )
        try:
            assert eventually(lambda: self.get("/")[0] == 200, within=120)
            yield process
        finally:
            exit_status = stop_server(process)
        assert exit_status == 0

    def get(self, path: str, *, port: int = 0) -> tuple[int, bytes]:
        """Return the status and the body of one response; (0, b"") if nobody answers."""
        connection = HTTPConnection("127.0.0.1", port or self.port, timeout=10)
        with (
            contextlib.closing(connection),
            contextlib.suppress(OSError, HTTPException),
        ):
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        return 0, b""


@contextlib.contextmanager
def temporary_newsroom() -> Iterator[Newsroom]:
    """Copy an empty newsroom, and delete the copy afterwards."""
    server_url = os.environ.get("IRSITE_DATABASE", "")
    original = empty_database(server_url)
    installed = empty_newsroom(original)
    with (
        tempfile.TemporaryDirectory(prefix="irsite-served-") as folder,
        temporary_database(server_url, original=original) as database,
    ):
        shutil.copytree(installed, folder, dirs_exist_ok=True)
        yield Newsroom(Path(folder), database=owner.site_url(database))


@functools.cache
def empty_newsroom(database: str = "") -> Path:
    """Set a newsroom up: on SQLite once a run, on the database of this URL once a process.

    Return its folder, to be copied.
    """
    shared = os.environ.get(SHARED_FOLDER)
    if database or not shared:
        folder = tempfile.TemporaryDirectory(prefix="irsite-empty-")
        atexit.register(folder.cleanup)
        return set_up(Path(folder.name), database)
    ready = Path(shared, "newsroom")
    with Path(shared, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            unfinished = Path(shared, "unfinished")
            unfinished.mkdir(mode=0o700)
            set_up(unfinished).rename(ready)
    return ready


def set_up(folder: Path, database: str = "") -> Path:
    """Set a newsroom up in a folder, as the site's role where the suite has one; return it."""
    site_database = owner.site_url(database)
    if site_database != database:
        by_owner = Newsroom(folder, database=database)
        by_owner.manage("migrate")
        by_owner.manage("database_roles", "--apply", "--role", owner.SITE_ROLE)
    Newsroom(folder, database=site_database).install()
    return folder


@functools.cache
def empty_database(server_url: str) -> str:
    """Return the URL of a database on this PostgreSQL server that ends with it."""
    if not server_url.startswith("postgres"):
        return ""
    with maintenance(server_url) as cursor:
        return create_database(cursor, server_url, original="")


@contextlib.contextmanager
def temporary_database(server_url: str, *, original: str = "") -> Iterator[str]:
    """Create a database on this PostgreSQL server and yield its URL; "" for SQLite.

    With `original`, a database's URL, it is a copy of that, to which nobody may be
    connected.
    """
    if not server_url.startswith("postgres"):
        yield ""
        return
    with maintenance(server_url) as cursor:
        url = create_database(cursor, server_url, original=original)
        try:
            yield url
        finally:
            cursor.execute(f"DROP DATABASE {database_name(url)} WITH (FORCE)")


@contextlib.contextmanager
def maintenance(server_url: str) -> Iterator[Any]:
    """Yield a cursor outside transactions, as creating databases needs it."""
    with contextlib.closing(psycopg2.connect(server_url)) as connection:
        connection.autocommit = True
        yield connection.cursor()


def create_database(cursor: Any, server_url: str, *, original: str) -> str:
    """Create a database, empty or as a copy of the original; return its URL."""
    name = f"served_{secrets.token_hex(8)}"
    copy = f" TEMPLATE {database_name(original)}" if original else ""
    cursor.execute(f"CREATE DATABASE {name}{copy}")
    return urlsplit(server_url)._replace(path=f"/{name}").geturl()  # noqa: SLF001 - a method of named tuples


def database_name(url: str) -> str:
    """Return the name of the database in its URL."""
    return urlsplit(url).path.removeprefix("/")


def stop_server(process: subprocess.Popen[bytes]) -> int:
    """Stop the server by SIGTERM and kill what is left; return its exit status."""
    processes: list[Any] = [process]
    with contextlib.suppress(psutil.NoSuchProcess):
        processes += psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        return process.wait(STOP_TIMEOUT)
    finally:
        for remaining in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                remaining.kill()


def free_port() -> int:
    """Return a port of this machine that is not in use."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def eventually(condition: Callable[[], object], *, within: float = 15) -> bool:
    """Wait until the condition is true, for so many seconds; return whether it is."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())
