"""What a search costs by the size of the record, in CPU time on either engine.

    .venv/bin/python bench/search.py [publications ...] [--postgresql] [--leak]

Fills a record with made-up releases of 3.8 kB (words by Zipf's law, codes, figures, 2 %
corrected, 5 % events), indexes it, and asks questions of each form: the question alone, and the
whole page of 20 results with extracts, as the page cache has it rendered. CPU is that of this
process, and on PostgreSQL that of the server's process too. 100,000 take ten minutes to fill.

With --leak the site is served with 25 releases under embargo, and asked over HTTP, in turn,
for words that only they have and for words that nothing has: P is how often the first answer
is the slower one (0.5 cannot be told from chance).
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import os
import random
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from demo_site import PYTHON, ROOT, Site, median_of, newsroom, percentile, row

WIDTHS = (10, 22, 9, 9, 9, 9, 9)
TIMES = 60
PAIRS = 120
INSIDE = "IRSITE_BENCH_INSIDE"
VOCABULARY = 12_000
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "wo",
    "za",
    "ker",
    "lin",
    "mar",
    "nor",
    "pel",
]
FREQUENT = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "for",
    "with",
    "on",
    "by",
    "was",
    "were",
    "is",
    "that",
    "this",
    "as",
    "from",
    "at",
]


def main() -> None:
    """Measure each size in a process of its own, which sets up Django for it."""
    if INSIDE in os.environ:
        inside(*os.environ[INSIDE].split())
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--leak", action="store_true")
    options = parser.parse_args()
    sizes = options.sizes or [100, 10_000]
    if not options.leak:
        row(
            *("records", "question", "hits", "median", "p99", "page", "p99"),
            widths=WIDTHS,
        )
        sys.stdout.flush()
    for size in sizes:
        with newsroom(postgresql=options.postgresql, demo=False) as site:
            if not options.leak:
                run_inside(site, f"measure {size}")
                continue
            run_inside(site, f"hide {size}")
            with site.serve() as port:
                compare(port)


def run_inside(site: Site, what: str) -> None:
    """Run a part of this script with the site's settings."""
    subprocess.run(
        [PYTHON, "bench/search.py"],
        cwd=ROOT,
        env=site.environment | {INSIDE: what},
        check=True,
    )


def inside(what: str, size: str) -> None:
    """Fill the record, then measure it or leave it with what is under embargo."""
    import django  # noqa: PLC0415 - only in a process with its settings

    django.setup()
    began = time.process_time()
    fill(int(size))
    filled = time.process_time()
    count = index()
    indexed = time.process_time()
    print(
        f"# {size}: filled in {filled - began:.0f} s, indexed {count} in"
        f" {indexed - filled:.0f} s of CPU; {sizes_on_disk()}",
        flush=True,
    )
    if what == "hide":
        hide(25)
    else:
        measure(size)


class Words:
    """Made-up words by Zipf's law."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        made: dict[str, None] = dict.fromkeys(FREQUENT)
        while len(made) < VOCABULARY:
            count = self.chance.choice((2, 3, 3, 4))
            made["".join(self.chance.choices(SYLLABLES, k=count))] = None
        self.words = list(made)
        total = 0.0
        self.weights = []
        for rank in range(1, VOCABULARY + 1):
            total += 1 / rank
            self.weights.append(total)

    def some(self, count: int) -> list[str]:
        """Return words of a text."""
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def headline(self) -> str:
        """Return a headline of rarer words."""
        return " ".join(
            self.some(3) + self.chance.choices(self.words[50:], k=5)
        ).title()

    def body(self) -> str:
        """Return some 3.8 kB of text, with a code and figures."""
        chance = self.chance
        parts = []
        for _ in range(8):
            words = self.some(60)
            words[10] = f"LKM-{chance.randint(100, 999)}"
            words[20] = f"${chance.randint(1, 999)}.{chance.randint(0, 9)} million"
            parts.append(f"<p>{' '.join(words)}.</p>")
        return "".join(parts)


def fill(size: int) -> None:
    """Put releases and events on the record, dated over twenty years."""
    from django.db import transaction  # noqa: PLC0415

    from releases.models import Publication  # noqa: PLC0415
    from releases.record.clock import next_second, read_clock  # noqa: PLC0415
    from releases.record.publishing import lock_record  # noqa: PLC0415

    words = Words(16)
    step = dt.timedelta(days=20 * 365) / size
    for start in range(0, size, 1000):
        with transaction.atomic():
            now = lock_record()
            live_from = next_second(now) + dt.timedelta(seconds=20)
            rows = [
                publication(
                    words,
                    number,
                    live_from - step * (number + 1),
                    live_from,
                    recorded_at=now,
                )
                for number in range(start, min(start + 1000, size))
            ]
            Publication.objects.bulk_create(rows, batch_size=500)
    time.sleep(max(0.0, (live_from - read_clock()).total_seconds() + 1))


def publication(
    words: Words, number: int, dated: dt.datetime, live_from: dt.datetime, **fields: Any
) -> Any:
    """Return a row of a release or, each twentieth time, of an event."""
    from releases.models import Publication  # noqa: PLC0415
    from releases.record.documents import (  # noqa: PLC0415
        CategoryEntry,
        EventDocument,
        ReleaseDocument,
        canonical,
        digest_of,
    )

    is_event = number % 20 == 0
    headline = fields.pop("headline", words.headline())
    slug = ("results", "company", "clinical", "people")[number % 4]
    document: Any = (
        EventDocument(
            title=headline,
            event_kind="webcast",
            starts=dated,
            timezone="UTC",
            city="Basel",
        )
        if is_event
        else ReleaseDocument(
            headline=headline,
            body=fields.pop("body", None) or words.body(),
            category=CategoryEntry(slug=slug, name=slug.title()),
            language="en",
            timezone="UTC",
        )
    )
    text = canonical(document)
    return Publication(
        kind="event" if is_event else "release",
        address=f"event-{number}" if is_event else f"{dated.year}/release-{number}",
        number=1,
        dated=dated,
        year=dated.year,
        live_from=live_from,
        language="en",
        category="" if is_event else slug,
        headline=headline,
        starts=dated if is_event else None,
        ends=dated + dt.timedelta(hours=1) if is_event else None,
        bundle=uuid.uuid4(),
        imported=True,
        digest=digest_of(text),
        document=text,
        **fields,
    )


def index() -> int:
    """Index everything; return how many there were."""
    from releases.record.search.indexing import rebuild_index  # noqa: PLC0415

    return rebuild_index(note_progress=lambda count: None)


def sizes_on_disk() -> str:
    """Return the size of the record's table and of the index, where it can be asked."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        file = Path(settings.DATABASES["default"]["NAME"])
        return f"the whole file {file.stat().st_size / 1e6:.0f} MB"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('releases_publication') / 1e6,"
            " pg_total_relation_size('releases_search') / 1e6"
        )
        record, searched = cursor.fetchone()
    return f"publications {record:.0f} MB, index {searched:.0f} MB"


def server_clock() -> Callable[[], float]:
    """Return a clock of the CPU time of the server's process, which SQLite has not."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        return lambda: 0.0
    import psutil  # noqa: PLC0415 - one of the tests' packages

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        process = psutil.Process(cursor.fetchone()[0])

    def seconds() -> float:
        # In nanoseconds, where psutil has hundredths of a second.
        schedstat = Path(f"/proc/{process.pid}/schedstat").read_text()
        return int(schedstat.split()[0]) / 1e9

    return seconds


def questions(words: Words) -> dict[str, Iterator[str]]:
    """Return made-up questions of each form."""
    from releases.models import Publication  # noqa: PLC0415

    headlines = list(
        Publication.objects.releases().values_list("headline", flat=True)[:2000]
    )
    chance = words.chance

    def of_headline(count: int) -> str:
        parts = chance.choice(headlines).split()
        start = chance.randrange(len(parts) - count)
        return " ".join(parts[start : start + count])

    def forever(make: Callable[[], str]) -> Iterator[str]:
        while True:
            yield make()

    rare = words.words[400:]
    often = words.words[18:60]
    return {
        "word of a text": forever(lambda: chance.choice(rare)),
        "two of a headline": forever(lambda: of_headline(2)),
        "phrase of a headline": forever(lambda: f'"{of_headline(3)}"'),
        "code": forever(lambda: f"LKM-{chance.randint(100, 999)}"),
        "frequent word": forever(lambda: chance.choice(often)),
        "two frequent words": forever(lambda: " ".join(chance.sample(often, 2))),
        "frequent phrase": forever(lambda: f'"{" ".join(chance.sample(often, 2))}"'),
        "phrase of stop words": forever(
            lambda: f'"{" ".join(chance.sample(FREQUENT, 3))}"'
        ),
        "frequent prefix": forever(lambda: f"{chance.choice(words.words[60:90])[:3]}*"),
        "nothing found": forever(lambda: f"xq{chance.randrange(10**9)}"),
        "the worst allowed": forever(
            lambda: (
                f'"{" ".join(chance.sample(FREQUENT, 2))}" '
                + " ".join(chance.sample(often, 6))
                + f" {chance.choice(SYLLABLES[:10])}{chance.choice('abcdefghi')}*"
            )
        ),
    }


def measure(size: str) -> None:
    """Print the rows of one size."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.core.signals import request_finished, request_started  # noqa: PLC0415
    from django.db import close_old_connections  # noqa: PLC0415

    from releases.pagecache.backend import DjangoBackend  # noqa: PLC0415
    from releases.pagecache.clock import from_datetime  # noqa: PLC0415
    from releases.pagecache.startup import freeze_garbage_collector  # noqa: PLC0415
    from releases.record.clock import read_clock  # noqa: PLC0415
    from releases.record.search.finding import searching  # noqa: PLC0415
    from releases.text.question import parse_question  # noqa: PLC0415

    for signal in (request_started, request_finished):  # keep the server's process
        signal.disconnect(close_old_connections)
    backend = DjangoBackend(WSGIHandler(), base_url=settings.IRSITE_URL)
    now = read_clock()
    at = from_datetime(now)
    server = server_clock()
    results: dict[Any, Any] = {}
    backend.render("/search/", "words=x", at, results)
    freeze_garbage_collector()  # as a web worker does when it has warmed up
    worst: list[float] = []
    for name, texts in questions(Words(16)).items():
        asked, pages, hits = [], [], []
        for n in range(TIMES + 3):
            text = next(texts)
            began = time.process_time() + server()
            with searching(at=now) as search:
                hits.append(len(search.find(parse_question(text)).hits))
            between = time.process_time() + server()
            response = backend.render(
                "/search/", urlencode({"words": text}), at, results
            )
            ended = time.process_time() + server()
            assert response.status_code == 200, text
            if n >= 3:
                asked.append((between - began) * 1000)
                pages.append((ended - between) * 1000)
        worst += asked
        cells = [
            f"{value:.1f}"
            for times in (asked, pages)
            for value in (median_of(times), percentile(times, 0.99))
        ]
        row(size, name, f"{median_of(hits):.0f}", *cells, widths=WIDTHS)
        sys.stdout.flush()
    print(f"# the slowest question: {max(worst):.0f} ms", flush=True)


def hide(count: int) -> None:
    """Put releases under embargo that say words which nothing else does."""
    from django.db import transaction  # noqa: PLC0415

    from releases.models import Publication  # noqa: PLC0415
    from releases.record.clock import next_second  # noqa: PLC0415
    from releases.record.publishing import lock_record  # noqa: PLC0415

    words = Words(17)
    with transaction.atomic():
        now = lock_record()
    live_from = next_second(now) + dt.timedelta(hours=6)
    rows = [
        publication(
            words,
            10**6 + 20 * number + 1,
            live_from,
            live_from,
            headline=f"Zanzibar Secret{number}",
            recorded_at=now,
            body=f"<p>{' '.join(f'hidden{n}' for n in range(400))}</p>{words.body()}",
        )
        for number in range(count)
    ]
    for each in rows:
        each.imported = False
    Publication.objects.bulk_create(rows)


def compare(port: int) -> None:
    """Print how often the answer for a word under embargo is the slower one."""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def took(words: str) -> float:
        # Each rests as long as it worked, so that none waits for another.
        time.sleep(0.06)
        began = time.perf_counter()
        connection.request("GET", f"/search/?{urlencode({'words': words})}")
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        return time.perf_counter() - began

    for name, secret, never in (
        ("one word", lambda n: f"hidden{n}", lambda n: f"hiddex{n}"),
        ("in a headline", lambda n: f"zanzibar x{n}", lambda n: f"zanzibax x{n}"),
        ("twice nothing", lambda n: f"hiddey{n}", lambda n: f"hiddez{n}"),
    ):
        slower, pairs = 0, []
        for n in range(PAIRS):
            order = [secret, never]
            chance.shuffle(order)
            times = {ask: took(ask(n)) for ask in order}
            slower += times[secret] > times[never]
            pairs.append((times[secret] - times[never]) * 1e6)
        print(
            f"{name:16} P = {slower / PAIRS:.3f} (standard error {0.5 / PAIRS**0.5:.3f}),"
            f" median difference {median_of(pairs):+.0f} µs",
            flush=True,
        )


if __name__ == "__main__":
    main()
