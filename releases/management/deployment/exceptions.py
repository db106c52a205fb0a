"""Why a site is not installed or upgraded."""

from __future__ import annotations


class CannotInstall(Exception):
    """A step cannot be done. Its text is a sentence for the operator."""
