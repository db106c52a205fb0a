"""What signs: a private key in a file, or a command that speaks to an HSM.

Signatures are Ed25519 (RFC 8032). The public key, in hexadecimal, is the name of a key.
"""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

# How long a command may take to sign one text, in seconds.
COMMAND_TIMEOUT = 5.0
SIGNATURE_BYTES = 64
OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SigningFailed(Exception):
    """Nothing was signed. The message says why, and quotes nothing that is signed."""


# Returns the signature of a text, 64 bytes. Raises SigningFailed.
Signer = Callable[[bytes], bytes]


def configured_signer() -> Signer | None:
    """Return what the settings name to sign with; None if signing is off.

    Raises SigningFailed if the key cannot be used.
    """
    if settings.IRSITE_SIGNING_COMMAND:
        return partial(sign_by_command, settings.IRSITE_SIGNING_COMMAND)
    if settings.IRSITE_SIGNING_KEY:
        return read_key(Path(settings.IRSITE_SIGNING_KEY)).sign
    return None


def is_signing_on() -> bool:
    """Return whether the settings name something to sign with."""
    return bool(settings.IRSITE_SIGNING_COMMAND or settings.IRSITE_SIGNING_KEY)


def why_key_is_unusable(path: Path) -> str:
    """Return why the file may not be used as a key; empty if it may."""
    try:
        status = path.stat()
    except OSError:
        return _("%(path)s is not there, or cannot be read.") % {"path": path}
    if not stat.S_ISREG(status.st_mode):
        return _("%(path)s is not a file.") % {"path": path}
    if status.st_uid != os.geteuid() or status.st_mode & OTHERS:
        return _("%(path)s belongs to another user, or others may read it.") % {
            "path": path
        }
    return ""


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the private key in a PEM file (PKCS #8) of its user's alone.

    Raises SigningFailed.
    """
    if why := why_key_is_unusable(path):
        raise SigningFailed(why)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningFailed(_("%(path)s holds no Ed25519 key in PEM.") % {"path": path})
    return key


def write_new_key(path: Path) -> str:
    """Write a new private key to a file that must not exist yet; return its public key.

    Raises FileExistsError.
    """
    key = Ed25519PrivateKey.generate()
    content = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return public_key_of(key)


def public_key_of(key: Ed25519PrivateKey) -> str:
    """Return the public key in hexadecimal."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign_by_command(command: str, text: bytes) -> bytes:
    """Return what the command writes when it reads the text: 64 bytes, or hexadecimal.

    Raises SigningFailed.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the site's own setting
            shlex.split(command),
            input=text,
            capture_output=True,
            timeout=COMMAND_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SigningFailed(
            _("IRSITE_SIGNING_COMMAND took longer than %(seconds)d seconds.")
            % {"seconds": COMMAND_TIMEOUT}
        ) from None
    except (OSError, ValueError):
        raise SigningFailed(_("IRSITE_SIGNING_COMMAND cannot be started.")) from None
    if done.returncode:
        raise SigningFailed(
            _("IRSITE_SIGNING_COMMAND ended with status %(status)d.")
            % {"status": done.returncode}
        )
    if len(done.stdout) == SIGNATURE_BYTES:
        return done.stdout
    try:
        signature = bytes.fromhex(done.stdout.decode("ascii"))
    except ValueError:
        signature = b""
    if len(signature) != SIGNATURE_BYTES:
        raise SigningFailed(_("IRSITE_SIGNING_COMMAND wrote no Ed25519 signature."))
    return signature


def is_signed(text: bytes, signature: str, public_key: str) -> bool:
    """Return whether the key signed the text; both are hexadecimal."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(signature), text)
    except (ValueError, InvalidSignature):
        return False
    return True
