"""Pages made of what is on the record already, and never of the desk."""

from __future__ import annotations

from typing import Literal

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import Change, EventDocument, ReleaseDocument
from releases.record.freeze import FrozenPage, release_page


def freeze_withdrawal(
    stood: ReleaseDocument,
    *,
    address: str,
    reason: str,
    kind: Literal["withdrawal", "disregard"] = "withdrawal",
    sealed: bool = False,
    headline: str = "",
) -> FrozenPage:
    """The notice that takes the place of what stood: its headline and the reason.

    Made of what the public has read, never of the desk, which may hold more. What
    stood stays readable at the addresses of its versions, unless it is `sealed`: then
    the public is shown none of it any more, though the record keeps it. `headline`
    takes the place of one that must not be read either.
    """
    document = ReleaseDocument(
        headline=headline or stood.headline,
        category=stood.category,
        language=stood.language,
        source=stood.source,
        timezone=stood.timezone,
        contacts=stood.contacts,
        change=Change(kind=kind, text=reason, sealed=sealed),
    )
    return release_page(address, document)


def refreeze(publication: Publication) -> FrozenPage:
    """What was approved once, again in the same words, whatever the desk says now."""
    schema = EventDocument if publication.kind == Kind.EVENT else ReleaseDocument
    document = schema.model_validate_json(publication.document)
    return FrozenPage(
        kind=Kind(publication.kind),
        address=publication.address,
        document=document,
        headline=publication.headline,
        language=publication.language,
        category=publication.category,
        starts=publication.starts,
        ends=publication.ends,
        files=document.files,
        instants=frozenset(publication.instants.values_list("instant", flat=True)),
    )
