"""The releases of one year in full, as archive documents of the Atom feed (RFC 5005, 4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.fragment_cache import on_the_site
from releases.record.release_years import AFTER, ReleaseYear
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import YEAR_OF_RELEASES
from releases.syndication.atom import MEDIA_TYPE, atom
from releases.syndication.release_lists import (
    channel_of_year,
    entries_of_list,
    path_of_part,
)
from releases.text.public_paths import ARCHIVE, ATOM_SUFFIX


def write(year: ReleaseYear, context: WriteContext) -> bytes:
    """Return a part of the year, which names its neighbours and the current feed."""
    current = on_the_site(f"{ARCHIVE}{ATOM_SUFFIX}")
    neighbours = {"prev-archive": year.older, "next-archive": year.newer}
    return atom(
        channel_of_year(year.part, context),
        entries_of_list(year, context),
        path=path_of_part(year.part, ATOM_SUFFIX),
        links={
            "current": current,
            **{
                relation: path_of_part(part, ATOM_SUFFIX)
                for relation, part in neighbours.items()
                if part
            },
        },
        archive_of=current,
    )


REPRESENTATION = Representation(
    name="atom_archive",
    of=YEAR_OF_RELEASES,
    lists=Kind.RELEASE,
    suffix=ATOM_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    query_params=frozenset({AFTER}),
    label="Atom",
    explanation=gettext_lazy("All press releases of the year, as Atom 1.0."),
)
