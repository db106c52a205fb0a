"""Addresses on the site, from wherever it is looked at."""

from __future__ import annotations

from django.urls import get_script_prefix


def on_the_site(path: str) -> str:
    """The address of this path where the site is now served, or looked back at.

    Django keeps where that is, for `reverse`; this is for what has no named address.
    """
    return get_script_prefix().removesuffix("/") + path
