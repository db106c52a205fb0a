"""Contacts outside contact blocks: of a listing's sponsor, in a sentence, in a letterhead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.contacts.contact_details import has_contact_details
from releases.intake.parser.contacts.contact_lines import facts_of
from releases.intake.parser.names import is_company
from releases.text.links import strip_markdown

# “The contact person for the Sponsor is Ms. Anna Tan”, as the rules of SGX have it.
_ASKED = re.compile(
    r"(?i)the contact persons? (?:for|at|of) the sponsor (?:is|are)\s.+"
)
_SPONSOR = re.compile(r"(?i:sponsor),? (?P<name>[A-Z][^()]{3,60}?)\s?\(")
# “For information, visit … or call Anna Vik, Treasurer, at 804-555-0101.”
_STATED = re.compile(
    r"(?i:information|questions|inquiries|enquiries)\b.{0,140}?\b(?i:contact|call|reach)(?:ing)?\s"
    r"(?P<who>[A-Z][\w.’'-]+\s[A-Z][^;:@()]{3,110}?(?:\(\d{3}\)\s?|\b\d{3}[-. ])\d{3}[-. ]\d{4})\b"
)
_REPRESENTATIVE = re.compile(
    r"(?i)(?:(?:name|title) of )?(?:the )?representative\b"
    r"|(?:chairman|president|ceo|chief executive officer|(?:representative |managing )?director)\b[^:]{0,40}:\s?[a-z]"
)
_COMPANY = re.compile(
    r"(?i)(?:(?:corporate|company) name|(?:name of (?:the )?)?(?:listed )?company(?: name)?)\s?:\s?"
)
_ABOVE = 8


def sponsors_contacts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the sponsor and the sentence that names its contact person."""
    for block in blocks:
        asked = _ASKED.search(block.flat) if "onsor" in block.text else None
        if asked:
            named = _SPONSOR.search(" ".join(each.flat for each in blocks))
            lines = [named["name"], asked.group()] if named else [asked.group()]
            yield [replace(block, text="\n".join(lines))]


def people_stated(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield whom a sentence of running text asks to call for information.

    A title or a firm tells a person from a place or a firm that is called as people are.
    """
    for block in blocks:
        stated = _STATED.search(strip_markdown(block.flat))
        pieces = facts_of(stated["who"], None).pieces if stated else ()
        kinds = [kind for kind, _ in pieces]
        if stated and kinds[:1] == ["person"] and {"title", "org"} & set(kinds):
            yield [replace(block, text=stated["who"])]


def below_house(blocks: Sequence[Block], run: Sequence[Block]) -> list[Block]:
    """Return a contact block, from its label on, below the company of its letterhead."""
    labels = (
        i for i, b in enumerate(run) if facts_of(strip_markdown(b.flat), None).label
    )
    at = next(labels, 0)
    if any(has_contact_details(block) for block in run[:at]):
        return list(run)
    house = _house_above(blocks, run[at])
    return [*house, *run[at:]] if house else list(run)


def _house_above(blocks: Sequence[Block], contact: Block) -> list[Block]:
    """Return the line of the company whose representative and contact are named below it."""
    above = [block for block in blocks if block.first < contact.first][-_ABOVE:]
    at = next((i for i, b in enumerate(above) if _REPRESENTATIVE.match(b.flat)), 0)
    names = [(block, _COMPANY.sub("", block.flat)) for block in above[:at]]
    return [replace(b, text=name) for b, name in names if is_company(name)][-1:]
