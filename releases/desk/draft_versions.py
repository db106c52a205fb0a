"""The versions of a draft's text, as the row changes have them, and restoring one."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk.edit_log import note_edit
from releases.desk.exceptions import NotAllowed
from releases.models import Release, RowChange, State

# What a version has, and what restoring it puts back. Rows such as contacts and files are
# no part of it: they may be elsewhere, or gone, by now.
TEXT_FIELDS = (
    *("headline", "subheadlines", "body"),
    *("dateline_places", "dateline_date", "dateline_wire"),
)
FIELD_OF = {field.name: field for field in Release._meta.concrete_fields}
MOST_VERSIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftVersion:
    """The text as one save left it: who saved it when, and which fields it changed."""

    key: int
    at: dt.datetime
    by: str
    fields: tuple[str, ...]
    values: dict[str, Any]

    def applied_to(self, release: Release) -> Release:
        """Return a copy of the release that has this text; it is for showing."""
        earlier = copy.copy(release)
        for name, value in self.values.items():
            setattr(earlier, name, value)
        return earlier


def draft_versions(release: Release) -> list[DraftVersion]:
    """Return the latest versions of the text, the present one first."""
    return list(islice(_versions(release), MOST_VERSIONS))


@transaction.atomic
def restore_version(release: Release, key: int, *, by: User, seen: int) -> DraftVersion:
    """Give a draft the text of an earlier version, and return that version.

    `seen` is the key of the version that was the present one when this person looked. It is
    an edit like any other: it is journalled, and what approvals covered has changed.
    Raises NotAllowed where the release is no draft, or was saved in between.
    """
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.state != State.DRAFT:
        raise NotAllowed(
            _("“%(release)s” is no longer a draft: reload it to see what changed.")
            % {"release": locked}
        )
    versions = draft_versions(locked)
    if not versions or versions[0].key != seen:
        raise NotAllowed(
            _(
                "Someone saved the text after you opened this page. Nothing was "
                "restored. Compare the versions again."
            )
        )
    version = next((version for version in versions if version.key == key), None)
    if version is None:
        raise NotAllowed(_("This version is not among the latest ones of the text."))
    changed = [
        name for name in TEXT_FIELDS if getattr(locked, name) != version.values[name]
    ]
    if not changed:
        raise NotAllowed(_("The text is already as it was in this version."))
    version.applied_to(locked).save(update_fields=changed)
    note_edit(release, by=by, fields=changed, restored=version.at)
    return version


def _versions(release: Release) -> Iterator[DraftVersion]:
    """Yield each version, going back from the present text change by change."""
    values = {name: getattr(release, name) for name in TEXT_FIELDS}
    changes = RowChange.objects.filter(table=Release._meta.db_table, row=release.pk)
    for change in changes.order_by("-id").iterator(chunk_size=MOST_VERSIONS):
        is_first = change.action != RowChange.Action.UPDATE
        after = json.loads(change.after or "{}")
        fields = tuple(name for name in TEXT_FIELDS if name in after)
        if fields:
            yield DraftVersion(
                key=change.pk,
                at=change.at,
                by=change.by,
                fields=() if is_first else fields,
                values=dict(values),
            )
        if is_first:
            return
        before = json.loads(change.before)
        for name in fields:
            values[name] = FIELD_OF[name].to_python(before[name])
