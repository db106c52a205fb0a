"""Why the web server does not run."""

from __future__ import annotations


class CannotServe(Exception):
    """The web server cannot run. Its text is a sentence for the operator."""
