"""The form in which a draft of a release is edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from releases.models import Release, State
from releases.widgets.body_editor import BodyEditor, clean_body_html
from releases.widgets.wall_time import DayInput, WallTimeField, WallTimeInput


class ReleaseForm(forms.ModelForm[Release]):
    """A draft: its body in the editor, its instant by the company's clock."""

    body = forms.CharField(
        widget=BodyEditor(),
        required=False,
        help_text=Release._meta.get_field("body").help_text,
    )
    go_live_at = WallTimeField(
        widget=WallTimeInput(seconds=True), required=False, label="Goes live at"
    )

    class Meta:
        model = Release
        labels = {
            "dateline_places": "Places",
            "dateline_date": "Date",
            "dateline_wire": "Wire",
            "forward_looking": "Forward-looking statements",
            "slug": "Address",
        }
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        widgets = {
            "headline": forms.TextInput({"class": "desk-line"}),
            "subheadlines": forms.Textarea({"rows": 2, "class": "desk-line"}),
            "dateline_date": DayInput,
            "forward_looking": forms.RadioSelect,
            "material": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opens = self.fields.get("go_live_at")
        if isinstance(opens, WallTimeField):
            opens.zone = timezone.get_current_timezone()
            opens.help_text = (
                f"The instant it opens to everyone, by the company's clock: "
                f"{opens.zone} time, to the second. Empty: as soon as it is approved."
            )

    def clean_headline(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_body(self) -> str:
        """The restricted HTML, whatever the field was given."""
        return clean_body_html(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any] | None:
        """Refuse what somebody submitted meanwhile, with the text still there."""
        if self.instance.pk and self.instance.state != State.DRAFT:
            standing = self.instance.get_state_display().lower()
            raise ValidationError(
                f"Nothing was saved: this release is no longer a draft ({standing}). "
                "What you typed is still below; copy it before you leave the page."
            )
        return super().clean()
