"""The issuer with its contacts, for the JSON API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from releases.api.answers import issuer_answer
from releases.api.schemas import PublishedIssuer
from releases.models.record.kinds import Kind
from releases.record.representation import Representation, WriteContext, site
from releases.record.stored_documents import StoredDocument, read_profile
from releases.text.public_paths import API_ISSUER


def write(profile: StoredDocument, context: WriteContext) -> bytes:
    """Return the profile with its stored document."""
    return f"{issuer_answer(profile, root=context.root)}\n".encode()


REPRESENTATION = Representation(
    name="api_issuer",
    of=site(read_profile, by={Kind.PROFILE}),
    path=API_ISSUER,
    media_type="application/json",
    write=write,
    title=gettext_lazy("The company"),
    explanation=gettext_lazy(
        "Its names, listings, categories, contacts and disclaimers, as they are now."
    ),
    schema=PublishedIssuer,
    indexed=False,
    cors=True,
)
