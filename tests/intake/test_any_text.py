"""Whatever is pasted is read: nothing crashes, nothing is lost, nothing is slow."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from unittest import TestCase

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from releases.intake.parser.layout.flattened import split_flattened
from releases.intake.parser.layout.rejoin_lines import split_joined_lines
from releases.intake.parser.lines import lines_of
from releases.intake.parser.projection import as_json
from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading
from releases.text.html import sanitize_html
from tests.cost import assert_repeats_proportional
from tests.examples import examples, share
from tests.intake import expectations

WORDS = st.sampled_from(
    [
        "Contact:",
        "Investors",
        "Media",
        "(NYSE:",
        "ABC)",
        "May",
        "3,",
        "2011",
        "10:00",
        "a.m.",
        "ET",
        "|",
        "•",
        "-",
        "“",
        "”",
        "About",
        "Acme",
        "forward-looking",
        "statements",
        "SOURCE",
        "212-555-0100",
        "a@example.com",
        "www.example.com",
        "#",
        "conference",
        "call",
        "poster",
        "abstract",
        "#12",
        "Inc.",
        "Ltd.",
        "$",
        "1,234",
        "(45)",
        "%",
        "--",
        "(BUSINESS",
        "WIRE)",
        "LONDON",
        "today",
        "webcast",
        "replay",
        "until",
        "Title:",
        "Date:",
        "Time:",
        "Location:",
        "[link](#)",
        "<b>",
        "&",
        "\u202e",
        "\x00",
        "or",
        "and",
        "will",
        "host",
        "Monday",
        "14.03.2019",
        "CET",
        "Jane",
        "Doe",
        "Chief",
        "Executive",
        "Officer",
    ]
)
BREAKS = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\t", "   ", "\r\n", "\f", ", "])
RELEASE_LIKE = st.lists(st.tuples(WORDS, BREAKS), max_size=120).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
MODEST = settings(
    max_examples=examples(15),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters."""
    return re.findall(r"[a-z0-9]+", unescape(re.sub(r"<[^>]+>", " ", text)).lower())


def laid_out(text: str) -> str:
    """Return the text, split where its lines had been run together."""
    lines, _ = split_joined_lines(lines_of(text))
    lines, _ = split_flattened(lines)
    return "\n".join(line.text for line in lines)


def returned_words(reading: Reading) -> Counter[str]:
    """Return every word that the reading gives back outside its contacts."""
    line = reading.dateline
    parts = [quote.text for quote in reading.subheadlines]
    parts += [quote.text for quote in reading.furniture]
    parts += [quote.text for quote in (reading.headline, reading.source) if quote]
    parts += [line.text if line else "", reading.body_html]
    for section in (*reading.boilerplates, *reading.disclaimers):
        parts += [section.heading or "", section.text]
    return Counter(word for part in parts for word in words_of(part))


def in_contacts(reading: Reading) -> set[str]:
    """Return every word that stands in a contact."""
    parts: list[str] = []
    for contact in reading.contacts:
        parts += [
            contact.name or "",
            contact.title or "",
            contact.organization or "",
            contact.audience,
        ]
        parts += [phone.written for phone in contact.phones]
        parts += [*contact.emails, *contact.notes]
    return {word for part in parts for word in words_of(part)}


class AnyText(TestCase):
    """May be pasted."""

    @MODEST
    @given(st.text(max_size=600))
    def test_never_stops_the_reader(self, text: str) -> None:
        as_json(read(text))

    @MODEST
    @given(RELEASE_LIKE)
    @example("Contact:\tContact:\nMay\t14.03.2019 ")
    def test_that_looks_like_a_release_never_stops_the_reader(self, text: str) -> None:
        as_json(read(text))

    @MODEST
    @given(RELEASE_LIKE)
    def test_becomes_only_the_small_html(self, text: str) -> None:
        body = read(text).body_html
        assert unescape(sanitize_html(body)).split() == unescape(body).split()

    @MODEST
    @given(RELEASE_LIKE)
    def test_keeps_every_field_on_its_lines(self, text: str) -> None:
        count = len(re.split(r"\r\n|[\n\r]", text))
        for doubt in read(text).doubts:
            assert 1 <= doubt.line <= count

    @MODEST
    @given(
        st.lists(
            st.text("abcdefghij ", min_size=3, max_size=80).map(
                lambda words: f"The {' '.join(words.split())} went on."
            ),
            min_size=1,
            max_size=12,
            unique=True,
        )
    )
    def test_keeps_each_sentence_of_its_body_once(self, sentences: list[str]) -> None:
        head = "Acme Reports\n\nLONDON, 3 May 2019 - Acme plc (LSE: ACM) reports today.\n\n"
        reading = read(head + "\n\n".join(sentences))
        body = [" ".join(words_of(p)) for p in reading.body_html.split("</p>")]
        for sentence in sentences:
            assert body.count(" ".join(words_of(sentence))) == 1, sentence


class NoSpecimen(TestCase):
    """Loses a word or says one twice."""

    def test_outside_its_contact_blocks(self) -> None:
        for name, text, _ in expectations.specimens():
            with self.subTest(name):
                reading = read(text)
                given, wanted = (
                    returned_words(reading),
                    Counter(words_of(laid_out(text))),
                )
                reached = in_contacts(reading)
                twice = {w for w in given if given[w] > wanted[w]}
                assert not twice
                lost = {w for w in wanted if wanted[w] > given[w] and w not in reached}
                assert not lost - LABELS, lost - LABELS


@pytest.mark.slow
class Reading_takes_time(TestCase):  # noqa: N801 - the sentence goes on below
    """In proportion to the length of what is read."""

    HARD = (
        "word ", "A ", "(", "[a](", "1 ", "+1-", "May 1, ", "10:00 a.m. ", "a.b@c.", "www.",
        "|", "|\n", "|a\n", "a |\n", "a | b\n", "a | b\na | b | c\nd\n", "$ | 5\n", "- \n", "Contact:\n", "For more information ", "About A\n",
        "This press release contains forward-looking ", "NYSE: A; ", "A and ", "http://a/",
        "Title: x\nDate: May 3, 2011\nTime: 10 am\n", "a   1   2\n", "\t", "“", "A -- ", "\n",
        "The company will host a conference call on May 3 at 10:00 a.m. ET. ",
    )  # fmt: skip

    def test_however_its_text_repeats_itself(self) -> None:
        for piece in share(self.HARD, 0, one_in=3):
            with self.subTest(piece):
                assert_repeats_proportional(read, piece, times=1_500 // len(piece))


LABELS = {
    *(
        "contact",
        "contacts",
        "for",
        "investors",
        "investor",
        "analyst",
        "consumer",
        "line",
        "t",
        "media",
        "press",
        "or",
    ),
    *(
        "and",
        "relations",
        "information",
        "more",
        "further",
        "additional",
        "details",
        "telephone",
        "please",
        "enquiries",
        "s",
    ),
    *("tel", "phone", "email", "e", "mail", "both", "of", "all", "to", "date", "time"),
    *("by", "at", "on", "in", "company", "news", "call", "web", "site", "website"),
    *("www", "com", "the", "internet", "main", "office", "inquiries", "queries"),
    *("source", "united", "states", "1", "2", "3"),
    *("kontakt", "presse", "investisseurs", "contacts", "telefon", "l", "mobile"),
    "contatti",
    *("dealer", "tender", "agent", "manager"),
}
