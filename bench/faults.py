"""What goes wrong on results day: is a wrong byte ever sent, and when is it well again?

    .venv/bin/python bench/faults.py

PostgreSQL is stopped for ten seconds around an instant, its listeners are cut, a worker is
killed: 16 programs poll list and release all the while. Prints what was early, what
flapped back, what was refused (503), what was lost, and how long after the fault ended
the first right answer came.
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
from golive import feeder, judge, tell
from polling import crowd

WIDTHS = (26, 8, 8, 10, 8, 18)
BEFORE, AFTER = 6.0, 9.0


def cut_listeners(site: Site) -> None:
    """End every session of the database but this one."""
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
    """Ten seconds without PostgreSQL: its processes stand still."""
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
    """One worker ends without a word."""
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
    "listeners are cut": cut_listeners,
    "PostgreSQL stands still": stop_database,
}


def main() -> None:
    """Print the table."""
    with (
        newsroom(postgresql=True) as site,
        site.serve() as port,
        feeder(site) as desk,
    ):
        row(
            *("fault", "early", "flaps", "refused", "lost", "right again, s"),
            widths=WIDTHS,
        )
        for n, (name, fault) in enumerate(FAULTS.items()):
            told = tell(desk, slug=f"fault-{n}", **{"in": BEFORE + 2})
            time.sleep(max(told["instant"] - BEFORE - time.time(), 0))
            acting = threading.Timer(BEFORE - 4, fault, [site])
            acting.start()
            polls = crowd(
                port,
                ["/releases/", told["page"]],
                until=told["instant"] + AFTER,
                connections=16,
                pause=0.01,
            )
            acting.join()
            seen = judge(polls, told["instant"])
            refused = [one for one in polls.told if one.status == 503]
            again = max((one.had for one in refused), default=told["instant"])
            well = min(
                (
                    one.had
                    for one in polls.told
                    if one.had > again and one.status == 200
                ),
                default=0.0,
            )
            row(
                name,
                seen["early"],
                seen["flaps"],
                len(refused),
                polls.errors,
                f"T + {well - told['instant']:.2f}",
                widths=WIDTHS,
            )


if __name__ == "__main__":
    main()
