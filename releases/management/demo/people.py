"""The demo's staff, with passwords generated once and kept under var/."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A member of staff with name and password."""

    name: str
    group: str
    description: StrOrPromise
    password: str


STAFF = (
    ("ines", "Administrators", _("does everything, and may publish alone")),
    (
        "arthur",
        "Authors",
        _("writes, submits and corrects; publishes contacts and events"),
    ),
    ("cora", "Counsel", _("approves releases and disclaimers, withdraws")),
    ("felix", "Finance", _("approves releases")),
)


def load_sign_ins(path: Path) -> list[SignIn]:
    """Return the staff with passwords from the file; create it if missing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(
            "".join(f"{name} {secrets.token_urlsafe(9)}\n" for name, _, _ in STAFF)
        )
    passwords = dict(line.split() for line in path.read_text().splitlines())
    return [
        SignIn(
            name=name, group=group, description=description, password=passwords[name]
        )
        for name, group, description in STAFF
    ]


def create_users(staff: list[SignIn], *, reset_passwords: bool) -> dict[str, User]:
    """Create the users that are missing.

    Existing users keep their passwords, unless `reset_passwords`: checking each takes a
    third of a second.
    """
    users = {}
    for person in staff:
        user, new = User.objects.get_or_create(
            username=person.name, defaults={"is_staff": True}
        )
        if not user.email:  # where the demo's mailbox gets what they are told
            user.email = f"{person.name}@larkmoor.example.com"
            user.save(update_fields=["email"])
        if new or reset_passwords:
            user.set_password(person.password)
            user.save()
        user.groups.add(Group.objects.get(name=person.group))
        users[person.name] = user
    return users
