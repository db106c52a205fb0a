"""A press release as its current version says it, for the JSON API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.api.answers import release_answer
from releases.api.schemas import PublishedRelease
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.stored_documents import STORED_RELEASE, StoredRelease
from releases.text.public_paths import API_PREFIX


def write(release: StoredRelease, context: WriteContext) -> bytes:
    """Return the release with its stored document and a list of its versions."""
    return f"{release_answer(release, root=context.root)}\n".encode()


REPRESENTATION = Representation(
    name="api_release",
    of=STORED_RELEASE,
    prefix=API_PREFIX,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.FILE,
    title=gettext_lazy("A press release"),
    explanation=gettext_lazy(
        "Its current version with the whole text, or the notice in its place, and a list "
        "of its versions."
    ),
    schema=PublishedRelease,
    indexed=False,
    cors=True,
)
