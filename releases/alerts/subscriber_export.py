"""Exports the subscribers as a CSV file, in the columns that an import reads."""

from __future__ import annotations

from typing import IO

from django.db.models import Prefetch

from releases.alerts.subscriber_rows import COLUMNS
from releases.models import JournalAction
from releases.readers.models import Consent, ConsentAction, Subscriber
from releases.record import journal
from releases.record.journal import Actor
from releases.text.spreadsheets import SpreadsheetWriter

CHUNK = 1000
# How a consent by the form of this site was given, as the file has it.
BY_FORM = "form, and the link in a mail to the address"
_AGREED = (ConsentAction.REQUESTED, ConsentAction.CONFIRMED, ConsentAction.IMPORTED)


def export_subscribers(file: IO[str], *, by: Actor, status: str = "") -> int:
    """Write a line for each subscriber, or those of one status; return how many.

    No cell is a formula for a spreadsheet. The journal notes who has them now, by their
    number. The file was opened with newline="".
    """
    subscribers = Subscriber.objects.order_by("pk")
    if status:
        subscribers = subscribers.filter(status=status)
    consents = Consent.objects.filter(action__in=_AGREED).order_by("pk")
    writer = SpreadsheetWriter(file)
    writer.write_row(COLUMNS)
    count = 0
    # Without a transaction, which would keep couriers waiting on SQLite.
    rows = subscribers.prefetch_related(
        "subscriptions", Prefetch("consents", queryset=consents)
    )
    for subscriber in rows.iterator(chunk_size=CHUNK):
        writer.write_row(_cells(subscriber))
        count += 1
    journal.write(
        JournalAction.EXPORT_SUBSCRIBERS,
        "subscribers",
        by=by,
        detail=f"{count} subscribers",
        facts={"subscribers": count, "status": status},
    )
    return count


def _cells(subscriber: Subscriber) -> list[str | int]:
    subjects = sorted(row.subject for row in subscriber.subscriptions.all())
    return [
        subscriber.address,
        " ".join(subjects),
        subscriber.language,
        subscriber.zone,
        subscriber.pace,
        subscriber.digest_hour,
        subscriber.status,
        subscriber.since.isoformat(),
        *_proof(list(subscriber.consents.all())),
    ]


def _proof(consents: list[Consent]) -> tuple[str, str, str, str]:
    """Return when and how a subscriber agreed last, to which wording and from where."""
    asked: Consent | None = None
    proof = ("", "", "", "")
    for consent in consents:
        if consent.action == ConsentAction.REQUESTED:
            asked = consent
        elif consent.action == ConsentAction.IMPORTED:
            proof = (
                consent.proof.get("consent_at", ""),
                consent.proof.get("consent_how", ""),
                consent.proof.get("consent_wording", ""),
                consent.proof.get("consent_source", ""),
            )
        else:
            wording = f"revision {asked.wording}" if asked and asked.wording else ""
            source = asked.source if asked else consent.source
            proof = (consent.at.isoformat(), BY_FORM, wording, source)
    return proof
