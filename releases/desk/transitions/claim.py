"""Claim a release for a transition: by its row, and only in the states expected."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise

from releases.desk.languages import language_family
from releases.desk.last_transition import refusal_with_facts
from releases.models import Release, State

HAS_CHANGED = _("“%(release)s” has just been changed.")
IS_GONE = _("“%(release)s” no longer exists.")

# The columns of a release that starts over, as a draft or as withdrawn.
RESET: dict[str, object] = {
    "submitted_by": None,
    "submitted_at": None,
    "approved_by": None,
    "approved_at": None,
    "held_by": None,
    "held_at": None,
    "rescheduled_to": None,
}


def claim(
    release: Release, states: set[State], refusal: StrOrPromise, **changes: object
) -> None:
    """Change the row if it is in one of the states; the row count says who won.

    Raises NotAllowed with `refusal`, a message that may name %(release)s, and with what
    happened to it instead.
    """
    claimed = Release.objects.filter(pk=release.pk, state__in=states).update(**changes)
    if not claimed:
        raise refusal_with_facts(release, refusal)
    release.refresh_from_db()


def lock(release: Release, states: set[State], refusal: StrOrPromise) -> None:
    """Lock the row for the rest of the transaction, and read it again.

    The rows of its other languages are locked with it, always in the same order: else
    two people who approve two languages at once could wait for each other.
    Raises NotAllowed with `refusal` and what happened if it is in none of the states.
    """
    assert transaction.get_connection().in_atomic_block
    rows = Release.objects.filter(language_family(release)).order_by("pk")
    locked = dict(rows.select_for_update().values_list("pk", "state"))
    if locked.get(release.pk) not in states:
        raise refusal_with_facts(release, refusal)
    release.refresh_from_db()
