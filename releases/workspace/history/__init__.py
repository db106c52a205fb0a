"""The history: who did what, when, and from what to what, in sentences."""

from __future__ import annotations
