"""The latest disclosures in full, as Atom 1.0."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.models.record.kinds import Kind
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import LIST, ReleaseList
from releases.syndication.atom import MEDIA_TYPE, atom
from releases.syndication.release_lists import (
    archive_of_list,
    channel_of_list,
    entries_of_list,
)
from releases.text.public_paths import ATOM_SUFFIX


def write(listed: ReleaseList, context: WriteContext) -> bytes:
    """Return the feed, with an entry for each release."""
    archive = archive_of_list(listed, ATOM_SUFFIX)
    return atom(
        channel_of_list(listed, context),
        entries_of_list(listed, context),
        path=context.path,
        links={"prev-archive": archive} if archive else {},
    )


REPRESENTATION = Representation(
    name="atom",
    of=LIST,
    lists=Kind.RELEASE,
    suffix=ATOM_SUFFIX,
    media_type=MEDIA_TYPE,
    write=write,
    ahead=True,
    weight=Weight.FEED,
    has_hub=True,
    relation="alternate",
    title=gettext_lazy("Press releases (Atom)"),
    label="Atom",
    explanation=gettext_lazy("Atom 1.0, which also says when a release was withdrawn."),
)
