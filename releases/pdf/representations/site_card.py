"""The picture that is shown with a link to any page but a release's."""

from __future__ import annotations

from importlib.metadata import version
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from releases.models.record.kinds import Kind
from releases.pdf.card import site_card_of
from releases.record.representation import Representation, WriteContext, site
from releases.record.subjects import ProfileEdition, read_profile_edition
from releases.text.public_paths import CARD


def write(edition: ProfileEdition, context: WriteContext) -> bytes:
    """Return the PNG. Raises NotWritable."""
    card = site_card_of(edition.published.document, host=context.host)
    typeset = import_string(settings.PDF_TYPESETTER)
    return cast(bytes, typeset(card, folders=settings.IRSITE_FONTS, form="card"))


REPRESENTATION = Representation(
    name="site_card",
    of=site(read_profile_edition, by={Kind.PROFILE}),
    path=CARD,
    media_type="image/png",
    write=write,
    made_with=f"typst {version('typst')}",
)
