"""The admin site, under the name of what it is."""

from __future__ import annotations

from django.contrib.admin import AdminSite


class DeskSite(AdminSite):
    """Where IR staff work."""

    site_header = "The desk"
    site_title = "irsite desk"
    index_title = "The desk"
