"""What comes in goes out: no sentence of a release is lost on its way or said twice."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from unittest import TestCase as PlainTestCase

from django.test import TestCase

import pytest

from releases.intake import drafts
from releases.intake.parser.reading import Reading
from releases.intake.readers import read_file
from releases.intake.source_document import SourceDocument
from releases.models import Category
from releases.text.links import strip_markdown
from tests.builders import SEVEN, make_issuer, put_on_record
from tests.clock import travel
from tests.examples import share
from tests.intake.test_word import GAPS, PLAIN, RESULTS, TRACKED

PAGES = Path(__file__).parent / "pages"
# Words that the fields themselves imply, or that only introduce one.
LABELS = {"contact", "investor", "media", "source", "tel"}
LABELS |= {"for", "further", "information", "please"}
NUMBER = re.compile(r"^\d\. ", re.MULTILINE)
ANY_TAG = re.compile(r"<[^<>]*>")
INLINE_TAG = re.compile(r"</?(?:a|em|strong|sup|sub|span)\b[^<>]*>")
# An event's card, the list of headings, and what leads to the page and on from it.
AGAIN = re.compile(
    r'<(section|nav) class="(?:card|contents|cite|neighbours)".*?</\1>', re.DOTALL
)
BLOCK_ENDS = re.compile(r"</(?:p|h[234]|li|t[hd])>|<br>|<ul>|<ol>")


def documents() -> list[tuple[str, SourceDocument]]:
    """Every page and Word file."""
    files = [(path.name, path.read_bytes()) for path in sorted(PAGES.glob("*.html"))]
    files += [
        ("results.docx", RESULTS),
        ("tracked.docx", TRACKED),
        ("gaps.docx", GAPS),
        ("plain.docx", PLAIN),
    ]
    return [(name, read_file(data, name)) for name, data in files]


def specimens() -> list[tuple[str, SourceDocument]]:
    """Releases of plain text: one in six for a commit, tests/intake reads them all."""
    files = sorted((PAGES.parent / "specimens").glob("*.txt"))
    return [
        (path.name, read_file(path.read_bytes(), path.name))
        for path in share(files, 0, one_in=6)
    ]


def words(text: str) -> list[str]:
    """Its words alone, without marks and case."""
    return re.findall(
        r"\w+", unicodedata.normalize("NFKC", strip_markdown(text)).lower()
    )


def text_without_furniture(document: SourceDocument) -> str:
    """Its text without furniture and the numbers of lists."""
    lines = document.text.split("\n")
    for quote in document.reading.furniture:
        for number in range(quote.lines.first, quote.lines.last + 1):
            lines[number - 1] = ""
    return NUMBER.sub("", "\n".join(lines))


def blocks(markup: str) -> Iterator[str]:
    """Yield the text of each paragraph, item and cell of a body."""
    for block in BLOCK_ENDS.split(markup):
        text = " ".join(unescape(ANY_TAG.sub("", block)).split())
        if text:
            yield text


def parts(reading: Reading) -> Iterator[str]:
    """Every field that holds words of the release, once."""
    for quote in (reading.headline, reading.source, *reading.subheadlines):
        yield quote.text if quote else ""
    yield reading.dateline.text if reading.dateline else ""
    yield from blocks(reading.body_html)
    for section in (*reading.boilerplates, *reading.disclaimers):
        yield from (section.heading or "", section.text)
    for contact in reading.contacts:
        yield from (contact.name or "", contact.title or "", contact.organization or "")
        yield from (
            *contact.emails,
            *contact.notes,
            *(phone.written for phone in contact.phones),
        )


class EveryReading(PlainTestCase):
    """Holds each word of what came in as often as it stands there."""

    def test_no_word_is_lost_or_doubled(self) -> None:
        for name, document in documents():
            with self.subTest(name):
                came = Counter(words(text_without_furniture(document)))
                went = Counter(words("\n".join(parts(document.reading))))
                for email in (e for c in document.reading.contacts for e in c.emails):
                    came.update(
                        words(email)
                        if email not in strip_markdown(document.text)
                        else []
                    )
                assert not set(came - went) - LABELS
                assert not went - came


@pytest.mark.slow
class EverySentence(TestCase):
    """That came in stands on the public page exactly as often."""

    def test_of_body_disclaimers_about_sections_and_contacts(self) -> None:
        make_issuer(name="Nobody in Particular", timezone="America/New_York")
        for place, (name, document) in enumerate([*documents(), *specimens()]):
            page = self.page(document, place)
            source = " ".join(words(text_without_furniture(document)))
            with self.subTest(name):
                for sentence in self.sentences(document.reading):
                    wording = " ".join(words(sentence))
                    assert page.count(wording) == source.count(wording), sentence
                for contact in document.reading.contacts:
                    assert " ".join(words(contact.name or "")) in page
                    for email in contact.emails:
                        assert " ".join(words(email)) in page

    def page(self, document: SourceDocument, place: int) -> str:
        """Return the words of the release's page, once it is public."""
        release = drafts.create_draft(document.reading, by="test").release
        release.category = Category.objects.get(slug="corporate")
        release.forward_looking = release.material = "no"
        release.slug = f"release-{place}"
        release.save()
        put_on_record(release)
        with travel(SEVEN):
            html = self.client.get(f"/releases/{release.address}/").content.decode()
        main = html.partition("<main")[2].partition("</main>")[0]
        # What says something again, in words of the site's own.
        main = AGAIN.sub(" ", main)
        return " ".join(words(unescape(ANY_TAG.sub(" ", INLINE_TAG.sub("", main)))))

    def sentences(self, reading: Reading) -> Iterator[str]:
        """Those of more than a few words."""
        sections = [
            contact.text for contact in (*reading.boilerplates, *reading.disclaimers)
        ]
        for block in (*blocks(reading.body_html), *sections):
            for sentence in re.split(r"(?<=[.!?])\s+", block):
                if len(words(sentence)) > 4:
                    yield sentence
