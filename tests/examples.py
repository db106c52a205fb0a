"""How many examples are tried: few for a commit, many in a night."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

PROFILE = os.environ.get("IRSITE_TEST_PROFILE", "commit")
REPEATABLE = os.environ.get("CI") == "true"
NIGHTLY_FACTOR = 20

# A test that takes seconds, of what is changed rarely.
nightly = pytest.mark.skipif(PROFILE != "nightly", reason="It is run every night.")

T = TypeVar("T")


def examples(commit: int) -> int:
    """Return the number of examples for this profile, `commit` being the smallest."""
    return {"commit": commit, "nightly": commit * NIGHTLY_FACTOR}[PROFILE]


def share(values: Sequence[T], number: int, *, one_in: int) -> list[T]:
    """Return one in so many values for a commit, other ones by `number`; all in a night.

    So of many addresses and many ways to ask, a commit tries each with some of the others.
    """
    step = {"commit": one_in, "nightly": 1}[PROFILE]
    return list(values[number % step :: step])
