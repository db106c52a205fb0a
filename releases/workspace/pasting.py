"""The address that the editor asks what a paste becomes."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.generic import View

from releases.intake.exceptions import IntakeError
from releases.intake.pasting import read_pasted
from releases.translation import translated


class PastedView(View):
    """Reads the HTML of a clipboard; stores nothing. The admin site asks for a session."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        """Return the restricted HTML, and in sentences what of the paste is not in it."""
        html = request.POST.get("html", "")
        try:
            pasted = read_pasted(html, in_cell="in_cell" in request.POST)
        except IntakeError as error:
            return JsonResponse({"problem": translated(error.message)}, status=422)
        left_out = [translated(message) for message in pasted.left_out]
        return JsonResponse({"markup": pasted.markup, "left_out": left_out})
