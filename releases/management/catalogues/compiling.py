"""Compile catalogues, in Python alone: a host that serves the site has no GNU gettext."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

import polib  # type: ignore[import-untyped]  # has no types

from releases.catalogues import (
    DIGEST_HEADER,
    PLACE,
    catalogue_languages,
    has_catalogue,
    is_compiled,
    source_digest,
    source_path,
)


def compile_catalogues(into: Path | None = None) -> list[str]:
    """Compile each catalogue that is not, and return their languages.

    They go below `into`, by default the first folder that Django looks in. A catalogue is
    replaced in one step. Raises OSError where the folder can't be written.
    """
    folder = into or Path(settings.LOCALE_PATHS[0])
    missing = [
        language for language in catalogue_languages() if not is_compiled(language)
    ]
    for language in missing:
        source = polib.pofile(source_path(language))
        source.metadata[DIGEST_HEADER] = source_digest(language)
        place = folder / language / PLACE
        place.mkdir(parents=True, exist_ok=True)
        unfinished = place / f"django.mo.{os.getpid()}"
        source.save_as_mofile(unfinished)
        unfinished.replace(place / "django.mo")
    has_catalogue.cache_clear()
    return missing
