"""How a release stands, for one person at one moment: what every page of it shows."""

from __future__ import annotations

from releases.workspace.release_context.context import Situation, WorkspaceContext

__all__ = ["Situation", "WorkspaceContext"]
