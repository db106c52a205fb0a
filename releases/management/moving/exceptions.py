"""Why the site cannot move to another database, in a sentence for the operator."""

from __future__ import annotations


class CannotMove(Exception):
    """The site stays where it is; its sentence says what to do."""
