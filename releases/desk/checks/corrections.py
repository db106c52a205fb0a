"""Corrections of what is public."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.models import State
from releases.record.documents import ReleaseDocument


@check(
    "correction.nothing_changed",
    Level.WARNING,
    title="A correction corrects something",
    rule="A notice of correction tells readers that what they acted on was wrong: it "
    "goes with other words than those that stand.",
)
def nothing_changed(checked: CheckedRelease) -> Iterator[Mark]:
    """A correction whose text and files are those that the public reads already."""
    if not checked.release.notice or checked.release.state in {
        State.APPROVED,
        State.WITHDRAWN,
    }:
        return
    if checked.public_document and _content(checked.public_document) == _content(
        checked.document
    ):
        yield Mark(
            message="It is open for correction and reads as it is published: make the "
            "correction.",
            field="body",
        )


def _content(document: ReleaseDocument) -> ReleaseDocument:
    return document.model_copy(update={"change": None})
