"""Everything that an approval covers beside the text, line by line, for the approver.

`PARTS` is the one list. tests/workspace/test_covered.py changes each field of what is
frozen, and fails where the page that asks for the approval stays the same.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from releases.desk.read_log import files_read
from releases.models import Attachment, NoticeKind
from releases.models.record.kinds import Audience, EventKind, FileRole, SessionKind
from releases.record.documents import (
    CategoryEntry,
    ContactEntry,
    EventDocument,
    FileEntry,
    ReleaseDocument,
    SessionEntry,
)
from releases.record.period_labels import period_label
from releases.widgets.wall_time import format_in_zone
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredFile:
    """A file, where staff open it, and when this person did; None where they have not."""

    entry: FileEntry
    role: str
    url: str
    opened_at: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveredPart:
    """A part of what is approved: its name, its lines, and its files."""

    name: str
    lines: tuple[tuple[str, str], ...]
    files: tuple[CoveredFile, ...] = field(default=())


def covered_parts(context: WorkspaceContext, *, when: str = "") -> list[CoveredPart]:
    """Return the parts, each with the lines that say something.

    `when` is when it is published, where that is not at its own instant.
    """
    publication = _publication(context, when or _instant(context))
    return [publication, *(part for parts in PARTS for part in parts(context))]


def _instant(context: WorkspaceContext) -> str:
    instant = context.basis.instant
    return time_in_both_zones(instant) if instant else _("As soon as it is approved")


def unopened_files(parts: list[CoveredPart]) -> int:
    """Return how many of the files this person has not opened."""
    return sum(file.opened_at is None for part in parts for file in part.files)


def _publication(context: WorkspaceContext, when: str) -> CoveredPart:
    release, document = context.release, context.document
    change = document.change
    return _part(
        _("Publication"),
        (_("When"), when),
        (
            _("Newswire"),
            _("Only after the newswire has crossed")
            if context.basis.after_wire
            else _("Does not wait for the newswire"),
        ),
        (
            _("Wire crossing"),
            time_in_both_zones(release.wire_crossed_at)
            if release.wire_crossed_at
            else "",
        ),
        (_("Wire order"), release.wire_order),
        (_("8-K"), release.filing_number),
        (
            _("8-K filed"),
            time_in_both_zones(release.filed_at) if release.filed_at else "",
        ),
        (_("Source"), document.source or _("None")),
        (
            _("Category"),
            _names_of(document.category) if release.category else _("Not chosen"),
        ),
        (_("Topics"), ", ".join(document.topics)),
        (_("Fiscal period"), period_label(document.period)),
        (_("Language"), document.language),
        (_("Other languages"), _place_among_languages(document)),
        (_("Time zone"), document.timezone),
        (
            _("Contains forward-looking statements"),
            release.get_forward_looking_display() or _("Not answered"),
        ),
        (_("Material news"), release.get_material_display() or _("Not answered")),
        (_("Public notice"), _notice(change.kind, change.text) if change else ""),
        (
            _("Earlier versions"),
            _("The public can no longer read them") if change and change.sealed else "",
        ),
    )


def _names_of(category: CategoryEntry) -> str:
    """Return its name, and in brackets those in other languages."""
    others = "; ".join(f"{each.language}: {each.name}" for each in category.names)
    return f"{category.name} ({others})" if others else category.name


def _place_among_languages(document: ReleaseDocument) -> str:
    if document.languages is None:
        return ""
    if document.languages.is_translation:
        return _("This is a translation")
    return _("This is the original of translations")


def _notice(kind: str, text: str) -> str:
    return f"{NoticeKind(kind).label}: {text}"


def _files(context: WorkspaceContext) -> Iterator[CoveredPart]:
    files = context.document.files
    yield CoveredPart(
        name=_("Files"),
        lines=() if files else (("", _("None")),),
        files=_openable(files, context),
    )


def _images(context: WorkspaceContext) -> Iterator[CoveredPart]:
    """Yield each size of each image that the text shows."""
    lines = [
        (
            image.name,
            ", ".join(
                [
                    f"{image.width} × {image.height}",
                    image.media_type,
                    filesizeformat(image.size),
                    f"SHA-256 {image.sha256}",
                ]
            ),
        )
        for image in context.document.images
    ]
    if lines:
        yield _part(_("Images in the text"), *lines)


def _contacts(context: WorkspaceContext) -> Iterator[CoveredPart]:
    people = context.document.contacts
    lines = [(str(Audience(row.audience).label), _person(row)) for row in people]
    yield _part(_("Contacts"), *(lines or [("", _("None"))]))


def _person(person: ContactEntry) -> str:
    shown = (person.name, person.title, person.organization)
    return ", ".join(filter(None, (*shown, *person.phones, *person.emails)))


def _events(context: WorkspaceContext) -> Iterator[CoveredPart]:
    for page in context.event_pages:
        event = page.document
        assert isinstance(event, EventDocument)
        yield _event(event, context)


def _event(event: EventDocument, context: WorkspaceContext) -> CoveredPart:
    zone = zoneinfo.ZoneInfo(event.timezone)

    def when(moment: dt.datetime | None) -> str:
        if moment is None:
            return ""
        if event.all_day:
            return _("%(date)s, all day") % {
                "date": date_format(moment.astimezone(zone), "j F Y")
            }
        return format_in_zone(moment, zone)

    part = _part(
        _("Event: %(title)s") % {"title": event.title},
        (_("Status"), _("Cancelled") if event.cancelled else ""),
        (_("Kind"), str(EventKind(event.event_kind).label)),
        (_("Fiscal period"), period_label(event.period)),
        (_("Starts"), when(event.starts)),
        (_("Ends"), when(event.ends)),
        (_("Time zone"), event.timezone),
        (_("Place"), ", ".join(filter(None, (event.venue, event.city)))),
        (_("Webcast"), event.webcast_url),
        (_("Dial-in"), "; ".join(event.dial_ins)),
        (_("Replay"), event.replay_url),
        (
            _("Replay until"),
            format_in_zone(event.replay_until, zone) if event.replay_until else "",
        ),
        *((_("Session"), _session(session, zone)) for session in event.sessions),
    )
    return CoveredPart(
        name=part.name, lines=part.lines, files=_openable(event.files, context)
    )


def _session(session: SessionEntry, zone: dt.tzinfo) -> str:
    times = (
        format_in_zone(time, zone) for time in (session.starts, session.ends) if time
    )
    shown = (
        session.title,
        str(SessionKind(session.kind).label),
        " – ".join(times),
        session.room,
        session.reference,
    )
    return ", ".join(filter(None, shown))


def _wordings(context: WorkspaceContext) -> Iterator[CoveredPart]:
    lines = [
        (
            row.name,
            " ".join(
                filter(
                    None,
                    (
                        _("Revision %(number)s.") % {"number": row.revision},
                        row.jurisdiction,
                    ),
                )
            ),
        )
        for row in context.document.disclaimers
    ]
    yield _part(_("Disclaimers"), *(lines or [("", _("None"))]))


def _answers(context: WorkspaceContext) -> Iterator[CoveredPart]:
    """Yield the findings that somebody answered, with the answers."""
    if context.waivers:
        yield _part(
            _("Check findings that were answered"),
            *(
                (
                    waiver.found,
                    _("%(answer)s (%(person)s, %(time)s)")
                    % {
                        "answer": waiver.reason or _("Reviewed, and correct."),
                        "person": waiver.by,
                        "time": date_format(
                            timezone.localtime(waiver.at), "j F Y, H:i T"
                        ),
                    },
                )
                for waiver in context.waivers
            ),
        )


PARTS: tuple[Callable[[WorkspaceContext], Iterator[CoveredPart]], ...] = (
    _files,
    _images,
    _events,
    _contacts,
    _wordings,
    _answers,
)


def _part(name: str, *lines: tuple[str, str]) -> CoveredPart:
    return CoveredPart(name=name, lines=tuple(line for line in lines if line[1]))


def _openable(
    files: tuple[FileEntry, ...], context: WorkspaceContext
) -> tuple[CoveredFile, ...]:
    if not files:
        return ()
    keys = dict(
        Attachment.objects.filter(token__in=[file.token for file in files]).values_list(
            "token", "pk"
        )
    )
    opened = files_read(context.release, by=context.by)
    return tuple(
        CoveredFile(
            entry=file,
            role=str(FileRole(file.role).label),
            url=reverse("admin:releases_attachment_file", args=[keys[file.token]])
            if file.token in keys
            else "",
            opened_at=opened.get(file.sha256),
        )
        for file in files
    )
