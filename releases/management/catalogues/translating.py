"""Bring the catalogue of a language up to date with the texts that readers see."""

from __future__ import annotations

from dataclasses import dataclass

import polib  # type: ignore[import-untyped]  # has no types

from releases.catalogues import source_path
from releases.management.catalogues.public_texts import PublicText, public_texts

# How each language that irsite ships counts (CLDR), as gettext writes it.
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ja": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueState:
    """How many texts a catalogue has, and how many of them wait for a translation."""

    texts: int
    missing: int


def update_catalogue(language: str, *, plurals: str = "") -> CatalogueState:
    """Write the catalogue of a language with every public text, and no other.

    Translations are kept. `plurals` is gettext's formula, for a language that irsite does
    not ship. Raises KeyError where neither it nor the catalogue has one.
    """
    path = source_path(language)
    former = polib.pofile(path) if path.exists() else polib.POFile()
    formula = former.metadata.get("Plural-Forms") or plurals or PLURALS[language]
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in former}
    catalogue = polib.POFile(wrapwidth=0)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": formula,
    }
    forms = int(formula.partition("nplurals=")[2].partition(";")[0])
    for text, files in public_texts().items():
        entry = _entry(text, files, forms=forms)
        earlier = known.get((text.msgid, text.context))
        if earlier and bool(earlier.msgid_plural) == bool(text.plural):
            entry.msgstr = earlier.msgstr
            entry.msgstr_plural = earlier.msgstr_plural or entry.msgstr_plural
            entry.tcomment = earlier.tcomment
        catalogue.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(path)
    return CatalogueState(
        texts=len(catalogue), missing=len(catalogue.untranslated_entries())
    )


def _entry(text: PublicText, files: tuple[str, ...], *, forms: int) -> polib.POEntry:
    """Return a text as an entry without a translation, with the files that it stands in."""
    plural = dict.fromkeys(range(forms), "") if text.plural else {}
    has_values = "%(" in text.msgid + text.plural
    return polib.POEntry(
        msgid=text.msgid,
        msgid_plural=text.plural,
        msgctxt=text.context or None,
        msgstr_plural=plural,
        comment=" ".join(files[:3]),
        flags=["python-format"] if has_values else [],
    )
