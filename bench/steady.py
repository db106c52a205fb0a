"""How many cached pages a second: the press beside nginx and plain Django.

    .venv/bin/python bench/steady.py [rounds] [seconds]

All servers have two workers and are asked in turn, so that a noisy machine is as noisy
for each; those not asked are suspended. Prints requests a second (median of the rounds),
the 99th percentile, and the ratio to nginx serving the same bytes as a file with Debian's
defaults, which write a log; then the server's own CPU time for a request and its ratio,
which a busy machine changes least. "floor" is the server under the press, granian, with
an application that does nothing but send the same answer.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

from demo_site import NGINX_CACHE, free_port, get, middle, need, newsroom, nginx, row
from load import Load, alone, median, wrk

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (10, 20, 10, 9, 9, 7, 8, 7)
TITLES = "page", "server", "a second", "p99 ms", "errors", "ratio", "CPU µs", "ratio"


def main() -> None:
    """Print the table."""
    need("nginx", "wrk")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 2
    with newsroom() as site, contextlib.ExitStack() as stack:
        press = stack.enter_context(site.serve())
        log = str(site.folder / "access.log")
        logged = stack.enter_context(site.beside(IRSITE_ACCESS_LOG=log))
        kept = stack.enter_context(site.beside(IRSITE_NGINX_CACHE="true"))
        plain = stack.enter_context(site.plain())
        pages = {
            "release": newest_release(press),
            "list": "/releases/",
            "feed": "/releases/rss.xml",
        }
        floor = stack.enter_context(site.floor(saved(press, pages, site.folder)))
        static, quiet, front = free_port(), free_port(), free_port()
        stack.enter_context(
            nginx(
                site.folder,
                f"server {{ listen 127.0.0.1:{static}; root {site.folder}/www; }}"
                f"server {{ listen 127.0.0.1:{quiet}; root {site.folder}/www;"
                " access_log off; }"
                + NGINX_CACHE.format(folder=site.folder, front=front, back=kept),
            )
        )
        servers = {static, press, logged, kept, plain, floor}
        row(*TITLES, widths=WIDTHS)
        for name, page in pages.items():
            etag = get(press, page, Accept_Encoding="gzip")[1]["etag"]
            asked = {
                "nginx": (static, f"/{name}", GZIP),
                "nginx, no log": (quiet, f"/{name}", GZIP),
                "floor": (floor, page, GZIP),
                "press": (press, page, GZIP),
                "press, 304": (press, page, GZIP | {"If-None-Match": etag}),
                "press, log": (logged, page, GZIP),
                "press behind nginx": (front, page, GZIP),
                "plain Django, cached": (plain, page, GZIP),
            }
            loads: dict[str, list[Load]] = {server: [] for server in asked}
            for _ in range(rounds):
                for server, (port, address, headers) in asked.items():
                    used = {quiet: {static}, front: {static, kept}}.get(port, {port})
                    with alone(servers - used):
                        load = wrk(port, address, seconds=seconds, headers=headers)
                    loads[server].append(load)
            tell(name, loads)


def saved(port: int, pages: dict[str, str], folder: Path) -> Path:
    """The answers of these pages as files, and the file that lists them."""
    listed = {}
    for name, page in pages.items():
        _, headers, body = get(port, page, Accept_Encoding="gzip")
        write(folder / "www" / name, body)
        told = [pair for pair in headers.items() if pair[0] != "date"]
        listed[page] = told, str(folder / "www" / name)
    answers = folder / "floor.json"
    answers.write_text(json.dumps(listed))
    return answers


def tell(name: str, loads: dict[str, list[Load]]) -> None:
    """The rows of one page."""
    measure, cost = median(loads["nginx"]).rate, middle(costs(loads["nginx"]))
    for server, found in loads.items():
        load = median(found)
        ratio = f"{load.rate / measure:.2f}"
        rate, p99 = f"{load.rate:.0f}", f"{load.p99:.1f}"
        own = middle(costs(found))
        cells = rate, p99, load.errors, ratio, f"{own:.0f}", f"{cost / own:.2f}"
        row(name, server, *cells, widths=WIDTHS)


def costs(loads: list[Load]) -> list[float]:
    """What a request cost in each round."""
    return [load.cost for load in loads]


def newest_release(port: int) -> str:
    """The address of the first release of the feed."""
    feed = get(port, "/releases/rss.xml")[2].decode()
    link = feed.partition("<item>")[2].partition("<link>")[2].partition("</link>")[0]
    return "/" + link.split("/", 3)[3]


def write(path: Path, content: bytes) -> None:
    """A file for nginx."""
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(0o755)
    path.write_bytes(content)


if __name__ == "__main__":
    main()
