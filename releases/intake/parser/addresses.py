"""E-mail addresses that stand behind a contact's name, set below it for reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from releases.intake.parser.blocks import Block
from releases.text.links import hidden_emails, strip_markdown


def addressed(run: Sequence[Block]) -> list[Block]:
    """The run with each hidden address on a line of its own, ending its contact."""
    told: list[Block] = []
    waiting: list[Block] = []
    for block in run:
        emails = hidden_emails(block.text)
        if block.gap or emails:
            told += waiting
            waiting = []
        if emails:
            waiting = [_line(block, email) for email in emails]
        told.append(
            replace(block, text=strip_markdown(block.text)) if emails else block
        )
    return told + waiting


def _line(block: Block, email: str) -> Block:
    return Block(kind="text", text=email, first=block.first, last=block.last, gap=False)
