"""The headline and the summary below it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.translatable import Message
from releases.text.typos import is_cut_short

SHOWN_ALONE = _(
    "Lists, feeds and alerts show only the headline and the summary, so they must be "
    "complete."
)
# Characters at the end of a line that seems cut short.
QUOTED = 40


@check(
    "headline.cut", Level.ERROR, title=_("The headline is complete"), rule=SHOWN_ALONE
)
def cut_headline(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a headline that stops in the middle."""
    headline = checked.document.headline
    if is_cut_short(headline):
        yield Problem(
            message=Message(gettext_noop("The headline seems cut short. Complete it.")),
            passage=headline[-QUOTED:],
            field="headline",
        )


@check(
    "summary.cut",
    Level.ERROR,
    title=_("Each subheadline is complete"),
    rule=SHOWN_ALONE,
)
def cut_subheadline(checked: CheckedRelease) -> Iterator[Problem]:
    """Find subheadlines that stop in the middle."""
    for line in checked.document.subheadlines:
        if is_cut_short(line):
            yield Problem(
                message=Message(
                    gettext_noop("This subheadline seems cut short. Complete it.")
                ),
                passage=line[-QUOTED:],
                field="subheadlines",
            )


@check(
    "summary.missing", Level.WARNING, title=_("There is a summary"), rule=SHOWN_ALONE
)
def no_summary(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a release without a subheadline or a first paragraph to replace it."""
    body = checked.body
    if body.blocks and not checked.document.subheadlines and not body.lead:
        yield Problem(
            message=Message(
                gettext_noop(
                    "Lists and feeds have nothing to show below the headline. Write a "
                    "subheadline, or begin the body with a paragraph."
                )
            ),
            field="subheadlines",
        )
