"""The canary as a process in front of a served site: what it reports when a proxy lies.

    .venv/bin/python bench/canary.py

A demo newsroom is served, and two proxies stand before it: one is the public address, the
other is the origin. Across one instant each, both are honest, show the release early, are late
with it, alter its forms, and give errors for the lists. Prints how many forms the canary asked
for, how many lied and how many of those it reported, and whether anything but the origin was
asked for the release before its instant. docs/canary.md has results.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import setup_django  # noqa: F401 - what follows needs it
from fault_site import demo_on_sqlite

from releases.management.canary.asked_forms import fixed_lists
from releases.models.record.kinds import Kind
from tests.newsroom import ROOT, Newsroom, eventually

REPORTED = re.compile(r"\b(early|late|different|down): (\S+)")
LISTS = {*fixed_lists(Kind.RELEASE)}
# Of a year or a category.
LIST_OF_ONE = re.compile(r"/releases/(?:category/[\w-]+|\d{4})/(?:[a-z]+\.\w+)?")
PERIOD = 10
# Seconds in which a release is approved and two rounds pass, and the most after its instant.
AHEAD, AFTER = 30, 90
Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Due:
    """A release and its instant, in seconds since 1970."""

    path: str
    file: str
    instant: float

    @property
    def needle(self) -> bytes:
        """What lists contain that have it."""
        return self.path.removesuffix("/").encode()

    def owns(self, path: str) -> bool:
        """Return whether the path is of the release itself or of its file."""
        return path == self.file or self.path.removesuffix("/") in path


class Proxy(ThreadingHTTPServer):
    """A proxy before the site, whose `lie` decides what each answer becomes."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), ProxyHandler)
        self.site = port
        self.lie: Callable[[str, Answer], Answer] = honest
        self.asked: list[tuple[float, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """The proxy's address, without a path."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self, *, before: float) -> set[str]:
        """Return what it was asked for before this moment."""
        return {path for asked, path in self.asked if asked < before}


class ProxyHandler(BaseHTTPRequestHandler):
    """One request through the proxy."""

    server: Proxy

    def do_GET(self) -> None:
        """Ask the site, and answer as the proxy does at present."""
        self.server.asked.append((time.time(), self.path))
        connection = HTTPConnection("127.0.0.1", self.server.site, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", self.path, headers={"Host": self.headers["Host"]})
            response = connection.getresponse()
            answer = response.status, response.read()
        status, body = self.server.lie(self.path, answer)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Leave the terminal to the results."""


def is_list(path: str) -> bool:
    """Return whether releases are listed at the path."""
    return path in LISTS or LIST_OF_ONE.fullmatch(path) is not None


def honest(_path: str, answer: Answer) -> Answer:
    """Return the answer as it is."""
    return answer


def early(due: Due) -> Callable[[str, Answer], Answer]:
    """Show the release in each list, and at each of its paths, before its instant."""

    def lie(path: str, answer: Answer) -> Answer:
        if time.time() >= due.instant:
            return answer
        if due.owns(path):
            return 200, b"early"
        return answer[0], answer[1] + due.needle * is_list(path)

    return lie


def late(due: Due) -> Callable[[str, Answer], Answer]:
    """Keep lists and the release's paths as they were before its instant, as a stale cache does."""

    def lie(path: str, answer: Answer) -> Answer:
        if due.owns(path):
            return 404, b""
        if is_list(path):
            return answer[0], answer[1].replace(due.needle, b"")
        return answer

    return lie


def different(due: Due) -> Callable[[str, Answer], Answer]:
    """Alter the release's page, its other forms and its file by a byte."""

    def lie(path: str, answer: Answer) -> Answer:
        return answer[0], answer[1] + b" " * due.owns(path)

    return lie


def down(_due: Due) -> Callable[[str, Answer], Answer]:
    """Answer each list with an error."""

    def lie(path: str, answer: Answer) -> Answer:
        return (502, b"") if is_list(path) else answer

    return lie


class Trial:
    """A served site, its two proxies, and a canary that asks through them."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.public, self.origin = Proxy(newsroom.port), Proxy(newsroom.port)
        self.log = newsroom.folder / "canary.log"

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run the canary and the process that publishes."""
        environment = self.newsroom.environment | {
            "DJANGO_SETTINGS_MODULE": "irsite.settings",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "manage.py", "canary", self.public.url]
        with self.log.open("wb") as log:
            canary = subprocess.Popen(
                [*command, "--origin", self.origin.url],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self._publisher = subprocess.Popen(
            [sys.executable, "bench/publisher.py"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self._ask({"draft": "warm"})
            yield
        finally:
            canary.terminate()
            print(f"The canary ended with {canary.wait(30)}.")
            self._publisher.kill()
            self._publisher.wait()

    def _ask(self, command: dict[str, object]) -> dict[str, object]:
        assert self._publisher.stdin
        assert self._publisher.stdout
        self._publisher.stdin.write(json.dumps(command) + "\n")
        self._publisher.stdin.flush()
        answer: dict[str, object] = json.loads(self._publisher.stdout.readline())
        return answer

    def schedule(self, slug: str) -> Due:
        """Approve a release for a round second."""
        instant = (time.time() + AHEAD) // PERIOD * PERIOD + PERIOD
        answer = self._ask({"slug": slug, "in": instant - time.time()})
        instant = float(str(answer["instant"]))
        return Due(str(answer["page"]), str(answer["file"]), instant)

    def across(
        self,
        name: str,
        *,
        public: Callable[[Due], Callable[[str, Answer], Answer]] | None = None,
        origin: Callable[[Due], Callable[[str, Answer], Answer]] | None = None,
    ) -> None:
        """Have the proxies lie across an instant, and print what the canary reported."""
        due = self.schedule(name)
        self.public.asked, self.origin.asked = [], []
        self.public.lie = public(due) if public else honest
        self.origin.lie = origin(due) if origin else honest
        read = self.log.stat().st_size
        time.sleep(max(due.instant - time.time(), 0))
        ended = eventually(lambda: self._rounds_after(due) > 1, within=AFTER)
        assert ended, "The canary has not asked twice."
        self.public.lie = self.origin.lie = honest
        output = self.log.read_bytes()[read:].decode()
        reported = {kind: set[str]() for kind in ("early", "late", "different", "down")}
        for kind, form in REPORTED.findall(output):
            reported[kind].add(form)
        counts = {kind: len(forms) for kind, forms in reported.items() if forms}
        print(f"{name}: reported {counts or 'nothing'}; {self._asked(due)}", flush=True)
        for kind, forms in reported.items():
            if forms:
                print(f"  {kind}: {' '.join(sorted(forms))}", flush=True)

    def _rounds_after(self, due: Due) -> int:
        """Return how many rounds began a second after the instant or later."""
        first = min(LISTS)
        # A moment for the first to write down what it has seen.
        latest = time.time() - 0.5
        asked = self.public.asked
        return sum(p == first and due.instant + 1 < at < latest for at, p in asked)

    def _asked(self, due: Due) -> str:
        """Return which paths the canary requested, and whether one at the public address was the release's."""
        public = self.public.paths(before=due.instant)
        origin = self.origin.paths(before=due.instant)
        after = self.public.paths(before=time.time())
        own = {path for path in origin if due.owns(path)}
        of_one = {path for path in origin - own if is_list(path)}
        is_early = any(due.owns(path) for path in public)
        return (
            f"asked before: {len(public & LISTS)} of {len(LISTS)} lists, at the origin {len(own)} "
            f"own forms and {len(of_one)} lists of category and year; after: "
            f"{sum(due.owns(path) for path in after)} own forms; "
            f"{'THE PUBLIC ADDRESS WAS ASKED FOR IT' if is_early else 'nothing told'}"
        )


def main() -> None:
    """Try each lie across an instant of its own."""
    with tempfile.TemporaryDirectory(prefix="irsite-canary-") as folder:
        newsroom = Newsroom(Path(folder) / "var")
        newsroom.environment.pop("DJANGO_SETTINGS_MODULE", None)
        shutil.copytree(demo_on_sqlite(), newsroom.folder)
        with newsroom.serving(workers=2):
            trial = Trial(newsroom)
            with trial.running():
                trial.across("honest")
                trial.across("early-outside", public=early)
                trial.across("early-at-origin", origin=early)
                trial.across("late-outside", public=late)
                trial.across("late-at-origin", origin=late)
                trial.across("different", public=different)
                trial.across("down", public=down)
                trial.across("honest-again")
            note = json.loads((newsroom.folder / "canary.json").read_text())
            print(f"canary.json has {len(note)} findings.")


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
