"""The form of the company: names, colours, and a logo that is drawn anew."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.desk.logos import keep_logo, remove_logos
from releases.models import Issuer
from releases.models.desk.logo import Scheme
from releases.pdf.logo import MAX_SIZE, MAX_UPLOAD, DrawnLogo, draw_logo
from releases.record.representation import NotWritable
from releases.widgets.wall_time import ZoneSelect
from releases.widgets.web_address import WebAddressField

UPLOADS = {Scheme.LIGHT: "logo", Scheme.DARK: "logo_dark"}


class ColourField(forms.CharField):
    """A colour, also as others write it: 14466B."""

    def to_python(self, value: Any) -> str:
        """Return it in small letters after a #; "" if there is none."""
        text = super().to_python(value) or ""
        return f"#{text.lower().removeprefix('#')}" if text else ""


class LogoField(forms.FileField):
    """A picture that becomes a logo: what it gives is drawn, not uploaded."""

    default_validators = [FileExtensionValidator(["png", "jpg", "jpeg", "webp", "svg"])]
    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> DrawnLogo | None:
        """Draw the upload. Raises ValidationError, also for what is no picture."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        size = upload.size or 0
        if size > MAX_UPLOAD:
            raise forms.ValidationError(
                _("This file has %(size)s. At most %(most)s can be used as a logo."),
                params={
                    "size": filesizeformat(size),
                    "most": filesizeformat(MAX_UPLOAD),
                },
            )
        try:
            drawn = draw_logo(upload.read())
        except NotWritable:
            raise forms.ValidationError(
                _(
                    "The site cannot draw this file. Save it again as a PNG, or as an SVG "
                    "that loads no other file."
                )
            ) from None
        if len(drawn.content) > MAX_SIZE:
            raise forms.ValidationError(
                _(
                    "Drawn for the pages, this picture has %(size)s, and at most %(most)s "
                    "can be loaded with each page. Use a simpler one, without photographs."
                ),
                params={
                    "size": filesizeformat(len(drawn.content)),
                    "most": filesizeformat(MAX_SIZE),
                },
            )
        return drawn


class IssuerForm(forms.ModelForm[Issuer]):
    """The company, with its time zone chosen from a list."""

    logo = LogoField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "Shown instead of the name at the top of every page, of PDFs and of the "
            "pictures of shared links. PNG, SVG, WebP or JPEG, on a transparent or white "
            "ground, 144 pixels high or more."
        ),
    )
    logo_dark = LogoField(
        label=gettext_lazy("Logo for dark pages"),
        required=False,
        help_text=gettext_lazy(
            "Without one, the logo stands on a light field where readers prefer dark pages."
        ),
    )
    removes_logos = forms.BooleanField(
        label=gettext_lazy("Remove the logos"),
        required=False,
        help_text=gettext_lazy("Pages show the name again."),
    )

    class Meta:
        model = Issuer
        fields = "__all__"  # noqa: DJ007 - the fieldsets of the page choose
        field_classes = {
            "website": WebAddressField,
            "colour": ColourField,
            "link_colour": ColourField,
        }
        widgets = {"timezone": ZoneSelect, "about": forms.Textarea({"rows": 3})}

    def clean(self) -> dict[str, Any]:
        """Refuse a logo for dark pages alone, which light pages could not show."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_there = cleaned.get("logo") or (
            not cleaned.get("removes_logos")
            and self.instance.pk
            and self.instance.logos.filter(scheme=Scheme.LIGHT).exists()
        )
        if cleaned.get("logo_dark") and not is_there and "logo" not in self.errors:
            self.add_error(
                "logo", _("Choose a logo too: this one is for dark pages alone.")
            )
        return cleaned

    def save_logos(self) -> None:
        """Keep the logos that were drawn, once the company is saved."""
        if self.cleaned_data.get("removes_logos"):
            remove_logos(self.instance)
        for scheme, name in UPLOADS.items():
            drawn: DrawnLogo | None = self.cleaned_data.get(name)
            if drawn:
                keep_logo(
                    self.instance,
                    scheme,
                    content=drawn.content,
                    width=drawn.width,
                    height=drawn.height,
                )
