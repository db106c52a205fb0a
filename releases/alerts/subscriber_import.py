"""Imports lists of subscribers: whoever has proof of consent is subscribed, others are asked.

An address that is known is left as it is, so a list can be imported again after a fault; one
that unsubscribed, bounced or complained is never subscribed by staff. Each row is read and
written on its own, in transactions of a fraction of a second, so that couriers go on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.alerts.subscriber_rows import (
    MAX_ROWS,
    RowDefaults,
    RowProblem,
    SubscriberRow,
    read_rows,
)
from releases.alerts.subscribers import ENDED
from releases.models import JournalAction
from releases.readers.database import readers_database
from releases.readers.models import (
    Consent,
    ConsentAction,
    Delivery,
    Mailing,
    MailingKind,
    Rank,
    Status,
    Subscriber,
    Subscription,
    Suppression,
)
from releases.record import journal
from releases.record.journal import Actor
from releases.record.published import profile
from releases.record.site_key import Purpose, codes_of

# How many rows a transaction writes.
BATCH = 500
# How many problems a report keeps, besides their number.
MAX_PROBLEMS = 500
MEANS = "import"
# How long a statement of the basis may be.
MAX_BASIS = 300


class RowFate(models.TextChoices):
    """What becomes of a row. The values are those of journal entries' facts."""

    SUBSCRIBED = "subscribed", gettext_lazy("Subscribed, with proof of consent")
    ASKED = "asked", gettext_lazy("Asked to confirm by mail")
    KNOWN = "known", gettext_lazy("Known already, not changed")
    ENDED = "ended", gettext_lazy("Unsubscribed or refused before, not changed")
    REPEATED = "repeated", gettext_lazy("Repeated in the list")
    REFUSED = "refused", gettext_lazy("With an error")


@dataclass(slots=True)
class ImportReport:
    """What became of a list's rows, or would: how many, and the first problems of all."""

    counts: Counter[RowFate] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)
    problem_count: int = 0

    def add_problem(self, line: int, sentence: str) -> None:
        """Note a sentence about a line."""
        self.problem_count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(RowProblem(line=line, sentence=sentence))

    @property
    def has_more_problems(self) -> bool:
        """Whether there are more than are kept."""
        return self.problem_count > len(self.problems)

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return self.counts.total()


def check_list(
    file: IO[bytes], *, at: dt.datetime, max_rows: int = MAX_ROWS
) -> ImportReport:
    """Return what an import would do, and change nothing. Raises UnreadableList."""
    sorting = RowSorting()
    for batch in _batches(file, at=at, max_rows=max_rows):
        sorting.wanted_rows(batch)
    return sorting.report


def import_list(
    file: IO[bytes], *, basis: str, by: Actor, at: dt.datetime, max_rows: int = MAX_ROWS
) -> ImportReport:
    """Import the list, and return what was done. Raises UnreadableList before any change.

    `basis` is how the people on it agreed, in words of whoever imports it. The journal notes
    first what is going to be done, by numbers without addresses: a fault later leaves an
    entry for too much, never a change without one.
    """
    plan = check_list(file, at=at, max_rows=max_rows)
    digest = digest_of(file)
    journal.write(
        JournalAction.IMPORT_SUBSCRIBERS,
        "subscribers",
        by=by,
        digest=digest,
        detail=", ".join(f"{plan.counts[fate]} {fate}" for fate in RowFate),
        facts={fate.value: plan.counts[fate] for fate in RowFate},
    )
    sorting = RowSorting()
    writer = RowWriter(basis=basis, digest=digest, at=at)
    for batch in _batches(file, at=at, max_rows=max_rows):
        with transaction.atomic(using=readers_database()):
            writer.write(sorting.wanted_rows(batch))
    return sorting.report


def digest_of(file: IO[bytes]) -> str:
    """Return the SHA-256 of the whole file in hexadecimal, and go back to its start."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1 << 16):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _batches(
    file: IO[bytes], *, at: dt.datetime, max_rows: int
) -> Iterator[list[SubscriberRow | RowProblem]]:
    issuer = profile(at=at)
    defaults = RowDefaults(
        zone=issuer.timezone,
        categories=frozenset(category.slug for category in issuer.categories),
        at=at,
    )
    rows = read_rows(file, defaults, max_rows=max_rows)
    while batch := list(islice(rows, BATCH)):
        yield batch


class RowSorting:
    """Decides what becomes of the rows of one list, which it gets in batches."""

    def __init__(self) -> None:
        self.report = ImportReport()
        # The line of each mailbox, by a hash: 100,000 addresses would take 20 MB.
        self._lines: dict[int, int] = {}

    def wanted_rows(
        self, batch: list[SubscriberRow | RowProblem]
    ) -> list[SubscriberRow]:
        """Return the rows that make a new subscriber; note the fate of all."""
        rows = [row for row in batch if isinstance(row, SubscriberRow)]
        keys = [row.address.key for row in rows]
        known = Subscriber.objects.filter(key__in=keys).values_list("key", "status")
        statuses = dict(known)
        suppressed = _suppressed_among(keys)
        wanted = []
        for row in batch:
            if isinstance(row, RowProblem):
                self._refuse(RowFate.REFUSED, row.line, row.sentence)
                continue
            key = row.address.key
            status = Status.BOUNCED if key in suppressed else statuses.get(key)
            if fate := self._fate_of_known(row, status):
                self._refuse(*fate)
                continue
            is_proven = bool(row.proof) and row.status != Status.PENDING
            fate_of_new = RowFate.SUBSCRIBED if is_proven else RowFate.ASKED
            self.report.counts[fate_of_new] += 1
            if row.lacks_proof:
                self.report.add_problem(
                    row.line,
                    _(
                        "The proof of consent needs the date, how it was given, and its "
                        "wording or source: the reader is asked to confirm."
                    ),
                )
            wanted.append(row)
        return wanted

    def _fate_of_known(
        self, row: SubscriberRow, status: str | None
    ) -> tuple[RowFate, int, str] | None:
        """Return why a row makes no new subscriber; None if it does."""
        place = hash(row.address.key)
        first = self._lines.setdefault(place, row.line)
        if first != row.line:
            sentence = _("It repeats the address of line %(line)d.") % {"line": first}
            return RowFate.REPEATED, row.line, sentence
        if status in ENDED or row.status in ENDED:
            sentence = _(
                "This reader unsubscribed, complained, or the address was refused: only "
                "the reader can subscribe it."
            )
            return RowFate.ENDED, row.line, sentence
        if status is not None:
            sentence = _("The address is known already: nothing is changed.")
            return RowFate.KNOWN, row.line, sentence
        return None

    def _refuse(self, fate: RowFate, line: int, sentence: str) -> None:
        self.report.counts[fate] += 1
        self.report.add_problem(line, sentence)


@dataclass(slots=True, kw_only=True)
class RowWriter:
    """Writes new subscribers, each with a step of the consent that carries its proof.

    `digest` is the SHA-256 of the list, by which the proof can be found again.
    """

    basis: str
    digest: str
    at: dt.datetime
    _mailing: Mailing | None = None

    def write(self, rows: list[SubscriberRow]) -> None:
        """Write these rows, in a transaction of the caller's."""
        new = {row.address.key: self._subscriber_of(row) for row in rows}
        Subscriber.objects.bulk_create(new.values(), ignore_conflicts=True)
        # Whoever subscribed by the form in between has another secret, and is left alone.
        stored = Subscriber.objects.filter(key__in=list(new))
        ours = {
            each.key: each
            for each in stored
            if bytes(each.secret) == bytes(new[each.key].secret)
        }
        pairs = [
            (row, ours[row.address.key]) for row in rows if row.address.key in ours
        ]
        Subscription.objects.bulk_create(
            Subscription(subscriber=subscriber, subject=subject)
            for row, subscriber in pairs
            for subject in row.choices.subjects
        )
        Consent.objects.bulk_create(
            consent
            for row, subscriber in pairs
            for consent in self._steps(row, subscriber)
        )
        self._ask([each for _row, each in pairs if each.status == Status.PENDING])

    def _subscriber_of(self, row: SubscriberRow) -> Subscriber:
        is_proven = bool(row.proof)
        return Subscriber(
            address=row.address.typed,
            key=row.address.key,
            status=row.status if is_proven else Status.PENDING,
            since=self.at,
            pace=row.choices.pace,
            digest_hour=row.choices.digest_hour,
            zone=row.choices.zone,
            language=row.choices.language,
        )

    def _steps(self, row: SubscriberRow, subscriber: Subscriber) -> Iterator[Consent]:
        is_pending = subscriber.status == Status.PENDING
        action = ConsentAction.INVITED if is_pending else ConsentAction.IMPORTED
        yield Consent(
            subscriber=subscriber,
            at=self.at,
            action=action,
            means=MEANS,
            subjects=list(row.choices.subjects),
            proof={**row.proof, "basis": self.basis, "list": self.digest},
        )
        if subscriber.status == Status.PAUSED:
            yield Consent(
                subscriber=subscriber,
                at=self.at,
                action=ConsentAction.PAUSED,
                means=MEANS,
                subjects=list(row.choices.subjects),
            )

    def _ask(self, subscribers: Iterable[Subscriber]) -> None:
        """Owe each a mail that asks for the confirmation, behind those that readers await."""
        deliveries = [
            Delivery(subscriber=subscriber, rank=Rank.ALERT, due=self.at)
            for subscriber in subscribers
        ]
        if deliveries and self._mailing is None:
            self._mailing = Mailing.objects.create(
                key=f"import:{secrets.token_hex(8)}",
                kind=MailingKind.INVITATION,
                rank=Rank.ALERT,
                opens=self.at,
                filled_at=self.at,
            )
        for delivery in deliveries:
            assert self._mailing is not None
            delivery.mailing = self._mailing
        Delivery.objects.bulk_create(deliveries)


def _suppressed_among(keys: list[str]) -> set[str]:
    """Return which of the keys are of addresses that must get no mail, though erased."""
    by_code = {
        code: key for key in keys for code in codes_of(Purpose.SUPPRESSED_ADDRESS, key)
    }
    suppressed = Suppression.objects.filter(code__in=list(by_code))
    return {by_code[code] for code in suppressed.values_list("code", flat=True)}
