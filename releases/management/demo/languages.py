"""The demo's release in several languages: its texts, and the drafts that are made of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from releases.desk.copying import translate_release
from releases.management.demo.manifest import FOLDER, replace_date_tokens
from releases.models import Boilerplate, Release, ReleaseBoilerplate
from releases.text.html import sanitize_html


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslatedText:
    """What of a release is in another language; the rest is that of the original."""

    headline: str
    subheadlines: str
    body: str
    about_heading: str
    about: str


def translated_text(file: str, language: str, *, today: date) -> TranslatedText:
    """Return the text of a wire's release in a language (BCP 47), of this day."""
    path = FOLDER / "translations" / file.replace(".txt", f".{language}.toml")
    raw = path.read_text(encoding="utf-8")
    text = replace_date_tokens(raw, today=today, language=language)
    return TranslatedText(**tomllib.loads(text))


def translate(
    original: Release, language: str, text: TranslatedText, *, by: User
) -> Release:
    """Create the draft of a release in another language with its text.

    It has neither the disclaimers nor the About section of the original: its own text
    says what they say.
    """
    draft = translate_release(original, language=language, by=by)
    draft.headline, draft.subheadlines = text.headline, text.subheadlines
    draft.body = sanitize_html(text.body)
    draft.save()
    draft.releasedisclaimers.all().delete()
    draft.releaseboilerplates.all().delete()
    about, _created = Boilerplate.objects.get_or_create(
        name=text.about_heading,
        defaults={"heading": text.about_heading, "text": text.about},
    )
    ReleaseBoilerplate.objects.create(release=draft, boilerplate=about)
    return draft
