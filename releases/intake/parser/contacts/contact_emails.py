"""E-mail addresses in the links behind contacts' names, put on lines of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.text.links import hidden_emails, strip_markdown


def show_hidden_emails(run: Sequence[Block]) -> list[Block]:
    """Return the blocks with each hidden address as a line after its contact's lines."""
    shown: list[Block] = []
    pending: list[Block] = []
    for block in run:
        emails = hidden_emails(block.text)
        if block.gap or emails:
            shown += pending
            pending = []
        if emails:
            pending = [_line(block, email) for email in emails]
        shown.append(
            replace(block, text=strip_markdown(block.text)) if emails else block
        )
    return shown + pending


def _line(block: Block, email: str) -> Block:
    return Block(kind="text", text=email, first=block.first, last=block.last, gap=False)
