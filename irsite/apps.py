"""Django's admin and static files, with what is ours in their place."""

from __future__ import annotations

from django.apps import apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.translation import gettext_lazy as _


class DeskSiteConfig(SimpleAdminConfig):
    """The admin app, which creates our site.

    The URLconf registers the ModelAdmins, so that a courier or a command, which has no
    pages, starts in a third of the time.
    """

    default_site = "releases.admin.site.desk_site"

    def ready(self) -> None:
        """Call the app of users what an administrator looks for."""
        super().ready()
        apps.get_app_config("auth").verbose_name = _("Users and groups")


class SiteStaticFilesConfig(StaticFilesConfig):
    """The app of static files, which passes over the bytecode of a script among them.

    Python writes it beside `verify_irsite.py` where somebody imports that.
    """

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "__pycache__"]
