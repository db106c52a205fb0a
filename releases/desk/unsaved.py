"""Keep what somebody types into a release's form until they save it.

It is the writer's own: no page shows it to anybody else, it is never public, and neither
the journal nor the row changes have it. What is saved is journalled as ever.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from releases.models import Release, UnsavedForm

# What is older is dropped when anybody's text is kept.
KEPT_FOR = dt.timedelta(days=30)

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsavedText:
    """The fields as they were typed, and when they were kept."""

    fields: Fields
    at: dt.datetime


@transaction.atomic
def keep_unsaved(
    release: Release | None,
    fields: Iterable[tuple[str, str]],
    *,
    by: User,
    page_token: str,
    at: dt.datetime,
) -> bool:
    """Keep the fields in the place of this person's earlier ones.

    Return False where the page with this token was saved since: a request that was slower
    than the saving brings nothing back.
    """
    UnsavedForm.objects.filter(at__lt=at - KEPT_FOR).delete()
    saved = UnsavedForm.objects.filter(user=by, page_token=page_token, fields="")
    if saved.exists():
        return False
    UnsavedForm.objects.update_or_create(
        user=by,
        release=release,
        defaults={
            "page_token": page_token,
            "fields": json.dumps(list(fields)),
            "at": at,
        },
    )
    return True


def unsaved_text(release: Release | None, *, by: User) -> UnsavedText | None:
    """Return what this person typed and did not save; None where there is nothing."""
    row = UnsavedForm.objects.filter(user=by, release=release).exclude(fields="")
    kept = row.first()
    if kept is None:
        return None
    fields = [(name, value) for name, value in json.loads(kept.fields)]
    return UnsavedText(fields=fields, at=kept.at)


@transaction.atomic
def drop_unsaved(
    release: Release | None, *, by: User, page_token: str, at: dt.datetime
) -> None:
    """Forget what this person typed, and what the page with this token still sends."""
    kept = UnsavedForm.objects.filter(user=by, release=release)
    if not page_token:
        kept.delete()
        return
    UnsavedForm.objects.update_or_create(
        user=by,
        release=release,
        defaults={"page_token": page_token, "fields": "", "at": at},
    )
