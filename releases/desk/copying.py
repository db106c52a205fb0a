"""Copy a release as the draft of the next one, or of a translation of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from releases.desk.edit_log import note_edit
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.desk.languages import other_languages, refusal_of_translation
from releases.models import (
    Disclaimer,
    JournalAction,
    Publication,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
)
from releases.models.desk.attachment import new_token
from releases.record import journal
from releases.text.slugs import slug_of

# What the next release starts with. Not its day, instant, address, answers or filing, nor
# its files and events: they are of one release alone.
COPIED_FIELDS = (
    *("headline", "subheadlines", "body"),
    *("dateline_places", "dateline_wire", "source", "language"),
    *("category", "after_wire"),
)


# What a translation has too: it is of the same day, and says the same.
TRANSLATED_FIELDS = (
    *COPIED_FIELDS,
    *("dateline_date", "forward_looking", "material", "go_live_at"),
    *("fiscal_year", "fiscal_part"),
)


def copy_refusal(release: Release) -> str:
    """Return why nobody may start from this release; empty where they may."""
    if not release.address:
        return ""
    notices = Publication.objects.releases().at_address(release.address)
    if not notices.not_called_off().filter(seals_earlier=True).exists():
        return ""
    text = _("“%(release)s” was withdrawn and its text is sealed: it can’t be copied.")
    return text % {"release": release}


@transaction.atomic
def copy_release(source: Release, *, by: User) -> Release:
    """Create a draft with the text and the parts of another release, and journal it.

    Disclaimers come in their latest revision. `by` counts as an author of the draft.
    Raises NotAllowed where the source is sealed.
    """
    if refusal := copy_refusal(source):
        raise NotAllowed(refusal)
    draft = Release.objects.create(
        **{name: getattr(source, name) for name in COPIED_FIELDS}
    )
    _copy_parts(source, draft)
    _note_copy(source, draft, by=by)
    return draft


def translation_refusal(release: Release) -> str:
    """Return why nobody may translate this release; empty where they may."""
    original = release.translation_of or release
    return copy_refusal(original) or refusal_of_translation(original)


@transaction.atomic
def translate_release(release: Release, *, language: str, by: User) -> Release:
    """Create the draft of a release in another language, and journal it.

    It has the text of the original, to be translated, with its parts, events, files,
    answers and instant. Raises NotAllowed where there is such a language already, or
    the original can't be translated now.
    """
    if refusal := translation_refusal(release):
        raise NotAllowed(refusal)
    original = release.translation_of or release
    for other in (original, *other_languages(original)):
        if other.language.lower() == language.lower():
            text = _("There is this language already: “%(release)s”.")
            raise NotAllowed(text % {"release": other})
    fields = {name: getattr(original, name) for name in TRANSLATED_FIELDS}
    slug = (original.slug or slug_of(original.headline))[: 79 - len(language)]
    draft = Release.objects.create(
        **fields
        | {
            "language": language,
            "translation_of": original,
            "slug": f"{slug}-{language.lower()}" if slug else "",
        }
    )
    _copy_parts(original, draft)
    events = ReleaseEvent.objects.filter(release=original)
    attach(draft, ReleaseEvent, event_id=events.values_list("event", flat=True))
    for file in original.attachments.all():
        file.pk, file.token, file.release = None, new_token(), draft
        file.save()
    _note_copy(original, draft, by=by)
    return draft


def _copy_parts(source: Release, draft: Release) -> None:
    """Give a draft the topics, contacts, About sections and disclaimers of a release."""
    draft.topics.set(source.topics.all())
    contacts = ReleaseContact.objects.filter(release=source)
    abouts = ReleaseBoilerplate.objects.filter(release=source)
    disclaimers = Disclaimer.objects.filter(releasedisclaimer__release=source)
    latest = latest_revisions_of(disclaimers.order_by("releasedisclaimer__order"))
    attach(draft, ReleaseContact, contact_id=contacts.values_list("contact", flat=True))
    attach(
        draft,
        ReleaseBoilerplate,
        boilerplate_id=abouts.values_list("boilerplate", flat=True),
    )
    attach(draft, ReleaseDisclaimer, disclaimer_id=[row.pk for row in latest])


def _note_copy(source: Release, draft: Release, *, by: User) -> None:
    """Journal from what the draft was made; who made it counts as an author."""
    journal.write(
        JournalAction.COPY,
        subject_of_release(draft),
        by=by,
        detail=f"from “{source.headline}”",
        facts={"source": source.pk},
    )
    note_edit(draft, by=by, detail="copied")


def latest_revisions_of(disclaimers: Iterable[Disclaimer]) -> list[Disclaimer]:
    """Return the latest revision of each wording, once, in the order given."""
    refs = list(dict.fromkeys(disclaimer.ref for disclaimer in disclaimers))
    revisions = Disclaimer.objects.filter(ref__in=refs).order_by("revision")
    latest = {disclaimer.ref: disclaimer for disclaimer in revisions}
    return [latest[ref] for ref in refs]


def attach(
    release: Release, through: type[models.Model], **parts: Iterable[int]
) -> None:
    """Add parts to a new release, in this order: the key's name, and the keys."""
    ((name, keys),) = parts.items()
    through._default_manager.bulk_create(
        through(release=release, order=order, **{name: key})
        for order, key in enumerate(keys, 1)
    )
