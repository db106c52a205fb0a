"""Web addresses as staff type them."""

from __future__ import annotations

from typing import Any

from django import forms


class WebAddressField(forms.URLField):
    """An address typed without its scheme is taken for a secure one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)
