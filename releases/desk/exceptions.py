"""The exception with which the desk refuses."""

from __future__ import annotations


class NotAllowed(Exception):
    """The desk refuses; the message tells the person why, and what to do instead."""
