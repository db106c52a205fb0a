"""Contacts outside contact blocks: of a listing's sponsor, and below a company's address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.names import is_company

# “The contact person for the Sponsor is Ms. Anna Tan”, as the rules of SGX have it.
_ASKED = re.compile(
    r"(?i)the contact persons? (?:for|at|of) the sponsor (?:is|are)\s.+"
)
_SPONSOR = re.compile(r"(?i:sponsor),? (?P<name>[A-Z][^()]{3,60}?)\s?\(")
_REPRESENTATIVE = re.compile(r"(?i)(?:(?:name|title) of )?(?:the )?representative\b")
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


def house_above(blocks: Sequence[Block], contact: Block) -> list[Block]:
    """Return the line of the company whose representative and contact are named below it."""
    above = [block for block in blocks if block.first < contact.first][-_ABOVE:]
    at = next((i for i, b in enumerate(above) if _REPRESENTATIVE.match(b.flat)), 0)
    names = [(block, _COMPANY.sub("", block.flat)) for block in above[:at]]
    return [replace(b, text=name) for b, name in names if is_company(name)][-1:]
