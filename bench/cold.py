"""The cost of rendering a page, in CPU time and queries, by the size of the record.

    .venv/bin/python bench/cold.py [publications ...]

Renders each page a number of times in this process as the page cache does, with the query
results that the pages of an interval share, and an empty view for comparison. `first` is the
first list of an interval, which counts the archive. 100,000 publications take some minutes
to create.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Any

from demo_site import PYTHON, ROOT, median_of, newsroom, row

WIDTHS = (12, 10, 10, 12, 10)
TIMES = 15
INSIDE = "IRSITE_BENCH_INSIDE"


def main() -> None:
    """Measure each size in a process of its own, which sets up Django for it."""
    if INSIDE in os.environ:
        measure(os.environ[INSIDE])
        return
    sizes = [int(word) for word in sys.argv[1:]] or [100, 10_000]
    row("records", "page", "CPU ms", "less empty", "queries", widths=WIDTHS)
    sys.stdout.flush()
    for size in sizes:
        with newsroom(releases=size) as site:
            subprocess.run(
                [PYTHON, "bench/cold.py"],
                cwd=ROOT,
                env=site.environment | {INSIDE: str(size)},
                check=True,
            )


def measure(size: str) -> None:
    """Print the rows of one size."""
    import django  # noqa: PLC0415 - only in a process with its settings

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import path  # noqa: PLC0415

    from irsite import urls  # noqa: PLC0415
    from releases.models import Publication  # noqa: PLC0415
    from releases.pagecache.backend import DjangoBackend  # noqa: PLC0415
    from releases.pagecache.clock import from_datetime  # noqa: PLC0415
    from releases.record.clock import read_clock  # noqa: PLC0415

    urls.urlpatterns.insert(0, path("empty/", lambda request: HttpResponse("")))
    backend = DjangoBackend(WSGIHandler(), base_url=settings.IRSITE_URL)
    now = read_clock()
    at = from_datetime(now)
    newest = Publication.objects.releases().live(at=now).newest_first()[0]
    pages = {
        "empty": "/empty/",
        "release": f"/releases/{newest.address}/",
        "first": "/releases/",
        "list": "/releases/",
        "front": "/",
        "feed": "/releases/rss.xml",
    }
    empty = 0.0
    interval_results: dict[Any, Any] = {}
    for name, address in pages.items():
        times = []
        for n in range(TIMES + 2):
            results = {} if name == "first" else interval_results
            began = time.process_time()
            response = backend.render(address, "", at, results)
            if n >= 2:
                times.append((time.process_time() - began) * 1000)
            assert response.status_code == 200
        with CaptureQueriesContext(connection) as queries:
            results = {} if name == "first" else interval_results
            backend.render(address, "", at, results)
        cost = median_of(times)
        empty = empty or cost
        cells = f"{cost:.1f}", f"{cost - empty:.1f}", len(queries)
        row(size, name, *cells, widths=WIDTHS)


if __name__ == "__main__":
    main()
