"""The base view of public pages: the record at one moment, the same for every reader."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from releases.models import Publication
from releases.models.record.publication import PublicationQuerySet
from releases.public.as_of import as_of
from releases.public.structured_data import Node, Site, graph
from releases.record.documents import ProfileDocument
from releases.record.interval_cache import per_interval
from releases.record.moment import moment_of
from releases.record.public_sections import public_sections
from releases.record.public_view import PublicView
from releases.record.published import profile
from releases.text.public_paths import HOME


# A POST is answered with 405, or by a form that knows nobody, so there is nothing for a CSRF
# check to protect.
@method_decorator(csrf_exempt, name="dispatch")
class RecordView(PublicView, TemplateView):
    """A page of the record as of the moment of its request.

    `section` is the entry of the navigation that it belongs to, `canonical_query` the
    query of its canonical URL, `indexed` whether search engines may list it: no page of
    results, which a query selects, is listed.
    """

    http_method_names = ["get", "head"]
    section = ""
    canonical_query = ""
    indexed = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = moment_of(request)
        if self.query_params & request.GET.keys():
            self.indexed = False

    @cached_property
    def issuer(self) -> ProfileDocument:
        """The published profile of the issuer."""
        return per_interval(self.request, profile)

    def first_or_404(self, publications: PublicationQuerySet) -> Publication:
        """Return the first publication. Raises Http404, also for an embargoed one."""
        publication = publications.first()
        if publication is None:
            raise Http404
        return publication

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every page shows beside its own subject."""
        view = as_of(self.request)
        path = view.current_url.partition("?")[0] if view else self.request.path
        canonical = f"{path}?{self.canonical_query}" if self.canonical_query else path
        context = {
            "issuer": self.issuer,
            "at": self.at,
            "section": self.section,
            "sections": per_interval(self.request, public_sections),
            "indexed": self.indexed,
            "as_of": view,
            "offers_alerts": settings.IRSITE_ALERTS and view is None,
            "canonical": self.request.build_absolute_uri(canonical),
        }
        context = super().get_context_data(**context | kwargs)
        nodes = [] if view else self.structured_data(context)
        return context | {"structured_data": graph(nodes) if nodes else ""}

    @property
    def site(self) -> Site:
        """The issuer and the origin of the site's URLs, for structured data."""
        root = self.request.build_absolute_uri("/").removesuffix("/")
        return Site(issuer=self.issuer, root=root)

    def front_page(self) -> tuple[str, str]:
        """Return the first step of the way to every page: its name and its URL."""
        return self.issuer.name or _("Newsroom"), self.site.root + HOME

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return what the page is about, from its context; nothing by default."""
        return []
