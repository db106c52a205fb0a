"""How the desk says no."""

from __future__ import annotations


class NotAllowed(Exception):
    """The desk refuses, and says in a sentence what to do instead."""
