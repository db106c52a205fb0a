"""An event as its current version says it, for the JSON API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.api.answers import event_answer
from releases.api.schemas import PublishedEvent
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.stored_documents import STORED_EVENT, StoredDocument
from releases.text.public_paths import API_PREFIX


def write(event: StoredDocument, context: WriteContext) -> bytes:
    """Return the event with its stored document."""
    return f"{event_answer(event, root=context.root)}\n".encode()


REPRESENTATION = Representation(
    name="api_event",
    of=STORED_EVENT,
    prefix=API_PREFIX,
    media_type="application/json",
    write=write,
    ahead=True,
    weight=Weight.FILE,
    title=gettext_lazy("An event"),
    explanation=gettext_lazy("Its current version, with its programme."),
    schema=PublishedEvent,
    indexed=False,
    cors=True,
)
