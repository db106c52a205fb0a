"""What work at the desk costs readers: saved drafts, approvals, publications.

    .venv/bin/python bench/churn.py [--postgresql]

Prints requests a second and the 99th percentile for the list while the desk is idle, while
drafts are saved as fast as possible, and while a release is published each second; then
whether approvals and drafts show in the front page's ETag and latency; and how late
withdrawals are served.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable

from demo_site import get, median_of, newsroom, percentile, require_programs, row
from golive import evaluate, publisher, send
from load import Load, wrk
from polling import poll_from_many

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (36, 12, 12, 12)
SECONDS = 4


def main() -> None:
    """Print the tables."""
    require_programs("wrk")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with (
        newsroom(postgresql=options.postgresql) as site,
        site.serve() as port,
        publisher(site) as desk,
    ):
        count = iter(range(10**6))

        def save() -> None:
            send(desk, draft=f"draft-{next(count)}")

        def publish() -> None:
            send(desk, slug=f"each-second-{next(count)}", **{"in": 0})
            time.sleep(0.9)

        row("while the desk", "a second", "p99 ms", "errors", widths=WIDTHS)
        for name, act in (
            ("is idle", None),
            ("saves drafts", save),
            ("publishes each second", publish),
            ("is idle again", None),
        ):
            load = loaded(port, act)
            cells = f"{load.rate:.0f}", f"{load.p99:.1f}", load.errors
            row(name, *cells, widths=WIDTHS)
        compare(port, lambda n: send(desk, slug=f"far-{n}", **{"in": 3600}), "approval")
        compare(port, lambda n: send(desk, draft=f"other-{n}"), "draft")
        late = [withdrawal_lateness(port, desk, n) for n in range(8)]
        cells = (
            f"{median_of(late):.1f}",
            f"{percentile(late, 0.99):.1f}",
            f"{max(late):.1f}",
        )
        row("withdrawal late by, ms: p50, p99, worst", *cells, widths=WIDTHS)


def loaded(port: int, act: Callable[[], None] | None) -> Load:
    """Return the load on the list while the desk acts."""
    end = threading.Event()

    def keep_acting() -> None:
        while act is not None and not end.is_set():
            act()

    acting = threading.Thread(target=keep_acting)
    acting.start()
    load = wrk(port, "/releases/", seconds=SECONDS, headers=GZIP)
    end.set()
    acting.join()
    return load


def compare(port: int, act: Callable[[int], object], name: str) -> None:
    """Print the front page's latency and ETags without and after an action."""
    etags, idle, after = set(), [], []
    for n in range(10):
        idle += [latency(port, etags) for _ in range(20)]
        act(n)
        after += [latency(port, etags) for _ in range(20)]
    row(
        f"{name}: ms without, after, ETags",
        f"{median_of(idle):.2f}",
        f"{median_of(after):.2f}",
        len(etags),
        widths=WIDTHS,
    )
    row(
        f"{name}: p95 without, after",
        f"{percentile(idle, 0.95):.2f}",
        f"{percentile(after, 0.95):.2f}",
        "",
        widths=WIDTHS,
    )


def latency(port: int, etags: set[str]) -> float:
    """Return the milliseconds that the front page takes; add its ETag."""
    began = time.perf_counter()
    etags.add(get(port, "/")[1]["etag"])
    return (time.perf_counter() - began) * 1000


def withdrawal_lateness(port: int, desk: object, n: int) -> float:
    """Return how late the notice of a withdrawal is served, in milliseconds."""
    release = send(desk, slug=f"wrong-{n}", **{"in": 0})  # type: ignore[arg-type]  # a process
    time.sleep(max(release["instant"] - time.time(), 0) + 0.1)
    withdrawal = send(desk, withdraw=release["id"])  # type: ignore[arg-type]  # the same
    polls = poll_from_many(
        port,
        [release["page"]],
        until=withdrawal["instant"] + 0.3,
        connections=8,
        pause=0.002,
    )
    addresses = {"release": release["page"]}
    return float(evaluate(polls, withdrawal["instant"], addresses)["first"])


if __name__ == "__main__":
    main()
