"""A version of a release as a PDF for people: tagged, printable, the same for ever."""

from __future__ import annotations

from importlib.metadata import version
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy

from releases.pdf.sheet import sheet_of
from releases.record.public_view import Weight
from releases.record.representation import Representation, WriteContext
from releases.record.subjects import EDITION, Edition
from releases.text.public_paths import PDF_SUFFIX


def write(edition: Edition, context: WriteContext) -> bytes:
    """Return the PDF (PDF/UA-1). Raises NotWritable."""
    sheet = sheet_of(
        edition.release,
        issuer=edition.issuer,
        events=edition.events,
        root=context.root,
    )
    typeset = import_string(settings.PDF_TYPESETTER)
    return cast(bytes, typeset(sheet, folders=settings.IRSITE_FONTS))


REPRESENTATION = Representation(
    name="pdf",
    of=EDITION,
    suffix=PDF_SUFFIX,
    media_type="application/pdf",
    write=write,
    ahead=True,
    weight=Weight.FILE,
    relation="alternate",
    title=gettext_lazy("PDF"),
    accepts_ranges=True,
    made_with=f"typst {version('typst')}",
)
