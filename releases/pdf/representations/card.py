"""A version of a release as the picture that is shown with a link to it."""

from __future__ import annotations

from importlib.metadata import version
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from releases.pdf.card import card_of
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EDITION, Edition
from releases.text.public_paths import CARD_SUFFIX


def write(edition: Edition, context: WriteContext) -> bytes:
    """Return the PNG. Raises NotWritable."""
    card = card_of(edition.release, issuer=edition.issuer, host=context.host)
    typeset = import_string(settings.PDF_TYPESETTER)
    return cast(bytes, typeset(card, folders=settings.IRSITE_FONTS, form="card"))


REPRESENTATION = Representation(
    name="card",
    of=EDITION,
    suffix=CARD_SUFFIX,
    media_type="image/png",
    write=write,
    ahead=True,
    weight=Weight.FILE,
    made_with=f"typst {version('typst')}",
)
