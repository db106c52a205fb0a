"""Admin of the templates with which releases of a category start."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import ForeignKey, Model, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from js_asset import Media  # type: ignore[import-untyped]  # it has none

from releases.admin.desk_admin import DeskAdmin
from releases.admin.disclaimer import latest_revisions
from releases.admin.release_inlines import PartInline
from releases.models import (
    Disclaimer,
    ReleaseTemplate,
    TemplateBoilerplate,
    TemplateContact,
    TemplateDisclaimer,
)
from releases.text.unshown import without_unshown
from releases.widgets.body_editor import BodyEditor, clean_body_html


class ReleaseTemplateForm(forms.ModelForm[ReleaseTemplate]):
    """A template; its text in the editor of releases."""

    body = forms.CharField(
        widget=BodyEditor(),
        required=False,
        help_text=ReleaseTemplate._meta.get_field("body").help_text,
    )

    class Meta:
        model = ReleaseTemplate
        fields = "__all__"  # noqa: DJ007 - the page shows all
        labels = {
            "dateline_places": gettext_lazy("Places"),
            "dateline_wire": gettext_lazy("Wire"),
        }
        widgets = {
            "headline": forms.TextInput({"class": "desk-line"}),
            "subheadlines": forms.Textarea({"rows": 2, "class": "desk-line"}),
        }

    def clean_body(self) -> str:
        """Return the restricted HTML of what was typed, without what nobody sees."""
        markup, _unshown = without_unshown(self.cleaned_data["body"])
        return clean_body_html(markup)


class TemplateContactInline(PartInline):
    """The contacts of the category's releases."""

    model: type[Model] = TemplateContact
    part_field = "contact"
    verbose_name = gettext_lazy("contact")
    verbose_name_plural = gettext_lazy("Contacts, in the order they are printed")


class TemplateDisclaimerInline(PartInline):
    """The wordings of the category's releases."""

    model: type[Model] = TemplateDisclaimer
    part_field = "disclaimer"
    verbose_name = gettext_lazy("disclaimer")
    verbose_name_plural = gettext_lazy(
        "Disclaimers, in the order they are printed (releases get the latest revision)"
    )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the latest revisions, and those that templates have already."""
        if db_field.name == "disclaimer":
            latest = Q(pk__in=latest_revisions().values("pk"))
            offered = latest | Q(templatedisclaimer__isnull=False)
            kwargs["queryset"] = Disclaimer.objects.filter(offered).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class TemplateBoilerplateInline(PartInline):
    """The About sections of the category's releases."""

    model: type[Model] = TemplateBoilerplate
    part_field = "boilerplate"
    verbose_name = gettext_lazy("About section")
    verbose_name_plural = gettext_lazy("About sections, in the order they are printed")


@admin.register(ReleaseTemplate)
class ReleaseTemplateAdmin(DeskAdmin[ReleaseTemplate]):
    """Templates by category: administrators change them, and drafts keep their text."""

    form = ReleaseTemplateForm
    inlines = [
        TemplateContactInline,
        TemplateDisclaimerInline,
        TemplateBoilerplateInline,
    ]
    list_display = ["category", "headline", "dateline_places"]
    list_select_related = ["category"]
    search_fields = ["category__name", "headline", "body"]

    def saved_message(self, obj: ReleaseTemplate) -> str:
        return _(
            "Saved. New releases of this category start with it; drafts that exist "
            "stay as they are."
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Give the editor's scripts the response's nonce."""
        nonce = getattr(request, "csp_nonce", "")
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)
