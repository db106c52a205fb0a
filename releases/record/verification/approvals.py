"""Whether each approval was given by a transition, and each that was given is there."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import Approval, JournalAction, JournalEntry
from releases.record.documents import digest_of
from releases.record.verification.merging import (
    Keyed,
    entries_by_fact,
    side_by_side,
)
from releases.record.verification.problems import (
    DOCUMENTS,
    Problems,
    approval_name,
    entry_name,
)

GIVING = (
    JournalAction.APPROVE_IN_PART,
    JournalAction.APPROVE,
    JournalAction.PUBLISH_IN_EMERGENCY,
    JournalAction.RATIFY,
)


def verify_approvals(problems: Problems) -> str:
    """Compare each approval with the one journal entry that says it was given."""
    count = 0
    streams = side_by_side(
        _approval_rows(), entries_by_fact("approval", *GIVING, problems=problems)
    )
    for pk, (approvals, entries) in streams:
        if not approvals:
            for entry in entries:
                why = _("it gave approval %(id)s, which is not there")
                problems.add(entry_name(entry.seq), why % {"id": pk})
            continue
        count += 1
        if not entries:
            problems.add(
                approval_name(pk), _("no journal entry says that it was given")
            )
        for entry in entries[1:]:
            why = _("journal entry %(number)s gives it a second time")
            problems.add(approval_name(pk), why % {"number": entry.seq})
        for entry in entries[:1]:
            _compare(approvals[0], entry, problems)
    return ngettext(
        "%(count)s approval is as it was given.",
        "%(count)s approvals are as they were given.",
        count,
    ) % {"count": f"{count:,}"}


def _approval_rows() -> Iterator[Keyed]:
    for approval in Approval.objects.order_by("pk").iterator(DOCUMENTS):
        yield approval.pk, approval


def _compare(approval: Approval, entry: JournalEntry, problems: Problems) -> None:
    facts = entry.facts
    for column, written, actual in (
        ("release", entry.subject, f"release:{approval.release_id}"),
        ("by", entry.user_id, approval.by_id),
        ("document", entry.digest, digest_of(approval.document)),
        ("full_digest", facts.get("full_digest"), approval.full_digest),
        ("content_digest", facts.get("content_digest"), approval.content_digest),
        ("role", facts.get("role"), approval.role_id),
        (
            "standing_in_for",
            facts.get("standing_in_for"),
            approval.standing_in_for_id,
        ),
        (
            "emergency",
            entry.action == JournalAction.PUBLISH_IN_EMERGENCY,
            approval.emergency,
        ),
    ):
        if written != actual:
            why = _("its %(column)s is not that of journal entry %(number)s")
            problems.add(
                approval_name(approval.pk),
                why % {"column": column, "number": entry.seq},
            )
