"""Copy a release as the draft of the next one."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils.translation import gettext as _

from releases.desk.edit_log import note_edit
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_release
from releases.models import (
    Disclaimer,
    JournalAction,
    Publication,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
)
from releases.record import journal

# What the next release starts with. Not its day, instant, address, answers or filing, nor
# its files and events: they are of one release alone.
COPIED_FIELDS = (
    *("headline", "subheadlines", "body"),
    *("dateline_places", "dateline_wire", "source", "language"),
    *("category", "after_wire"),
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
    journal.write(
        JournalAction.COPY,
        subject_of_release(draft),
        by=by,
        detail=f"from “{source.headline}”",
        facts={"source": source.pk},
    )
    note_edit(draft, by=by, detail="copied")
    return draft


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
