"""What every public page is: the record at one moment, and nothing about its reader."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from releases.models import Publication
from releases.models.record.queries import PublicationQuerySet
from releases.public.as_of import as_of
from releases.record.documents import ProfileDocument
from releases.record.interval_cache import once
from releases.record.moment import moment_of
from releases.record.public_view import PublicView
from releases.record.published import profile


# Nothing can be posted here, so there is nothing to forge: a POST is told 405.
@method_decorator(csrf_exempt, name="dispatch")
class RecordView(PublicView, TemplateView):
    """A page of the record as it stood when the request arrived."""

    http_method_names = ["get", "head"]
    section = ""
    query = ""
    indexed = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the moment once."""
        super().setup(request, *args, **kwargs)
        self.at = moment_of(request)

    @cached_property
    def issuer(self) -> ProfileDocument:
        """The issuer's particulars as they stand."""
        return once(self.request, profile)

    def one(self, found: PublicationQuerySet) -> Publication:
        """The publication asked for; under embargo is as good as not there."""
        publication = found.first()
        if publication is None:
            raise Http404
        return publication

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every page shows beside its own subject."""
        back = as_of(self.request)
        path = back.now.partition("?")[0] if back else self.request.path
        where = f"{path}?{self.query}" if self.query else path
        said = {
            "issuer": self.issuer,
            "at": self.at,
            "section": self.section,
            "indexed": self.indexed,
            "as_of": back,
            "canonical": self.request.build_absolute_uri(where),
        }
        return super().get_context_data(**said | kwargs)
