"""Read what an office program or a browser put on the clipboard, for the editor of a body."""

from __future__ import annotations

from releases.intake.pasting.clipboard import PastedText, read_pasted, unnest_tables

__all__ = ["PastedText", "read_pasted", "unnest_tables"]
