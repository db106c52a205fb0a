"""Sign what the tests publish, with keys that are made for them."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.test import override_settings

from releases.models import SigningKey
from releases.record.proof import keys
from releases.record.proof.signers import write_new_key
from releases.record.proof.signing import SigningReport, sign_pending


@contextlib.contextmanager
def new_key() -> Iterator[tuple[Path, str]]:
    """Yield the file of a new private key, and its public key."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key.pem"
        yield path, write_new_key(path)


@contextlib.contextmanager
def signing_on() -> Iterator[str]:
    """Sign by a new key, which is on record; yield the public key."""
    with new_key() as (path, public_key), override_settings(IRSITE_SIGNING_KEY=path):
        keys.register(public_key, by="test", after_loss=SigningKey.objects.exists())
        yield public_key


def sign_everything() -> SigningReport:
    """Sign by a new key all that is on the record."""
    with signing_on():
        return sign_pending()


def load_verifier() -> ModuleType:
    """Return the verifier, which is a file for readers and no module of irsite."""
    path = settings.BASE_DIR / "static/verify_irsite.py"
    spec = importlib.util.spec_from_file_location("verify_irsite", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["verify_irsite"] = module
    spec.loader.exec_module(module)
    return module
