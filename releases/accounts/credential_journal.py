"""Journals each credential as it is stored, whoever stores it: a page, a command, a sign-in.

Signals alone see all of them: Django stores a password anew by itself where its hash is out
of date, and a command may create an account.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from allauth.mfa.models import Authenticator

from releases.record import credentials

SECRET_FIELDS = {User: "password", Authenticator: "data"}


@receiver(post_save, sender=User)
@receiver(post_save, sender=Authenticator)
def write_stored_credential(
    sender: type[User | Authenticator],
    instance: User | Authenticator,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    """Journal the credential unless this save left it alone."""
    if update_fields is None or SECRET_FIELDS[sender] in update_fields:
        credentials.write_stored(instance)


@receiver(pre_delete, sender=User)
@receiver(pre_delete, sender=Authenticator)
def write_deleted_credential(instance: User | Authenticator, **kwargs: Any) -> None:
    """Journal that the credential is deleted, with its account or alone."""
    credentials.write_deleted(instance)
