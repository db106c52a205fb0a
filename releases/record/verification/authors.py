"""Whether irsite wrote the authors of row changes, and what nobody's name is on."""

from __future__ import annotations

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import RowChange
from releases.record import audit_author, site_key
from releases.record.verification.journal_chain import first_authentic_entry
from releases.record.verification.problems import BATCH, Problems

# Who may do what, and how they sign in: SQL by hand never has a reason to change it.
ACCOUNTS = ("auth_", "mfa_")
# As the migrations record what was there before the triggers.
FOUND = Q(action=RowChange.Action.FOUND, by="", origin="migration")


def verify_authors(problems: Problems) -> str:
    """Check who made each change: irsite for somebody, or SQL past irsite.

    SQL by hand is counted, and named where it changes accounts.
    """
    _name_rows_found_late(problems)
    nobodys = _name_changes_of_accounts(problems)
    if site_key.has_lasting_key():
        _check_codes(problems)
        _find_copied_codes(problems)
    if not nobodys:
        return _("irsite made every change.")
    return ngettext(
        "%(count)s change was made by SQL, not by irsite.",
        "%(count)s changes were made by SQL, not by irsite.",
        nobodys,
    ) % {"count": f"{nobodys:,}"}


def change_name(change: RowChange) -> str:
    """Return how a row change is named."""
    return _("change %(id)s of %(table)s %(row)s") % {
        "id": change.pk,
        "table": change.table,
        "row": change.row,
    }


def _name_rows_found_late(problems: Problems) -> None:
    """Name changes that say a row was there before irsite, written after irsite's first."""
    first = RowChange.objects.exclude(FOUND).order_by("pk").first()
    if first is None:
        return
    late = RowChange.objects.filter(action=RowChange.Action.FOUND, pk__gt=first.pk)
    for change in late.order_by("pk").iterator(BATCH):
        why = _("it says that the row was there before irsite, which was there first")
        problems.add(change_name(change), why)


def _name_changes_of_accounts(problems: Problems) -> int:
    """Name changes of accounts that have no author; return how many changes have none."""
    nobodys = RowChange.objects.filter(by="", origin="")
    accounts = Q()
    for prefix in ACCOUNTS:
        accounts |= Q(table__startswith=prefix)
    for change in nobodys.filter(accounts).order_by("pk").iterator(BATCH):
        why = _("it was made by SQL, not by irsite: no author is on it")
        problems.add(change_name(change), why)
    return nobodys.count()


def _check_codes(problems: Problems) -> None:
    """Check the code of each author; those before the first proved entry have none."""
    first = first_authentic_entry()
    changes = (
        RowChange.objects.exclude(by="", origin="")
        .exclude(FOUND)
        .filter(Q(entry=None) | Q(entry__gt=first))
        .order_by("pk")
    )
    columns = ("pk", "table", "row", "by", "origin", "code")
    last = ("", "", "")
    for change in changes.only(*columns).iterator(BATCH):
        author = (change.by, change.origin, change.code)
        if author != last and not audit_author.is_proved(*author):
            why = _("irsite did not write that %(author)s made it")
            problems.add(
                change_name(change), why % {"author": change.by or change.origin}
            )
            continue
        last = author


def _find_copied_codes(problems: Problems) -> None:
    """Name codes that stand in changes of more than one journal entry.

    One statement's changes are sealed together, and no other statement has its code.
    """
    copied = (
        RowChange.objects.exclude(code="")
        .order_by()
        .values("code")
        .annotate(entries=Count("entry", distinct=True), sealed=Count("entry"))
        .annotate(changes=Count("pk"))
        .filter(Q(entries__gt=1) | Q(entries=1, sealed__lt=F("changes")))
    )
    for code in copied.values_list("code", flat=True).iterator(BATCH):
        change = RowChange.objects.filter(code=code).order_by("-pk")[0]
        why = _("the code that proves its author is copied from another change")
        problems.add(change_name(change), why)
