"""Django's own apps, as the desk shows them."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.apps import AuthConfig
from django.utils.translation import gettext_lazy as _


class DeskSiteConfig(AdminConfig):
    """The admin app, which creates our site."""

    default_site = "releases.admin.site.desk_site"


class UsersConfig(AuthConfig):
    """The app of users, under a name that an administrator looks for."""

    verbose_name = _("Users and groups")
