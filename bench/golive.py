"""A publication's instant: 64 clients poll list, feed, release and file across it.

    .venv/bin/python bench/golive.py [trials] [--workers N] [--postgresql] [--pause MS]
        [--without-prerender] [--nginx]

Each trial approves a release for some seconds later and polls until a second after its
instant. Prints how late the first new response was, over all pages and for each; the spread
between pages; new responses before the instant (early); old ones after a new one (stale);
errors; and the rate in the seconds before and after. The clients share the machine with the
server. With nginx it also sends one request before an instant and one two seconds after: a
page that nobody requests in between must not be old either.
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
    median_of,
    newsroom,
    nginx,
    percentile,
    require_programs,
    row,
)
from polling import PollResponse, Polls, poll_from_many

WIDTHS = (28, 10, 10, 10)
IDLE_TRIALS = 5


@contextlib.contextmanager
def publisher(site: Site) -> Iterator[subprocess.Popen[str]]:
    """Run bench/publisher.py until the block ends."""
    process = subprocess.Popen(
        [PYTHON, "bench/publisher.py"],
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
def nginx_in_front(site: Site, back: int) -> Iterator[int]:
    """Run nginx with a cache in front of the server."""
    require_programs("nginx")
    front = free_port()
    body = NGINX_CACHE.format(folder=site.folder, front=front, back=back)
    with nginx(site.folder, body):
        yield front


def send(process: subprocess.Popen[str], **command: object) -> dict[str, Any]:
    """Send the publisher a command; return its result."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(command) + "\n")
    process.stdin.flush()
    result: dict[str, Any] = json.loads(process.stdout.readline())
    return result


def forms_of(page: str) -> dict[str, str]:
    """Return by name the addresses of the other forms that the instant changes."""
    below = {
        "PDF": "release.pdf",
        "card": "card.png",
        "ninjs": "ninjs.json",
        "NewsML-G2": "newsml-g2.xml",
    }
    return {
        "latest.json": "/releases/latest.json",
        "Atom": "/releases/atom.xml",
        "JSON Feed": "/releases/feed.json",
        "API": f"/api/v1{page}".removesuffix("/"),
        **{name: f"{page}{suffix}" for name, suffix in below.items()},
    }


def evaluate(polls: Polls, instant: float, addresses: dict[str, str]) -> dict[str, Any]:
    """Return the results of one trial. A response other than the first counts as new."""
    pages: dict[str, list[PollResponse]] = {}
    for response in sorted(polls.responses, key=lambda response: response.requested):
        pages.setdefault(response.address, []).append(response)
    old = {address: content(responses[0]) for address, responses in pages.items()}
    expected = {200, 404}
    new = [
        response
        for response in polls.responses
        if content(response) != old[response.address] and response.status in expected
    ]
    first = dict.fromkeys(pages, instant + 9)
    for response in new:
        first[response.address] = min(first[response.address], response.received)
    late = {
        name: (first[address] - instant) * 1000 for name, address in addresses.items()
    }
    # Requested after another client had received the new response.
    stale = [
        response
        for response in polls.responses
        if content(response) == old[response.address]
        and response.requested > first[response.address]
    ]
    unexpected = sum(response.status not in expected for response in polls.responses)
    received = [response.received - instant for response in polls.responses]
    return {
        "late": late,
        "first": min(late.values()),
        "spread": max(late.values()) - min(late.values()),
        "early": sum(response.received < instant for response in new),
        "stale": len(stale),
        "versions": max(
            len({content(response) for response in responses})
            for responses in pages.values()
        ),
        "errors": polls.errors + unexpected,
        "before": sum(-1 <= seconds < 0 for seconds in received),
        "after": sum(0 <= seconds < 1 for seconds in received),
    }


def content(response: PollResponse) -> tuple[int, bytes]:
    """Return what tells one version of a page from another."""
    return response.status, response.etag


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trials", nargs="?", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--pause", type=float, default=5.0, metavar="MS")
    parser.add_argument("--without-prerender", action="store_true")
    parser.add_argument("--nginx", action="store_true")
    parser.add_argument(
        "--forms", action="store_true", help="poll the forms for machines too"
    )
    options = parser.parse_args()
    settings = {
        "IRSITE_CACHE_PRERENDER": str(not options.without_prerender).lower(),
        "IRSITE_NGINX_CACHE": str(options.nginx).lower(),
    }
    trials = []
    with (
        newsroom(postgresql=options.postgresql) as site,
        site.serve(workers=options.workers, **settings) as back,
        (
            nginx_in_front(site, back)
            if options.nginx
            else contextlib.nullcontext(back)
        ) as port,
        publisher(site) as desk,
    ):
        for n in range(options.trials):
            release = send(desk, slug=f"trial-{n}", **{"in": 3.0})
            addresses = {
                "list": "/releases/",
                "feed": "/releases/rss.xml",
                "release": release["page"],
                "file": release["file"],
            }
            if options.forms:
                addresses |= forms_of(release["page"])
            time.sleep(max(release["instant"] - 1.2 - time.time(), 0))
            polls = poll_from_many(
                port,
                list(addresses.values()),
                until=release["instant"] + 1.1,
                pause=options.pause / 1000,
            )
            trials.append(evaluate(polls, release["instant"], addresses))
        if options.nginx:
            old = sum(is_old(port, desk, f"idle-{n}") for n in range(IDLE_TRIALS))
            row(
                "old after idle seconds",
                f"{old} of {IDLE_TRIALS}",
                "",
                "",
                widths=WIDTHS,
            )
    report(trials)


def is_old(port: int, desk: subprocess.Popen[str], slug: str) -> bool:
    """Return whether a page is old that nobody requested since before the instant."""
    release = send(desk, slug=slug, **{"in": 3.0})
    time.sleep(max(release["instant"] - 0.5 - time.time(), 0))
    pages = "/releases/", release["page"]
    before = [get(port, page) for page in pages]
    time.sleep(max(release["instant"] + 2 - time.time(), 0))
    after = [get(port, page) for page in pages]
    return any(then[0::2] == now[0::2] for then, now in zip(before, after, strict=True))


def report(trials: list[dict[str, Any]]) -> None:
    """Print medians, 99th percentiles and the worst."""
    row("", "median", "p99", "worst", widths=WIDTHS)
    late: dict[str, list[float]] = {"first new response, ms": []}
    for trial in trials:
        late["first new response, ms"].append(trial["first"])
        for name, value in trial["late"].items():
            late.setdefault(f"{name}, ms", []).append(value)
        late.setdefault("spread between pages, ms", []).append(trial["spread"])
    for name, values in late.items():
        cells = (median_of(values), percentile(values, 0.99), max(values))
        row(name, *(f"{cell:.1f}" for cell in cells), widths=WIDTHS)
    for trial in trials:
        trial["lost trials"] = int(trial["versions"] != 2)
    for name in ("early", "stale", "errors", "lost trials"):
        row(name, sum(trial[name] for trial in trials), "", "", widths=WIDTHS)
    ratio = median_of([trial["after"] / max(trial["before"], 1) for trial in trials])
    row("rate after / before", f"{ratio:.2f}", "", "", widths=WIDTHS)
    rate = median_of([trial["before"] for trial in trials])
    row("responses a second", f"{rate:.0f}", "", "", widths=WIDTHS)


if __name__ == "__main__":
    main()
