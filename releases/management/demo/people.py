"""The demo's staff, with passwords made once and kept under var/."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import Group, User


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One member of staff, and how to sign in as them."""

    name: str
    group: str
    may: str
    password: str


STAFF = (
    ("ines", "Administrators", "does everything, and may publish alone"),
    ("arthur", "Authors", "writes, submits, corrects; publishes contacts and events"),
    ("cora", "Counsel", "approves releases and wordings, withdraws"),
    ("felix", "Finance", "approves releases"),
)


def sign_ins(kept: Path) -> list[SignIn]:
    """The staff with the passwords in the file, which is written where it is absent."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(
            "".join(f"{name} {secrets.token_urlsafe(9)}\n" for name, _, _ in STAFF)
        )
    passwords = dict(line.split() for line in kept.read_text().splitlines())
    return [
        SignIn(name=name, group=group, may=may, password=passwords[name])
        for name, group, may in STAFF
    ]


def hire(staff: list[SignIn], *, afresh: bool) -> dict[str, User]:
    """The users, made where they are not there yet.

    Those that are there keep their passwords, unless these were made `afresh`: to
    check each would take a third of a second.
    """
    users = {}
    for person in staff:
        user, new = User.objects.get_or_create(
            username=person.name, defaults={"is_staff": True}
        )
        if new or afresh:
            user.set_password(person.password)
            user.save()
        user.groups.add(Group.objects.get(name=person.group))
        users[person.name] = user
    return users
