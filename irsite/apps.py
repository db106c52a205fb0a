"""Django's admin, with the site of `releases.admin` in its place."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskSiteConfig(AdminConfig):
    """The admin app, which creates our site."""

    default_site = "releases.admin.site.desk_site"
