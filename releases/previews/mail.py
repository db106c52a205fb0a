"""Mails as staff see them before they go: headers, text and HTML; and a test of them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from csp.constants import SELF
from csp.decorators import csp_replace

from releases.alerts.mail_tests import owe_test
from releases.alerts.mime import MailTemplate
from releases.alerts.recipients import Recipient
from releases.alerts.release_mail import release_letter
from releases.alerts.rendering import fill_template
from releases.alerts.sample_mails import READER
from releases.desk.journal_subjects import subject_of_release
from releases.desk.read_log import is_fully_public, note_reading
from releases.desk.versions import versions_of
from releases.models import JournalAction, Publication, Release
from releases.previews.context import preview_context
from releases.previews.staff import not_indexed
from releases.readers.database import readers_database
from releases.readers.keys import SECRET_BYTES
from releases.record import journal
from releases.staff_views import StaffReleaseView
from releases.text.email_addresses import InvalidAddress, read_address


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMail:
    """A mail as a mail program reads it; `files` are the names of what is attached."""

    headers: tuple[tuple[str, str], ...]
    subject: str
    text: str
    html: str
    files: tuple[str, ...]


def show_mail(
    template: MailTemplate, *, key: str, at: dt.datetime, thread: str = ""
) -> ShownMail:
    """Write the mail for nobody, and read it. No key in it opens anything."""
    nobody = Recipient(
        mailbox=READER,
        language=settings.LANGUAGE_CODE,
        zone=settings.TIME_ZONE,
        secret=bytes(SECRET_BYTES),
        subscriber_id=None,
    )
    content = fill_template(
        template, nobody, key=key, thread=thread or f"{key}:first", at=at
    )
    unstuffed = content.replace(b"\r\n..", b"\r\n.")
    message = message_from_bytes(unstuffed, policy=default)
    assert isinstance(message, EmailMessage)
    return ShownMail(
        headers=tuple((name, str(value)) for name, value in message.items()),
        subject=str(message["Subject"]),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        files=tuple(part.get_filename() or "" for part in message.iter_attachments())
        if message.get_content_type() == "multipart/mixed"
        else (),
    )


def html_response(mail: ShownMail) -> HttpResponse:
    """Return the HTML of a mail for a frame, which loads nothing and does nothing."""
    # Browsers read the line ends of mails, CRLF, as LF.
    page = mail.html.replace("\r\n", "\n")
    own_style = page.partition("<style>")[2].partition("</style>")[0]
    response = HttpResponse(page)
    style = base64.b64encode(hashlib.sha256(own_style.encode()).digest()).decode()
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; frame-ancestors 'self'; sandbox; style-src 'sha256-{style}'"
    )
    return not_indexed(response)


def problem_with_test(user: User) -> str:
    """Return why no test can be sent to the account; empty if one can."""
    if not settings.IRSITE_ALERTS:
        return _("No mail is sent from this site: it has no mail system.")
    try:
        read_address(user.email)
    except InvalidAddress:
        return _("Your account has no e-mail address, so no test can be sent to you.")
    return ""


def send_test(
    request: HttpRequest,
    sample: str,
    *,
    subject: str,
    by: User,
    at: dt.datetime,
    publication: Publication | None = None,
) -> HttpResponse:
    """Owe `by` a test, journal it, and show the page again.

    Of a fault between two databases an entry stays, and never a mail without one.
    """
    problem = problem_with_test(by)
    if problem:
        messages.error(request, problem)
    else:
        with transaction.atomic(using=readers_database()), transaction.atomic():
            journal.write(JournalAction.TEST_MAIL, subject, by=by, detail=sample)
            owe_test(sample, staff=by.pk, at=at, publication=publication)
        messages.success(request, _("A test is on its way to your own address."))
    return HttpResponseRedirect(request.path)


class MailPreview(StaffReleaseView):
    """The mail that subscribers get of a release."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Journal the reading, and show the mail."""
        note_reading(self.release, by=self.user, of="its mail")
        response = self.page(
            "admin/releases/release/mail.html",
            title=str(self.release),
            mail=mail_of_release(self.release),
            is_public=is_fully_public(self.release),
            problem_with_test=problem_with_test(self.user),
        )
        return not_indexed(response)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a test: with the release's words only if readers have them."""
        publication = None
        if is_fully_public(self.release):
            publication = versions_of(self.release)[0]
        return send_test(
            request,
            "release",
            subject=subject_of_release(self.release),
            by=self.user,
            at=self.at,
            publication=publication,
        )


class FramedMail(StaffReleaseView):
    """The HTML of the mail, for the frame of `MailPreview`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Journal the reading, and return the HTML."""
        note_reading(self.release, by=self.user, of="its mail")
        return html_response(mail_of_release(self.release))


def mail_of_release(release: Release) -> ShownMail:
    """Return the mail as approving the release now would make it, or as it is."""
    context = preview_context(release)
    published = context["release"]
    template = release_letter(
        published,
        issuer=context["issuer"],
        events={event.address: event for event in context["events"]},
        is_reply=published.number > 1,
    )
    key = f"publication:{published.number}"
    return show_mail(template, key=key, thread="publication:1", at=context["at"])


def framed(view: Callable[..., HttpResponseBase]) -> Any:
    """Let pages of this site frame the view."""
    return xframe_options_sameorigin(view)


def with_frame(view: Callable[..., HttpResponseBase]) -> Any:
    """Let the view frame a page of this site."""
    allowing: Any = csp_replace({"frame-src": [SELF]})
    return allowing(view)


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the routes of the mail of a release, for the admin of releases."""
    return [
        path(
            "<int:pk>/preview/mail/",
            with_frame(MailPreview.for_admin(model_admin)),
            name="releases_release_preview_mail",
        ),
        path(
            "<int:pk>/preview/mail/html/",
            framed(FramedMail.for_admin(model_admin)),
            name="releases_release_preview_mail_html",
        ),
    ]


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())
