"""A field for a text of several lines, whose length counts each line end once."""

from __future__ import annotations

from typing import Any

from django import forms


class LongTextField(forms.CharField):
    """A text with Unix line ends, as a browser counts it for `maxlength`.

    Browsers send CR and LF, so a text that just fits would be refused.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")
