"""The pages of sample mails: each kind that readers get, to look at and to test."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from releases.admin.alert_pages import ReadersView
from releases.alerts.sample_mails import SAMPLES
from releases.previews.mail import (
    ShownMail,
    framed,
    html_response,
    problem_with_test,
    send_test,
    show_mail,
    with_frame,
)
from releases.readers.models import Mailing
from releases.record.published import profile


class SamplesView(ReadersView):
    """The list of the kinds of mail, each with a link to its sample."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the mails that can be previewed."""
        return self.page(
            "admin/alerts/samples.html",
            title=_("What each mail looks like"),
            samples=[(name, sample.label) for name, sample in SAMPLES.items()],
        )


class SampleView(ReadersView):
    """The sample of one kind of mail: its headers, its text and its HTML."""

    def mail(self, name: str) -> ShownMail:
        """Return the sample; raise Http404 where there is no such kind."""
        if name not in SAMPLES:
            raise Http404
        template = SAMPLES[name].write(profile(at=self.at), self.at)
        return show_mail(template, key=f"sample:{name}", at=self.at)

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the headers, the text, and a frame with the HTML."""
        mail = self.mail(name)
        context: dict[str, Any] = {
            "title": SAMPLES[name].label,
            "name": name,
            "mail": mail,
            "problem_with_test": problem_with_test(self.user),
        }
        return self.page("admin/alerts/sample.html", **context)

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        """Send the sample to the signed-in person as a test."""
        if name not in SAMPLES:
            raise Http404
        subject = f"mail:{name}"
        return send_test(request, name, subject=subject, by=self.user, at=self.at)


class FramedSample(SampleView):
    """The HTML of a sample, for the frame."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        return html_response(self.mail(name))


def urls(model_admin: ModelAdmin[Mailing]) -> list[URLPattern]:
    """Return the routes of the samples, for the admin of mailings."""
    return [
        path(
            "samples/",
            SamplesView.for_admin(model_admin),
            name="readers_mailing_samples",
        ),
        path(
            "samples/<slug:name>/",
            with_frame(SampleView.for_admin(model_admin)),
            name="readers_mailing_sample",
        ),
        path(
            "samples/<slug:name>/html/",
            framed(FramedSample.for_admin(model_admin)),
            name="readers_mailing_sample_html",
        ),
    ]
