"""The facts of journal entries in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.models import Listing, NoticeKind
from releases.widgets.wall_time import format_in_zone

# Names that were looked up, by model and key.
NameCache = dict[tuple[type[Model], int], str]


def facts_in_words(
    facts: Mapping[str, Any], names: NameCache | None = None
) -> list[tuple[str, str]]:
    """Return (name, value) of each fact, in the order of LABELS.

    A fact that the code no longer writes comes last, under its own name. `names` keeps
    what is looked up, for the facts of further entries.
    """
    names = {} if names is None else names
    known = [key for key in LABELS if key in facts]
    other = [key for key in facts if key not in LABELS]
    return [
        *((str(LABELS[key]), _in_words(facts[key], key, names)) for key in known),
        *((key.replace("_", " "), _in_words(facts[key], key, names)) for key in other),
    ]


def _in_words(value: Any, key: str, names: NameCache) -> str:
    if value is None or value in ("", []):
        return _("None")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(
            _("Any approver") if item is None else _in_words(item, key, names)
            for item in value
        )
    if key in NAMED:
        return _name(NAMED[key], value, names)
    return READERS.get(key, str)(value)


def _time(value: str) -> str:
    return format_in_zone(
        dt.datetime.fromisoformat(value), timezone.get_current_timezone()
    )


def _name(model: type[Model], key: int, names: NameCache) -> str:
    """Return the name of a row; its number where it was deleted."""
    if (model, key) not in names:
        row = model._default_manager.filter(pk=key).first()
        names[model, key] = str(row) if row else f"#{key}"
    return names[model, key]


def _notice(value: str) -> str:
    return str(NoticeKind(value).label)


def _outcome(value: str) -> str:
    words = {
        "cancel": _("Cancelled"),
        "call off": _("Called off"),
        "keep": _("Kept"),
    }
    return words.get(value, value)


def _ground(value: str) -> str:
    words = {
        "approvals": _("Approvals"),
        "emergency": _("Emergency"),
        "withdrawal": _("Withdrawal"),
        "item": _("Published by one person"),
        "import": _("Import"),
        "republishing": _("Put back after it was called off"),
    }
    return words.get(value, value)


# Every key with which `journal.write` is called; tests/workspace/test_history_facts.py.
LABELS: dict[str, str | Promise] = {
    "source": gettext_lazy("Copied from"),
    "restored": gettext_lazy("Restored from the version of"),
    "status": gettext_lazy("Status"),
    "subscribers": gettext_lazy("Subscribers"),
    "live_from": gettext_lazy("Public from"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "dated": gettext_lazy("First disclosed"),
    "crossed_at": gettext_lazy("Crossed the wire"),
    "order": gettext_lazy("Wire order"),
    "filed_at": gettext_lazy("Filed"),
    "given_at": gettext_lazy("Given"),
    "listing": gettext_lazy("Exchange"),
    "reference": gettext_lazy("Reference"),
    "number": gettext_lazy("Number"),
    "publication": gettext_lazy("Publication number"),
    "ground": gettext_lazy("Published on the ground of"),
    "release": gettext_lazy("Release number"),
    "approvals": gettext_lazy("Approval numbers"),
    "republishes": gettext_lazy("Publications put back"),
    "revision": gettext_lazy("Revision"),
    "notice_kind": gettext_lazy("Notice"),
    "sealed": gettext_lazy("Earlier versions sealed"),
    "scheduled": gettext_lazy("What was scheduled"),
    "events": gettext_lazy("Events"),
    "fields": gettext_lazy("Fields"),
    "reason": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "roles": gettext_lazy("Required roles"),
    "missing_roles": gettext_lazy("Roles still to approve"),
    "standing_in_for": gettext_lazy("Standing in for"),
    "alone": gettext_lazy("Alone"),
    "approval": gettext_lazy("Approval number"),
    "ratifies": gettext_lazy("Number of the approval that was ratified"),
    "late": gettext_lazy("After the time limit"),
    "full_digest": gettext_lazy("Digest of what was approved"),
    "content_digest": gettext_lazy("Digest without its time"),
    "check": gettext_lazy("Check"),
    "waiver": gettext_lazy("Waiver number"),
    "comment": gettext_lazy("Comment number"),
    "person": gettext_lazy("Away"),
    "deputy": gettext_lazy("Deputy"),
    "starts": gettext_lazy("Starts"),
    "ends": gettext_lazy("Ends"),
    "page": gettext_lazy("Page"),
    "file": gettext_lazy("File"),
    "link": gettext_lazy("Preview link number"),
    "expires_at": gettext_lazy("Expires"),
    "means": gettext_lazy("Means"),
    "left": gettext_lazy("Codes left"),
    "origin": gettext_lazy("IP address"),
    "credential": gettext_lazy("Credential"),
    "fingerprint": gettext_lazy("Fingerprint"),
    "signing_key": gettext_lazy("Signing key"),
}
# The facts that are keys of rows.
NAMED: dict[str, type[Model]] = {
    "listing": Listing,
    **dict.fromkeys(["role", "roles", "missing_roles"], Group),
    **dict.fromkeys(["person", "deputy", "standing_in_for"], User),
}
READERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(
        [
            *("live_from", "from", "to", "dated", "crossed_at", "filed_at"),
            *("given_at", "starts", "ends", "expires_at", "restored"),
        ],
        _time,
    ),
    "ground": _ground,
    "notice_kind": _notice,
    "scheduled": _outcome,
    "events": _outcome,
}
