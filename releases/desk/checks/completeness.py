"""What a release must have before anybody can be asked to approve it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.text.translatable import Message

REQUIRED = _("Required.")


@check("complete.headline", Level.BLOCK, title=_("Headline"), rule=REQUIRED)
def no_headline(checked: CheckedRelease) -> Iterator[Problem]:
    """Find an empty headline."""
    if not checked.document.headline:
        yield Problem(
            message=Message(gettext_noop("Write a headline.")), field="headline"
        )


@check("complete.body", Level.BLOCK, title=_("Body"), rule=REQUIRED)
def no_body(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a body without words."""
    if not checked.body.blocks:
        yield Problem(message=Message(gettext_noop("Write the body.")), field="body")


@check("complete.category", Level.BLOCK, title=_("Category"), rule=REQUIRED)
def no_category(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a release without a category."""
    if checked.release.category is None:
        yield Problem(
            message=Message(gettext_noop("Choose a category.")), field="category"
        )


@check(
    "approvals.missing",
    Level.BLOCK,
    title=_("The approvals that its category requires"),
    rule=_(
        "Four eyes: each role that the category requires approves exactly what is "
        "published. Verified whenever someone approves, and listed here for reference."
    ),
)
def missing_approvals(checked: CheckedRelease) -> Iterator[Problem]:
    """Find nothing: approvals cover a digest, and are counted under a lock."""
    return iter(())
