"""A sample of each kind of mail, with invented words: to look at, and to test the mail system.

Only what is published of the issuer is in them, so a sample may leave the house at any time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.alerts.digest_mail import DigestItem, digest_letter
from releases.alerts.event_mail import event_letter, event_subject, reminder_letter
from releases.alerts.inquiry_mails import answer_letter, question_letter
from releases.alerts.mime import MailTemplate
from releases.alerts.release_mail import release_letter
from releases.alerts.request_mails import (
    confirmation_letter,
    data_letter,
    invitation_letter,
    subscribed_letter,
)
from releases.models.record.kinds import EventKind
from releases.readers.models import EVENTS, RELEASES, Inquiry, InquiryAnswer, Topic
from releases.record.documents import (
    CategoryEntry,
    Change,
    EventDocument,
    ProfileDocument,
    ReleaseDocument,
)
from releases.record.published import Published, as_first_version
from releases.templatetags.datetimes import datetime_to_second, event_period
from releases.templatetags.text_markup import standfirst

# Whom a sample is written for, where nobody is to get it.
READER = "reader@example.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleMail:
    """One kind of mail, and what writes its sample as of a moment."""

    label: Promise
    write: Callable[[ProfileDocument, dt.datetime], MailTemplate]


def _release(issuer: ProfileDocument, at: dt.datetime) -> Published[ReleaseDocument]:
    document = ReleaseDocument(
        headline=_("Sample Headline of a Press Release"),
        subheadlines=(_("A second line, with what matters most"),),
        category=CategoryEntry(slug="sample", name=_("Sample")),
        language=settings.LANGUAGE_CODE,
        timezone=issuer.timezone,
        body=_SAMPLE_BODY
        % {
            "first": _(
                "This is a sample. It shows how a press release looks as a mail."
            ),
            "second": _("It has the published contacts and disclaimers, and a table."),
            "revenue": _("Revenue"),
            "costs": _("Costs"),
        },
        contacts=issuer.contacts,
        disclaimers=issuer.disclaimers,
    )
    return as_first_version(document, address="2026/sample", at=at)


def _later_version(
    issuer: ProfileDocument, at: dt.datetime, change: Change
) -> MailTemplate:
    """Return the mail of a version that replaces the sample of a release."""
    first = _release(issuer, at)
    document = first.document.model_copy(update={"change": change})
    if document.is_notice:
        document = document.model_copy(update={"body": "", "subheadlines": ()})
    release = replace(first, number=2, document=document)
    return release_letter(release, issuer=issuer, events={}, is_reply=True)


def _correction(issuer: ProfileDocument, at: dt.datetime) -> MailTemplate:
    text = _("Costs of 2025 were 555, not 565.")
    return _later_version(issuer, at, Change(kind="correction", text=text))


def _withdrawal(issuer: ProfileDocument, at: dt.datetime) -> MailTemplate:
    text = _("This sample is withdrawn. Do not rely on it.")
    return _later_version(issuer, at, Change(kind="withdrawal", text=text))


def _event(issuer: ProfileDocument, at: dt.datetime) -> Published[EventDocument]:
    starts = at.replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=7)
    document = EventDocument(
        title=_("Sample Call"),
        event_kind=EventKind.EARNINGS_CALL,
        starts=starts,
        ends=starts + dt.timedelta(hours=1),
        timezone=issuer.timezone,
        webcast_url="https://example.com/webcast",
        dial_ins=("+1 617 555 0100",),
    )
    return as_first_version(
        document, address="sample-call", at=at, starts=starts, ends=document.ends
    )


def _digest(issuer: ProfileDocument, at: dt.datetime) -> MailTemplate:
    release, event = _release(issuer, at), _event(issuer, at)
    items = (
        DigestItem(
            title=release.document.headline,
            when=datetime_to_second(release.since, issuer.timezone),
            summary=standfirst(release.document),
            url=settings.IRSITE_URL + release.permanent_path,
            disclaimers=release.document.disclaimers,
        ),
        DigestItem(
            title=event_subject(event),
            when=event_period(event.document),
            summary="",
            url=settings.IRSITE_URL + event.permanent_path,
        ),
    )
    return digest_letter(items, issuer=issuer)


def _inquiry(at: dt.datetime) -> Inquiry:
    return Inquiry(
        pk=0,
        topic=Topic.INVESTORS,
        name=_("A Reader"),
        address=READER,
        key=READER,
        question=_("This is a sample of a question."),
        at=at,
        since=at,
    )


def _answer(issuer: ProfileDocument, at: dt.datetime) -> MailTemplate:
    text = _("This is a sample of an answer.")
    reply = InquiryAnswer(inquiry=_inquiry(at), text=text, at=at)
    return answer_letter(reply, issuer)


_SAMPLE_BODY = (
    "<p>%(first)s</p><p>%(second)s</p>"
    "<table><tr><th></th><th>2026</th><th>2025</th></tr>"
    "<tr><td>%(revenue)s</td><td>1,234</td><td>1,111</td></tr>"
    "<tr><td>%(costs)s</td><td>(567)</td><td>(555)</td></tr></table>"
)
# By the name in the address of its page.
SAMPLES: Mapping[str, SampleMail] = {
    "release": SampleMail(
        label=gettext_lazy("Press release"),
        write=lambda issuer, at: release_letter(
            _release(issuer, at), issuer=issuer, events={}, is_reply=False
        ),
    ),
    "correction": SampleMail(label=gettext_lazy("Correction"), write=_correction),
    "withdrawal": SampleMail(label=gettext_lazy("Withdrawal"), write=_withdrawal),
    "event": SampleMail(
        label=gettext_lazy("Event"),
        write=lambda issuer, at: event_letter(
            _event(issuer, at), issuer=issuer, at=at, is_reply=False
        ),
    ),
    "reminder": SampleMail(
        label=gettext_lazy("Reminder of an event"),
        write=lambda issuer, at: reminder_letter(
            _event(issuer, at), issuer=issuer, at=at
        ),
    ),
    "digest": SampleMail(label=gettext_lazy("Daily mail"), write=_digest),
    "confirmation": SampleMail(
        label=gettext_lazy("Confirmation of an address"),
        write=lambda issuer, at: confirmation_letter((RELEASES, EVENTS), issuer=issuer),
    ),
    "invitation": SampleMail(
        label=gettext_lazy("Request to confirm an imported address"),
        write=lambda issuer, at: invitation_letter(issuer=issuer),
    ),
    "subscribed": SampleMail(
        label=gettext_lazy("Subscribed already"),
        write=lambda issuer, at: subscribed_letter(is_paused=False, issuer=issuer),
    ),
    "data": SampleMail(
        label=gettext_lazy("Link to one’s data"),
        write=lambda issuer, at: data_letter(issuer=issuer),
    ),
    "question": SampleMail(
        label=gettext_lazy("Question to a contact"),
        write=lambda issuer, at: question_letter(_inquiry(at)),
    ),
    "answer": SampleMail(label=gettext_lazy("Answer to a question"), write=_answer),
}
