"""The admin under its own name: the desk."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskSiteConfig(AdminConfig):
    """Django's admin, with the desk as its site."""

    default_site = "releases.admin.site.desk_site"
