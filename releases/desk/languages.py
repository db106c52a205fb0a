"""The languages of a release at the desk: they go on the record together.

First versions go with first versions, and corrections with corrections, so that one
language can be corrected alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from releases.desk.versions import scheduled_versions
from releases.models import Release, State

OFF_RECORD = (State.DRAFT, State.SUBMITTED, State.CLEARED, State.HELD)


def language_family(release: Release) -> Q:
    """Return the condition that a release is this one, or the same in another language."""
    original = release.translation_of_id or release.pk
    return Q(pk=original) | Q(translation_of=original)


def other_languages(release: Release) -> list[Release]:
    """Return the same release in its other languages, the original first.

    Asks nothing where `translations` are prefetched and there are none.
    """
    if release.translation_of_id is None and not release.translations.all():
        return []
    others = Release.objects.filter(language_family(release)).exclude(pk=release.pk)
    return list(others.order_by("pk"))


def languages_going_together(release: Release) -> list[Release]:
    """Return the other languages that go on the record with it, or not at all."""
    return languages_among(other_languages(release), going_with=release)


def languages_among(others: Iterable[Release], *, going_with: Release) -> list[Release]:
    """Return those of its other languages that go on the record with a release."""
    return [
        other
        for other in others
        if other.state in OFF_RECORD and bool(other.notice) == bool(going_with.notice)
    ]


def waits_for_wire(release: Release) -> bool:
    """Return whether the newswire has yet to send it before it may go public."""
    return release.after_wire and release.wire_crossed_at is None


def refusal_of_link(release: Release, original: Release) -> str:
    """Return why a release can't be named a translation of another; empty if it can.

    Languages are one level deep.
    """
    if original.translation_of_id is not None:
        text = _("“%(release)s” is a translation itself. Choose the original.")
        return text % {"release": original}
    if release.pk and Release.objects.filter(translation_of=release.pk).exists():
        return _("This release has translations, so it can't be one itself.")
    return refusal_of_translation(original)


def refusal_of_translation(original: Release) -> str:
    """Return why nobody may add a language to a release; empty where they may.

    What is scheduled is frozen already, without the other language.
    """
    if original.state == State.WITHDRAWN:
        text = _("“%(release)s” is withdrawn: it can’t be translated.")
        return text % {"release": original}
    if scheduled_versions(original):
        text = _(
            "“%(release)s” is scheduled in one language. Hold it or call it off, then add "
            "the translation: all languages go public together."
        )
        return text % {"release": original}
    return ""
