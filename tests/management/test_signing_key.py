"""`manage.py signing_key` makes, introduces, revokes and shows keys."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.test import TestCase

import pytest

from releases.models import JournalEntry, SigningKey
from tests.builders import SEVEN, make_issuer, put_on_record
from tests.clock import travel


class TheCommand(TestCase):
    """In the order in which an administrator runs it."""

    folder: Path

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN))
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def run_command(self, *words: str, **options: Any) -> str:
        """Return what the command prints."""
        out = io.StringIO()
        call_command("signing_key", *words, stdout=out, **options)
        return out.getvalue()

    def make(self, name: str) -> tuple[str, str]:
        """Make a key; return its file and its public key."""
        path = str(self.folder / name)
        printed = self.run_command("make", path)
        assert f"{path} holds a new private key." in printed
        assert Path(path).stat().st_mode & 0o777 == 0o600
        return path, printed.splitlines()[0].rpartition(" ")[2]

    def test_a_site_begins_to_sign_and_changes_its_key(self) -> None:
        make_issuer()
        put_on_record(slug="results", at=SEVEN)
        first, public_key = self.make("first.pem")
        with self.settings(IRSITE_SIGNING_KEY=first):
            printed = self.run_command("register", public_key)
            record = (
                f'_irsite.testserver. IN TXT "v=irsite1; k=ed25519; p={public_key}"'
            )
            assert record in printed
            assert "Not signed: 1 publications." in self.run_command("show")
            signed = "Signed: 1 publications, 1 heads of the log."
            assert signed in self.run_command("sign")
            second, next_key = self.make("second.pem")
            assert "Next: set IRSITE_SIGNING_KEY" in self.run_command(
                "rotate", next_key
            )
        with self.settings(IRSITE_SIGNING_KEY=second):
            revoked = self.run_command("revoke", public_key, "--reason", "Stolen.")
            assert "Revoked from 2026-03-03T12:00:00Z on." in revoked
        shown = self.run_command("show")
        assert f"{public_key} from 2026-03-03T12:00:00Z, introduced by itself" in shown
        assert "revoked from 2026-03-03T12:00:00Z on" in shown
        assert f"introduced by {public_key}" in shown
        assert "Not signed: 0 publications." in shown
        entries = JournalEntry.objects.filter(subject__startswith="signing key:")
        actions = entries.order_by("seq").values_list("action", flat=True)
        assert list(actions) == [
            *("add signing key", "add signing key", "revoke signing key")
        ]

    def test_a_lost_key_is_followed_by_one_that_introduces_itself(self) -> None:
        first, public_key = self.make("first.pem")
        with self.settings(IRSITE_SIGNING_KEY=first):
            self.run_command("register", public_key)
        second, next_key = self.make("second.pem")
        with self.settings(IRSITE_SIGNING_KEY=second):
            with pytest.raises(CommandError, match="rotate it"):
                self.run_command("register", next_key)
            self.run_command("register", next_key, "--after-loss")
        assert SigningKey.objects.filter(introduced_by=None).count() == 2

    def test_what_cannot_be_done_is_said_in_a_sentence(self) -> None:
        path, public_key = self.make("key.pem")
        with pytest.raises(CommandError, match="Name a file that doesn't exist yet"):
            self.run_command("make", path)
        for words in (("sign",), ("register", public_key)):
            with pytest.raises(CommandError, match="Signing is off"):
                self.run_command(*words)
