"""Each contact of the issuer as a vCard, as its page of contacts shows it."""

from __future__ import annotations

from releases.record.representation import PART, Representation, WriteContext
from releases.record.subjects import CONTACTS_PAGE, ContactsPage
from releases.syndication.vcard import MEDIA_TYPE, contact_numbers, vcard


def write(page: ContactsPage, context: WriteContext) -> bytes:
    """Return the vCard of the contact at the requested place."""
    return vcard(
        page.document.contacts[context.part - 1],
        issuer=page.document.name,
        root=context.root,
        path=context.path,
    )


REPRESENTATION = Representation(
    name="issuer_vcard",
    of=CONTACTS_PAGE,
    suffix=f"contact-{PART}.vcf",
    media_type=MEDIA_TYPE,
    write=write,
    parts=contact_numbers,
)
