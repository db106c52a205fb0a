"""The pages that staff write, such as governance and frequently asked questions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, breadcrumbs
from releases.record.public_view import PublicationRef
from releases.record.published import published_page
from releases.text.public_paths import page_path


class AboutPage(RecordView):
    """One page, as its live version has it."""

    template_name = "releases/page.html"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (page_path(ref.address),) if ref.kind == Kind.PAGE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the live version. Raises Http404, also for a page that is not shown."""
        versions = Publication.objects.pages().listed().at_address(kwargs["slug"])
        page = published_page(self.first_or_404(versions.live(at=self.at)))
        self.section = f"page-{page.address}"
        return super().get_context_data(page=page, **kwargs)

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the way to the page."""
        page, url = context["page"], context["canonical"]
        return [breadcrumbs(self.front_page(), (page.document.title, url))]
