"""Approved releases, not yet public, whose parts were changed after the approval.

What was approved is frozen, so at its instant the old goes public: an event's old time,
a contact's old number, an old wording. Somebody stops the release, or leaves it so.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from releases.desk.approvals.approver import Approver
from releases.desk.context import ReleaseContext, load_contexts
from releases.desk.exceptions import NotAllowed
from releases.desk.journal_subjects import subject_of_disclaimer, subject_of_release
from releases.models import (
    Disclaimer,
    Issuer,
    JournalAction,
    JournalEntry,
    Publication,
    Release,
    State,
)
from releases.models.record.kinds import Notice
from releases.record import journal
from releases.record.clock import read_clock
from releases.record.documents import ReleaseDocument, digest_of
from releases.record.freeze import freeze_event

SUBMIT_RELEASE = "releases.submit_release"
# The latest revision of a disclaimer, by the key of the release that has an earlier one.
Revised = dict[tuple[int, uuid.UUID], Disclaimer]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutdatedRelease:
    """A release that will say the old, the parts that changed, and when it publishes.

    `digest` is of what is saved now: to leave the release as approved is to leave it
    despite exactly this.
    """

    release: Release
    live_from: dt.datetime
    changed: tuple[str, ...]
    digest: str


def releases_with(part: Model) -> QuerySet[Release]:
    """Return the releases that carry the part, a disclaimer in whatever revision.

    Every release has the issuer's time zone.
    """
    if isinstance(part, Issuer):
        return Release.objects.all()
    if isinstance(part, Disclaimer):
        return Release.objects.filter(disclaimers__ref=part.ref).distinct()
    releases: QuerySet[Release] = part.release_set.all()  # type: ignore[attr-defined]
    return releases


def outdated_releases(
    releases: QuerySet[Release] | None = None, *, at: dt.datetime
) -> list[OutdatedRelease]:
    """Return those that nobody has settled, the next one first.

    In a fixed number of queries; `releases` limits them to some.
    """
    scheduled = (
        Publication.objects.releases()
        .not_called_off()
        .filter(live_from__gt=read_clock())
    )
    rows = Release.objects.all() if releases is None else releases
    rows = rows.filter(address__in=[row.address for row in scheduled])
    contexts = load_contexts(rows.select_related("category"), at=at)
    return outdated_among(contexts, scheduled)


def outdated_among(
    contexts: Iterable[ReleaseContext], publications: Iterable[Publication]
) -> list[OutdatedRelease]:
    """Return the same of releases that are loaded; `publications` are the versions to come."""
    ordered = sorted(publications, key=lambda publication: publication.number)
    scheduled = {row.address: row for row in ordered if row.notice != Notice.WITHDRAWAL}
    contexts = [
        context
        for context in contexts
        if context.release.state == State.APPROVED
        and context.release.address in scheduled
    ]
    revised = _revised_since(contexts)
    changed = _changed_parts(contexts, scheduled, revised)
    digests = {row.release.pk: _digest(row, revised) for row in contexts}
    kept = set(
        JournalEntry.objects.filter(
            action=JournalAction.KEEP_AS_APPROVED,
            subject__in=[subject_of_release(row.release) for row in contexts],
        ).values_list("subject", "digest")
    )
    outdated = [
        OutdatedRelease(
            release=context.release,
            live_from=scheduled[context.release.address].live_from,
            changed=tuple(changed[context.release.pk]),
            digest=digests[context.release.pk],
        )
        for context in contexts
        if changed[context.release.pk]
        and (subject_of_release(context.release), digests[context.release.pk])
        not in kept
    ]
    return sorted(outdated, key=lambda row: row.live_from)


@transaction.atomic
def keep_as_approved(release: Release, *, by: User, at: dt.datetime, seen: str) -> None:
    """Leave the release as it was approved, though a part of it has changed.

    `seen` is the digest of what has changed as it was shown. Raises NotAllowed if that
    is no longer what has changed.
    """
    if not by.has_perm(SUBMIT_RELEASE) and not Approver(by, at=at).may_approve:
        raise NotAllowed(_("Only authors and approvers can decide this."))
    rows = outdated_releases(Release.objects.filter(pk=release.pk), at=at)
    if not rows or rows[0].digest != seen:
        raise NotAllowed(
            _(
                "“%(release)s” carries something else that was changed. Read what has "
                "changed, then decide."
            )
            % {"release": release}
        )
    journal.write(
        JournalAction.KEEP_AS_APPROVED,
        subject_of_release(release),
        by=by,
        digest=seen,
        detail=f"{len(rows[0].changed)} changed since its approval",
    )


def _digest(context: ReleaseContext, revised: Revised) -> str:
    """Return the digest of what is saved now, the same in every language."""
    later = (
        str(revised[key].pk)
        for row in context.disclaimers
        if (key := (context.release.pk, row.ref)) in revised
    )
    return digest_of("\n".join([context.basis.content_digest, *later]))


def _changed_parts(
    contexts: list[ReleaseContext], scheduled: dict[str, Publication], revised: Revised
) -> dict[int, list[str]]:
    """Return what of each release differs from what will go public, by its key."""
    events = {
        row.address: row
        for row in Publication.objects.events()
        .not_called_off()
        .filter(
            address__in={event.slug for context in contexts for event in context.events}
        )
        .order_by("number")
    }
    changed: dict[int, list[str]] = {}
    for context in contexts:
        release = context.release
        parts = _changed_in_page(context, scheduled[release.address])
        parts += [
            _("the event “%(event)s”") % {"event": event}
            for event in context.events
            if (row := events.get(event.slug)) is None
            or row.digest != freeze_event(event).digest
        ]
        parts += [
            _("the disclaimer “%(disclaimer)s” (revision %(number)d)")
            % {"disclaimer": later.name, "number": later.revision}
            for disclaimer in context.disclaimers
            if (later := revised.get((release.pk, disclaimer.ref)))
        ]
        changed[release.pk] = parts
    return changed


def _changed_in_page(context: ReleaseContext, publication: Publication) -> list[str]:
    """Return the fields of its page that differ from the scheduled version."""
    if publication.digest == context.page.digest:
        return []
    approved = ReleaseDocument.model_validate_json(publication.document)
    names = {
        "contacts": _("a contact"),
        "files": _("a file"),
        "disclaimers": _("a disclaimer"),
        "boilerplates": _("an About section"),
        "category": _("the category"),
        "topics": _("a topic"),
        "timezone": _("the company’s time zone"),
    }
    fields = [
        field
        for field in ReleaseDocument.model_fields
        if getattr(approved, field) != getattr(context.document, field)
    ]
    return list(dict.fromkeys(names.get(field, _("the text")) for field in fields))


def _revised_since(contexts: list[ReleaseContext]) -> Revised:
    """Return the revisions made since each approval, by release and disclaimer."""
    refs = {row.ref for context in contexts for row in context.disclaimers}
    latest = {
        row.ref: row
        for row in Disclaimer.objects.filter(ref__in=refs).order_by("revision")
    }
    subjects = {subject_of_disclaimer(row): row for row in latest.values()}
    edited = {
        subjects[subject].ref: at
        for subject, at in JournalEntry.objects.filter(
            subject__in=subjects, action=JournalAction.EDIT
        )
        .order_by("seq")
        .values_list("subject", "at")
    }
    return {
        (context.release.pk, row.ref): latest[row.ref]
        for context in contexts
        for row in context.disclaimers
        if (approved := context.release.approved_at)
        and row.ref in edited
        and edited[row.ref] > approved
        and latest[row.ref].revision > row.revision
    }
