"""The folder of all processes of a run of the tests: what each of them needs is made there once."""

from __future__ import annotations

# The environment variable with its path, which processes inherit.
SHARED_FOLDER = "TESTS_SHARED_FOLDER"
