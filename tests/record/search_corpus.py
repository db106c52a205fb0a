"""A made-up record to search in: the same words, addresses and order on every engine."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import (
    CategoryEntry,
    EventDocument,
    ReleaseDocument,
    canonical,
    digest_of,
)
from tests.builders import SEVEN
from tests.clock import SECOND, travel
from tests.record.rows import HOUR, unsaved

NOW = SEVEN + HOUR
LIVE_FROM = SEVEN + SECOND
EMBARGOED = SEVEN + 2 * HOUR
WORDS = [
    "merger",
    "acquisition",
    "dividend",
    "revenue",
    "results",
    "quarter",
    "growth",
    "outlook",
    "clinical",
    "trial",
    "patients",
    "approval",
    "collaboration",
    "license",
    "board",
    "director",
    "appoints",
    "guidance",
    "cash",
    "margin",
    "open-label",
    "non-GAAP",
    "R&D",
    "O’Brien",
    "LKM-204",
    "COVID-19",
    "10-K",
    "Q3",
    "CEO",
    "CFO",
    "38.0",
    "1,234,567",
    "12.5",
    "company's",
    "shareholders",
    "annual",
    "meeting",
    "report",
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "for",
    "with",
    "on",
]
GERMAN = [
    "Übernahmen",
    "Häuser",
    "Vorstand",
    "Müller",
    "Dividende",
    "Quartal",
    "1.234,5",
    "wächst",
    "und",
    "der",
    "die",
    "das",
]
FRENCH = [
    "sociétés",
    "résultats",
    "trimestre",
    "bénéfice",
    "d’acquisition",
    "croissance",
    "et",
    "le",
    "la",
    "les",
]
JAPANESE = ["東京証券取引所", "上場", "決算短信", "第3四半期", "株主総会"]
LANGUAGES = {"en": WORDS, "de": GERMAN, "fr": FRENCH, "ja": JAPANESE}
CATEGORIES = ("results", "company", "clinical")


def release_document(
    headline: str, body: str, language: str, category: str
) -> ReleaseDocument:
    """Return a document of these words."""
    return ReleaseDocument(
        headline=headline,
        body=f"<p>{body}</p>",
        category=CategoryEntry(slug=category, name=category.title()),
        language=language,
        timezone="UTC",
    )


def release_row(
    address: str, headline: str, body: str = "", language: str = "en", **fields: Any
) -> Publication:
    """Return an unsaved release of these words, imported, live from SEVEN and a second."""
    category = fields.get("category", "results")
    text = canonical(release_document(headline, body, language, category))
    defaults: dict[str, Any] = {
        "address": address,
        "headline": headline,
        "language": language,
        "category": category,
        "live_from": LIVE_FROM,
        "dated": SEVEN - HOUR,
        "year": 2026,
        "imported": True,
        "document": text,
        "digest": digest_of(text),
    }
    return unsaved(**defaults | fields)


def event_row(address: str, title: str, **fields: Any) -> Publication:
    """Return an unsaved event of this title, live from SEVEN and a second."""
    starts = SEVEN + 48 * HOUR
    text = canonical(
        EventDocument(
            title=title,
            event_kind="earnings_call",
            starts=starts,
            timezone="UTC",
            city="Basel",
        )
    )
    defaults: dict[str, Any] = {
        "kind": Kind.EVENT,
        "address": address,
        "headline": title,
        "live_from": LIVE_FROM,
        "starts": starts,
        "ends": starts + HOUR,
        "document": text,
        "digest": digest_of(text),
    }
    return unsaved(**defaults | fields)


def corpus(count: int) -> Iterator[Publication]:
    """Yield releases and events of random words; some corrected, some under embargo."""
    chance = random.Random(16)  # noqa: S311 - not for secrets
    for number in range(count):
        language = chance.choices(tuple(LANGUAGES), (8, 2, 2, 1))[0]
        words = LANGUAGES[language]

        def some(least: int, most: int, words: list[str] = words) -> str:
            return " ".join(
                chance.choice(words) for _ in range(chance.randint(least, most))
            )

        # Several share a second, and some a day.
        dated = SEVEN - HOUR - dt.timedelta(days=2 * (number // 3), seconds=number % 2)
        fields: dict[str, Any] = {
            "category": chance.choice(CATEGORIES),
            "dated": dated,
            "year": dated.year,
        }
        address = f"{dated.year}/release-{number}"
        if number % 11 == 0:
            yield event_row(f"event-{number}", some(2, 5))
            continue
        yield release_row(address, some(3, 9), some(5, 60), language, **fields)
        if number % 7 == 0:
            later = EMBARGOED if number % 2 else SEVEN + HOUR / 2
            yield release_row(
                *(address, some(3, 9), some(5, 60), language),
                **fields,
                number=2,
                live_from=later,
            )


def record(rows: Iterator[Publication] | list[Publication]) -> list[Publication]:
    """Put the rows on the record at SEVEN."""
    with travel(SEVEN):
        return Publication.objects.bulk_create(rows, batch_size=200)


def questions(count: int) -> list[str]:
    """Return questions of every form about the corpus."""
    chance = random.Random(17)  # noqa: S311 - not for secrets
    every = [word for words in LANGUAGES.values() for word in words]
    asked = [
        "",
        "zebra",
        "merger zebra",
        '"the of"',
        "-merger",
        "京",
        "東京",
        "第3四半期",
    ]
    while len(asked) < count:
        words = [chance.choice(every) for _ in range(chance.randint(1, 4))]
        form = chance.randrange(6)
        if form == 1:
            words = [f'"{" ".join(words)}"']
        elif form == 2:
            words[0] = f"{words[0][:4]}*"
        elif form == 3:
            words.append(f"-{chance.choice(every)}")
        elif form == 4:
            words = [f'"{" ".join(words[:2])}"', words[-1].upper()]
        elif form == 5:
            words = [word.replace("-", "").replace(",", "") for word in words]
        asked.append(" ".join(words))
    return asked
