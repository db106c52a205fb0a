"""Load on a server by wrk: requests a second, latency, and the server's CPU time."""

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
    """A measurement: requests a second, latencies in ms, server CPU µs a request.

    Errors are answers of another status than 2xx and 3xx, broken connections, and answers
    that took longer than two seconds, which `slow` counts too.
    """

    rate: float
    p50: float
    p99: float
    errors: int
    cpu_cost: float = 0.0
    slow: int = 0


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
    """Load one address, from this machine."""
    before = cpu_seconds(port)
    header_options = [
        part for n, v in (headers or {}).items() for part in ("-H", f"{n}: {v}")
    ]
    output = subprocess.run(
        [
            *(
                "wrk",
                "-t1",
                f"-c{connections}",
                f"-d{max(round(seconds), 1)}s",
                "--latency",
                *header_options,
            ),
            *(("-s", str(script)) if script else ()),
            f"http://127.0.0.1:{port}{address}",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    def latency(part: str) -> float:
        match = re.search(rf"{part}%\s+([\d.]+)(us|ms|s|m)\b", output)
        return float(match[1]) * MILLISECONDS[match[2]] if match else 0.0

    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    broken = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    errors = int(failed[1]) if failed else 0
    errors += sum(map(int, broken.groups())) if broken else 0
    requests = re.search(r"(\d+) requests in", output)
    count = max(int(requests[1]), 1) if requests else 1
    cpu_cost = (cpu_seconds(port) - before) * 1_000_000 / count
    return Load(
        rate=float(rate[1]) if rate else 0.0,
        p50=latency("50"),
        p99=latency("99"),
        errors=errors,
        cpu_cost=cpu_cost,
        slow=int(broken[4]) if broken else 0,
    )


def median_load(loads: list[Load]) -> Load:
    """Return the load with the median rate."""
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


def server_processes(port: int) -> list[psutil.Process]:
    """Return the processes that serve the port, workers included.

    psutil.net_connections names one process for a socket that a server's workers share.
    """
    sockets = {f"socket:[{inode}]" for inode in listening_inodes(port)}
    processes = {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            links = Path(f"/proc/{process.pid}/fd").iterdir()
            if any(str(link.readlink()) in sockets for link in links):
                for member in (process, *process.children(recursive=True)):
                    processes[member.pid] = member
    return list(processes.values())


def listening_inodes(port: int) -> set[str]:
    """Return the inodes of the sockets that listen on this port, by /proc/net/tcp."""
    fields = [
        line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
    ]
    return {
        line[9]
        for line in fields
        if line[3] == "0A" and line[1].endswith(f":{port:04X}")
    }


def cpu_seconds(port: int) -> float:
    """Return the CPU time that the port's server has used, as the scheduler counts it."""
    total = 0
    for process in server_processes(port):
        for schedstat in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(schedstat.read_text().split()[0])
    return total / 1e9


@contextlib.contextmanager
def suspended(ports: Iterable[int]) -> Iterator[None]:
    """Suspend the servers of these ports, so that they take no time from the others."""
    stopped = [process for port in ports for process in server_processes(port)]
    for process in stopped:
        process.suspend()
    time.sleep(0.3)
    try:
        yield
    finally:
        for process in stopped:
            process.resume()
        time.sleep(0.3)
