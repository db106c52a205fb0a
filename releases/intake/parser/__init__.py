"""Read a press release as text; knows nothing of Django."""

from __future__ import annotations

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Reading

__all__ = ["Reading", "read"]
