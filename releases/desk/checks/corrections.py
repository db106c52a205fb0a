"""Corrections of what is public."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.models import State
from releases.record.documents import ReleaseDocument
from releases.text.translatable import Message


@check(
    "correction.nothing_changed",
    Level.WARNING,
    title=_("A correction changes something"),
    rule=_(
        "A notice of correction tells readers that what they relied on was wrong, so the "
        "corrected text must differ from the published one."
    ),
)
def unchanged_correction(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a correction whose text and files are the public ones."""
    on_record = {State.APPROVED, State.WITHDRAWN}
    if not checked.release.notice or checked.release.state in on_record:
        return
    public = checked.public_document
    if public and _without_notice(public) == _without_notice(checked.document):
        yield Problem(
            message=Message(
                gettext_noop(
                    "Nothing has been corrected yet: the text is still the published one."
                )
            ),
            field="body",
        )


def _without_notice(document: ReleaseDocument) -> ReleaseDocument:
    return document.model_copy(update={"change": None})
