"""`make audit` says what it has looked up, and never that all is well where it has not."""

from __future__ import annotations

import json
import re
import runpy
import tempfile
from pathlib import Path
from typing import Any

from django.test import SimpleTestCase

from tests.test_house_rules import ROOT, text
from tests.test_requirements import lines

FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["5.2.99"], "aliases": []}
CLEAN = {"name": "django", "version": "5.2.8", "vulns": []}
FLAWED = {**CLEAN, "vulns": [FLAW]}
SKIPPED = {"name": "granian", "skip_reason": "Dependency not found on PyPI"}


class TheAudit(SimpleTestCase):
    """Reads the report of pip-audit."""

    def read(self, content: str) -> tuple[int, str]:
        """Return the status and the text for a report."""
        with tempfile.NamedTemporaryFile("w+") as file:
            file.write(content)
            file.flush()
            read_audit = runpy.run_path(str(ROOT / "ops/read_audit.py"))["read_audit"]
            status, sentence = read_audit(Path(file.name))
        return status, sentence

    def audit(self, *packages: dict[str, Any]) -> tuple[int, str]:
        """Return what is said of these packages."""
        return self.read(json.dumps({"dependencies": packages, "fixes": []}))

    def test_packages_without_a_flaw_pass(self) -> None:
        assert self.audit(CLEAN) == (
            0,
            "None of 1 packages has a known vulnerability.",
        )

    def test_a_flaw_is_named_with_the_version_that_mends_it(self) -> None:
        assert self.audit(FLAWED, CLEAN) == (
            1,
            "django 5.2.8: PYSEC-2026-1, mended in 5.2.99",
        )
        status, sentence = self.audit(
            {**FLAWED, "vulns": [FLAW | {"fix_versions": []}]}
        )
        assert status == 1
        assert sentence.endswith("mended in no version yet")

    def test_without_the_database_nothing_was_audited(self) -> None:
        for status, sentence in (
            self.audit(SKIPPED),
            self.audit(),
            self.read(""),
            self.read("{}"),
        ):
            assert status == 2
            assert "cannot be reached: nothing was audited" in sentence

    def test_a_package_that_was_left_out_is_named(self) -> None:
        status, sentence = self.audit(CLEAN, SKIPPED)
        assert (status, sentence) == (2, "granian could not be looked up.")

    def test_its_tools_are_pinned(self) -> None:
        pinned = lines("requirements-audit.txt")
        assert {line.partition("==")[0] for line in pinned} == {
            "cyclonedx-bom",
            "pip-audit",
        }
        assert all(re.match(r"[\w-]+==\S+  # \S", line) for line in pinned)
        target = text("Makefile").partition("\naudit:")[2]
        assert "cyclonedx-py environment" in target
        assert "ops/read_audit.py" in target
