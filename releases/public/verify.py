"""The page on which anybody can compare a text or a file with what was published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]  # has no types

from releases.models.record.kinds import Kind
from releases.public.record_view import RecordView
from releases.public.verify_form import VerifyForm
from releases.record.proof.comparison import (
    Comparison,
    compare_digest,
    compare_file,
    compare_text,
)
from releases.record.proof.statements import is_log_public
from releases.record.public_view import PublicationRef
from releases.text.public_paths import VERIFY


class Verify(RecordView):
    """The form; a POST answers it, sets no cookie, and keeps nothing."""

    template_name = "releases/verify.html"
    section = "verify"
    http_method_names = ["get", "head", "post"]

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (VERIFY,) if ref.kind == Kind.PROFILE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, empty if it was not sent."""
        form = kwargs.pop("form", None) or VerifyForm()
        context = super().get_context_data(
            is_log_public=is_log_public(at=self.at), **kwargs
        )
        return context | {"form_html": SafeString(render_crispy_form(form))}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Return the page with the publications that match."""
        form = VerifyForm(request.POST, request.FILES)
        self.indexed = False
        comparison = self.compare(form) if form.is_valid() else None
        context = self.get_context_data(form=form, comparison=comparison)
        response = self.render_to_response(context)
        response.headers["Cache-Control"] = "no-store"
        return response

    def compare(self, form: VerifyForm) -> Comparison:
        """Compare the file, the digest or the text, the first that was given."""
        file = form.cleaned_data["file"]
        if file is not None:
            return compare_file(file.read(), at=self.at, issuer=self.issuer)
        if form.digest:
            return compare_digest(form.digest, at=self.at, issuer=self.issuer)
        return compare_text(form.cleaned_data["text"], at=self.at)
