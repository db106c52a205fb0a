"""Each contact of a version of a release as a vCard, as it was published."""

from __future__ import annotations

from releases.record.representation import PART, Representation, WriteContext
from releases.record.subjects import EDITION, Edition
from releases.syndication.vcard import MEDIA_TYPE, contact_numbers, vcard


def write(edition: Edition, context: WriteContext) -> bytes:
    """Return the vCard of the contact at the requested place."""
    return vcard(
        edition.document.contacts[context.part - 1],
        issuer=edition.issuer.name,
        root=context.root,
        path=context.path,
        since=edition.release.since,
    )


REPRESENTATION = Representation(
    name="contact_vcard",
    of=EDITION,
    suffix=f"contact-{PART}.vcf",
    media_type=MEDIA_TYPE,
    write=write,
    parts=contact_numbers,
)
