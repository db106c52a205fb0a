"""The desk's first page: what goes live next, what waits for whom, and what went out."""

from __future__ import annotations

from releases.workspace.dashboard.dashboard import Desk, desk_of

__all__ = ["Desk", "desk_of"]
