"""The form for what somebody wants compared with what was published."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Fieldset, Layout, Submit  # type: ignore[import-untyped]

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_TEXT_LENGTH = 200_000
DIGEST = re.compile(r"[0-9a-f]{64}")
# How digests are printed: in groups, with colons, or after the name of the function.
DIGEST_DECORATION = re.compile(r"^sha-?256|[\s:=-]")


class VerifyForm(forms.Form):
    """A text or a digest in one field, or a file in the other.

    It has no token against forgery: it changes nothing, and a token needs a cookie.
    """

    text = forms.CharField(
        label=_("Text or SHA-256"),
        help_text=_(
            "Paste a press release, a part of it, or the SHA-256 digest of a file."
        ),
        required=False,
        max_length=MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={
            "max_length": _(
                "That is too long: paste up to %(limit_value)d characters, or choose a "
                "file."
            )
        },
    )
    file = forms.FileField(
        label=_("Or a file"),
        help_text=_(
            "A PDF or another file of ours, up to 2 MB. We keep nothing of it."
        ),
        required=False,
        error_messages={"empty": _("That file is empty: choose another one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.form_action = reverse("newsroom:verify")
        self.helper.form_class = "filter verify"
        self.helper.attrs = {"enctype": "multipart/form-data"}
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Fieldset(_("Compare with what we published"), "text", "file"),
            Submit("", _("Verify")),
        )

    def clean_file(self) -> UploadedFile | None:
        """Refuse a file that is too large."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("That file is larger than 2 MB: paste its SHA-256 digest instead.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Require one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("text") and not cleaned.get("file"):
            raise forms.ValidationError(
                _("Paste a text or a digest, or choose a file.")
            )
        return cleaned

    @property
    def digest(self) -> str:
        """The digest that was pasted, in lower case; empty if it was none."""
        plain = DIGEST_DECORATION.sub("", self.cleaned_data["text"].strip().lower())
        return plain if DIGEST.fullmatch(plain) else ""
