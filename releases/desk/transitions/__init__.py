"""The transitions of a release's state; docs/publishing.md draws them.

Each transition takes `by`, who does it, and `at`, when they do it (the desk's clock).
When something goes public is decided by the database's clock. Each is one transaction
and is journalled. NotAllowed changes nothing, and its message says what to do.
"""

from __future__ import annotations

from releases.desk.edit_log import note_edit
from releases.desk.exceptions import NotAllowed
from releases.desk.transitions.approving import approve, publish_alone
from releases.desk.transitions.changing import correct, withdraw
from releases.desk.transitions.emergency import (
    EmergencyAnswers,
    publish_in_emergency,
    ratify,
)
from releases.desk.transitions.holding import call_off, hold, resume
from releases.desk.transitions.importing import import_past
from releases.desk.transitions.rescheduling import NOW
from releases.desk.transitions.submitting import Remark, send_back, submit
from releases.desk.transitions.wire import record_wire_crossing
from releases.desk.versions import is_live, versions_of
from releases.desk.waivers import waive

__all__ = [
    "NOW",
    "EmergencyAnswers",
    "NotAllowed",
    "Remark",
    "approve",
    "call_off",
    "correct",
    "hold",
    "import_past",
    "is_live",
    "note_edit",
    "publish_alone",
    "publish_in_emergency",
    "ratify",
    "record_wire_crossing",
    "resume",
    "send_back",
    "submit",
    "versions_of",
    "waive",
    "withdraw",
]
