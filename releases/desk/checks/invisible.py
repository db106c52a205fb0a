"""Characters that readers can't see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from pydantic import BaseModel

from releases.desk.checks.checked_release import CheckedRelease, TextPiece
from releases.desk.checks.registry import Level, Problem, check
from releases.models import Event
from releases.record.documents import ReleaseDocument
from releases.text.html_blocks import Body
from releases.text.invisible import InvisibleCharacter, invisible_in
from releases.text.translatable import Message

_NEAR = 12
# The form fields of the document's parts that have another name there.
_FIELDS = {"dateline": "dateline_places", "files": "attachments", "change": ""}


@check(
    "text.invisible",
    Level.BLOCK,
    title=_("Every character can be seen"),
    rule=_(
        "Characters that turn the direction of writing make readers see other words and "
        "figures than computers read (CVE-2021-42574); those of no width hide words from "
        "every search. A text that is written from right to left, and scripts that join "
        "their letters, may have the marks that they need."
    ),
    source="https://www.unicode.org/reports/tr36/",
)
def invisible(checked: CheckedRelease) -> Iterator[Problem]:
    """Find them in every text that would be published."""
    for place in unseen_in(checked.document, checked.body, checked.events):
        yield Problem(
            message=Message(
                gettext_noop(
                    "Remove the %(character)s after “%(words)s”: nobody can see it. "
                    "Saving the field again removes it."
                ),
                {"character": place.character.name, "words": place.before},
            ),
            passage=place.passage,
            field=place.piece.field,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenPlace:
    """A character that readers can't see, and the text that it is in."""

    piece: TextPiece
    character: InvisibleCharacter

    @property
    def before(self) -> str:
        """The few characters before it."""
        start = max(0, self.character.place - _NEAR)
        return self.piece.text[start : self.character.place]

    @property
    def passage(self) -> str:
        """The text around it, with the character."""
        end = self.character.place + _NEAR
        return self.before + self.piece.text[self.character.place : end]


def unseen_in(
    document: ReleaseDocument, body: Body, events: Iterable[Event]
) -> Iterator[UnseenPlace]:
    """Yield every place where a text that would be published has such a character."""
    for piece in _pieces(document, body, events):
        for character in invisible_in(piece.text, language=document.language):
            yield UnseenPlace(piece=piece, character=character)


def _pieces(
    document: ReleaseDocument, body: Body, events: Iterable[Event]
) -> Iterator[TextPiece]:
    """Yield every string of the document, and those of the events that it names."""
    for name in type(document).model_fields:
        field = _FIELDS.get(name, name)
        value = getattr(document, name)
        if name == "body":
            value = (
                *(block.text for block in body.blocks),
                *(link.href for link in body.links),
            )
        yield from (TextPiece(field=field, text=text) for text in _strings(value))
    for event in events:
        for text in _event_texts(event):
            yield TextPiece(field="events", text=text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _strings(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)


def _event_texts(event: Event) -> tuple[str, ...]:
    sessions = event.sessions.all()
    return (
        event.title,
        event.venue,
        event.city,
        event.dial_ins,
        event.webcast_url,
        event.replay_url,
        *(session.title for session in sessions),
        *(session.room for session in sessions),
        *(session.reference for session in sessions),
        *(attachment.title for attachment in event.attachments.all()),
    )
