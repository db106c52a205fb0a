"""Preview links, and what the journal says of them."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from releases.desk import sharing
from releases.models import JournalAction, JournalEntry, PreviewLink, Release
from tests.builders import SEVEN, author

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ROBIN = "Robin Alder, Alder & Fenn"


def share_path(release: Release) -> str:
    """Return the page of a release's links."""
    return reverse("admin:releases_release_share", args=[release.pk])


def make_link(release: Release, *, days: int = 3, whom: str = ROBIN) -> PreviewLink:
    """Return a link that Ada made at seven."""
    return sharing.share_preview(
        release, by=author(), at=SEVEN, whom=whom, expires_at=SEVEN + days * DAY
    )


def address_of(link: PreviewLink) -> str:
    """Where it leads."""
    return reverse("newsroom:preview", args=[sharing.token_of(link)])


def openings() -> list[str]:
    """Return the journal's entries of openings, the first one first."""
    uses = [JournalAction.OPEN_PREVIEW, JournalAction.DOWNLOAD_FROM_PREVIEW]
    entries = JournalEntry.objects.filter(action__in=uses)
    return [f"{entry.by}: {entry.detail}" for entry in entries.order_by("seq")]
