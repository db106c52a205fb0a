"""What abusive clients cost readers: scans, made-up queries, slow clients, huge headers.

    .venv/bin/python bench/abuse.py

Prints the rate of requests for the front page during each attack, its ratio to the rate
without one, and the memory of the workers. The attackers take time of this machine too: the
row "as many more readers" shows how much.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from demo_site import get, newsroom, require_programs, row
from load import wrk

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (26, 10, 8, 8, 8, 10, 12)
SECONDS = 5
ATTACKERS = 24
Attack = Callable[[int, int, threading.Event], None]


def readers(port: int, number: int, end: threading.Event) -> None:
    """Read pages like other readers, for comparison."""
    send_all(port, itertools.repeat("/releases/"), end)


def scan(port: int, number: int, end: threading.Event) -> None:
    """Request paths that do not exist."""
    send_all(
        port, (f"/releases/2026/guess-{number}-{n}/" for n in itertools.count()), end
    )


def queries(port: int, number: int, end: threading.Event) -> None:
    """Request a new query each time."""
    send_all(port, (f"/releases/?words={number}x{n}" for n in itertools.count()), end)


def sessions(port: int, number: int, end: threading.Event) -> None:
    """Send a session cookie, which bypasses the page cache."""
    cookie = {"Cookie": f"sessionid={'x' * 32}"}
    send_all(port, itertools.repeat("/"), end, headers=cookie)


def codings(port: int, number: int, end: threading.Event) -> None:
    """Send a new Accept-Encoding each time, and cookies of eight kilobytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for n in itertools.count():
        if end.is_set():
            return
        headers = {
            "Accept-Encoding": f"gzip, c{number}-{n}",
            "Cookie": "a=" + "b" * 8000,
        }
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers=headers)
            connection.getresponse().read()


def slow(port: int, number: int, end: threading.Event) -> None:
    """Send a request whose head never ends, or one whose body never comes."""
    heads = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999\r\n\r\n",
    )
    with contextlib.suppress(OSError):
        link = socket.create_connection(("127.0.0.1", port))
        link.sendall(heads[number % 2])
        while not end.wait(0.5):
            link.sendall(b"x")


def send_all(
    port: int,
    addresses: object,
    end: threading.Event,
    headers: dict[str, str] | None = None,
) -> None:
    """Send one request after another."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for address in addresses:  # type: ignore[attr-defined]  # any iterable
        if end.is_set():
            return
        try:
            connection.request("GET", address, headers=headers or {})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connection.close()


ATTACKS: dict[str, Attack | None] = {
    "no attack": None,
    "as many more readers": readers,
    "random paths": scan,
    "random queries": queries,
    "sessions": sessions,
    "codings, huge cookies": codings,
    "slow clients": slow,
    "no attack, afterwards": None,
}


def main() -> None:
    """Print the table."""
    require_programs("wrk")
    with newsroom() as site, site.serve() as port:
        get(port, "/")
        row(
            *("attack", "a second", "p50 ms", "p99 ms", "errors", "ratio", "memory MB"),
            widths=WIDTHS,
        )
        alone = 0.0
        for name, attack in ATTACKS.items():
            end = threading.Event()
            threads = [
                threading.Thread(target=attack, args=(port, n, end), daemon=True)
                for n in range(ATTACKERS if attack else 0)
            ]
            for thread in threads:
                thread.start()
            time.sleep(0.5)
            load = wrk(port, "/", seconds=SECONDS, connections=32, headers=GZIP)
            end.set()
            for thread in threads:
                thread.join(5)
            alone = alone or load.rate
            rate, ratio = f"{load.rate:.0f}", f"{load.rate / alone:.2f}"
            p50, p99 = f"{load.p50:.1f}", f"{load.p99:.1f}"
            cells = rate, p50, p99, load.errors, ratio, f"{memory(site.folder):.0f}"
            row(name, *cells, widths=WIDTHS)


def memory(folder: Path) -> float:
    """Return the memory of the site's processes, in megabytes."""
    total = 0
    for process in psutil.process_iter(["environ"]):
        with contextlib.suppress(psutil.Error):
            environ = process.info["environ"] or {}
            if environ.get("IRSITE_VAR") == str(folder):
                total += process.memory_info().rss
    return total / 1024 / 1024


if __name__ == "__main__":
    main()
