"""Tell people that an approved release will say what has been changed since."""

from __future__ import annotations

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from releases.desk.outdated import OutdatedRelease
from releases.workspace.clock import time_in_both_zones


def outdated_message(outdated: OutdatedRelease) -> str:
    """Return what has changed and what will be published all the same."""
    return _(
        "Changed since its approval: %(parts)s. What was approved is published at "
        "%(time)s, with the old version. Hold it, or leave it as approved."
    ) % {
        "parts": get_text_list(list(outdated.changed), _("and")),
        "time": time_in_both_zones(outdated.live_from),
    }
