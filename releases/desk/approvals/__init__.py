"""Which approvals a release requires, who can give them, and which are valid."""

from __future__ import annotations

from releases.desk.approvals.approver import Approver
from releases.desk.approvals.eligibility import (
    Capacity,
    approval_to_ratify,
    capacity_to_approve,
    needs_approval_again,
    open_to,
    ratification_open_to,
)
from releases.desk.approvals.giving import (
    approval_facts,
    cancel_emergency,
    end_round,
    give_approval,
)
from releases.desk.approvals.required import (
    authorization_of,
    missing_roles,
    required_roles,
    valid_approvals,
)

__all__ = [
    "Approver",
    "Capacity",
    "approval_facts",
    "approval_to_ratify",
    "authorization_of",
    "cancel_emergency",
    "capacity_to_approve",
    "end_round",
    "give_approval",
    "missing_roles",
    "needs_approval_again",
    "open_to",
    "ratification_open_to",
    "required_roles",
    "valid_approvals",
]
