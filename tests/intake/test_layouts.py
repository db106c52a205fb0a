"""A release is the same release however its lines are broken."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from unittest import TestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Quote, Reading
from tests.intake import expectations
from tests.intake.layouts import LAYOUTS

Facts = dict[str, Counter[str]]
# Lines whose own breaks are what the specimen is about: a table, cells, joined lines.
OF_LINES = {"07", "12", "18", "19", "20", "41", "59"}
# The least F1 of a group of facts, by layout: measured, and rounded down.
LEAST = {
    "wrapped at 72": 0.93,
    "first words alone": 0.91,
    "without blank lines": 0.95,
    "double-spaced": 0.95,
    "on one line": 0.5,
    "quoted": 1.0,
    "among links": 0.97,
}


def facts_of(reading: Reading) -> Facts:
    """Return what was read, by group."""
    line = reading.dateline
    return {
        "headline": Counter(_words(q.text for q in _titles(reading))),
        "dateline": Counter(
            [*(line.places if line else ()), str(line.date if line else None)]
        ),
        "issuer": Counter(
            [
                reading.issuer.text if reading.issuer else "",
                *expectations.listings(reading),
            ]
        ),
        "sections": Counter(
            s.text[:40] + s.text[-20:]
            for s in (*reading.boilerplates, *reading.disclaimers)
        ),
        "contacts": Counter(
            f"{c.name} {[p.written for p in c.phones]} {c.emails}"
            for c in reading.contacts
        ),
        "events": Counter(f"{e.date} {e.start} {e.tz}" for e in reading.events),
    }


@functools.cache
def facts_of_text(text: str) -> Facts:
    """Return what is read of a release in its own layout."""
    return facts_of(read(text))


def _titles(reading: Reading) -> Iterator[Quote]:
    if reading.headline:
        yield reading.headline


def _words(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield " ".join(text.split()).strip(".;")


class EveryLayout(TestCase):
    """Gives the facts that the release's own layout gives."""

    def test_of_line_breaks(self) -> None:
        for place, (name, change) in enumerate(LAYOUTS.items()):
            least = LEAST[name]
            hits, wanted, given = self.compare(place, change)
            for group, count in wanted.items():
                f1 = 2 * hits[group] / (count + given[group])
                with self.subTest(layout=name, group=group):
                    assert f1 >= least, f1

    def compare(
        self, place: int, change: expectations.Change
    ) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """Return hits, wanted and given facts over every third specimen from `place`."""
        hits: Counter[str] = Counter()
        wanted: Counter[str] = Counter()
        given: Counter[str] = Counter()
        specimens = [s for s in expectations.specimens() if s[0][:2] not in OF_LINES]
        for _, text, _ in specimens[place % 3 :: 3]:
            plain, changed = facts_of_text(text), facts_of(read(change(text)))
            for group, facts in plain.items():
                hits[group] += sum((facts & changed[group]).values())
                wanted[group] += sum(facts.values())
                given[group] += sum(changed[group].values())
        return hits, wanted, given
