"""A version of a release, without a database."""

from __future__ import annotations

from typing import Any

from releases.record.documents import (
    CategoryEntry,
    DisclaimerEntry,
    ReleaseDocument,
)
from releases.record.published import Published
from tests.builders import SEVEN

ROOT = "https://ir.example.com"


def version(body: str, **fields: Any) -> Published[ReleaseDocument]:
    """Return a version of a release with this body."""
    document = ReleaseDocument(
        headline="Larkmoor Reports",
        category=CategoryEntry(slug="results", name="Results"),
        language="en",
        timezone="America/New_York",
        body=body,
        source="Larkmoor Therapeutics",
        disclaimers=(
            DisclaimerEntry(
                ref="a", revision=1, name="A", wording="It may fall.\n\nOr not."
            ),
        ),
    )
    return Published(
        address="2026/results",
        number=2,
        dated=SEVEN,
        since=SEVEN,
        imported=False,
        digest="",
        starts=None,
        ends=None,
        document=document.model_copy(update=fields),
    )
