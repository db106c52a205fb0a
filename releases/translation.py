"""Translate messages where they are shown, or back to English where they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import (
    get_language_info,
    gettext,
    gettext_lazy,
    override,
    pgettext,
)

from django_stubs_ext import StrOrPromise

from releases.catalogues import has_catalogue
from releases.text.translatable import Message

# How a language joins a label and what it labels: not all do it with a colon and a space.
LABELLED = gettext_lazy("{label}: {text}")


def translated(text: str | Message) -> str:
    """Return a message in the active language; a string, which quotes a text, as it is."""
    if isinstance(text, str):
        return text
    return text.format(gettext, lambda date: date_format(date, "j F Y"))


def labelled(label: StrOrPromise, text: str) -> str:
    """Return plain text behind its label, such as “Webcast: https://example.com”."""
    return str(LABELLED).format(label=label, text=text)


def listed(items: Iterable[str]) -> str:
    """Return the items that are not empty, with what the active language puts between."""
    comma = pgettext("between the items of a list", ", ")
    return comma.join(filter(None, items))


def in_english(text: str | Promise) -> str:
    """Return a lazy translation in English, in which the journal and the record are kept."""
    with override("en"):
        return str(text)


def known_language(tag: str) -> str:
    """Return the language for the words around a text in the language of `tag` (BCP 47).

    It is the text's own if irsite can show its words in it, with or without the region,
    and the site's if not.
    """
    known = {code for code, _name in settings.LANGUAGES}
    whole = tag.lower()
    for language in (whole, whole.partition("-")[0]):
        if language in known and has_catalogue(language):
            return language
    site: str = settings.LANGUAGE_CODE
    return site


def words_around(tag: str) -> AbstractContextManager[None]:
    """Return the context in which the words around a text in this language are written."""
    return override(known_language(tag))


def language_name(tag: str) -> str:
    """Return a language's own name by its tag (BCP 47), such as “Deutsch” for de-AT.

    A tag that is not known is returned as it is.
    """
    try:
        name = str(get_language_info(tag.lower())["name_local"])
    except KeyError:
        return tag
    return name[:1].upper() + name[1:]
