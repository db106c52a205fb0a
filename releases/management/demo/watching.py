"""What a newcomer to the demo can watch: an embargo that lifts by itself."""

from __future__ import annotations

import datetime as dt
import textwrap

from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _

from releases.models import Publication
from releases.record.freeze import issuer_zone
from releases.templatetags.datetimes import format_time_and_zone, in_zone
from releases.text.public_paths import release_path


def opening_to_watch(*, address: str, at: dt.datetime) -> str:
    """Return when and where the next release opens, or nothing where none is scheduled.

    Only the demo prints this: what is due under a real embargo is in no output and no log.
    """
    scheduled = (
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gt=at, imported=False)
    )
    opening = scheduled.order_by("live_from").first()
    if opening is None:
        return ""
    words = _(
        "Watch it happen: at %(time)s, in %(duration)s, a release opens by itself. "
        "Until then its page is the 404 of one that never was. Keep the newsroom open, "
        "and load it again at that second."
    ) % {
        "time": format_time_and_zone(in_zone(opening.live_from, issuer_zone())),
        "duration": timeuntil(opening.live_from, at),
    }
    lines = textwrap.wrap(words.replace("\N{NO-BREAK SPACE}", " "), width=76)
    lines.append(f"{address}{release_path(opening.address)}")
    return textwrap.indent("\n".join(lines), "  ")
