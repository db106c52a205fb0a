"""Find the contact blocks of a release.

Each block is inside a contact block or outside: what it names, and what stands above it,
gets points (`weights.CONTACTS`), and the stretches with most points are chosen in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.contacts.contact_details import (
    NOT_CONTACT,
    has_contact_details,
    is_prose,
)
from releases.intake.parser.contacts.contact_labels import audience_of
from releases.intake.parser.contacts.contact_lines import ADVISER, ContactLine, facts_of
from releases.intake.parser.contacts.contact_places import is_place, is_region
from releases.intake.parser.dates.issued import signature_of
from releases.intake.parser.names import is_company, is_firm
from releases.intake.parser.tables.values import is_value
from releases.intake.parser.weights import CONTACT_PAIRS, CONTACTS
from releases.text.links import strip_markdown

_LONGEST, _LONGEST_TABLE, _FEW, _NEAR_END, _SENTENCE = 420, 30, 4, 10, 100
_VERB = re.compile(rf"(?i)\b(?:{vocabulary.alternatives('titles', 'verbs')})\b")
_FIELD = re.compile(
    rf"(?i)(?:source|distribution|authori[sz]ed (?:for \w+ )?by|(?:{vocabulary.patterns('contacts', 'fields')})\s?:\s?\S)"
)
# A wire's source and contacts in one paragraph.
_CONTACT_BELOW = re.compile(r"\sCONTACTS?:\s\S")
# A number below the country of an address, not one of a call's by country.
_CALLED = re.compile(r"(?i)\s(?:tel|phone|telephone|e-?mail)\s?:")
_FOLLOW = re.compile(rf"(?i)(?:{vocabulary.patterns('contacts', 'follow')})")
_RELEASE = re.compile(r"(?i)(?:for immediate|news|press|media) release:?")
_EXHIBIT = re.compile(r"(?i)ex(?:hibit|\.)?[- ]?\d{1,2}(?:\.\d{1,2})?")
_FIRST_SENTENCE = re.compile(r"[A-Z][^.:]{50,300}[a-z]{3}\.(?=\s[A-Z])")
# A label alone that asks for somebody; “Company” could head a table.
_ASKED = re.compile(r"(?i)contact|inquir|enquir|information|media|investor|press")
_NAMES = frozenset(["person", "title", "org"])


def contact_runs(
    blocks: Sequence[Block], start: int, stop: int
) -> list[tuple[int, int]]:
    """Return the runs of contact blocks between the blocks `start` and `stop`."""
    outside: tuple[float, tuple[tuple[int, int], ...]] = (0.0, ())
    inside: tuple[float, tuple[tuple[int, int], ...]] | None = None
    above: frozenset[str] = frozenset()
    for index in range(start, stop):
        features = _features(blocks, index)
        points = sum(CONTACTS[name] for name in features)
        entered = outside[0] + _entry(features, len(blocks) - index)
        options = [(entered + points, (*outside[1], (index, index + 1)))]
        if inside:
            runs = (*inside[1][:-1], (inside[1][-1][0], index + 1))
            options.append((inside[0] + points + _pair(above, features), runs))
        inside = max(options, key=lambda option: option[0])
        outside = max(outside, inside, key=lambda option: option[0])
        above = features if "mark" not in features else above
    return [run for run in outside[1] if _is_reached(blocks, run)]


def _entry(features: frozenset[str], left: int) -> float:
    """Return the points that a contact block costs which begins here; a gap above is free."""
    gap = CONTACTS["gap"] if "gap" in features else 0.0
    if "label" in features:
        return CONTACTS["enter_at_label"] - gap
    return CONTACTS["enter_near_end" if left <= _NEAR_END else "enter"] - gap


def _pair(above: frozenset[str], features: frozenset[str]) -> float:
    """Return what a block gains or loses by what is above it in its contact block."""
    return sum(
        points
        for (first, second), points in CONTACT_PAIRS.items()
        if first in above and second in features
    )


def _features(blocks: Sequence[Block], index: int) -> frozenset[str]:
    """Return the names of everything that speaks for or against a block as a contact's."""
    block = blocks[index]
    text = strip_markdown(block.flat)
    if block.kind == "mark":
        return frozenset(["mark"])
    if block.kind == "table":
        return _table(block)
    if _is_barrier(block, text):
        return frozenset(["barrier"])
    facts = facts_of(text, None)
    features = set(_named(facts))
    if (
        "reach" in features
        and facts.pieces
        and all(is_region(w) for _, w in facts.pieces)
        and not _CALLED.search(text)
    ):
        features.add("event")
    signs = {
        "news": not (features & {"reach", "label"} or facts.faxes)
        and _is_news(text, facts),
        "event": NOT_CONTACT.search(text) and not is_company(text),
        "gap": block.gap and not (index and blocks[index - 1].gap),
        "release": _RELEASE.fullmatch(text) and not _is_cell(blocks, index),
        "labelled_reach": {"label", "reach"} <= features,
        "adviser": ADVISER.match(text) and "reach" in features,
    }
    features |= {name for name, holds in signs.items() if holds}
    return frozenset(features)


def _is_cell(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a line stands between lone bars, as a table's cell does."""
    beside = (*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2])
    return len(beside) > 1 and all(b.kind == "mark" and b.text == "|" for b in beside)


def _table(block: Block) -> frozenset[str]:
    everything = " ".join(" ".join(row) for row in block.rows)
    reach = has_contact_details(block) and len(block.rows) <= _LONGEST_TABLE
    service = "ISIN:" in everything  # the distribution's own record of the issuer
    if service or NOT_CONTACT.search(everything) or not (reach or _lists_names(block)):
        return frozenset(["barrier"])
    if not reach:  # the house beside its people has the number below
        return frozenset(["person", "org"])
    first = [facts_of(cell, None) for row in block.rows for cell in row if cell]
    labelled = any(facts.label for facts in first)
    return frozenset(["table", "reach", *(["label"] if labelled else [])])


def _lists_names(block: Block) -> bool:
    """Return whether a short table has people and no figures."""
    cells = [cell for row in block.rows for cell in row if cell]
    if len(block.rows) > _FEW or any(is_value(cell) for cell in cells):
        return False
    kinds = [kind for cell in cells for kind, _ in facts_of(cell, None).pieces[:1]]
    return "person" in kinds and "other" not in kinds


def _is_barrier(block: Block, text: str) -> bool:
    """Return whether a paragraph is running text, or begins another part."""
    if ADVISER.match(text) and has_contact_details(block):
        return False
    if (
        len(text) > _LONGEST
        or is_prose(block)
        or signature_of(text)
        or phrases.is_clutter(text)
        or phrases.about_heading(text)
        or phrases.legal_heading(text)
        or phrases.legal_kind(text)
        or phrases.is_trademark(text)
        or (_FIELD.match(text) and not _CONTACT_BELOW.search(text))
        or _FOLLOW.match(text)
        or _EXHIBIT.fullmatch(text)
    ):
        return True
    is_sentence = len(text) > _SENTENCE and text.endswith(".")
    return is_sentence and not _asks_for_somebody(text)


def _asks_for_somebody(text: str) -> bool:
    """Return whether a paragraph names a person to call, or for whom a number is.

    One that begins with a sentence of news is news, whatever its last sentence asks for.
    """
    first = _FIRST_SENTENCE.match(text)
    if first and not (
        facts_of(first.group(), None).label or _names_somebody(first.group())
    ):
        return False
    facts = facts_of(text, None)
    named = any(kind == "person" for kind, _ in facts.pieces[:_FEW])
    heard = facts.label is not None and (
        facts.label.audience is not None
        or any(
            kind == "title" and audience_of(w, label=True) for kind, w in facts.pieces
        )
    )
    return named or (heard and bool(facts.phones or facts.emails))


def _names_somebody(text: str) -> bool:
    """Return whether a sentence names a person, or has a number or an address."""
    facts = facts_of(text, None)
    people = any(kind == "person" for kind, _ in facts.pieces)
    return people or bool(facts.phones or facts.emails or facts.urls)


def _named(facts: ContactLine) -> Iterator[str]:
    """Yield what a line names."""
    kinds = {kind for kind, _ in facts.pieces}
    reach = bool(facts.phones or facts.emails)
    if facts.label:
        yield "label"
        if facts.label.label == "office" or facts.label.firm:
            yield "office"
    if reach:
        yield "reach"
    if kinds & _NAMES:
        yield from kinds & _NAMES
        if reach:
            yield "named_reach"
        if facts.label:
            yield "named_label"
    elif not kinds:
        yield "aside"
    else:
        yield from (_other(kind, words) for kind, words in facts.pieces)


def _other(kind: str, words: str) -> str:
    """Return what words are that name nobody: an address, a short line, or something else."""
    if kind == "note":
        plain = words[0].isdigit() or words[0].isupper() or words.startswith("for ")
        return "aside" if plain else "other"
    return "short" if len(words.split()) <= _FEW and words[0].isupper() else "other"


def _lists_people(facts: ContactLine) -> bool:
    """Return whether a line names several people and nothing else."""
    return len(facts.pieces) > 1 and all(kind == "person" for kind, _ in facts.pieces)


def _is_news(text: str, facts: ContactLine) -> bool:
    """Return whether a line says what somebody does, as a headline would."""
    words = text.split()
    if len(words) <= _FEW - 1:
        return False
    if text.isupper() and (len(words) > _FEW + 1 or "," not in text):
        return not (is_company(text) or is_firm(text))
    return not _lists_people(facts) and _VERB.search(text) is not None


def asks_for_somebody(run: Sequence[Block]) -> bool:
    """Return whether a contact block is none of a letterhead.

    That has an address, perhaps with a switchboard, but no label, title or e-mail.
    """
    lines = [
        facts_of(strip_markdown(line), None) for b in run for line in b.text.split("\n")
    ]
    kinds = {mention.kind for facts in lines for mention in facts.mentions}
    named = not kinds.isdisjoint({"label", "title", "email"})
    return named or not any(
        kind == "note" and is_place(words)
        for facts in lines
        for kind, words in facts.pieces
    )


def _is_reached(blocks: Sequence[Block], run: tuple[int, int]) -> bool:
    """Return whether a stretch has a number or an address, or names a person."""
    features = [_features(blocks, index) for index in range(*run)]
    named = any("person" in f for f in features[:_FEW])
    text = strip_markdown(blocks[run[0]].flat)
    asked = "label" in features[0] and _ASKED.search(text) is not None
    return any("reach" in f for f in features) or (asked and named)
