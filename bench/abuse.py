"""What abusive clients cost readers and the desk: scans, floods, silent and huge requests.

    .venv/bin/python bench/abuse.py [--nginx] [part of an attack's name ...]

Prints for each attack the rate of requests for the front page, its ratios to the rate
without one and to that beside other readers; the longest time that the desk took to answer; how many of the requests of
another reader were answered (release pages, pages of the archive, searches), each a new
one; and the memory and the disk space that was in use at most. Attackers have another address
than the readers, and take time of this machine too: the column "fair" is the ratio to the
rate beside as many readers as the attack has threads. Each attack is bounded, and against 127.0.0.1 alone.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from demo_site import (
    NGINX_ABUSE,
    PYTHON,
    ROOT,
    Site,
    free_port,
    get,
    newsroom,
    nginx,
    require_programs,
    row,
)
from load import wrk

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (24, 9, 6, 6, 8, 8, 8, 8, 7, 6)
SECONDS = 8
ATTACKERS_ADDRESS, READERS_ADDRESS = "127.0.0.2", "127.0.0.3"
PROBE_INTERVAL = 0.25
PROBE_TIMEOUT = 8.0
SIGN_IN = """
from django.contrib.auth.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.filter(is_active=True, is_staff=True).first())
print(client.cookies["sessionid"].value)
"""
Attack = Callable[[int, int, threading.Event], None]


def connect(port: int) -> socket.socket:
    """Open a connection from the attackers' address."""
    return socket.create_connection(
        ("127.0.0.1", port), timeout=10, source_address=(ATTACKERS_ADDRESS, 0)
    )


def send_all(
    port: int,
    addresses: Iterable[str],
    end: threading.Event,
    headers: dict[str, str] | None = None,
) -> None:
    """Send one request after another."""
    source = (ATTACKERS_ADDRESS, 0)
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=10, source_address=source
    )
    for address in addresses:
        if end.is_set():
            return
        try:
            connection.request("GET", address, headers=headers or {})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connection.close()


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
    send_all(port, new_queries(number), end)


def queries_with_sessions(port: int, number: int, end: threading.Event) -> None:
    """Request a new query each time, with a session cookie that nobody has."""
    send_all(port, new_queries(number), end, made_up_session(number))


def queries_of_hosts(port: int, number: int, end: threading.Event) -> None:
    """Request a new query each time, of a host that is not the site's."""
    send_all(port, new_queries(number), end, {"Host": f"host-{number}.example"})


def new_queries(number: int) -> Iterator[str]:
    """Yield addresses of searches, none of them twice."""
    return (f"/search/?words={number}x{n}" for n in itertools.count())


def sessions(port: int, number: int, end: threading.Event) -> None:
    """Send a session cookie that nobody has."""
    send_all(port, itertools.repeat("/"), end, made_up_session(number))


def made_up_session(number: int) -> dict[str, str]:
    """Return a session cookie that nobody has."""
    return {"Cookie": f"sessionid={number:x>32}"}


def sign_in_pages(port: int, number: int, end: threading.Event) -> None:
    """Request the sign-in page."""
    send_all(port, (f"/admin/login/?next={n}" for n in itertools.count()), end)


def codings(port: int, number: int, end: threading.Event) -> None:
    """Send a new Accept-Encoding each time, and cookies of eight kilobytes."""
    for n in itertools.count():
        if end.is_set():
            return
        headers = {
            "Accept-Encoding": f"gzip, c{number}-{n}",
            "Cookie": "a=" + "b" * 8000,
        }
        send_all(port, ["/"], end, headers)


def slow(port: int, number: int, end: threading.Event) -> None:
    """Send a request whose head never ends, or one whose body comes byte by byte."""
    heads = (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999\r\n\r\n",
    )
    while not end.is_set():
        with contextlib.suppress(OSError), connect(port) as link:
            link.sendall(heads[number % 2])
            while not end.wait(0.5):
                link.sendall(b"x")


def silent(port: int, number: int, end: threading.Event) -> None:
    """Begin a form and send nothing more; begin another if the connection ends."""
    head = form_head(port, "application/x-www-form-urlencoded", 1000)
    while not end.is_set():
        with contextlib.suppress(OSError), connect(port) as link:
            link.sendall(head + b"x")
            link.settimeout(0.2)
            while not end.is_set():
                with contextlib.suppress(TimeoutError):
                    if not link.recv(4096):
                        break
        end.wait(0.1)


def form_head(port: int, media_type: str, length: int) -> bytes:
    """Return the head of a sign-in that passes the check of its origin.

    Django reads no body of a form without the cookie that the sign-in page sets.
    """
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=10, source_address=(ATTACKERS_ADDRESS, 0)
    )
    with contextlib.closing(connection):
        connection.request("GET", "/admin/login/")
        cookie = connection.getresponse().getheader("Set-Cookie", "").split(";")[0]
    return (
        f"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Origin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def keep_alive(port: int, number: int, end: threading.Event) -> None:
    """Hold 40 connections open, and request something on each every four seconds."""
    head = b"GET /robots.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with contextlib.ExitStack() as stack:
        links = []
        for _ in range(40):
            with contextlib.suppress(OSError):
                links.append(stack.enter_context(connect(port)))
        while not end.is_set():
            for link in links:
                with contextlib.suppress(OSError):
                    link.sendall(head)
            end.wait(4)


def upload(port: int, number: int, end: threading.Event) -> None:
    """Send a file of 200 MB to the sign-in page, once."""
    size, boundary = 200 * 1024 * 1024, "b" * 20
    head = (
        form_head(port, f"multipart/form-data; boundary={boundary}", size)
        + (
            f"--{boundary}\r\nContent-Disposition: form-data; "
            'name="f"; filename="f.pdf"\r\n\r\n'
        ).encode()
    )
    with contextlib.suppress(OSError), connect(port) as link:
        link.sendall(head)
        for _ in range(size // 65536):
            if end.is_set():
                return
            link.sendall(bytes(65536))


# Each attack, the number of its threads, and of the readers who take as much of the
# machine's time: those who wait take none.
ATTACKS: dict[str, tuple[Attack | None, int, int]] = {
    "no attack": (None, 0, 0),
    "24 more readers": (readers, 24, 24),
    "12 more readers": (readers, 12, 12),
    "random paths": (scan, 24, 24),
    "codings, huge cookies": (codings, 24, 24),
    "slow clients": (slow, 24, 0),
    "10 silent bodies": (silent, 10, 0),
    "640 kept alive": (keep_alive, 16, 0),
    "200 MB by a stranger": (upload, 1, 0),
    "made-up searches": (queries, 12, 12),
    "searches, sessions": (queries_with_sessions, 12, 12),
    "searches, other hosts": (queries_of_hosts, 12, 12),
    "made-up sessions": (sessions, 12, 12),
    "sign-in pages": (sign_in_pages, 12, 12),
    "no attack, afterwards": (None, 0, 0),
}


@dataclass
class Probe:
    """Another reader, or the desk, that asks for something new now and then."""

    port: int
    addresses: Iterator[str]
    headers: dict[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    answered: int = 0

    def run(self, end: threading.Event) -> None:
        """Ask until the end."""
        while not end.wait(PROBE_INTERVAL):
            began = time.monotonic()
            self.answered += self.ask(next(self.addresses)) in {200, 301}
            self.times.append(time.monotonic() - began)

    def ask(self, address: str) -> int:
        """Return the status of one answer; 0 if there is none."""
        connection = http.client.HTTPConnection(
            *("127.0.0.1", self.port),
            timeout=PROBE_TIMEOUT,
            source_address=(READERS_ADDRESS, 0),
        )
        with contextlib.closing(connection):
            try:
                connection.request("GET", address, headers=self.headers)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException):
                return 0

    def __str__(self) -> str:
        return f"{self.answered}/{len(self.times)}"


class Measurement:
    """The requests of readers and of the desk to one site during an attack."""

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        self.port = port
        # Of the front page, by the number of other readers.
        self.rates: dict[int, float] = {}
        completed = subprocess.run(
            [PYTHON, "manage.py", "shell", "-v0", "-c", SIGN_IN],
            cwd=ROOT,
            env=site.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.session = {"Cookie": f"sessionid={completed.stdout.split()[-1]}"}
        addresses = release_addresses(port)
        # A version is seldom in memory, and a cursor that no list leads to never is.
        self.pages = itertools.cycle(
            [f"/releases/{address}/versions/1/" for address in addresses]
        )
        self.turns = itertools.cycle(
            f"{path}?{direction}={address}"
            for address in addresses
            for path in ("/releases/", f"/releases/{address[:4]}/")
            for direction in ("before", "after")
        )
        self.words = (f"/search/?words=reader-{n}" for n in itertools.count())

    def run(self, name: str, attack: Attack | None, number: int, alike: int) -> None:
        """Print the row of an attack, compared with that many other readers."""
        end = threading.Event()
        desk = Probe(self.port, itertools.repeat("/admin/"), self.session)
        others = [
            Probe(self.port, addresses)
            for addresses in (self.pages, self.turns, self.words)
        ]
        peak = Peak(self.site)
        threads = [
            threading.Thread(target=attack, args=(self.port, n, end), daemon=True)
            for n in range(number)
            if attack
        ]
        for thread in threads:
            thread.start()
        time.sleep(1)
        watching = [
            threading.Thread(target=watch.run, args=(end,), daemon=True)
            for watch in (desk, *others, peak)
        ]
        for thread in watching:
            thread.start()
        load = wrk(self.port, "/", seconds=SECONDS, connections=16, headers=GZIP)
        end.set()
        for thread in (*threads, *watching):
            thread.join(PROBE_TIMEOUT)
        slowest = f"{max(desk.times, default=0):.2f}"
        if desk.answered < len(desk.times):
            slowest += f" ({len(desk.times) - desk.answered} failed)"
        self.rates.setdefault(alike, load.rate)
        ratios = (f"{load.rate / self.rates[other]:.2f}" for other in (0, alike))
        cells = f"{load.rate:.0f}", *ratios, slowest
        row(
            name,
            *cells,
            *others,
            f"{peak.memory:.0f}",
            f"{peak.disk:.0f}",
            widths=WIDTHS,
        )


@dataclass
class Peak:
    """The most memory and disk space, in megabytes, that the site's processes used."""

    site: Site
    memory: float = 0.0
    disk: float = 0.0

    def run(self, end: threading.Event) -> None:
        """Look until the end."""
        while not end.wait(PROBE_INTERVAL):
            memory, disk = usage(self.site.folder)
            self.memory, self.disk = max(self.memory, memory), max(self.disk, disk)


def usage(folder: Path) -> tuple[float, float]:
    """Return the memory of the site's processes and their temporary files, in MB."""
    memory, disk = 0, 0
    for process in psutil.process_iter(["environ"]):
        with contextlib.suppress(psutil.Error, OSError):
            environ = process.info["environ"] or {}
            if environ.get("IRSITE_VAR") == str(folder):
                memory += process.memory_info().rss
                disk += sum(
                    descriptor.stat().st_size
                    for descriptor in Path(f"/proc/{process.pid}/fd").iterdir()
                    if str(descriptor.readlink()).startswith("/tmp/")  # noqa: S108 - only looked at
                    and not str(descriptor.readlink()).startswith(str(folder))
                )
    return memory / 1024 / 1024, disk / 1024 / 1024


def release_addresses(port: int) -> list[str]:
    """Return the addresses of the releases of the demo."""
    addresses: list[str] = []
    query = ""
    for _ in range(20):
        _, _, body = get(port, f"/releases/{query}")
        addresses += re.findall(r'href="/releases/(\d{4}/[-\w]+)/"', body.decode())
        older = re.search(r'href="[^"]*(\?after=[^"]+)"', body.decode())
        if older is None:
            break
        query = older[1]
    return list(dict.fromkeys(addresses))


def main() -> None:
    """Attack the site in each way, and print a row of figures for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nginx", action="store_true")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    require_programs("wrk", *(["nginx"] if options.nginx else []))
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(newsroom())
        serving = {"IRSITE_SECOND_FACTOR_GROUPS": ""}
        if options.nginx:
            serving["IRSITE_BEHIND_PROXY"] = "true"
        port = stack.enter_context(site.serve(**serving))
        if options.nginx:
            front = free_port()
            settings = NGINX_ABUSE.format(front=front, back=port)
            stack.enter_context(nginx(site.folder, settings))
            port = front
        get(port, "/")
        row(
            *(
                "attack",
                "a second",
                "ratio",
                "fair",
                "desk s",
                "pages",
                "turns",
                "search",
            ),
            *("MB", "disk"),
            widths=WIDTHS,
        )
        measurement = Measurement(site, port)
        for name, (attack, number, alike) in ATTACKS.items():
            chosen = not options.names or any(part in name for part in options.names)
            if chosen or name == "no attack" or attack is readers:
                measurement.run(name, attack, number, alike)


if __name__ == "__main__":
    main()
