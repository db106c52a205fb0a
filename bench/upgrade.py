"""Upgrade a site from an earlier commit while one client asks for its pages: failed requests.

    .venv/bin/python bench/upgrade.py COMMIT [--postgresql]

Two web servers of the earlier commit's code stand behind nginx, as docs/deploy.md has it. This
commit's `upgrade` migrates their database; the earlier code then publishes a release on it; one
after the other is restarted with this code, and each is reloaded by SIGHUP. Both run in this
virtual environment.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import setup_django  # noqa: F401 - what follows needs it
from demo_site import nginx
from fault_site import PostgreSQL, Watch
from kills import unpack_commit

from tests.newsroom import ROOT, Newsroom, eventually, free_port

# Seconds for a server to start in, on a busy machine.
START_WITHIN = 180
FRONT = """
upstream irsite {{
  zone irsite 64k; server 127.0.0.1:{first} max_fails=0; server 127.0.0.1:{second} max_fails=0;
  keepalive 64;
}}
server {{ listen 127.0.0.1:{front};
  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host localhost;
  proxy_connect_timeout 1s; proxy_read_timeout 30s;
  proxy_next_upstream error timeout http_502 http_503; proxy_next_upstream_tries 2;
  location / {{ proxy_pass http://irsite; }} }}
"""


def main(commit: str, *, postgresql: bool) -> None:
    """Upgrade, and print what the client saw."""
    with tempfile.TemporaryDirectory(prefix="irsite-upgrade-") as folder:
        scratch = Path(folder)
        scratch.chmod(0o755)
        old = unpack_commit(commit, scratch / "old")
        var = scratch / "var"
        var.mkdir(mode=0o700)
        newsroom = Newsroom(var)
        newsroom.environment.pop("DJANGO_SETTINGS_MODULE")
        database = PostgreSQL(scratch / "pg") if postgresql else None
        if database:
            database.create()
            newsroom.environment["IRSITE_DATABASE"] = database.url()
        ports = {name: free_port() for name in ("first", "second", "front")}
        try:
            if database:
                database.migrate(newsroom, code=old)
            subprocess.run(
                [sys.executable, "manage.py", "demo"],
                cwd=old,
                env=newsroom.environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            servers = {
                name: start(newsroom, old, ports[name]) for name in ("first", "second")
            }
            newsroom.port = ports["front"]
            with nginx(scratch, FRONT.format(**ports)):
                try:
                    assert eventually(lambda: newsroom.get("/")[0] == 200, within=60)
                    upgrade(newsroom, servers, ports, old=old, database=database)
                finally:
                    for server in servers.values():
                        server.terminate()
                        server.wait(60)
        finally:
            if database:
                database.control("stop", "-m", "immediate")


def start(newsroom: Newsroom, code: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a web server of the code in this folder, and wait for its first answer."""
    server = subprocess.Popen(
        [
            *(sys.executable, "manage.py", "serve", "--workers", "1"),
            *("--bind", f"127.0.0.1:{port}", "--couriers", "0"),
        ],
        cwd=code,
        env=newsroom.environment,
    )
    if not eventually(
        lambda: newsroom.get("/healthz", port=port)[0] == 200, within=START_WITHIN
    ):
        server.terminate()
        server.wait(60)
        raise RuntimeError("The server does not answer: is the machine too busy?")
    return server


def upgrade(
    newsroom: Newsroom,
    servers: dict[str, subprocess.Popen[bytes]],
    ports: dict[str, int],
    *,
    old: Path,
    database: PostgreSQL | None,
) -> None:
    """Migrate, publish, restart and reload while a client asks; print what it saw."""
    with Watch(newsroom, "/releases/rss.xml") as seen:
        began = time.time()
        steps = []

        def note(step: str) -> None:
            failed = len(seen.failures())
            steps.append(f"{step} at {time.time() - began:.0f} s, {failed} failed")

        time.sleep(2)
        if database:
            database.migrate(newsroom)
            note("migrated by the owner")
        note(newsroom.manage("upgrade", "--now").splitlines()[1])
        page = publish(newsroom, old)
        note(f"{page} of the earlier code answers {newsroom.get(page)[0]}")
        for name, server in list(servers.items()):
            server.terminate()
            server.wait(60)
            servers[name] = start(newsroom, ROOT, ports[name])
            note(f"{name} restarted")
        for name, server in servers.items():
            server.send_signal(signal.SIGHUP)
            time.sleep(8)
            note(f"{name} reloaded")
    print("; ".join(steps))
    print(f"{len(seen.answers)} requests:", seen.summary(began))
    slowest = max(seen.answers, key=lambda answer: answer.received - answer.asked)
    print(
        f"The slowest was {slowest.path}, asked for at {slowest.asked - began:.1f} s."
    )
    print(newsroom.manage("verify_record").strip().splitlines()[-1])


def publish(newsroom: Newsroom, code: Path) -> str:
    """Publish a release at once by the transitions of this code; return its path."""
    completed = subprocess.run(
        [sys.executable, str(ROOT / "bench/publisher.py")],
        cwd=code,
        env=newsroom.environment
        | {"DJANGO_SETTINGS_MODULE": "irsite.settings", "PYTHONPATH": str(code)},
        input=json.dumps({"slug": "while-upgrading", "in": 0}) + "\n",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    published = json.loads(completed.stdout)
    time.sleep(max(published["instant"] - time.time(), 0) + 0.1)
    return str(published["page"])


if __name__ == "__main__":
    main(sys.argv[1], postgresql="--postgresql" in sys.argv)
