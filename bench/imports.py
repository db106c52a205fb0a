"""What readers notice of a bulk import, and of the minutes after it.

    .venv/bin/python bench/imports.py [releases] [seconds after] [--postgresql]

Imports copies of the demo's releases while 64 clients poll front page, list and feed. Prints
the responses during the import and after it, how many were a 503, the longest time in which
a client got nothing else, the slowest response, and the CPU time of the workers at rest.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import subprocess
import threading
import time

import psutil
from demo_site import PYTHON, ROOT, Site, newsroom, row
from polling import PollResponse, poll_from_many

PAGES = ["/", "/releases/", "/releases/rss.xml"]
PAUSE = 0.1
WIDTHS = (22, 11, 8, 12, 12, 12)


def longest_outage(responses: list[PollResponse]) -> float:
    """Return the longest time between two good responses with a 503 in between, in seconds."""
    ordered = sorted(responses, key=lambda response: response.received)
    longest, good_at, refused = 0.0, 0.0, False
    for response in ordered:
        if response.status == 503:
            refused = True
            continue
        if refused and good_at:
            longest = max(longest, response.received - good_at)
        good_at, refused = response.received, False
    return longest


def cpu_seconds(site: Site) -> float:
    """Return the CPU time that the site's server processes have used."""
    total = 0.0
    for process in psutil.process_iter(["environ", "cmdline"]):
        with contextlib.suppress(psutil.Error):
            environ, words = process.info["environ"] or {}, process.info["cmdline"]
            inside = environ.get("IRSITE_VAR") == str(site.folder)
            if inside and "granian" in " ".join(words or []):
                times = process.cpu_times()
                total += times.user + times.system
    return total


def report(name: str, responses: list[PollResponse], cpu: float) -> None:
    """Print what the clients noticed of one period, and the CPU seconds of the server."""
    refused = sum(response.status == 503 for response in responses)
    slowest = max((r.received - r.requested for r in responses), default=0.0)
    row(
        name,
        len(responses),
        refused,
        f"{longest_outage(responses):.3f}",
        f"{slowest:.3f}",
        f"{cpu:.1f}",
        widths=WIDTHS,
    )


def main() -> None:
    """Import releases while clients poll, and print what the clients noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("releases", type=int, nargs="?", default=10_000)
    parser.add_argument("seconds", type=int, nargs="?", default=120)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    row("", "responses", "503s", "outage s", "slowest s", "CPU s", widths=WIDTHS)
    with newsroom(postgresql=options.postgresql) as site, site.serve() as port:
        command = [PYTHON, "manage.py", "demo", "--releases", str(options.releases)]
        done = threading.Event()
        importing = subprocess.Popen(
            command, cwd=ROOT, env=site.environment, stdout=subprocess.DEVNULL
        )
        threading.Thread(target=lambda: (importing.wait(), done.set())).start()

        def poll(seconds: float) -> list[PollResponse]:
            until = time.time() + seconds
            return poll_from_many(port, PAGES, until=until, pause=PAUSE).responses

        before = cpu_seconds(site)
        responses = list(
            itertools.chain.from_iterable(
                iter(lambda: [] if done.is_set() else poll(5), [])
            )
        )
        report("during the import", responses, cpu_seconds(site) - before)
        before = cpu_seconds(site)
        report("after it", poll(options.seconds), cpu_seconds(site) - before)
        before = cpu_seconds(site)
        time.sleep(30)
        report("30 s without readers", [], cpu_seconds(site) - before)


if __name__ == "__main__":
    main()
