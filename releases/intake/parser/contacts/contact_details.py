"""Tell contact details from running text."""

from __future__ import annotations

import re

from releases.intake.parser.blocks import Block
from releases.intake.parser.mentions import emails_in, phones_in
from releases.text.links import strip_markdown

NOT_CONTACT = re.compile(
    r"(?i)\b(?:webcast|conference call|dial[- ]?in|passcode|replay|participants?|access code|conference id|prospectus|toll[- ]free number|dialing|call-in|invited|shareholders? of record|proxy)\b"
)
_PROSE = 170
_NEXT_SENTENCE = re.compile(r"[a-z]{3}(?<!Corp)(?<!Prof)(?<!Dipl)\.\s[A-Z]")


def is_prose(block: Block) -> bool:
    """Return whether a block is running text, not a line of a contact block."""
    text = strip_markdown(block.flat)
    if len(text) < 90:
        return _NEXT_SENTENCE.search(text) is not None and not has_phone(text)
    if len(text) > 420:
        return True
    reach = has_phone(text) or "@" in text
    if not reach:
        return len(text) > _PROSE or text.endswith(".")
    return len(text) > _PROSE and NOT_CONTACT.search(text) is not None


def has_phone(text: str) -> bool:
    """Return whether a text has a telephone number."""
    return next(phones_in(text), None) is not None


def has_contact_details(block: Block) -> bool:
    """Return whether a block has a number or an address."""
    return has_phone(block.text) or bool(emails_in(block.text))
