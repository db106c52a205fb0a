"""Characters that readers can't see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from pydantic import BaseModel

from releases.desk.checks.checked_release import CheckedRelease, TextPiece
from releases.desk.checks.registry import Level, Problem, check
from releases.models import Event
from releases.text.invisible import invisible_in
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
    for piece in _pieces(checked):
        for found in invisible_in(piece.text, language=checked.document.language):
            start = max(0, found.place - _NEAR)
            yield Problem(
                message=Message(
                    gettext_noop(
                        "Remove the %(character)s after “%(words)s”: nobody can see it. "
                        "Saving the field again removes it."
                    ),
                    {
                        "character": found.name,
                        "words": piece.text[start : found.place],
                    },
                ),
                passage=piece.text[start : found.place + _NEAR],
                field=piece.field,
            )


def _pieces(checked: CheckedRelease) -> Iterator[TextPiece]:
    """Yield every string of the document, and those of the events that it names."""
    for name in type(checked.document).model_fields:
        field = _FIELDS.get(name, name)
        value = getattr(checked.document, name)
        if name == "body":
            value = tuple(block.text for block in checked.body.blocks)
        yield from (TextPiece(field=field, text=text) for text in _strings(value))
    for link in checked.links:
        yield TextPiece(field=link.field, text=link.href)
    for event in checked.events:
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
    return (
        event.title,
        event.venue,
        event.city,
        event.dial_ins,
        event.webcast_url,
        event.replay_url,
    )
