"""The form in which a draft of a release is edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releases.desk.languages import refusal_of_link
from releases.models import Release, State
from releases.text.unshown import without_unshown
from releases.translation import translated
from releases.widgets.body_editor import BodyEditor, clean_body_html
from releases.widgets.visible_text import VisibleTextForm
from releases.widgets.wall_time import DayInput, WallTimeField, WallTimeInput


class ReleaseForm(VisibleTextForm, forms.ModelForm[Release]):
    """A draft; its text in the editor, its time in the company's time zone."""

    body = forms.CharField(
        widget=BodyEditor(),
        required=False,
        help_text=Release._meta.get_field("body").help_text,
    )
    go_live_at = WallTimeField(
        widget=WallTimeInput(seconds=True),
        required=False,
        label=gettext_lazy("Publish at"),
    )

    class Meta:
        model = Release
        labels = {
            "dateline_places": gettext_lazy("Places"),
            "dateline_date": gettext_lazy("Date"),
            "dateline_wire": gettext_lazy("Wire"),
            "forward_looking": gettext_lazy("Forward-looking statements"),
            "slug": gettext_lazy("Address"),
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
            opens.help_text = _(
                "%(zone)s time, to the second. Leave it empty to publish as soon as "
                "the release is approved."
            ) % {"zone": opens.zone}

    def clean_headline(self) -> str:
        """Join the headline into one line."""
        return " ".join(self.cleaned_data["headline"].split())

    def clean_body(self) -> str:
        """Return the restricted HTML of whatever was typed or pasted.

        Words that it strikes out or hides are left out, and named in a message.
        """
        markup, unshown = without_unshown(self.cleaned_data["body"])
        left_out = [item.label for item in unshown if item.kind != "faint"]
        if left_out:
            self.removals.append(
                _("Left out of the body: %(words)s. Read the body again.")
                % {"words": "; ".join(map(translated, left_out))}
            )
        body = clean_body_html(markup)
        lost = markup.count("<img") - body.count("<img")
        if lost > 0:
            self.removals.append(
                ngettext(
                    "Left out of the body: %(count)d image that is not in the library. "
                    "Add it there, then to the text.",
                    "Left out of the body: %(count)d images that are not in the library. "
                    "Add them there, then to the text.",
                    lost,
                )
                % {"count": lost}
            )
        return body

    def clean_translation_of(self) -> Release | None:
        """Refuse an original that can't have this translation now."""
        original: Release | None = self.cleaned_data["translation_of"]
        is_new = "translation_of" in self.changed_data
        if (
            original
            and is_new
            and (refusal := refusal_of_link(self.instance, original))
        ):
            raise ValidationError(refusal)
        return original

    def clean(self) -> dict[str, Any] | None:
        """Refuse a release that someone has submitted; keep what was typed."""
        if self.instance.pk and self.instance.state != State.DRAFT:
            raise ValidationError(
                _(
                    "Nothing was saved: this release is no longer a draft (%(state)s). "
                    "What you typed is still below; copy it before you leave the page."
                )
                % {"state": self.instance.get_state_display().lower()}
            )
        return super().clean()
