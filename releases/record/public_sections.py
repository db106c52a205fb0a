"""Which parts of the public site have anything in them, for the navigation of every page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.record.filings import has_filings
from releases.record.fiscal_results import has_results


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSections:
    """Which sections are not empty."""

    results: bool = False
    filings: bool = False


def public_sections(*, at: dt.datetime) -> PublicSections:
    """Return which sections have something that is live at `at`."""
    return PublicSections(results=has_results(at=at), filings=has_filings(at=at))
