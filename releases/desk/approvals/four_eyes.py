"""Four eyes: the authors of a release, and who submitted it, don't approve it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed


def approves_alone(context: ReleaseContext, user: User) -> bool:
    """Return whether this approver is also an author, where that is permitted.

    Raises NotAllowed for an author unless the desk lets one person publish alone.
    """
    wrote = user.pk in context.editors
    if not wrote and context.release.submitted_by_id != user.pk:
        return False
    if settings.IRSITE_ONE_PERSON_DESK and user.has_perm("releases.publish_alone"):
        return True
    raise NotAllowed(
        _(
            "You wrote or submitted this release, so someone else must approve it. "
            "Ask another approver."
        )
    )
