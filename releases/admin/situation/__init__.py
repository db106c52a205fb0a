"""How a release stands, for one person at one moment: what every page of it shows."""

from __future__ import annotations

from releases.admin.situation.case import Situation

__all__ = ["Situation"]
