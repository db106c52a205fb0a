"""What a release must have before anybody can be asked to approve it."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check

HOUSE = "What this newsroom cannot publish a release without."


@check("complete.headline", Level.BLOCK, title="There is a headline", rule=HOUSE)
def headline(checked: CheckedRelease) -> Iterator[Mark]:
    """A headline that says something."""
    if not checked.document.headline:
        yield Mark(message="Write a headline.", field="headline")


@check("complete.body", Level.BLOCK, title="There is a body", rule=HOUSE)
def body(checked: CheckedRelease) -> Iterator[Mark]:
    """A body with words in it."""
    if not checked.body.blocks:
        yield Mark(message="Write the body.", field="body")


@check("complete.category", Level.BLOCK, title="It has a category", rule=HOUSE)
def category(checked: CheckedRelease) -> Iterator[Mark]:
    """A shelf of the archive."""
    if checked.release.category is None:
        yield Mark(message="Choose a category.", field="category")


@check(
    "approvals.missing",
    Level.BLOCK,
    title="It has the approvals that its category asks for",
    rule="Four eyes: each role that the category names approves exactly what goes out. "
    "The doors judge this when somebody approves; it stands here to be known.",
)
def approvals(checked: CheckedRelease) -> Iterator[Mark]:
    """Nothing: approvals are of a digest, and the doors count them under a lock."""
    return iter(())
