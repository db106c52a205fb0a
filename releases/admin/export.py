"""The download of everything that is stored about a release."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest

from releases.desk import export
from releases.staff_views import StaffReleaseView


class ExportReleaseView(StaffReleaseView):
    """The archive of a release, as a download."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Write the archive and send it; the journal notes who exported it."""
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        export.write_archive(self.release, file, by=self.user, at=self.at)
        file.seek(0)
        filename = export.archive_name(self.release, at=self.at)
        return FileResponse(file, as_attachment=True, filename=filename)
