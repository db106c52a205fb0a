"""The form field for web addresses."""

from __future__ import annotations

from typing import Any

from django import forms


class WebAddressField(forms.URLField):
    """A URL field that adds https:// to an address without a scheme."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
