"""Previews of reports, filings and pages: what saving and publishing would show."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from releases.models import Attachment, Filing, Report, SitePage
from releases.models.record.kinds import ReportKind
from releases.previews.staff import image_address
from releases.public.reports import ReportGroup
from releases.record.documents import (
    FileEntry,
    FilingDocument,
    PageDocument,
    ReportDocument,
)
from releases.record.filings import with_releases
from releases.record.freeze import file_entry
from releases.record.freeze_site_documents import (
    freeze_filing,
    freeze_report,
    freeze_site_page,
)
from releases.record.public_sections import public_sections
from releases.record.published import as_first_version, profile
from releases.staff_views import StaffView
from releases.text.image_tags import with_addresses


class SavedFile(FileEntry):
    """A file that staff open before readers can."""

    desk_path: str

    @property
    def path(self) -> str:
        """Its path at the desk."""
        return self.desk_path


def saved_file(attachment: Attachment) -> SavedFile:
    """Return the file of an item as it would be published, with its path at the desk."""
    return SavedFile(
        **file_entry(attachment).model_dump(),
        desk_path=reverse("admin:releases_attachment_file", args=[attachment.pk]),
    )


class ItemPreview(StaffView):
    """A public page with one item as it is saved, without the admin around it."""

    model: ClassVar[type[Model]]
    template_name: ClassVar[str]

    @classmethod
    def route_name(cls) -> str:
        """Return the name of its route in the admin."""
        return f"releases_{cls.model._meta.model_name}_preview"

    @classmethod
    def route(cls, model_admin: Any) -> URLPattern:
        """Return the route of the preview in the admin of its model."""
        return path(
            "<int:pk>/preview/", cls.for_admin(model_admin), name=cls.route_name()
        )

    @classmethod
    def url_of(cls, item: Model) -> str:
        """Return its address for an item that is saved."""
        return reverse(f"admin:{cls.route_name()}", args=[item.pk])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page; 404 where there is no such item."""
        context = {
            "issuer": profile(at=self.at),
            "sections": public_sections(at=self.at),
            "at": self.at,
            **self.item_context(get_object_or_404(self.model, pk=pk)),
        }
        response = TemplateResponse(request, self.template_name, context)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def item_context(self, item: Any) -> dict[str, Any]:
        """Return what the public page is given of the item."""
        raise NotImplementedError


class ReportPreview(ItemPreview):
    """A report in its place on the page of reports."""

    model = Report
    template_name = "admin/releases/report/preview.html"

    def item_context(self, item: Report) -> dict[str, Any]:
        frozen = freeze_report(item)
        assert isinstance(frozen.document, ReportDocument)
        files = tuple(map(saved_file, item.attachments.all()))
        report = as_first_version(
            frozen.document.model_copy(update={"files": files}),
            address=frozen.address,
            at=self.at,
            digest=frozen.digest,
        )
        kind = ReportKind(item.kind)
        group = ReportGroup(kind=kind, reports=(report,), more_query="")
        return {"groups": [group], "section": "reports"}


class FilingPreview(ItemPreview):
    """A filing as a row of the page of filings, with those of its releases that are live."""

    model = Filing
    template_name = "admin/releases/filing/preview.html"

    def item_context(self, item: Filing) -> dict[str, Any]:
        frozen = freeze_filing(item)
        assert isinstance(frozen.document, FilingDocument)
        filing = as_first_version(
            frozen.document, address=frozen.address, at=self.at, digest=frozen.digest
        )
        return {"filings": with_releases([filing], at=self.at), "section": "filings"}


class SitePagePreview(ItemPreview):
    """A page that staff wrote, with its files."""

    model = SitePage
    template_name = "admin/releases/sitepage/preview.html"

    def item_context(self, item: SitePage) -> dict[str, Any]:
        frozen = freeze_site_page(item)
        assert isinstance(frozen.document, PageDocument)
        files = tuple(map(saved_file, item.attachments.all()))
        body = with_addresses(frozen.document.body, image_address)
        page = as_first_version(
            frozen.document.model_copy(update={"files": files, "body": body}),
            address=frozen.address,
            at=self.at,
            digest=frozen.digest,
        )
        return {"page": page}
