"""The readers' tables as a Django app of their own."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadersConfig(AppConfig):
    """Subscribers, and the mails that they are owed.

    An app of its own has migrations of its own: on SQLite its tables are in another file
    than the record's, where the record's triggers cannot be made.
    """

    name = "releases.readers"
    label = "readers"
    verbose_name = _("Readers")
