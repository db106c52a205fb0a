"""The exceptions with which the desk refuses."""

from __future__ import annotations


class NotAllowed(Exception):
    """The desk refuses; the message tells the person why, and what to do instead."""


class InstantHasCome(NotAllowed):
    """It would have been committed after the instant at which it was to go live."""
