"""Which approvals a release needs, who may give them, and whether they still stand."""

from __future__ import annotations

from releases.desk.approvals.required import (
    Seat,
    absences_covered_by,
    demand,
    end,
    forget_emergency,
    give,
    may_approve,
    required_roles,
    roles_of,
    seat,
    standing,
    to_ratify,
    wanting,
)

__all__ = [
    "Seat",
    "absences_covered_by",
    "demand",
    "end",
    "forget_emergency",
    "give",
    "may_approve",
    "required_roles",
    "roles_of",
    "seat",
    "standing",
    "to_ratify",
    "wanting",
]
