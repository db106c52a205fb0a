"""The doors for a release's state; docs/publishing.md draws them.

Every door takes `by`, who does it, and `at`, when they do it (the desk's clock). When
something goes public is decided by the database's clock. Each is one transaction and
is journalled; NotAllowed changes nothing and says what to do.
"""

from __future__ import annotations

from releases.desk.approval_basis import basis_of, chain, is_live, preview, words_of
from releases.desk.approvals.four_eyes import note_edit, subject
from releases.desk.check_results import waive
from releases.desk.exceptions import NotAllowed
from releases.desk.transitions.approving import approve, publish_alone
from releases.desk.transitions.changing import correct, withdraw
from releases.desk.transitions.emergency import publish_in_emergency, ratify
from releases.desk.transitions.holding import call_off, hold, resume
from releases.desk.transitions.importing import import_past
from releases.desk.transitions.opening import wire_crossed
from releases.desk.transitions.rescheduling import NOW
from releases.desk.transitions.submitting import Remark, send_back, submit

__all__ = [
    "NOW",
    "NotAllowed",
    "Remark",
    "approve",
    "basis_of",
    "call_off",
    "chain",
    "correct",
    "hold",
    "import_past",
    "is_live",
    "note_edit",
    "preview",
    "publish_alone",
    "publish_in_emergency",
    "ratify",
    "resume",
    "send_back",
    "subject",
    "submit",
    "waive",
    "wire_crossed",
    "withdraw",
    "words_of",
]
