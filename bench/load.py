"""How much a server bears: wrk's load on it, and what that costs it."""

from __future__ import annotations

import contextlib
import re
import subprocess
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Load:
    """What wrk measured; `cost` is the server's CPU time for a request, in microseconds."""

    rate: float
    p50: float
    p99: float
    errors: int
    cost: float = 0.0


MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


def wrk(
    port: int,
    address: str,
    *,
    seconds: float = 2,
    connections: int = 64,
    headers: dict[str, str] | None = None,
    script: Path | None = None,
) -> Load:
    """So much load on one address, from this machine."""
    before = cpu(port)
    given = [part for n, v in (headers or {}).items() for part in ("-H", f"{n}: {v}")]
    told = subprocess.run(
        [
            *(
                "wrk",
                "-t1",
                f"-c{connections}",
                f"-d{max(round(seconds), 1)}s",
                "--latency",
                *given,
            ),
            *(("-s", str(script)) if script else ()),
            f"http://127.0.0.1:{port}{address}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    def latency(part: str) -> float:
        found = re.search(rf"{part}%\s+([\d.]+)(us|ms|s|m)\b", told)
        return float(found[1]) * MILLISECONDS[found[2]] if found else 0.0

    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    broken = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    errors = int(wrong[1]) if wrong else 0
    errors += sum(map(int, broken.groups())) if broken else 0
    answered = re.search(r"(\d+) requests in", told)
    cost = (
        (cpu(port) - before) * 1_000_000 / max(int(answered[1]) if answered else 1, 1)
    )
    return Load(
        float(rate[1]) if rate else 0.0, latency("50"), latency("99"), errors, cost
    )


def median(loads: list[Load]) -> Load:
    """The middle one by its rate."""
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


def family(port: int) -> list[psutil.Process]:
    """Whoever serves at the port, workers included."""
    owners = {
        link.pid
        for link in psutil.net_connections("tcp4")
        if link.status == "LISTEN" and link.laddr.port == port and link.pid
    }
    found = {}
    for pid in owners:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            for one in (process, *process.children(recursive=True)):
                found[one.pid] = one
    return list(found.values())


def cpu(port: int) -> float:
    """CPU seconds that whoever serves at the port has used, as the scheduler counts."""
    total = 0
    for process in family(port):
        for told in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(told.read_text().split()[0])
    return total / 1e9


@contextlib.contextmanager
def alone(others: Iterable[int]) -> Iterator[None]:
    """These servers rest: what idle ones do would be counted against who is asked."""
    stopped = [one for other in others for one in family(other)]
    for process in stopped:
        process.suspend()
    time.sleep(0.3)
    try:
        yield
    finally:
        for process in stopped:
            process.resume()
        time.sleep(0.3)
