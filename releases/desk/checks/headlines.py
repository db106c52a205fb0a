"""The headline and the summary below it."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.text.typos import is_cut_short

WHOLE = (
    "Lists, feeds and alerts show the headline and the summary alone: they must be "
    "whole sentences of what the release says."
)


@check("headline.cut", Level.ERROR, title="The headline is whole", rule=WHOLE)
def headline_cut(checked: CheckedRelease) -> Iterator[Mark]:
    """A headline that stops in the middle."""
    headline = checked.document.headline
    if is_cut_short(headline):
        yield Mark(
            message="The headline seems to stop in the middle: write it to its end.",
            passage=headline[-40:],
            field="headline",
        )


@check("summary.cut", Level.ERROR, title="Each subheadline is whole", rule=WHOLE)
def summary_cut(checked: CheckedRelease) -> Iterator[Mark]:
    """A subheadline that stops in the middle."""
    for line in checked.document.subheadlines:
        if is_cut_short(line):
            yield Mark(
                message=f"The subheadline “{line}” seems to stop in the middle: write "
                "it to its end.",
                passage=line[-40:],
                field="subheadlines",
            )


@check("summary.missing", Level.WARNING, title="There is a summary", rule=WHOLE)
def summary_missing(checked: CheckedRelease) -> Iterator[Mark]:
    """Neither a subheadline nor a first paragraph to take its place."""
    if (
        checked.body.blocks
        and not checked.document.subheadlines
        and not checked.body.lead
    ):
        yield Mark(
            message="Lists and feeds have nothing to show below the headline: write a "
            "subheadline, or begin the body with a paragraph.",
            field="subheadlines",
        )
