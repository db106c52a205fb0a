"""The marker for messages that are translated where they are shown."""

from __future__ import annotations


def gettext_noop(message: str) -> str:
    """Return `message` unchanged: makemessages collects it, the caller translates it.

    For packages that know no Django, as `django.utils.translation.gettext_noop` is for
    those that do.
    """
    return message
