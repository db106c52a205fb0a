"""Signs what is on the record and is not signed yet, and the log ahead of each instant.

Publishing never waits for it and never fails by it: it is done after the commit, and what
could not be signed then is signed with the next publication or by `manage.py signing_key
sign`. What was signed is never signed anew.

The log has the publications in the order of `live_from`, then id, which is fixed once an
instant is past. A head ahead of its instant may become wrong; the triggers discard it then.
"""

from __future__ import annotations

import datetime as dt
import logging
import math
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from releases.models import (
    Envelope,
    LogEntry,
    LogHead,
    Publication,
    PublishedFile,
    RecordState,
)
from releases.models.record.publication import PublicationQuerySet
from releases.record.clock import read_clock
from releases.record.consistent_read import consistent_read
from releases.record.horizon import generation
from releases.record.proof.keys import Signature, sign, usable_keys
from releases.record.proof.signed_texts import envelope_text, head_text
from releases.record.proof.signers import (
    SigningFailed,
    configured_signer,
    is_signing_on,
)
from releases.text.merkle import MerkleTree, leaf_hash

logger = logging.getLogger(__name__)

# How many texts are signed before they are stored.
BATCH = 200
# How often the record may change in between before this is left to the next publication.
MAX_LOST_ROUNDS = 5
# How long whoever publishes waits for signatures, in seconds.
MAX_SECONDS = 10.0

# Returns the signature of a text. Raises SigningFailed.
SignText = Callable[[str], Signature]


class LogRow(NamedTuple):
    """A publication that was not called off; its hash in the log is None if unsigned."""

    pk: int
    live_from: dt.datetime
    leaf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningReport:
    """How many publications and heads of the log were signed."""

    envelopes: int = 0
    heads: int = 0


@dataclass(slots=True, kw_only=True)
class SigningRound:
    """What was signed of one generation of the record, and is to be stored.

    `failure` is why it could not go on, if it could not.
    """

    generation: int
    failure: SigningFailed | None = None
    envelopes: list[Envelope] = field(default_factory=list)
    heads: list[tuple[LogHead, list[LogEntry]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many texts were signed."""
        return len(self.envelopes) + len(self.heads)

    def store(self) -> bool:
        """Store it if the record is still of that generation; return whether it is."""
        with transaction.atomic():
            state = RecordState.objects.select_for_update().get()
            if state.generation != self.generation:
                return False
            Envelope.objects.bulk_create(self.envelopes)
            for head, entries in self.heads:
                head.save(force_insert=True)
                LogEntry.objects.bulk_create(entries)
        return True


def sign_after_commit() -> None:
    """Sign what this transaction publishes once it is committed; log what fails."""
    if is_signing_on():
        # What fails here must not look as if the publication had: it is committed.
        transaction.on_commit(sign_pending_or_log, robust=True)


def sign_pending_or_log() -> None:
    """Sign all that is not signed yet; log why that cannot be done."""
    try:
        sign_pending(until=time.monotonic() + MAX_SECONDS)
    except SigningFailed as failure:
        logger.error("Not everything is signed. %s", failure)
    except DatabaseError:
        logger.exception("Not everything is signed: run manage.py signing_key sign.")


def sign_pending(*, until: float = math.inf) -> SigningReport:
    """Sign all that is not signed yet; nothing if signing is off.

    Raises SigningFailed where it cannot go on, or after `until` by the monotonic clock;
    what was signed before that is stored.
    """
    signer = configured_signer()
    if signer is None:
        return SigningReport()
    keys = usable_keys()

    def sign_in_time(text: str) -> Signature:
        if time.monotonic() >= until:
            raise SigningFailed(
                _("It takes too long: run manage.py signing_key sign for the rest.")
            )
        return sign(text, signer=signer, keys=keys)

    return SigningReport(
        envelopes=_store_rounds(lambda: _sign_envelopes(sign_in_time)),
        heads=_store_rounds(lambda: _sign_heads(sign_in_time)),
    )


def _store_rounds(sign_round: Callable[[], SigningRound]) -> int:
    """Sign and store until a round is not full; return how many texts were stored.

    A round that the record has outrun is signed again, a few times. Raises SigningFailed.
    """
    stored = lost = 0
    while lost < MAX_LOST_ROUNDS:
        signed = sign_round()
        if signed.count and not signed.store():
            lost += 1
            continue
        if signed.failure is not None:
            raise signed.failure
        stored += signed.count
        if signed.count < BATCH:
            break
    return stored


def unsigned() -> PublicationQuerySet:
    """Return the publications that are not signed. Not for readers."""
    return Publication.objects.not_called_off().filter(envelope=None).order_by("id")


def _sign_envelopes(sign_text: SignText) -> SigningRound:
    """Sign the first publications that are not signed, in the order of their ids.

    A version has a lower id than the next one of its chain, whose envelope names its hash.
    """
    with consistent_read():
        signed = SigningRound(generation=generation())
        rows = list(unsigned().defer("document")[:BATCH])
        files = _files_of(rows)
        previous = _leaves_before(rows)
    now = read_clock()
    for row in rows:
        text = envelope_text(
            row,
            host=settings.IRSITE_DOMAIN,
            files=files[row.pk],
            previous=previous.get((row.kind, row.address, row.number - 1), ""),
        )
        try:
            signature = sign_text(text)
        except SigningFailed as failure:
            signed.failure = failure
            break
        leaf = leaf_hash(text.encode()).hex()
        previous[row.kind, row.address, row.number] = leaf
        signed.envelopes.append(
            Envelope(
                publication=row,
                leaf=leaf,
                key=signature.key,
                text=text,
                signature=signature.signature,
                made_at=now,
            )
        )
    return signed


def _files_of(rows: list[Publication]) -> dict[int, list[str]]:
    files: dict[int, list[str]] = defaultdict(list)
    sent = PublishedFile.objects.filter(publication__in=rows).order_by("id")
    for pk, sha256 in sent.values_list("publication_id", "sha256"):
        files[pk].append(sha256)
    return files


def _leaves_before(rows: list[Publication]) -> dict[tuple[str, str, int], str]:
    """Return the hashes of the versions before these, by kind, address and number."""
    addresses = {row.address for row in rows if row.number > 1}
    earlier = Publication.objects.not_called_off().filter(address__in=addresses)
    return {
        (kind, address, number): leaf
        for kind, address, number, leaf in earlier.exclude(envelope=None).values_list(
            "kind", "address", "number", "envelope__leaf"
        )
    }


def log_rows() -> list[LogRow]:
    """Return the publications in the order of the log, embargoed ones at its end."""
    rows = Publication.objects.not_called_off().order_by("live_from", "id")
    columns = ("pk", "live_from", "envelope__leaf")
    return [LogRow(*values) for values in rows.values_list(*columns)]


def _sign_heads(sign_text: SignText) -> SigningRound:
    """Sign the log as of the first instants that have no head.

    It goes no further than the first publication that is not signed itself.
    """
    with consistent_read():
        signed = SigningRound(generation=generation())
        rows = log_rows()
        have = set(LogHead.objects.values_list("instant", flat=True))
    first_unsigned = next((row.live_from for row in rows if row.leaf is None), None)
    now = read_clock()
    tree = MerkleTree()
    for instant, group in groupby(rows, attrgetter("live_from")):
        if instant == first_unsigned or len(signed.heads) == BATCH:
            break
        first = len(tree)
        members = list(group)
        for row in members:
            tree.append(bytes.fromhex(row.leaf or ""))
        if instant in have:
            continue
        size = len(tree)
        root = tree.root(size).hex()
        text = head_text(
            host=settings.IRSITE_DOMAIN, instant=instant, size=size, root=root
        )
        try:
            signature = sign_text(text)
        except SigningFailed as failure:
            signed.failure = failure
            break
        head = LogHead(
            instant=instant,
            size=size,
            root=root,
            key=signature.key,
            text=text,
            signature=signature.signature,
            made_at=now,
        )
        entries = [
            LogEntry(
                publication_id=row.pk,
                head=head,
                position=position,
                path=" ".join(node.hex() for node in tree.path(position, size)),
            )
            for position, row in enumerate(members, start=first)
        ]
        signed.heads.append((head, entries))
    return signed
