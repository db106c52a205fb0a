"""How a door takes a release: by its row, while it is where the door expects it."""

from __future__ import annotations

from django.db import transaction

from releases.desk.exceptions import NotAllowed
from releases.models import Release, State

NOT_SUBMITTED = {"submitted_by": None, "submitted_at": None}
AFRESH = {
    **NOT_SUBMITTED,
    "approved_by": None,
    "approved_at": None,
    "held_by": None,
    "held_at": None,
    "rescheduled_to": None,
}


def claim(
    release: Release, states: set[State], refusal: str, **changes: object
) -> None:
    """Change the row if it is still in one of the states; the row count says who won."""
    claimed = Release.objects.filter(pk=release.pk, state__in=states).update(**changes)
    if not claimed:
        raise NotAllowed(f"“{release}” {refusal}: reload it to see what changed.")
    release.refresh_from_db()


def lock(release: Release, states: set[State], refusal: str) -> None:
    """Hold the row to the end of the transaction, as it is now, in one of the states."""
    assert transaction.get_connection().in_atomic_block
    rows = Release.objects.select_for_update().filter(pk=release.pk)
    if not rows.filter(state__in=states).exists():
        raise NotAllowed(f"“{release}” {refusal}: reload it to see what changed.")
    list(rows.values_list("pk"))
    release.refresh_from_db()
