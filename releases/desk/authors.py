"""Who wrote a release, and whether it was sent back to them: as the journal has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from releases.models import JournalAction, JournalEntry

EDIT = JournalAction.EDIT
SUBMIT, SEND_BACK = JournalAction.SUBMIT, JournalAction.SEND_BACK


@dataclass(slots=True)
class Authorship:
    """The accounts that edited or submitted a release.

    `sent_back` is the sequence number of the entry by which it was sent back to them; None
    if it was not, or has been submitted since.
    """

    authors: set[int | None] = field(default_factory=set)
    sent_back: int | None = None


def load_authorships(subjects: Iterable[str]) -> dict[str, Authorship]:
    """Return the authorship of each release by its subject in the journal, in one query."""
    subjects = list(subjects)
    entries = (
        JournalEntry.objects.filter(
            subject__in=subjects, action__in=[EDIT, SUBMIT, SEND_BACK]
        )
        .order_by()
        .values_list("subject", "user_id", "action")
        .annotate(Max("seq"))
    )
    authorships = {subject: Authorship() for subject in subjects}
    latest: dict[str, tuple[int, str]] = {}
    for subject, user_id, action, seq in entries:
        if action != SEND_BACK:
            authorships[subject].authors.add(user_id)
        if action != EDIT:
            latest[subject] = max(latest.get(subject, (0, "")), (seq, action))
    for subject, (seq, action) in latest.items():
        if action == SEND_BACK:
            authorships[subject].sent_back = seq
    return authorships
