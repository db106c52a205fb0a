"""What publishing costs readers: drafts saved without end, and a publication a second.

    .venv/bin/python bench/churn.py [--postgresql]

Prints requests a second and the 99th percentile of the list while the desk is quiet,
while drafts are saved as fast as they can be, and while a release is published each
second; then how long approvals, call-offs and drafts were felt (tag and latency of the
front page), and how late corrections and withdrawals were served.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable

from demo_site import get, middle, need, newsroom, percentile, row
from golive import feeder, judge, tell
from load import Load, wrk
from polling import crowd

GZIP = {"Accept-Encoding": "gzip"}
WIDTHS = (36, 12, 12, 12)
SECONDS = 4


def main() -> None:
    """Print the tables."""
    need("wrk")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with (
        newsroom(postgresql=options.postgresql) as site,
        site.serve() as port,
        feeder(site) as desk,
    ):
        count = iter(range(10**6))

        def save() -> None:
            tell(desk, draft=f"draft-{next(count)}")

        def publish() -> None:
            tell(desk, slug=f"each-second-{next(count)}", **{"in": 0})
            time.sleep(0.9)

        row("while the desk", "a second", "p99 ms", "errors", widths=WIDTHS)
        for name, act in (
            ("is quiet", None),
            ("saves drafts", save),
            ("publishes each second", publish),
            ("is quiet again", None),
        ):
            load = loaded(port, act)
            cells = f"{load.rate:.0f}", f"{load.p99:.1f}", load.errors
            row(name, *cells, widths=WIDTHS)
        unfelt(port, lambda n: tell(desk, slug=f"far-{n}", **{"in": 3600}), "approval")
        unfelt(port, lambda n: tell(desk, draft=f"other-{n}"), "draft")
        late = [withdrawn(port, desk, n) for n in range(8)]
        cells = (
            f"{middle(late):.1f}",
            f"{percentile(late, 0.99):.1f}",
            f"{max(late):.1f}",
        )
        row("withdrawal late by, ms: p50, p99, worst", *cells, widths=WIDTHS)


def loaded(port: int, act: Callable[[], None] | None) -> Load:
    """The load that the list bears while the desk acts."""
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


def unfelt(port: int, act: Callable[[int], object], name: str) -> None:
    """The front page's latency and tag around an act, beside what it is without one."""
    tags, quiet, acted = set(), [], []
    for n in range(10):
        quiet += [took(port, tags) for _ in range(20)]
        act(n)
        acted += [took(port, tags) for _ in range(20)]
    row(
        f"{name}: ms without, with, tags",
        f"{middle(quiet):.2f}",
        f"{middle(acted):.2f}",
        len(tags),
        widths=WIDTHS,
    )
    row(
        f"{name}: p95 without, with",
        f"{percentile(quiet, 0.95):.2f}",
        f"{percentile(acted, 0.95):.2f}",
        "",
        widths=WIDTHS,
    )


def took(port: int, tags: set[str]) -> float:
    """Milliseconds for the front page; its tag is added."""
    began = time.perf_counter()
    tags.add(get(port, "/")[1]["etag"])
    return (time.perf_counter() - began) * 1000


def withdrawn(port: int, desk: object, n: int) -> float:
    """How late the notice of a withdrawal was served, in milliseconds."""
    told = tell(desk, slug=f"wrong-{n}", **{"in": 0})  # type: ignore[arg-type]  # a process
    time.sleep(max(told["instant"] - time.time(), 0) + 0.1)
    gone = tell(desk, withdraw=told["id"])  # type: ignore[arg-type]  # the same
    polls = crowd(
        port,
        [told["page"]],
        until=gone["instant"] + 0.3,
        connections=8,
        pause=0.002,
    )
    return float(judge(polls, gone["instant"])["first"])


if __name__ == "__main__":
    main()
