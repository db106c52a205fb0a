"""Find the contact blocks of a release."""

from __future__ import annotations

import re
from collections.abc import Sequence

from releases.intake.parser import phrases, vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.business_cards import is_business_card
from releases.intake.parser.contact_columns import has_audience_prefix
from releases.intake.parser.contact_details import (
    NOT_CONTACT,
    has_contact_details,
    has_phone,
    is_prose,
)
from releases.intake.parser.contact_labels import label_of
from releases.intake.parser.contact_lines import ADVISER, facts_of
from releases.intake.parser.issued import signature_of
from releases.intake.parser.mentions import emails_in, urls_in
from releases.intake.parser.names import is_company, is_firm, is_person, is_title
from releases.intake.parser.offices import is_boutique, is_desk_label
from releases.text.links import strip_markdown

_STRONG = re.compile(
    rf"(?i)\b(?:{vocabulary.patterns('contacts', 'roles')}|prensa|inversores|inversionistas|contacts?|kontakte?|ansprechpartner(?:in)?|contactos?|presse|medien|investoren|investisseurs|rückfragen|enquir(?:y|ies)|inquir(?:y|ies)|(?:more|further|additional) information|investors?|media|press|\bIR\b|analysts?|journalists?|investor relations|public relations)\b"
)
_VERB = re.compile(
    r"(?i)\b(?:announces?|reports?|declares?|appoints?|names|to (?:present|host|acquire|release|webcast|report|participate)|completes?|launch(?:es)?|receives?|acquires?|will|enters?|signs?|awarded|expands?|presents?|provides?|achieves?|closes|increases|approves?|selects?|wins?|delivers|updates?|initiates?|schedules?|sets|grants?|elects?|files|prices|issues|posts|raises|lowers|cuts|joins|opens|sees|agrees|buys|sells|hires|promotes|records|moves|begins|starts|unveils|introduces|invests|secures|enhances|strengthens|advances|confirms|names|welcomes|commences|submits|publishes|extends|adds|builds|brings|makes|takes|returns|exceeds|grows|reaffirms|reiterates|amends|redeems|refinances|divests|ships|earns|doubles|tops|hits|honou?red|ranked|recogni[sz]ed|elected|appointed|named|set to|resigns?|retires?|departs?|steps|succeeds?|creates?|created)\b"
)


def starts_contact_block(block: Block, following: Block | None) -> bool:
    """Return whether a contact block starts here."""
    if block.kind == "table":
        return _table_opens(block)
    text = strip_markdown(block.flat)
    if has_audience_prefix(text) and len(text) < 420 and has_phone(text):
        return True
    if ADVISER.match(text) and has_contact_details(block):
        return True
    if block.kind == "mark" or len(text) > 420 or not _STRONG.search(text[:110]):
        return False
    if NOT_CONTACT.search(text) or is_prose(block):
        return False
    label = label_of(text)
    return label is not None and _leads_to_person(text, label, following)


def _leads_to_person(
    text: str, label: tuple[str, str, str | None], following: Block | None
) -> bool:
    """Return whether a person is named after a label or below it."""
    _, rest, org = label
    if not rest:
        return org is not None or following is None or not is_prose(following)
    facts = facts_of(text, None)
    people = any(kind == "person" for kind, _ in facts.pieces[:4])
    reach = bool(facts.phones or facts.emails)
    office = all(kind == "title" for kind, _ in facts.pieces)
    if (
        (facts.urls or office)
        and following is not None
        and has_contact_details(following)
    ):
        return True
    if len(text) > 100 and text.endswith("."):
        return people or (facts.audience is not None and reach)
    return people or reach or any(kind == "org" for kind, _ in facts.pieces[:3])


def _table_opens(block: Block) -> bool:
    words = " ".join(" ".join(row) for row in block.rows[:3])
    everything = " ".join(" ".join(row) for row in block.rows)
    return (
        len(block.rows) <= 30
        and _STRONG.search(words) is not None
        and (bool(emails_in(everything)) or has_phone(everything))
        and not NOT_CONTACT.search(everything)
    )


def _continues_contact_block(block: Block, following: Block | None) -> bool:
    """Return whether the contact block continues with this block."""
    text = strip_markdown(block.flat)
    if block.kind == "mark":
        return _is_rule(text, following)
    if following is not None and is_desk_label(text, facts_of(text, None)):
        first = facts_of(following.flat, None).pieces[:1]
        return is_person(following.flat) or [kind for kind, _ in first] == ["person"]
    if block.kind == "table":
        return _table_opens(block) or (
            has_contact_details(block) and len(block.rows) < 20
        )
    if is_prose(block) or _is_another_part(text):
        return False
    return not _is_news(block, text) and _is_contact_line(block, text)


def _is_another_part(text: str) -> bool:
    """Return whether a line begins or is a section, a legal notice or a source line."""
    return bool(
        signature_of(text)
        or phrases.is_clutter(text)
        or phrases.about_heading(text)
        or phrases.legal_heading(text)
        or phrases.legal_kind(text)
        or phrases.is_trademark(text)
        or text.upper().startswith(("SOURCE", "DISTRIBUTION"))
    )


def _is_rule(text: str, following: Block | None) -> bool:
    if text == "|" or text.isdigit():
        return True
    return following is not None and set(text) <= set("*-–— |_.")


def _is_news(block: Block, text: str) -> bool:
    """Return whether a line says what somebody does, as a headline would."""
    words = len(text.split())
    if has_contact_details(block) or words <= 3:
        return False
    if text.isupper() and (words > 5 or (words > 3 and "," not in text)):
        return not (is_company(text) or is_firm(text) or label_of(text))
    return _VERB.search(text) is not None and label_of(text) is None


def _is_contact_line(block: Block, text: str) -> bool:
    if (
        has_contact_details(block)
        or urls_in(text)
        or re.fullmatch(r"(?i)or|and|-?or-?", text)
    ):
        return True
    if (
        label_of(text)
        or is_person(text)
        or is_title(text)
        or is_firm(text)
        or is_company(text)
    ):
        return True
    facts = facts_of(text, None)
    if facts.phones:
        return True
    kinds = {kind for kind, _ in facts.pieces}
    if kinds & {"person", "org", "title", "note"} and len(text) < 110:
        return not text.endswith((":", ".")) or is_company(text)
    return (
        len(text.split()) <= 4
        and not text.endswith((":", ".", "?"))
        and text[0].isupper()
    )


def _end(blocks: Sequence[Block], at: int, stop: int) -> int:
    end, reach = at + 1, at + 1
    has_details = has_contact_details(blocks[at])
    idle = 0
    while reach < stop:
        following = blocks[reach + 1] if reach + 1 < stop else None
        if not _continues_contact_block(blocks[reach], following):
            break
        idle = (
            0
            if has_contact_details(blocks[reach]) or blocks[reach].kind == "mark"
            else idle + 1
        )
        if idle > 9:
            break
        has_details = has_details or has_contact_details(blocks[reach])
        if blocks[reach].kind != "mark":
            end = reach + 1
        reach += 1
    if not has_details and not any(_names_somebody(b) for b in blocks[at:end]):
        return at
    return _trimmed(blocks, at, end, stop)


def _names_somebody(block: Block) -> bool:
    return any(kind == "person" for kind, _ in facts_of(block.flat, None).pieces)


def _trimmed(blocks: Sequence[Block], at: int, end: int, stop: int) -> int:
    """Return the end without trailing lines that belong to no contact."""
    last = end
    while last > at + 1 and end < stop:
        text = strip_markdown(blocks[last - 1].flat)
        facts = facts_of(text, None)
        useful = (
            facts.phones
            or facts.emails
            or facts.urls
            or facts.faxes
            or any(
                kind in {"person", "title", "note"}
                or (kind == "org" and is_firm(words))
                for kind, words in facts.pieces
            )
        )
        if useful and not phrases.is_heading(blocks[last - 1], blocks[end]):
            break
        if useful and (
            facts.phones
            or facts.emails
            or facts.urls
            or is_person(text)
            or is_company(text)
            or is_title(text)
            or is_boutique(text)
            or all(kind == "person" for kind, _ in facts.pieces)
        ):
            break
        last -= 1
    return last


def _is_firm_alone(block: Block, before: Block) -> bool:
    """Return whether a line is a company's full name, and not the release's source."""
    text = strip_markdown(block.flat)
    source = text.upper().startswith("SOURCE") or before.flat.upper().startswith(
        "SOURCE"
    )
    return is_company(text) and len(text.split()) <= 7 and not source


def _begin(blocks: Sequence[Block], at: int, floor: int) -> int:
    """Return the start, moved up by as many as two lines if a name is above the title."""
    above = blocks[at - 1] if at > floor + 3 else None
    if above and above.kind == "text" and _is_firm_alone(above, blocks[at - 2]):
        return at - 1
    if not re.fullmatch(
        r"(?i)(?:investor|media|public|corporate) (?:relations|communications)",
        blocks[at].flat,
    ):
        return at
    begin = at
    while begin > max(floor, at - 2) and blocks[begin - 1].kind == "text":
        text = strip_markdown(blocks[begin - 1].flat)
        if not (is_person(text) or is_company(text)):
            break
        begin -= 1
    return begin


def contact_runs(
    blocks: Sequence[Block], start: int, stop: int
) -> list[tuple[int, int]]:
    """Return the runs of contact blocks between the blocks `start` and `stop`."""
    runs: list[tuple[int, int]] = []
    at = start
    while at < stop:
        following = next(
            (b for b in blocks[at + 1 : min(at + 3, stop)] if b.kind != "mark"), None
        )
        if starts_contact_block(blocks[at], following) or is_business_card(
            blocks, at, stop
        ):
            end = _end(blocks, at, stop)
            if end > at:
                floor = runs[-1][1] if runs else start
                runs.append((_begin(blocks, at, floor), end))
                at = end
                continue
        at += 1
    return runs
