"""The downloads of everything that is stored about a release."""

from __future__ import annotations

import hashlib
import tempfile

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from releases.desk import export
from releases.pdf.record_sheet import sheet_of_record
from releases.record.published import profile
from releases.record.representation import NotWritable
from releases.staff_views import StaffReleaseView, change_url


class ExportReleaseView(StaffReleaseView):
    """The archive of a release, as a download."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Write the archive and send it; the journal notes who exported it."""
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        export.write_archive(self.release, file, by=self.user, at=self.at)
        file.seek(0)
        filename = export.export_name(self.release, "zip", at=self.at)
        return FileResponse(file, as_attachment=True, filename=filename)


class ExportPDFView(StaffReleaseView):
    """The same to read and to print, as one PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set the PDF and send it; the journal notes who exported it, with its digest."""
        sheet = sheet_of_record(
            export.record_html(self.release, at=self.at),
            title=str(self.release),
            issuer=profile(at=self.at),
            made_at=self.at,
            root=settings.IRSITE_URL,
        )
        typeset = import_string(settings.PDF_TYPESETTER)
        try:
            content: bytes = typeset(sheet, folders=settings.IRSITE_FONTS)
        except NotWritable:
            message = _("The PDF could not be made. Download the archive instead.")
            messages.error(request, message)
            return HttpResponseRedirect(change_url(self.release))
        digest = hashlib.sha256(content).hexdigest()
        detail = "as a PDF, which has this SHA-256"
        export.note_export(self.release, by=self.user, digest=digest, detail=detail)
        filename = export.export_name(self.release, "pdf", at=self.at)
        disposition = f'attachment; filename="{filename}"'
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": disposition},
        )
