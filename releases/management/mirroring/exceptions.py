"""Why the site cannot be mirrored, in a sentence for the operator."""

from __future__ import annotations


class CannotMirror(Exception):
    """The mirror was not changed; its sentence says what to do."""
