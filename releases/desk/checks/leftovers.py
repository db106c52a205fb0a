"""Leftovers of drafting."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.text.leftovers import (
    draft_marks_in,
    placeholders_in,
    revision_marks_in,
    tracked_changes_in,
)

PENDING = "https://phys.org/news/2012-10-google-blames-contractor-early.html"


@check(
    "text.placeholder",
    Level.ERROR,
    title="No blank is left to be filled",
    rule="A draft filing of October 2012 went out with “PENDING LARRY QUOTE” at its "
    "top. TK, [●], XX.X, [insert …] and their like are blanks; the issuer's own "
    "symbols never are.",
    source=PENDING,
)
def placeholder(checked: CheckedRelease) -> Iterator[Mark]:
    """Blanks anywhere in what readers will read."""
    for words in checked.all_text:
        for left in placeholders_in(words.text, symbols=checked.symbols):
            yield Mark(
                message=f"“{left.text}” looks like a blank that was never filled: "
                "write what belongs there.",
                passage=left.text,
                field=words.field,
            )


@check(
    "text.draft_mark",
    Level.ERROR,
    title="Nothing says that it is a draft or under embargo",
    rule="What readers see is neither a draft nor under embargo: such a line is left "
    "over from a copy that went to somebody else.",
    source=PENDING,
)
def draft_mark(checked: CheckedRelease) -> Iterator[Mark]:
    """DRAFT, EMBARGOED UNTIL, PRIVILEGED AND CONFIDENTIAL."""
    for words in checked.own_text:
        for left in draft_marks_in(words.text):
            yield Mark(
                message=f"Take out “{left.text}”: it was meant for those who read the "
                "draft.",
                passage=left.text,
                field=words.field,
            )


@check(
    "text.tracked_change",
    Level.ERROR,
    title="No tracked change and no comment is left in the text",
    rule="What a word processor keeps of its drafts (words struck out or put in, and "
    "comments) is not for readers.",
)
def tracked_change(checked: CheckedRelease) -> Iterator[Mark]:
    """What the processor prints of them, and what the body's markup still marks."""
    for words in checked.own_text:
        for left in tracked_changes_in(words.text):
            yield Mark(
                message=f"“{left.text}” is left from tracked changes: accept or reject "
                "them in the word processor, and paste the text again.",
                passage=left.text,
                field=words.field,
            )
    for revised in revision_marks_in(checked.release.body):
        yield Mark(
            message=f"“{revised}” is marked as a tracked change, and readers would see "
            "old and new words run together: accept or reject it.",
            passage=revised,
            field="body",
        )
