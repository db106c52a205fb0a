"""Lists of subscribers at the desk: uploaded, checked, and only then imported; downloaded."""

from __future__ import annotations

import io
import tempfile
import zlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releases.admin.alert_pages import ReadersView
from releases.alerts.subscriber_export import export_subscribers
from releases.alerts.subscriber_import import (
    MAX_BASIS,
    RowFate,
    check_list,
    digest_of,
    import_list,
)
from releases.alerts.subscriber_rows import COLUMNS, UnreadableList
from releases.readers.models import Status, SubscriberImport

# As many as are written within the time that a browser waits; more by manage.py.
MAX_ROWS_AT_DESK = 10_000
MAX_FILENAME = 100
MEDIA_TYPE = "text/csv; charset=utf-8"
LIST = "admin:readers_subscriber_changelist"


class ListForm(forms.Form):
    """A list, and how its people agreed to be mailed."""

    list = forms.FileField(
        label=gettext_lazy("List of subscribers (CSV in UTF-8)"),
        error_messages={
            "required": gettext_lazy("Choose the file with the list."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    basis = forms.CharField(
        label=gettext_lazy(
            "How did these people agree to be mailed, and who can prove it?"
        ),
        max_length=MAX_BASIS,
        min_length=10,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy(
                "Say how these people agreed. It is kept with the consent of each."
            )
        },
    )

    def clean_list(self) -> UploadedFile:
        """Require a list that can be read, whatever its lines say."""
        upload: UploadedFile = self.cleaned_data["list"]
        assert upload.file is not None
        try:
            check_list(upload.file, at=timezone.now(), max_rows=MAX_ROWS_AT_DESK)
        except UnreadableList as error:
            raise ValidationError(str(error)) from None
        return upload

    def clean_basis(self) -> str:
        """Return the statement in one line."""
        return " ".join(self.cleaned_data["basis"].split())


class UploadListView(ReadersView):
    """The form for a list. What it would do is shown next, and nothing is changed before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show an empty form for a list."""
        return self.form_page(ListForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the list, and show what it would do."""
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.form_page(form, status=422)
        upload = form.cleaned_data["list"]
        digest = digest_of(upload.file)
        kept = SubscriberImport.objects.create(
            user=self.user.pk,
            filename=(upload.name or "")[:MAX_FILENAME],
            content=zlib.compress(upload.file.read()),
            digest=digest,
            basis=form.cleaned_data["basis"],
            at=self.at,
        )
        return HttpResponseRedirect(
            reverse("admin:readers_subscriber_check", args=[kept.pk])
        )

    def form_page(self, form: ListForm, *, status: int = 200) -> HttpResponse:
        """Return the page with the form."""
        response = self.page(
            "admin/alerts/import_form.html",
            title=_("Import subscribers"),
            form=form,
            columns=COLUMNS,
            max_rows=MAX_ROWS_AT_DESK,
        )
        response.status_code = status
        return response


class ImportListView(ReadersView):
    """What a list would do, with a sentence for each line that has one; and the button."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what importing the list would do, and change nothing."""
        kept = get_object_or_404(SubscriberImport, pk=pk)
        report = check_list(opened(kept), at=self.at, max_rows=MAX_ROWS_AT_DESK)
        new = report.counts[RowFate.SUBSCRIBED] + report.counts[RowFate.ASKED]
        return self.page(
            "admin/alerts/import_check.html",
            title=_("Check the list"),
            kept=kept,
            report=report,
            counts=[(fate.label, report.counts[fate]) for fate in RowFate],
            new=new,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import the list, or delete it, by the button that was pressed."""
        kept = get_object_or_404(SubscriberImport, pk=pk)
        if "discard" in request.POST:
            kept.delete()
            messages.info(request, _("The list was deleted. Nothing was imported."))
            return HttpResponseRedirect(reverse(LIST))
        report = import_list(
            opened(kept),
            basis=kept.basis,
            by=self.user,
            at=self.at,
            max_rows=MAX_ROWS_AT_DESK,
        )
        kept.delete()
        subscribed, asked = (
            report.counts[RowFate.SUBSCRIBED],
            report.counts[RowFate.ASKED],
        )
        messages.success(
            request,
            ngettext(
                "%(count)d reader was subscribed.",
                "%(count)d readers were subscribed.",
                subscribed,
            )
            % {"count": subscribed}
            + " "
            + ngettext(
                "%(count)d gets a mail to confirm.",
                "%(count)d get a mail to confirm.",
                asked,
            )
            % {"count": asked},
        )
        return HttpResponseRedirect(reverse(LIST))


class ExportView(ReadersView):
    """Sends all subscribers, or those of one status, as a file."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Write the file and send it; the journal notes who has it now."""
        status = request.POST.get("status", "")
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        export_subscribers(
            text, by=self.user, status=status if status in Status.values else ""
        )
        text.detach()
        file.seek(0)
        filename = f"subscribers-{self.at:%Y-%m-%d}.csv"
        headers: dict[str, Any] = {"Content-Type": MEDIA_TYPE}
        return FileResponse(
            file, as_attachment=True, filename=filename, headers=headers
        )


def opened(kept: SubscriberImport) -> io.BytesIO:
    """Return the list as it was uploaded."""
    return io.BytesIO(zlib.decompress(bytes(kept.content)))
