"""The instant: 64 programs poll list, feed, release and file across it.

    .venv/bin/python bench/golive.py [trials] [--workers N] [--postgresql] [--pause MS]
        [--without-ahead] [--nginx]

Each trial approves a release some seconds ahead and polls until a second after. Prints
the lateness of the first correct byte (over all faces), of each face, the spread between
faces, what was early, what flapped back, errors, and the rate in the second after the
instant beside that of the second before. The pollers share the machine with the server.
Behind nginx it also asks once before an instant, and once two seconds after: what nobody
asks for meanwhile must not be old either.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import time
from collections.abc import Iterator
from typing import Any

from demo_site import (
    NGINX_CACHE,
    PYTHON,
    ROOT,
    Site,
    free_port,
    get,
    middle,
    need,
    newsroom,
    nginx,
    percentile,
    row,
)
from polling import Polls, Told, crowd

WIDTHS = (28, 10, 10, 10)
IDLE = 5


@contextlib.contextmanager
def feeder(site: Site) -> Iterator[subprocess.Popen[str]]:
    """The desk, at our command."""
    process = subprocess.Popen(
        [PYTHON, "bench/feeder.py"],
        cwd=ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait(10)


@contextlib.contextmanager
def in_front(site: Site, back: int) -> Iterator[int]:
    """nginx, which keeps what the press lets it keep."""
    need("nginx")
    front = free_port()
    body = NGINX_CACHE.format(folder=site.folder, front=front, back=back)
    with nginx(site.folder, body):
        yield front


def tell(desk: subprocess.Popen[str], **asked: object) -> dict[str, Any]:
    """Have the desk do something."""
    assert desk.stdin
    assert desk.stdout
    desk.stdin.write(json.dumps(asked) + "\n")
    desk.stdin.flush()
    told: dict[str, Any] = json.loads(desk.stdout.readline())
    return told


def judge(polls: Polls, instant: float) -> dict[str, Any]:
    """What one trial shows. Whatever is another than before is taken for new."""
    faces: dict[str, list[Told]] = {}
    for told in sorted(polls.told, key=lambda one: one.asked):
        faces.setdefault(told.address, []).append(told)
    old = {address: kind(told[0]) for address, told in faces.items()}
    fine = {200, 404}
    new = [
        one
        for one in polls.told
        if kind(one) != old[one.address] and one.status in fine
    ]
    first = dict.fromkeys(faces, instant + 9)
    for one in new:
        first[one.address] = min(first[one.address], one.had)
    late = {address: (had - instant) * 1000 for address, had in first.items()}
    stale = [
        one
        for one in polls.told
        if kind(one) == old[one.address] and one.asked > first[one.address]
    ]
    return {
        "late": late,
        "first": min(late.values()),
        "spread": max(late.values()) - min(late.values()),
        "early": sum(one.had < instant for one in new),
        # Old bytes to somebody who asked after new ones were had by another.
        "flaps": len(stale),
        "kinds": max(len({kind(one) for one in told}) for told in faces.values()),
        "errors": polls.errors + sum(one.status not in fine for one in polls.told),
        "before": sum(instant - 1 <= one.had < instant for one in polls.told),
        "after": sum(instant <= one.had < instant + 1 for one in polls.told),
    }


def kind(told: Told) -> tuple[int, bytes]:
    """What the answer was."""
    return told.status, told.tag


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trials", nargs="?", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--pause", type=float, default=5.0, metavar="MS")
    parser.add_argument("--without-ahead", action="store_true")
    parser.add_argument("--nginx", action="store_true")
    options = parser.parse_args()
    settings = {
        "IRSITE_CACHE_PRERENDER": str(not options.without_ahead).lower(),
        "IRSITE_NGINX_CACHE": str(options.nginx).lower(),
    }
    trials = []
    with (
        newsroom(postgresql=options.postgresql) as site,
        site.serve(workers=options.workers, **settings) as back,
        in_front(site, back) if options.nginx else contextlib.nullcontext(back) as port,
        feeder(site) as desk,
    ):
        for n in range(options.trials):
            told = tell(desk, slug=f"trial-{n}", **{"in": 3.0})
            addresses = ["/releases/", "/releases/rss.xml", told["page"], told["file"]]
            time.sleep(max(told["instant"] - 1.2 - time.time(), 0))
            polls = crowd(
                port,
                addresses,
                until=told["instant"] + 1.1,
                pause=options.pause / 1000,
            )
            trials.append(judge(polls, told["instant"]))
        if options.nginx:
            old = sum(is_old(port, desk, f"idle-{n}") for n in range(IDLE))
            row("old after idle seconds", f"{old} of {IDLE}", "", "", widths=WIDTHS)
    report(trials)


def is_old(port: int, desk: subprocess.Popen[str], slug: str) -> bool:
    """Whether what nobody has asked for since before an instant is still answered."""
    told = tell(desk, slug=slug, **{"in": 3.0})
    time.sleep(max(told["instant"] - 0.5 - time.time(), 0))
    pages = "/releases/", told["page"]
    before = [get(port, page) for page in pages]
    time.sleep(max(told["instant"] + 2 - time.time(), 0))
    after = [get(port, page) for page in pages]
    return any(then[0::2] == now[0::2] for then, now in zip(before, after, strict=True))


def report(trials: list[dict[str, Any]]) -> None:
    """Medians and the worst."""
    row("", "median", "p99", "worst", widths=WIDTHS)
    late: dict[str, list[float]] = {"first correct byte, ms": []}
    for trial in trials:
        late["first correct byte, ms"].append(trial["first"])
        for name, value in zip(
            ("list, ms", "feed, ms", "release, ms", "file, ms"),
            in_order(trial["late"]),
            strict=True,
        ):
            late.setdefault(name, []).append(value)
        late.setdefault("spread between faces, ms", []).append(trial["spread"])
    for name, values in late.items():
        cells = (middle(values), percentile(values, 0.99), max(values))
        row(name, *(f"{cell:.1f}" for cell in cells), widths=WIDTHS)
    for trial in trials:
        trial["lost trials"] = int(trial["kinds"] != 2)
    for name in ("early", "flaps", "errors", "lost trials"):
        row(name, sum(trial[name] for trial in trials), "", "", widths=WIDTHS)
    ratio = middle([trial["after"] / max(trial["before"], 1) for trial in trials])
    row("rate after / before", f"{ratio:.2f}", "", "", widths=WIDTHS)
    rate = middle([trial["before"] for trial in trials])
    row("answers a second", f"{rate:.0f}", "", "", widths=WIDTHS)


def in_order(late: dict[str, float]) -> list[float]:
    """List, feed, release, file: pollers began with any of them."""

    def place(address: str) -> int:
        ends = ("/releases/", "rss.xml", "/")
        if address == ends[0]:
            return 0
        return 1 if address.endswith(ends[1]) else 2 if address.endswith("/") else 3

    return [late[address] for address in sorted(late, key=place)]


if __name__ == "__main__":
    main()
