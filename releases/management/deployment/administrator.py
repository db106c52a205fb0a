"""The first administrator, without whom nobody can sign in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from releases.management.deployment.exceptions import CannotInstall

GROUP = "Administrators"
# The environment variable with the password, where nobody sits at a terminal.
PASSWORD_VARIABLE = "IRSITE_ADMINISTRATOR_PASSWORD"  # noqa: S105 - its name


def has_administrator() -> bool:
    """Return whether somebody who can sign in administers the desk."""
    active = User.objects.filter(is_active=True, is_staff=True)
    return (
        active.filter(is_superuser=True).exists()
        or active.filter(groups__name=GROUP).exists()
    )


def create_administrator(username: str, password: str) -> User:
    """Create an account in the group of administrators. Raises CannotInstall."""
    group = Group.objects.filter(name=GROUP).first()
    if group is None:
        raise CannotInstall(
            _("There is no group “%(group)s” any more.") % {"group": GROUP}
        )
    user = User(username=username, is_staff=True)
    user.set_password(password)
    try:
        user.full_clean()
        validate_password(password, user)
    except ValidationError as error:
        raise CannotInstall(" ".join(error.messages)) from None
    with transaction.atomic():
        user.save()
        user.groups.add(group)
    return user


def ask_for_administrator(
    username: str,
    *,
    ask: Callable[[str], str],
    ask_secretly: Callable[[str], str],
    complain: Callable[[str], object],
) -> User:
    """Ask at a terminal until name and password are right, and create the account."""
    while True:
        name = username or ask(_("Username of the first administrator: ")).strip()
        password = ask_secretly(_("Password: "))
        try:
            if ask_secretly(_("Password, again: ")) != password:
                raise CannotInstall(_("The two passwords differ."))
            return create_administrator(name, password)
        except CannotInstall as error:
            complain(str(error))
            username = ""
