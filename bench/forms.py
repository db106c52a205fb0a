"""What each representation costs: made anew, made again, and sent from the page cache.

    .venv/bin/python bench/forms.py [name ...]

Serves each form of the longest release, of an event, of the lists and of the site in this
process, in CPU time. `first` is with nothing kept from earlier responses, `again` what
the page cache waits for at an instant, when most of what a form has is as it was; `stored` is
the response from the page cache; `codings` is its compression, once for each stored response.
A form that is made once and kept in storage is read from there in both. `ahead` says whether
it is rendered before its instant.
"""

from __future__ import annotations

import functools
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

from demo_site import PYTHON, ROOT, median_of, newsroom, row

WIDTHS = (15, 9, 9, 8, 8, 9, 8, 8, 6)
TIMES = 9
STORED_TIMES = 300
INSIDE = "IRSITE_BENCH_INSIDE"


def main() -> None:
    """Measure in a process that has the demo newsroom's settings."""
    if INSIDE in os.environ:
        measure(sys.argv[1:])
        return
    with newsroom() as site:
        subprocess.run(
            [PYTHON, "bench/forms.py", *sys.argv[1:]],
            cwd=ROOT,
            env=site.environment | {INSIDE: "1", "IRSITE_CACHE_PRERENDER": "false"},
            check=True,
        )


def measure(names: list[str]) -> None:
    """Print a row for each form, or for those of these names."""
    import django  # noqa: PLC0415 - only in a process with its settings

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from releases.pagecache.content_codings import (  # noqa: PLC0415
        compress,
        is_compressible,
    )
    from releases.pagecache.startup import WorkerPageCache  # noqa: PLC0415
    from releases.representations import REPRESENTATIONS  # noqa: PLC0415

    worker = WorkerPageCache(WSGIHandler())
    application = worker.start()
    backend = worker.cache.backend
    heads = ("form", "first ms", "again ms", "queries", "kB", "codings", "stored")
    row(*heads, "of", "ahead", widths=WIDTHS)
    for form in REPRESENTATIONS:
        if names and form.name not in names:
            continue

        def render(path: str) -> Any:
            return backend.render(path, "", worker.cache.clock.now())

        path = next(
            (path for path in paths_of(form) if render(path).status_code == 200), ""
        )
        if not path:
            row(form.name, *["-"] * 8, widths=WIDTHS)
            continue
        with CaptureQueriesContext(connection) as queries:
            body = b"".join(render(path).body)
        count = len(queries)
        first = milliseconds(lambda path=path: render(path), before=forget)
        again = milliseconds(lambda path=path: render(path))
        codings = 0.0
        if is_compressible(form.media_type):
            codings = milliseconds(lambda body=body: compress(body))
        request(application, path)
        stored = milliseconds(
            lambda path=path: request(application, path), times=STORED_TIMES
        )
        row(
            form.name,
            f"{first:.2f}",
            f"{again:.2f}",
            count,
            f"{len(body) / 1000:.1f}",
            f"{codings:.2f}",
            f"{stored:.3f}",
            form.of.name,
            "yes" if form.ahead else "no",
            widths=WIDTHS,
        )
    worker.stop()


def paths_of(form: Any) -> Iterable[str]:
    """Yield the paths of a form, those of the longest documents first."""
    from releases.models import Publication  # noqa: PLC0415
    from releases.record.publication_refs import refs_changing_at  # noqa: PLC0415

    fixed = [route for _, route in form.routes() if "<" not in route]
    yield from fixed
    if fixed:
        return
    rows = Publication.objects.values_list("live_from", "document", "address")
    for live_from, _, address in sorted(rows, key=lambda found: -len(found[1])):
        for ref in refs_changing_at(live_from):
            if ref.address == address:
                yield from form.affected_paths(ref)


def request(application: Any, path: str) -> bytes:
    """Return the body of a response of the page cache."""
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_ACCEPT_ENCODING": "br"}
    setup_testing_defaults(environ)
    environ["HTTP_HOST"] = "127.0.0.1"
    return b"".join(application(environ, lambda status, headers, *rest: None))


def forget() -> None:
    """Empty every cache of functions of the app, but those of its URL patterns."""
    for wrapper in function_caches():
        wrapper.cache_clear()


@functools.cache
def function_caches() -> list[Any]:
    """Return the functions of the app that remember their results."""
    gc.unfreeze()
    return [
        wrapper
        for wrapper in gc.get_objects()
        if type(wrapper) is functools._lru_cache_wrapper  # noqa: SLF001
        and str(wrapper.__module__).startswith("releases.")
        and not wrapper.__module__.startswith("releases.pagecache.")
    ]


def milliseconds(
    work: Callable[[], object],
    *,
    times: int = TIMES,
    before: Callable[[], object] = lambda: None,
) -> float:
    """Return the median CPU time of some work."""
    measured = []
    for n in range(times + 1):
        before()
        began = time.process_time_ns()
        work()
        if n:
            measured.append((time.process_time_ns() - began) / 1e6)
    return median_of(measured)


if __name__ == "__main__":
    main()
