"""The contact that an addressing block above the headline names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.intake.parser.contact_details import has_contact_details
from releases.intake.parser.contact_lines import facts_of
from releases.text.links import strip_markdown

_INQUIRY = re.compile(
    r"(?:^|\s)(?:Inquir(?:y|ies)|Enquir(?:y|ies)|Contact(?: person)?)\s?:\s(?=[A-Z])"
)
_REACH = 3


def letterhead_contacts(furniture: Sequence[Block]) -> list[list[Block]]:
    """Return the lines of each inquiry with a person, to the number or address below."""
    runs: list[list[Block]] = []
    for index, block in enumerate(furniture):
        text = strip_markdown(block.flat)
        inquiry = _INQUIRY.search(text)
        if inquiry is None:
            continue
        named = replace(block, text=text[inquiry.end() :])
        run = [named, *furniture[index + 1 : index + _REACH]]
        stop = next((i for i, b in enumerate(run, 1) if has_contact_details(b)), 0)
        kinds = {kind for kind, _ in facts_of(named.flat, None).pieces}
        if stop and "person" in kinds:
            runs.append(run[:stop])
    return runs
