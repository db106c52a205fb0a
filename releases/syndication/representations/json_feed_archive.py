"""The releases of one year in full, as JSON Feed 1.1, to which the current feed leads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.release_years import AFTER, ReleaseYear
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import YEAR_OF_RELEASES
from releases.syndication.json_feed import MEDIA_TYPE, json_feed
from releases.syndication.release_lists import (
    channel_of_year,
    entries_of_list,
    path_of_part,
)
from releases.text.public_paths import JSON_FEED_SUFFIX


def write(year: ReleaseYear, context: WriteContext) -> bytes:
    """Return a part of the year, which names the part before it."""
    return json_feed(
        channel_of_year(year.part, context),
        entries_of_list(year, context),
        path=path_of_part(year.part, JSON_FEED_SUFFIX),
        next_path=path_of_part(year.older, JSON_FEED_SUFFIX) if year.older else "",
    )


REPRESENTATION = Representation(
    name="json_feed_archive",
    of=YEAR_OF_RELEASES,
    lists=Kind.RELEASE,
    suffix=JSON_FEED_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    query_params=frozenset({AFTER}),
    label="JSON Feed",
    explanation=gettext_lazy("All press releases of the year, as JSON Feed 1.1."),
)
