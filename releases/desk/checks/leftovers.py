"""Leftovers of drafting."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.leftovers import (
    draft_marks_in,
    placeholders_in,
    revision_marks_in,
    tracked_changes_in,
)
from releases.text.template_placeholders import COMMON, bracketed_names_in
from releases.text.translatable import Message

PENDING_LARRY_URL = "https://phys.org/news/2012-10-google-blames-contractor-early.html"


@check(
    "text.placeholder",
    Level.ERROR,
    title=_("No placeholder is left"),
    rule=_(
        "A draft filing of October 2012 went out with “PENDING LARRY QUOTE” at its top. "
        "TK, [●], XX.X, [insert …] and the like are placeholders; the company's own ticker "
        "symbols never are."
    ),
    source=PENDING_LARRY_URL,
)
def placeholder(checked: CheckedRelease) -> Iterator[Problem]:
    """Find placeholders anywhere in what readers will read."""
    for piece in checked.all_text:
        for leftover in placeholders_in(piece.text, symbols=checked.symbols):
            if leftover.text in checked.template_placeholders:
                continue  # text.template_placeholder names it
            yield Problem(
                message=Message(
                    gettext_noop("“%(text)s” looks like a placeholder. Replace it."),
                    {"text": leftover.text},
                ),
                passage=leftover.text,
                field=piece.field,
            )


@check(
    "text.template_placeholder",
    Level.BLOCK,
    title=_("No placeholder of a template is left"),
    rule=_(
        "Templates have names in capitals and square brackets for what changes each "
        "time. Those of the newsroom’s own templates, and [QUARTER], [YEAR], [PERIOD], "
        "[PERIOD END], [AMOUNT] and [PERCENT], are never text."
    ),
)
def template_placeholder(checked: CheckedRelease) -> Iterator[Problem]:
    """Find what was not filled in of the template that the release started with."""
    for piece in checked.all_text:
        for name in bracketed_names_in(piece.text):
            if name in COMMON or name in checked.template_placeholders:
                yield Problem(
                    message=Message(
                        gettext_noop("Fill in %(name)s: it is left from the template."),
                        {"name": name},
                    ),
                    passage=name,
                    field=piece.field,
                )


@check(
    "text.draft_mark",
    Level.ERROR,
    title=_("Nothing says that it is a draft or under embargo"),
    rule=_(
        "Such a line is left over from a copy for somebody else: what readers see is "
        "neither a draft nor under embargo."
    ),
    source=PENDING_LARRY_URL,
)
def draft_mark(checked: CheckedRelease) -> Iterator[Problem]:
    """Find DRAFT, EMBARGOED UNTIL, PRIVILEGED AND CONFIDENTIAL."""
    for piece in checked.own_text:
        for leftover in draft_marks_in(piece.text):
            yield Problem(
                message=Message(
                    gettext_noop("Remove “%(text)s”: it is left over from a draft."),
                    {"text": leftover.text},
                ),
                passage=leftover.text,
                field=piece.field,
            )


@check(
    "text.tracked_change",
    Level.ERROR,
    title=_("No tracked change or comment is left in the text"),
    rule=_(
        "Words that a word processor marks as deleted or inserted, and its comments, are "
        "not for readers."
    ),
)
def tracked_change(checked: CheckedRelease) -> Iterator[Problem]:
    """Find what word processors print of them, and what the body's markup marks."""
    for piece in checked.own_text:
        for leftover in tracked_changes_in(piece.text):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "“%(text)s” is left from tracked changes or comments. Resolve "
                        "them in the word processor, and paste the text again."
                    ),
                    {"text": leftover.text},
                ),
                passage=leftover.text,
                field=piece.field,
            )
    for revised in revision_marks_in(checked.release.body):
        yield Problem(
            message=Message(
                gettext_noop(
                    "“%(text)s” is a tracked change: readers would see old and new words "
                    "together. Accept or reject it."
                ),
                {"text": revised},
            ),
            passage=revised,
            field="body",
        )
