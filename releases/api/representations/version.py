"""One version of a press release, for the JSON API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.api.answers import version_answer
from releases.api.schemas import ReleaseVersion
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.stored_documents import STORED_VERSION, StoredDocument
from releases.text.public_paths import API_PREFIX


def write(version: StoredDocument, context: WriteContext) -> bytes:
    """Return the version with its stored document."""
    return f"{version_answer(version, root=context.root)}\n".encode()


REPRESENTATION = Representation(
    name="api_version",
    of=STORED_VERSION,
    prefix=API_PREFIX,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.FILE,
    title=gettext_lazy("One version of a press release"),
    explanation=gettext_lazy(
        "As it was published. It never changes, unless it is withdrawn from the public: "
        "then it answers 410."
    ),
    schema=ReleaseVersion,
    indexed=False,
    cors=True,
)
