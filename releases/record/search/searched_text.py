"""Which words of a publication the search finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import EventDocument, ReleaseDocument
from releases.text.html import html_to_text
from releases.text.question import SearchText
from releases.text.words import HEADLINE_LIMITS, TEXT_LIMITS, tokens_of, within_limits


class Readable(NamedTuple):
    """What a publication is found by, as readers read it; `text` is in paragraphs."""

    headline: str
    text: str


def readable_release(document: ReleaseDocument) -> Readable:
    """Return the words of a release; of a notice its own.

    Not the disclaimers and About sections, which every release has.
    """
    return Readable(
        document.headline, "\n".join(filter(None, _release_texts(document)))
    )


def _release_texts(document: ReleaseDocument) -> Iterator[str]:
    if document.change is not None:
        yield document.change.text
    if document.is_notice:
        return
    yield from document.subheadlines
    yield html_to_text(document.body)
    yield from document.dateline.places
    yield document.category.name
    yield from document.topics
    yield from (contact.name for contact in document.contacts)


def readable_event(document: EventDocument) -> Readable:
    """Return the words of an event: its title, its place and its programme."""
    places = (document.venue, document.city)
    programme = (
        " ".join(filter(None, (session.title, session.reference, session.room)))
        for session in document.sessions
    )
    return Readable(document.title, "\n".join(filter(None, (*places, *programme))))


def search_text(publication: Publication) -> SearchText:
    """Return the tokens of a release or an event."""
    if publication.kind == Kind.EVENT:
        readable = readable_event(
            EventDocument.model_validate_json(publication.document)
        )
    else:
        readable = readable_release(
            ReleaseDocument.model_validate_json(publication.document)
        )
    language = publication.language
    return SearchText(
        within_limits(tokens_of(readable.headline, language), HEADLINE_LIMITS),
        within_limits(tokens_of(readable.text, language), TEXT_LIMITS),
    )
