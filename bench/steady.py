"""Cached pages a second: the page cache beside nginx and Django's own cache.

    .venv/bin/python bench/steady.py [rounds] [seconds]

All servers have two workers and are measured in turn, so that a noisy machine is as noisy
for each; the others are suspended. Prints requests a second (median of the rounds), the 99th
percentile, and the ratio to nginx serving the same bytes as a file with Debian's defaults,
which write a log; then the server's CPU time for a request and its ratio, which a busy
machine changes least. "granian alone" is the page cache's web server with an application that
only sends ready responses, on as many threads as the page cache has, and on one, which is granian
at its best.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

from demo_site import (
    NGINX_CACHE,
    free_port,
    get,
    median_of,
    newsroom,
    nginx,
    require_programs,
    row,
)
from load import Load, median_load, suspended, wrk

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (10, 20, 10, 9, 9, 7, 8, 7)
TITLES = "page", "server", "a second", "p99 ms", "errors", "ratio", "CPU µs", "ratio"


def main() -> None:
    """Print the table."""
    require_programs("nginx", "wrk")
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 2
    with newsroom() as site, contextlib.ExitStack() as stack:
        cached = stack.enter_context(site.serve())
        log = str(site.folder / "access.log")
        logged = stack.enter_context(site.serve_again(IRSITE_ACCESS_LOG=log))
        behind = stack.enter_context(site.serve_again(IRSITE_NGINX_CACHE="true"))
        django = stack.enter_context(site.serve_django_only())
        pages = {
            "release": newest_release(cached),
            "list": "/releases/",
            "feed": "/releases/rss.xml",
        }
        responses = save_responses(cached, pages, site.folder)
        granian = stack.enter_context(site.serve_baseline(responses))
        one_thread = stack.enter_context(
            site.serve_baseline(responses, "--blocking-threads", "1")
        )
        static, quiet, front = free_port(), free_port(), free_port()
        stack.enter_context(
            nginx(
                site.folder,
                f"server {{ listen 127.0.0.1:{static}; root {site.folder}/www; }}"
                f"server {{ listen 127.0.0.1:{quiet}; root {site.folder}/www;"
                " access_log off; }"
                + NGINX_CACHE.format(folder=site.folder, front=front, back=behind),
            )
        )
        servers = {static, cached, logged, behind, django, granian, one_thread}
        row(*TITLES, widths=WIDTHS)
        for name, page in pages.items():
            etag = get(cached, page, Accept_Encoding="gzip")[1]["etag"]
            targets = {
                "nginx": (static, f"/{name}", GZIP),
                "nginx, no log": (quiet, f"/{name}", GZIP),
                "granian alone": (granian, page, GZIP),
                "granian, 1 thread": (one_thread, page, GZIP),
                "page cache": (cached, page, GZIP),
                "page cache, 304": (cached, page, GZIP | {"If-None-Match": etag}),
                "page cache, log": (logged, page, GZIP),
                "behind nginx": (front, page, GZIP),
                "Django's own cache": (django, page, GZIP),
            }
            loads: dict[str, list[Load]] = {server: [] for server in targets}
            for _ in range(rounds):
                for server, (port, address, headers) in targets.items():
                    used = {quiet: {static}, front: {static, behind}}.get(port, {port})
                    with suspended(servers - used):
                        load = wrk(port, address, seconds=seconds, headers=headers)
                    loads[server].append(load)
            print_rows(name, loads)


def save_responses(port: int, pages: dict[str, str], folder: Path) -> Path:
    """Save the responses for these pages as files; return the file that lists them."""
    responses = {}
    for name, page in pages.items():
        _, headers, body = get(port, page, Accept_Encoding="gzip")
        write(folder / "www" / name, body)
        sent = [pair for pair in headers.items() if pair[0] != "date"]
        responses[page] = sent, str(folder / "www" / name)
    listing = folder / "baseline.json"
    listing.write_text(json.dumps(responses))
    return listing


def print_rows(name: str, loads: dict[str, list[Load]]) -> None:
    """Print the rows of one page."""
    nginx_rate = median_load(loads["nginx"]).rate
    nginx_cost = median_of(cpu_costs(loads["nginx"]))
    for server, rounds in loads.items():
        load = median_load(rounds)
        ratio = f"{load.rate / nginx_rate:.2f}"
        rate, p99 = f"{load.rate:.0f}", f"{load.p99:.1f}"
        cost = median_of(cpu_costs(rounds))
        cost_ratio = f"{nginx_cost / cost:.2f}"
        cells = rate, p99, load.errors, ratio, f"{cost:.0f}", cost_ratio
        row(name, server, *cells, widths=WIDTHS)


def cpu_costs(loads: list[Load]) -> list[float]:
    """Return the CPU time of a request in each round."""
    return [load.cpu_cost for load in loads]


def newest_release(port: int) -> str:
    """Return the path of the newest release in the feed."""
    feed = get(port, "/releases/rss.xml")[2].decode()
    link = feed.partition("<item>")[2].partition("<link>")[2].partition("</link>")[0]
    return "/" + link.split("/", 3)[3]


def write(path: Path, content: bytes) -> None:
    """Write a file that nginx serves."""
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(0o755)
    path.write_bytes(content)


if __name__ == "__main__":
    main()
