"""The page that starts the translation of a release."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk.copying import translate_release, translation_refusal
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import note_reading
from releases.models import Release
from releases.staff_views import change_url
from releases.translation import language_name
from releases.widgets.visible_text import VisibleTextForm
from releases.workspace.new_draft import NewDraftView

# Offered while the language is typed; any other may be typed too.
OFFERED = ("en", "de", "fr", "it", "es", "nl", "ja", "zh-hans", "ko", "ar", "he")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class TranslationForm(VisibleTextForm, forms.Form):
    """The language of a translation."""

    language = forms.CharField(
        label=gettext_lazy("Language"),
        max_length=12,
        help_text=gettext_lazy(
            "Its code (BCP 47): de, fr or ja; with a region, fr-CA."
        ),
        widget=forms.TextInput({"list": "languages", "autocomplete": "off"}),
    )

    def clean_language(self) -> str:
        """Refuse what is not a tag (RFC 5646)."""
        tag: str = self.cleaned_data["language"]
        if not _TAG.fullmatch(tag):
            raise ValidationError(_("“%(tag)s” is not a language code.") % {"tag": tag})
        return tag


class TranslateReleaseView(NewDraftView):
    """Asks for the language, and makes the draft when it is sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the language."""
        return self.question(TranslationForm(), translation_refusal(self.release))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the draft, and lead to its page."""
        form = TranslationForm(request.POST)
        if not form.is_valid():
            return self.question(form)
        note_reading(self.release, by=self.user, of="a translation of it")
        language = form.cleaned_data["language"]
        try:
            draft = translate_release(self.release, language=language, by=self.user)
        except NotAllowed as refusal:
            return self.question(form, str(refusal))
        text = _(
            "This draft has the text of “%(release)s”. Translate it, and replace the "
            "files that are not in %(language)s. All languages go public together."
        )
        values = {"release": draft.translation_of, "language": language_name(language)}
        messages.success(request, text % values)
        return HttpResponseRedirect(change_url(draft))

    def question(self, form: forms.Form, refusal: str = "") -> HttpResponse:
        """Return the page with the form, or why there is none."""
        languages: list[tuple[str, Any]] = [
            (tag, language_name(tag)) for tag in OFFERED
        ]
        return self.page(
            "admin/releases/release/translate.html",
            title=_("Add a translation"),
            form=form,
            refusal=refusal,
            languages=languages,
        )


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the route of the page, below the address of a release."""
    return [
        path(
            "<int:pk>/translate/",
            TranslateReleaseView.for_admin(model_admin),
            name="releases_release_translate",
        )
    ]
