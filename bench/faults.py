"""Failures around an instant: whether a wrong response is sent, and when a right one is sent again.

    .venv/bin/python bench/faults.py

A worker is killed, the database's connections are cut, PostgreSQL is stopped for ten seconds
around an instant, while 16 clients poll list and release. Prints new responses before the
instant (early), old ones after a new one (stale), 503s, lost connections, and when the first
right response after the fault was sent.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable

import psutil
from demo_site import PYTHON, ROOT, Site, newsroom, row
from golive import evaluate, publisher, send
from polling import poll_from_many

WIDTHS = (26, 8, 8, 10, 8, 18)
BEFORE, AFTER = 6.0, 9.0


def cut_listeners(site: Site) -> None:
    """End every other session of the database."""
    code = (
        "from django.db import connection\n"
        "connection.cursor().execute('SELECT pg_terminate_backend(pid) FROM"
        " pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()')"
    )
    subprocess.run(
        [PYTHON, "manage.py", "shell", "-c", code],
        cwd=ROOT,
        env=site.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def stop_database(site: Site) -> None:
    """Suspend PostgreSQL's processes for ten seconds."""
    (server,) = (
        process
        for process in psutil.process_iter(["cmdline"])
        if (process.info["cmdline"] or [])[1:3] == ["-D", str(site.folder / "pg")]
    )
    stopped = [server, *server.children(recursive=True)]
    for process in stopped:
        process.suspend()
    time.sleep(10)
    for process in stopped:
        process.resume()


def kill_worker(site: Site) -> None:
    """Kill one worker."""
    for process in psutil.process_iter(["environ", "cmdline"]):
        with contextlib.suppress(psutil.Error):
            environ, words = process.info["environ"] or {}, process.info["cmdline"]
            granian = "granian" in " ".join(words or [])
            inside = environ.get("IRSITE_VAR") == str(site.folder)
            if inside and granian and not process.children():
                os.kill(process.pid, signal.SIGKILL)
                return


FAULTS: dict[str, Callable[[Site], None]] = {
    "a worker is killed": kill_worker,
    "connections are cut": cut_listeners,
    "PostgreSQL is suspended": stop_database,
}


def main() -> None:
    """Print the table."""
    with (
        newsroom(postgresql=True) as site,
        site.serve() as port,
        publisher(site) as desk,
    ):
        row(
            *("fault", "early", "stale", "503s", "lost", "right again, s"),
            widths=WIDTHS,
        )
        for n, (name, fault) in enumerate(FAULTS.items()):
            release = send(desk, slug=f"fault-{n}", **{"in": BEFORE + 2})
            time.sleep(max(release["instant"] - BEFORE - time.time(), 0))
            acting = threading.Timer(BEFORE - 4, fault, [site])
            acting.start()
            polls = poll_from_many(
                port,
                ["/releases/", release["page"]],
                until=release["instant"] + AFTER,
                connections=16,
                pause=0.01,
            )
            acting.join()
            results = evaluate(polls, release["instant"])
            refused = [
                response.received
                for response in polls.responses
                if response.status == 503
            ]
            ended = max(refused, default=release["instant"])
            right_again = min(
                (
                    response.received
                    for response in polls.responses
                    if response.received > ended and response.status == 200
                ),
                default=0.0,
            )
            row(
                name,
                results["early"],
                results["stale"],
                len(refused),
                polls.errors,
                f"T + {right_again - release['instant']:.2f}",
                widths=WIDTHS,
            )


if __name__ == "__main__":
    main()
