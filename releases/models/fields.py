"""Fields and constraints that several tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.utils.functional import _StrPromise


@overload
def user_foreign_key(
    verbose_name: str | _StrPromise, *, optional: Literal[False] = False
) -> models.ForeignKey[User, User]: ...


@overload
def user_foreign_key(
    verbose_name: str | _StrPromise, *, optional: Literal[True]
) -> models.ForeignKey[User | None, User | None]: ...


def user_foreign_key(
    verbose_name: str | _StrPromise, *, optional: bool = False
) -> models.ForeignKey[User, User] | models.ForeignKey[User | None, User | None]:
    """Make the key to the member of staff who did something.

    A user who is named anywhere cannot be deleted. An optional key is empty until it is
    done, and no form edits it.
    """
    key: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=optional,
        blank=optional,
        editable=not optional,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=verbose_name,
    )
    return key


def who_and_when(
    name: str, *, who: str, when: str, message: str | _StrPromise
) -> models.CheckConstraint:
    """Make the constraint that a name and its time are both there, or both empty."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{when}__isnull": True, f"{who}__isnull": True})
        | Q(**{f"{when}__isnull": False, f"{who}__isnull": False}),
        violation_error_message=message,
    )
