"""What strangers can do to readers: scans, made-up queries, slow clients, huge headers.

    .venv/bin/python bench/abuse.py

Prints what good clients of the front page get while each goes on, beside what they get
alone, and how much memory the workers have afterwards. Whoever attacks takes time of this
machine too: "as many more readers" shows how much that is.
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
from demo_site import get, need, newsroom, row
from load import wrk

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (26, 10, 8, 8, 8, 10, 12)
SECONDS = 5
ATTACKERS = 24
Attack = Callable[[int, int, threading.Event], None]


def readers(port: int, who: int, end: threading.Event) -> None:
    """No attack: as many more who read, as a measure of what company costs."""
    ask_on(port, itertools.repeat("/releases/"), end)


def scan(port: int, who: int, end: threading.Event) -> None:
    """KnownPaths that never were."""
    ask_on(port, (f"/releases/2026/guess-{who}-{n}/" for n in itertools.count()), end)


def queries(port: int, who: int, end: threading.Event) -> None:
    """Questions that nobody asked before."""
    ask_on(port, (f"/releases/?words={who}x{n}" for n in itertools.count()), end)


def sessions(port: int, who: int, end: threading.Event) -> None:
    """A session cookie on the front page, which passes the press by."""
    cookie = {"Cookie": f"sessionid={'x' * 32}"}
    ask_on(port, itertools.repeat("/"), end, headers=cookie)


def codings(port: int, who: int, end: threading.Event) -> None:
    """An Accept-Encoding for each request, and cookies of eight kilobytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for n in itertools.count():
        if end.is_set():
            return
        headers = {"Accept-Encoding": f"gzip, c{who}-{n}", "Cookie": "a=" + "b" * 8000}
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/", headers=headers)
            connection.getresponse().read()


def slow(port: int, who: int, end: threading.Event) -> None:
    """A request whose header never ends, and one whose body never comes."""
    heads = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999\r\n\r\n",
    )
    with contextlib.suppress(OSError):
        link = socket.create_connection(("127.0.0.1", port))
        link.sendall(heads[who % 2])
        while not end.wait(0.5):
            link.sendall(b"x")


def ask_on(
    port: int,
    addresses: object,
    end: threading.Event,
    headers: dict[str, str] | None = None,
) -> None:
    """One request after another."""
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
    "nobody": None,
    "as many more readers": readers,
    "random paths": scan,
    "random queries": queries,
    "sessions": sessions,
    "codings, huge cookies": codings,
    "slow clients": slow,
    "nobody, afterwards": None,
}


def main() -> None:
    """Print the table."""
    need("wrk")
    with newsroom() as site, site.serve() as port:
        get(port, "/")
        row(
            *("beside", "a second", "p50 ms", "p99 ms", "errors", "kept", "memory MB"),
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
            rate, kept = f"{load.rate:.0f}", f"{load.rate / alone:.2f}"
            p50, p99 = f"{load.p50:.1f}", f"{load.p99:.1f}"
            cells = rate, p50, p99, load.errors, kept, f"{memory(site.folder):.0f}"
            row(name, *cells, widths=WIDTHS)


def memory(folder: Path) -> float:
    """What the site's processes have, in megabytes."""
    total = 0
    for process in psutil.process_iter(["environ"]):
        with contextlib.suppress(psutil.Error):
            environ = process.info["environ"] or {}
            if environ.get("IRSITE_VAR") == str(folder):
                total += process.memory_info().rss
    return total / 1024 / 1024


if __name__ == "__main__":
    main()
