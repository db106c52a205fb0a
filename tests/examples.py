"""How many examples Hypothesis tries: few for a commit, many in a night."""

from __future__ import annotations

import os

PROFILE = os.environ.get("IRSITE_TEST_PROFILE", "commit")
REPEATABLE = os.environ.get("CI") == "true"
NIGHTLY_FACTOR = 20


def examples(commit: int) -> int:
    """Return the number of examples for this profile, `commit` being the smallest."""
    return {"commit": commit, "nightly": commit * NIGHTLY_FACTOR}[PROFILE]
