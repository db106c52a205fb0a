"""Labels of kinds, as readers see them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.models.record.kinds import (
    Audience,
    EventKind,
    NoticeKind,
    ReportKind,
    SessionKind,
)
from releases.record.documents import (
    ContactEntry,
    EventDocument,
    FileEntry,
    ReleaseHead,
)
from releases.record.period_labels import period_label
from releases.text.notice_headlines import says_notice
from releases.translation import LABELLED, labelled, listed

register = template.Library()
register.filter("period_label", period_label)

# The mark of a changed release in lists and feeds.
NOTICE_MARKS = {
    NoticeKind.CORRECTION: gettext_lazy("Corrected"),
    NoticeKind.REPLACEMENT: gettext_lazy("Corrected and replaced"),
    NoticeKind.WITHDRAWAL: gettext_lazy("Withdrawn"),
    NoticeKind.DISREGARD: gettext_lazy("Disregard"),
}
# When a notice was published, as lines with the time.
NOTICE_TIMES = {
    NoticeKind.CORRECTION: gettext_lazy("Corrected {when}"),
    NoticeKind.REPLACEMENT: gettext_lazy("Replaced {when}"),
    NoticeKind.WITHDRAWAL: gettext_lazy("Withdrawn {when}"),
    NoticeKind.DISREGARD: gettext_lazy("Issued {when}"),
}


@register.filter
def notice_heading(kind: str) -> str:
    """Return the heading of a notice, such as “Correct and replace”."""
    if kind == NoticeKind.WITHDRAWAL:
        return _("This release is withdrawn")
    return str(NoticeKind(kind).label)


@register.filter
def notice_mark(kind: str) -> str:
    """Return the mark of a changed release in lists, such as “Corrected”."""
    return str(NOTICE_MARKS[NoticeKind(kind)])


@register.simple_tag
def notice_time(kind: str, when: str) -> SafeString:
    """Return when a notice was published, such as “Replaced March 3, 2026”, as HTML."""
    return format_html(str(NOTICE_TIMES[NoticeKind(kind)]), when=when)


def title_mark(document: ReleaseHead) -> str:
    """Return the mark before a changed release's headline, unless its words say it."""
    change = document.change
    if change is None or says_notice(document.headline, change.kind):
        return ""
    return notice_mark(change.kind)


@register.filter
def release_title(document: ReleaseHead) -> str:
    """Return a release's title, the same on every page and in every feed."""
    mark = title_mark(document)
    return labelled(mark, document.headline) if mark else document.headline


@register.filter
def marked_title(document: ReleaseHead) -> SafeString:
    """Return a release's title as HTML, its mark in the colour of the notice."""
    return behind_mark(document, document.headline)


@register.simple_tag
def behind_mark(document: ReleaseHead, title: str) -> SafeString:
    """Return a title, such as one with words marked, behind the mark of its release."""
    mark = title_mark(document)
    if not mark:
        return conditional_escape(title)
    css_class = "mark-withdrawn" if document.is_notice else "mark-corrected"
    label = format_html('<span class="{}">{}</span>', css_class, mark)
    return labelled_markup(label, title)


@register.simple_tag(name="labelled")
def labelled_markup(label: str, text: str) -> SafeString:
    """Return HTML behind its label, as the active language joins them."""
    return format_html(str(LABELLED), label=label, text=text)


@register.filter
def by_audience(people: Iterable[ContactEntry]) -> list[tuple[str, list[ContactEntry]]]:
    """Group contacts: investors first, then the media, then general ones.

    Each group keeps the order of its contacts; empty groups are left out.
    """
    contacts = list(people)
    groups = [
        (
            str(audience.label),
            [person for person in contacts if person.audience == audience],
        )
        for audience in Audience
    ]
    return [(label, group) for label, group in groups if group]


@register.filter
def report_kind(kind: str) -> str:
    """Return the label of a kind of report."""
    return str(ReportKind(kind).label)


@register.filter
def event_kind(kind: str) -> str:
    """Return the label of a kind of event; “Event” for other and unknown kinds."""
    if kind not in EventKind.values or kind == EventKind.OTHER:
        return _("Event")
    return str(EventKind(kind).label)


@register.filter
def event_place(event: EventDocument) -> str:
    """Return the venue and the city of an event, those that are known."""
    return listed((event.venue, event.city))


@register.filter
def session_kind(kind: str) -> str:
    """Return the label of a kind of session; “Session” for other and unknown kinds."""
    if kind not in SessionKind.values or kind == SessionKind.OTHER:
        return _("Session")
    return str(SessionKind(kind).label)


@register.filter
def file_kind(file: FileEntry) -> str:
    """Return the ending of a file's name in capitals, such as “PDF”."""
    ending = file.name.rpartition(".")[2]
    return ending.upper() if ending != file.name else _("File")
