"""Whether a block says how to reach somebody, or is running text."""

from __future__ import annotations

import re

from releases.intake.parser.blocks import Block
from releases.text.links import emails_in, strip_markdown
from releases.text.phones import phones_in

NOT_CONTACT = re.compile(
    r"(?i)\b(?:webcast|conference call|dial[- ]?in|passcode|replay|participants?|access code|conference id|prospectus|toll[- ]free number|dialing|call-in|invited|shareholders? of record|proxy)\b"
)
_PROSE = 170


def is_prose(block: Block) -> bool:
    """Whether a block is running text rather than a line of a contact block."""
    text = strip_markdown(block.flat)
    if len(text) < 90:
        return bool(re.search(r"[a-z]{3}\.\s[A-Z]", text)) and not phones_in_text(text)
    if len(text) > 420:
        return True
    reach = phones_in_text(text) or "@" in text
    if not reach:
        return len(text) > _PROSE or text.endswith(".")
    return len(text) > _PROSE and NOT_CONTACT.search(text) is not None


def phones_in_text(text: str) -> bool:
    """Whether a text holds a telephone number."""
    return next(phones_in(text), None) is not None


def has_reach(block: Block) -> bool:
    """Whether a block says how to reach somebody."""
    return phones_in_text(block.text) or bool(emails_in(block.text))
