"""The admin's first page: your tasks, what goes live next, and what was published."""

from __future__ import annotations

from releases.workspace.dashboard.dashboard import Dashboard, dashboard_for
from releases.workspace.dashboard.first_day import setup_steps

__all__ = ["Dashboard", "dashboard_for", "setup_steps"]
