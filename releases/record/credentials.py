"""Fingerprints of credentials in the journal, so that a swapped one can be found.

A credential is a stored password hash or a second factor. A fingerprint is a code under the
site's key: the journal holds neither the hash nor the secret, and who has the database alone
cannot make one for another password.
"""

from __future__ import annotations

import json

from django.contrib.auth.models import User

from allauth.mfa.models import Authenticator

from releases.models import JournalAction, JournalEntry
from releases.record import audit_author, journal, site_key

Credential = User | Authenticator
PASSWORD, FACTOR = "password", "second factor"


def secret_of(credential: Credential) -> str:
    """Return all that the fingerprint covers: whose it is, which, and its secret."""
    if isinstance(credential, User):
        return f"{PASSWORD} {credential.pk} {credential.password}"
    data = json.dumps(credential.data, sort_keys=True)
    return f"{FACTOR} {credential.pk} {credential.user_id} {credential.type} {data}"


def name_of(credential: Credential) -> str:
    """Return the credential's name in the facts of an entry: “second factor 12”."""
    kind = PASSWORD if isinstance(credential, User) else FACTOR
    return f"{kind} {credential.pk}"


def owner_of(credential: Credential) -> int:
    """Return the key of the account that it belongs to."""
    return credential.pk if isinstance(credential, User) else credential.user_id


def write_stored(credential: Credential) -> JournalEntry | None:
    """Journal a credential as it is stored; None where the journal has it already."""
    last = latest_fingerprints(owner_of(credential)).get(name_of(credential))
    secret = secret_of(credential)
    if last is not None and site_key.is_current(
        site_key.Purpose.CREDENTIAL, secret, last
    ):
        return None
    return _write(
        JournalAction.STORE_CREDENTIAL,
        credential,
        fingerprint=site_key.code_of(site_key.Purpose.CREDENTIAL, secret),
    )


def write_deleted(credential: Credential) -> JournalEntry:
    """Journal that a credential was deleted."""
    return _write(JournalAction.DELETE_CREDENTIAL, credential, fingerprint=None)


def _write(
    action: JournalAction, credential: Credential, *, fingerprint: str | None
) -> JournalEntry:
    owner = credential if isinstance(credential, User) else credential.user
    return journal.write(
        action,
        f"user:{owner.pk}",
        by=audit_author.current() or owner.get_username(),
        detail=name_of(credential),
        facts={"credential": name_of(credential), "fingerprint": fingerprint},
    )


def latest_fingerprints(user: int) -> dict[str, str | None]:
    """Return the last fingerprint of each of the account's credentials, by its name.

    None for one that was deleted, and nothing for one that the journal does not know.
    """
    entries = JournalEntry.objects.filter(
        subject=f"user:{user}",
        action__in=[JournalAction.STORE_CREDENTIAL, JournalAction.DELETE_CREDENTIAL],
    )
    facts = entries.order_by("seq").values_list("facts", flat=True)
    return {each["credential"]: each["fingerprint"] for each in facts}


def renew_fingerprints() -> int:
    """Journal every credential again that has its fingerprint under a former key.

    Returns how many. One that was changed past irsite is left as it is, to be found.
    """
    renewed = 0
    for credential in all_credentials():
        last = latest_fingerprints(owner_of(credential)).get(name_of(credential))
        purpose, secret = site_key.Purpose.CREDENTIAL, secret_of(credential)
        if last and site_key.is_authentic(purpose, secret, last):
            renewed += write_stored(credential) is not None
    return renewed


def all_credentials() -> list[Credential]:
    """Return every account's password and every second factor."""
    return [
        *User.objects.order_by("pk"),
        *Authenticator.objects.order_by("pk").select_related("user"),
    ]
