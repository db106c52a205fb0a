"""What the typesetter makes: a PDF of a sheet, or a PNG of a card or a logo."""

from __future__ import annotations

from typing import Literal

Form = Literal["pdf", "card", "logo"]
