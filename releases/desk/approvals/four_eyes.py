"""Who may approve: the journal remembers who wrote what."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User

from releases.desk.exceptions import NotAllowed
from releases.models import (
    Boilerplate,
    Contact,
    Disclaimer,
    JournalEntry,
    Release,
    State,
)
from releases.record import journal

APPROVE = "approve"
EDIT = "edit"


def subject(release: Release) -> str:
    """What the journal calls this release."""
    return f"release:{release.pk}"


def note_edit(release: Release, *, by: User, detail: str = "") -> None:
    """Remember who wrote: whoever edited since the last approval cannot approve."""
    journal.write(EDIT, subject(release), by=by.get_username(), detail=detail)


def note_edit_of_part(part: Contact | Disclaimer | Boilerplate, *, by: User) -> None:
    """Who wrote what a release carries wrote the releases that are still to go out."""
    waiting = part.release_set.filter(state__in=[State.DRAFT, State.SUBMITTED])
    for release in waiting:
        note_edit(release, by=by, detail=f"{part._meta.verbose_name} “{part}”")


def approves_alone(release: Release, by: User) -> bool:
    """Whether this approver wrote or submitted it too; refused where that is not let."""
    entries = JournalEntry.objects.filter(subject=subject(release))
    last = entries.filter(action=APPROVE).order_by("-seq").first()
    editors = entries.filter(action=EDIT, seq__gt=last.seq if last else 0)
    name = by.get_username()
    wrote = editors.filter(by=name).exists() or release.submitted_by_id == by.pk
    if not wrote:
        return False
    if settings.IRSITE_ONE_PERSON_DESK and by.has_perm("releases.publish_alone"):
        return True
    raise NotAllowed(
        "Somebody else must approve this release: you wrote or submitted it yourself."
    )
