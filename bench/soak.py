"""An hour at half of the peak load, with a release each minute: errors, lateness, memory.

    .venv/bin/python bench/soak.py [minutes] [--cpu CORES]

The demo newsroom has two workers. Each minute staff publish a release by the desk's
ordinary transitions, four seconds before its instant, and every fifth is withdrawn in the next minute. The
peak is what wrk gets from four pages at the start; the load is half of it, or less where
that would take more of the machine than `--cpu` (of one core) for the servers. Prints a line
a minute: requests, errors, whether the release was absent before its instant and there
within 0.1 s after it, the memory of each worker in MB (RSS), and the machine's load.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import contextlib
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from demo_site import PYTHON, Site, free_port, get, newsroom, require_programs
from golive import publisher, send
from load import Load, cpu_seconds, server_processes, wrk
from steady import newest_release

# Asks for the pages in turn, and waits between two requests of one connection.
SCRIPT = """
local pages, turn, pause = {{ {pages} }}, 0, {pause}
function request()
  turn = turn % #pages + 1
  return wrk.format("GET", pages[turn], {{ ["Accept-Encoding"] = "gzip" }})
end
if pause > 0 then function delay() return pause end end
"""
CONNECTIONS = 32
LEAD = 4


@dataclass(frozen=True)
class Minute:
    """One minute of the soak."""

    load: Load
    fault: str
    memory: dict[int, int]


def main() -> None:
    """Measure the peak, then soak the site and print what it showed."""
    require_programs("wrk")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", type=int, nargs="?", default=60)
    parser.add_argument("--cpu", type=float, default=1.0)
    options = parser.parse_args()
    with newsroom() as site, serving(site) as operators, publisher(site) as desk:
        port = site.port
        script = site.folder / "soak.lua"
        pages = ["/", "/releases/", "/releases/rss.xml", newest_release(port)]
        write_script(script, pages, pause=0)
        peak = wrk(port, "/", seconds=10, connections=CONNECTIONS, script=script)
        rate = min(peak.rate / 2, options.cpu * 1_000_000 / peak.cpu_cost)
        print(
            f"peak {peak.rate:.0f}/s at {peak.cpu_cost:.0f} CPU µs a request; "
            f"soaking at {rate:.0f}/s, {100 * rate / peak.rate:.0f} % of it",
            flush=True,
        )
        write_script(script, pages, pause=round(1000 * CONNECTIONS / rate))
        minutes: list[Minute] = []
        began, used = time.time(), cpu_seconds(port)
        wrong: int | None = None
        for number in range(options.minutes):
            minute, wrong = soak(port, script, desk, number, wrong)
            minutes.append(minute)
            show(number, minute)
            print(
                "   ",
                metrics(operators, "irsite_page_bytes", "irsite_record_age"),
                flush=True,
            )
            time.sleep(max(began + 60 * (number + 1) - time.time(), 0))
        cores = (cpu_seconds(port) - used) / (time.time() - began)
        print(metrics(operators, "irsite_answers_total", "irsite_unprepared_instants"))
        sys.exit(conclude(minutes, cores))


@contextlib.contextmanager
def serving(site: Site) -> Iterator[int]:
    """Serve the site with two workers; yield the operators' port."""
    operators = free_port()
    command = [PYTHON, "manage.py", "serve", "--workers", "2"]
    command += ["--bind", f"127.0.0.1:{site.port}"]
    command += ["--operators", f"127.0.0.1:{operators}"]
    with site.running(command):
        yield operators


def metrics(operators: int, *names: str) -> str:
    """Return the site's metrics of these names, on one line."""
    lines = get(operators, "/metrics")[2].decode().splitlines()
    return "; ".join(line for line in lines if line.startswith(names))


def write_script(script: Path, pages: list[str], *, pause: int) -> None:
    """Write wrk's script for these pages, with so many ms between requests."""
    listed = ", ".join(f'"{page}"' for page in pages)
    script.write_text(SCRIPT.format(pages=listed, pause=pause))


def soak(
    port: int, script: Path, desk: Any, number: int, wrong: int | None
) -> tuple[Minute, int | None]:
    """Load the site for 55 seconds, publish a release meanwhile, and return the measures.

    `wrong` is the release to withdraw first; the second value returned is the next one.
    """
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        load = pool.submit(
            wrk, port, "/", seconds=55, connections=CONNECTIONS, script=script
        )
        fault = withdraw(port, desk, wrong) if wrong else ""
        release = send(desk, slug=f"soak-{number}", **{"in": LEAD})
        fault = fault or watch(port, release)
        memory = worker_memory(port)
        following = release["id"] if number % 5 == 4 else None
        return Minute(load.result(), fault, memory), following


def worker_memory(port: int) -> dict[int, int]:
    """Return the resident memory of each web worker by its process id, in bytes."""
    memory = {}
    for process in server_processes(port):
        # One that sets a PDF may end meanwhile.
        with contextlib.suppress(psutil.Error):
            if "granian" in " ".join(process.cmdline()):
                memory[process.pid] = process.memory_info().rss
    return memory


def watch(port: int, release: dict[str, Any]) -> str:
    """Request a scheduled release's page, file and the feed around its instant.

    Return the first answer that is early, late or wrong in a sentence; "" for none.
    """
    for path in (release["page"], release["file"]):
        if (status := get(port, path)[0]) != 404 and time.time() < release["instant"]:
            return f"{path} answers {status} early"
    time.sleep(max(release["instant"] + 0.1 - time.time(), 0))
    for path in (release["page"], release["file"]):
        if (status := get(port, path)[0]) != 200:
            return f"{path} answers {status} late"
    status, _headers, feed = get(port, "/releases/rss.xml")
    if status != 200:
        return f"the feed answers {status}"
    if release["page"].encode() not in feed:
        return "the feed lacks the release"
    return ""


def withdraw(port: int, desk: Any, release: int) -> str:
    """Withdraw a release, and request the feed after its instant.

    Return a sentence with the feed's status; "" for 200.
    """
    outcome = send(desk, withdraw=release)
    time.sleep(max(outcome["instant"] + 0.1 - time.time(), 0))
    status = get(port, "/releases/rss.xml")[0]
    return "" if status == 200 else f"the feed answers {status} after a withdrawal"


def show(number: int, minute: Minute) -> None:
    """Print the line of a minute."""
    memory = " ".join(f"{size / 1e6:.0f}" for size in minute.memory.values())
    print(
        f"{number + 1:3} {minute.load.rate:6.0f}/s p99 {minute.load.p99:6.1f} ms, "
        f"{minute.load.errors} errors ({minute.load.slow} slow), "
        f"{minute.fault or 'release exact'}; MB {memory}; load {os.getloadavg()[0]:.0f}",
        flush=True,
    )


def conclude(minutes: list[Minute], cores: float) -> int:
    """Print the whole; return 1 if anything failed."""
    faults = [minute.fault for minute in minutes if minute.fault]
    errors = sum(minute.load.errors for minute in minutes)
    slow = sum(minute.load.slow for minute in minutes)
    ended = minutes[0].memory.keys() - minutes[-1].memory.keys()
    totals = [sum(minute.memory.values()) / 1e6 for minute in minutes]
    quarter = max(len(totals) // 4, 1)
    second, last = totals[quarter : 2 * quarter] or totals, totals[-quarter:]
    print(
        f"{len(minutes)} releases, {errors} errors, of which {slow} slow; {len(ended)} workers replaced, "
        f"{cores:.2f} cores; faults: {faults or 'none'}; memory of the workers in the "
        f"second quarter {statistics.median(second):.0f} MB, in the last "
        f"{statistics.median(last):.0f} MB"
    )
    return 1 if faults or errors or ended else 0


if __name__ == "__main__":
    main()
