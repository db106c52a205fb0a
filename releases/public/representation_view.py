"""The view that answers with a representation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from releases.public.problem_details import method_not_allowed, problem_response
from releases.record.cross_origin import CORS_HEADERS
from releases.record.derivatives import derived
from releases.record.documents import ReleaseHead
from releases.record.horizon import BEGINNING
from releases.record.interval_cache import interval_start, per_interval, shared_subject
from releases.record.moment import moment_of
from releases.record.public_sections import public_sections
from releases.record.public_view import PublicationRef, PublicView
from releases.record.published import profile
from releases.record.representation import (
    Lookup,
    NotDisclosed,
    NotWritable,
    Representation,
    SealedVersion,
    WriteContext,
)
from releases.translation import words_around

RETRY_SECONDS = "5"


@method_decorator(csrf_exempt, name="dispatch")
class RepresentationView(PublicView, View):
    """Looks up the subject of its representation, and sends what that writes of it."""

    representation: ClassVar[Representation[Any]]
    http_method_names = ["get", "head"]

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return cls.representation.affected_paths(ref)

    def get(self, request: HttpRequest, **parameters: Any) -> HttpResponse:
        """Return the bytes as of the request's moment; 404, or 410 if they are sealed."""
        representation = self.representation
        at = moment_of(request)
        issuer = per_interval(request, profile)
        lookup = Lookup(
            at=at,
            issuer=issuer,
            parameters=parameters,
            query={
                name: request.GET[name]
                for name in representation.query_params
                if name in request.GET
            },
        )
        try:
            subject = self.read_subject(lookup)
        except NotDisclosed:
            raise Http404 from None
        except SealedVersion as sealed:
            return self.sealed_response(sealed.path)
        part = parameters.get("part", 1)
        is_limited = representation.applies or representation.parts
        if is_limited and not representation.exists_for(subject.document, part=part):
            raise Http404
        context = WriteContext(
            issuer=issuer,
            root=request.build_absolute_uri("/").removesuffix("/"),
            host=settings.IRSITE_DOMAIN,
            at=at,
            path=request.path,
            part=part,
            hub=settings.IRSITE_WEBSUB_HUB if representation.has_hub else "",
        )
        try:
            content = self.content_of(subject, context)
        except NotWritable:
            return HttpResponse(status=503, headers={"Retry-After": RETRY_SECONDS})
        return HttpResponse(
            content,
            content_type=representation.content_type,
            headers=self.own_headers() | hub_links(context),
        )

    def read_subject(self, lookup: Lookup) -> Any:
        """Return the subject, read once for all its forms where these share it.

        Raises NotDisclosed or SealedVersion.
        """
        read = self.representation.of.read
        parameters = frozenset({**lookup.parameters, **lookup.query}.items())
        return shared_subject(self.request, (read, parameters), lambda: read(lookup))

    def content_of(self, subject: Any, context: WriteContext) -> bytes:
        """Return the bytes; of a form that is made once, those that were made first.

        The words around a release are in its language.
        """
        representation = self.representation
        document = getattr(subject, "document", None)
        language = (
            document.language
            if isinstance(document, ReleaseHead)
            else settings.LANGUAGE_CODE
        )
        with words_around(language):
            if not representation.made_with:
                return representation.write(subject, context)
            context = replace(context, root=settings.IRSITE_URL)
            return derived(
                subject.published,
                representation.name,
                source=subject.source,
                made_with=representation.made_with,
                make=lambda: representation.write(subject, context),
            )

    def sealed_response(self, path: str) -> HttpResponse:
        """Return 410 with the path of the release, whose page says why."""
        if self.representation.is_json:
            return problem_response(
                410,
                _("This version was withdrawn from the public: its release says why."),
                release=self.request.build_absolute_uri(path),
            )
        page = render_to_string(
            "releases/sealed_file.html",
            {
                "path": path,
                "issuer": per_interval(self.request, profile),
                "sections": per_interval(self.request, public_sections),
            },
        )
        return HttpResponseGone(page)

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if self.representation.is_json:
            return method_not_allowed()
        return super().http_method_not_allowed(request, *args, **kwargs)

    def own_headers(self) -> dict[str, str]:
        """Return the headers of the representation.

        Last-Modified is when anything on the site changed last. It is sent only where
        that is a whole second, so that it never names two states (RFC 9110, 8.8.2.2).
        """
        headers = {} if self.representation.indexed else {"X-Robots-Tag": "noindex"}
        if self.representation.cors:
            headers |= CORS_HEADERS
        start = interval_start(self.request)
        if start is not None and start > BEGINNING and not start.microsecond:
            headers["Last-Modified"] = http_date(start.timestamp())
        return headers


def hub_links(context: WriteContext) -> dict[str, str]:
    """Return the header that names the form's hub and the form itself (WebSub, 4)."""
    if not context.hub:
        return {}
    url = context.root + context.path
    return {"Link": f'<{context.hub}>; rel="hub", <{url}>; rel="self"'}


def view_of(representation: Representation[Any]) -> type[RepresentationView]:
    """Return the view class of a representation."""
    attributes = {
        "__doc__": f"The view of the representation {representation.name!r}.",
        "__module__": __name__,
        "representation": representation,
        "query_params": representation.query_params,
        "accepts_ranges": representation.accepts_ranges,
        "prerendered": representation.ahead,
        "weight": representation.weight,
        "extends_page": bool(representation.suffix or representation.prefix)
        and representation.of.extends_page,
        "page_prefix": representation.prefix,
        "cors": representation.cors,
    }
    name = f"{representation.name.title().replace('_', '')}View"
    return type(name, (RepresentationView,), attributes)
