"""The public release that a notice to disregard names."""

from __future__ import annotations

import datetime as dt

from releases.intake.parser.reading import Reading
from releases.models import Publication, Release


def release_to_withdraw(reading: Reading, *, at: dt.datetime) -> Release | None:
    """Return the release that is public at `at` under the headline that a notice names.

    Of several with that headline, the latest. None if the text is no such notice.
    """
    title = reading.disregards
    if title is None:
        return None
    live = Publication.objects.releases().live(at=at)
    named = live.filter(headline__iexact=title.text).order_by("-dated", "-id").first()
    return Release.objects.filter(address=named.address).first() if named else None
