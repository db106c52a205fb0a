"""Whether passwords and second factors are those that irsite stored."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import JournalAction, JournalEntry
from releases.record import credentials, site_key
from releases.record.verification.problems import BATCH, Problems


def verify_credentials(problems: Problems) -> str:
    """Compare each stored credential with its last fingerprint in the journal."""
    entries = JournalEntry.objects.filter(
        action__in=[JournalAction.STORE_CREDENTIAL, JournalAction.DELETE_CREDENTIAL]
    ).order_by("seq")
    # As many as there are accounts and their factors, however long the journal is.
    expected: dict[str, tuple[int, str]] = {}
    for entry in entries.iterator(BATCH):
        name = entry.facts["credential"]
        if entry.action == JournalAction.STORE_CREDENTIAL:
            expected[name] = (entry.seq, entry.facts["fingerprint"])
        else:
            expected.pop(name, None)
    count = 0
    for credential in credentials.all_credentials():
        count += 1
        name = credentials.name_of(credential)
        where = _where(credential)
        if name not in expected:
            problems.add(where, _("no journal entry says that irsite stored it"))
            continue
        seq, fingerprint = expected.pop(name)
        if site_key.has_lasting_key() and not site_key.is_authentic(
            site_key.Purpose.CREDENTIAL, credentials.secret_of(credential), fingerprint
        ):
            why = _("it is not the one that journal entry %(number)s says was stored")
            problems.add(where, why % {"number": seq})
    for name, (seq, _fingerprint) in expected.items():
        why = _("journal entry %(number)s stored it, and no entry says who deleted it")
        problems.add(name, why % {"number": seq})
    return ngettext(
        "%(count)s password or second factor is as irsite stored it.",
        "%(count)s passwords and second factors are as irsite stored them.",
        count,
    ) % {"count": f"{count:,}"}


def _where(credential: credentials.Credential) -> str:
    if isinstance(credential, User):
        return _("the password of %(user)s") % {"user": credential.get_username()}
    return _("second factor %(id)s of %(user)s") % {
        "id": credential.pk,
        "user": credential.user.get_username(),
    }
