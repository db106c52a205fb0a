"""The settings, read in an environment of the test's own."""

from __future__ import annotations

import os
import runpy
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase

import pytest

SETTINGS = Path(__file__).parents[1] / "irsite/settings.py"
BUCKET = {"IRSITE_S3_BUCKET": "larkmoor-private", "IRSITE_S3_REGION": "us-east-1"}


class TheSettings(SimpleTestCase):
    """What cannot be is said before anybody is served."""

    def read(self, **told: str) -> dict[str, Any]:
        """The settings in this environment."""
        var = self.enterContext(tempfile.TemporaryDirectory())
        with mock.patch.dict(os.environ, {"IRSITE_VAR": var, **told}):
            return runpy.run_path(str(SETTINGS))

    def refuses(self, words: str, **told: str) -> None:
        """The start is refused in these words."""
        with self.subTest(**told), pytest.raises(ImproperlyConfigured, match=words):
            self.read(**told)

    def test_what_cannot_be_read_stops_the_start(self) -> None:
        self.refuses("'true' or 'false'", IRSITE_HTTPS="yes")
        self.refuses("whole number, 1 or more", IRSITE_SESSION_IDLE_MINUTES="0")
        self.refuses("one of disk, s3", IRSITE_FILE_STORAGE="tape")
        self.refuses("like https://", IRSITE_URL="ir.example.com")
        self.refuses("like https://", IRSITE_URL="")

    def test_a_bucket_has_its_name_its_region_and_an_address(self) -> None:
        for missing in BUCKET:
            told = {"IRSITE_FILE_STORAGE": "s3", **BUCKET, missing: ""}
            self.refuses(f"IRSITE_FILE_STORAGE=s3 needs {missing}", **told)
        told = {"IRSITE_FILE_STORAGE": "s3", **BUCKET}
        self.refuses("like https://", IRSITE_S3_ENDPOINT="minio:9000", **told)
        assert self.read(**told)["STORAGES"]["default"]["OPTIONS"] == {
            "bucket_name": "larkmoor-private",
            "region_name": "us-east-1",
            "endpoint_url": None,
        }

    def test_files_are_sent_by_whoever_has_them(self) -> None:
        for storage, sender in (("s3", "nginx"), ("disk", "redirect")):
            told = {
                "IRSITE_FILE_STORAGE": storage,
                "IRSITE_FILE_DELIVERY": sender,
                **BUCKET,
            }
            self.refuses(f"IRSITE_FILE_STORAGE={storage} it cannot be {sender}", **told)
