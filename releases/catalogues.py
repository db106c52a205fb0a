"""Catalogues of translations: which languages there are, and whether each is compiled.

The texts are in `locale/<language>/LC_MESSAGES/django.po` (GNU gettext). What Django reads
are compiled files, which no commit has: `compile_catalogues` makes them.
"""

from __future__ import annotations

import gettext
import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# The language of the texts in the code.
SOURCE_LANGUAGE = "en"
# The header of a compiled catalogue that has the SHA-256 of its source.
DIGEST_HEADER = "X-Source-SHA256"
PLACE = Path("LC_MESSAGES")


def source_path(language: str) -> Path:
    """Return where the catalogue of a language is, if there is one."""
    place: Path = settings.IRSITE_CATALOGUES / language / PLACE
    return place / "django.po"


def catalogue_languages() -> list[str]:
    """Return the languages of which there is a catalogue, beside that of the code."""
    sources = settings.IRSITE_CATALOGUES.glob(f"*/{PLACE}/django.po")
    found = {path.parents[1].name for path in sources}
    return sorted(found - {SOURCE_LANGUAGE})


def source_digest(language: str) -> str:
    """Return the SHA-256 of a language's catalogue, in hexadecimal."""
    return hashlib.sha256(source_path(language).read_bytes()).hexdigest()


def is_compiled(language: str) -> bool:
    """Return whether the compiled catalogue that Django reads is that of its source."""
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / language / PLACE / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                headers = gettext.GNUTranslations(file).info()
            return headers.get(DIGEST_HEADER.lower()) == source_digest(language)
    return False


@lru_cache
def has_catalogue(language: str) -> bool:
    """Return whether texts can be shown in a language: it is the code's, or compiled.

    Asked once by each process, as Django reads catalogues once.
    """
    return language == SOURCE_LANGUAGE or any(
        (Path(folder) / language / PLACE / "django.mo").exists()
        for folder in settings.LOCALE_PATHS
    )
