"""Whether the keys, the signatures and the log are those of what is published."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import (
    Envelope,
    KeyRevocation,
    LogEntry,
    LogHead,
    Publication,
    PublishedFile,
    SigningKey,
)
from releases.record.proof.signed_texts import (
    envelope_text,
    head_text,
    key_text,
    revocation_text,
)
from releases.record.proof.signers import is_signed
from releases.record.proof.signing import LogRow, log_rows
from releases.record.verification.merging import Keyed, side_by_side
from releases.record.verification.problems import BATCH, Problems, publication_name
from releases.text.merkle import MerkleTree, WrongPath, leaf_hash, root_from_path


def verify_signatures(problems: Problems) -> str:
    """Check each key, each signed publication, and the log at each of its instants.

    The log's tree takes 0.3 kB a publication in memory.
    """
    _check_keys(problems)
    signed, unsigned = _check_envelopes(problems)
    _check_log(problems)
    summary = ngettext(
        "%(count)s publication is signed, and stands in the log.",
        "%(count)s publications are signed, and stand in the log.",
        signed,
    ) % {"count": f"{signed:,}"}
    if not unsigned:
        return summary
    rest = ngettext(
        "%(count)s is not signed: see manage.py signing_key.",
        "%(count)s are not signed: see manage.py signing_key.",
        unsigned,
    ) % {"count": f"{unsigned:,}"}
    return f"{summary} {rest}"


def _check_keys(problems: Problems) -> None:
    for key in SigningKey.objects.select_related("introduced_by").order_by("id"):
        introducer = key.introduced_by
        text = key_text(
            host=_host(key.text),
            public_key=key.public_key,
            valid_from=key.valid_from,
            introduced_by=introducer.public_key if introducer else "",
        )
        _check_signature(key, introducer or key, text, _key_name(key), problems)
    revocations = KeyRevocation.objects.select_related("key", "signed_by")
    for revocation in revocations.order_by("id"):
        size, root = _log_in(revocation.text)
        text = revocation_text(
            host=_host(revocation.text),
            public_key=revocation.key.public_key,
            instant=revocation.instant,
            size=size,
            root=root,
        )
        name = _("the revocation of signing key %(key)s") % {"key": revocation.key}
        _check_signature(revocation, revocation.signed_by, text, name, problems)


def _check_envelopes(problems: Problems) -> tuple[int, int]:
    """Return how many publications are signed, and how many stand and are not."""
    signed = unsigned = 0
    leaves: dict[tuple[str, str, int], str] = {}
    for pk, (publications, files, envelopes) in side_by_side(
        _publication_rows(), _file_rows(), _envelope_rows()
    ):
        if not publications:
            if envelopes:
                problems.add(publication_name(pk), _("it is signed, and is not there"))
            continue
        publication: Publication = publications[0]
        is_called_off = publication.live_until == publication.live_from
        if not envelopes:
            unsigned += not is_called_off
            continue
        envelope: Envelope = envelopes[0]
        chain = (publication.kind, publication.address)
        text = envelope_text(
            publication,
            host=_host(envelope.text),
            files=files,
            previous=leaves.get((*chain, publication.number - 1), ""),
        )
        name = publication_name(pk, publication)
        _check_signature(envelope, envelope.key, text, name, problems)
        if leaf_hash(envelope.text.encode()).hex() != envelope.leaf:
            problems.add(name, _("its hash in the log is not that of its envelope"))
        # Of several with this number the last before the next one was what it followed.
        leaves[*chain, publication.number] = envelope.leaf
        signed += not is_called_off
    return signed, unsigned


def _check_log(problems: Problems) -> None:
    """Check each head against the publications, and each entry against its head."""
    heads = {head.instant: head for head in _heads()}
    entries: dict[int, LogEntry] = {
        entry.publication_id: entry for entry in LogEntry.objects.iterator(BATCH)
    }
    tree = MerkleTree()
    for instant, group in groupby(log_rows(), attrgetter("live_from")):
        members = list(group)
        first = len(tree)
        for row in members:
            tree.append(_leaf_of(row))
        head = heads.pop(instant, None)
        if head is None:
            continue
        _check_head(head, tree, problems)
        for position, row in enumerate(members, start=first):
            entry = entries.pop(row.pk, None)
            _check_entry(entry, row, head, position, problems)
    for head in heads.values():
        problems.add(_head_name(head), _("nothing was published then"))
    for entry in entries.values():
        name = publication_name(entry.publication_id)
        problems.add(name, _("it stands in the log without a head"))


def _check_head(head: LogHead, tree: MerkleTree, problems: Problems) -> None:
    text = head_text(
        host=_host(head.text), instant=head.instant, size=head.size, root=head.root
    )
    _check_signature(head, head.key, text, _head_name(head), problems)
    if head.size != len(tree) or head.root != tree.root(len(tree)).hex():
        problems.add(_head_name(head), _("it is not that of what was published"))


def _check_entry(
    entry: LogEntry | None,
    row: LogRow,
    head: LogHead,
    position: int,
    problems: Problems,
) -> None:
    name = publication_name(row.pk)
    if entry is None or entry.head_id != head.pk or entry.position != position:
        problems.add(name, _("it does not stand in the log at its place"))
        return
    try:
        root = root_from_path(
            _leaf_of(row),
            index=position,
            size=head.size,
            path=[bytes.fromhex(node) for node in entry.path.split()],
        )
    except (ValueError, WrongPath):
        root = b""
    if root.hex() != head.root:
        problems.add(name, _("its path does not lead to the head of the log"))


def _leaf_of(row: LogRow) -> bytes:
    """Return the hash of a publication in the log; zeros if it has none."""
    try:
        return bytes.fromhex(row.leaf or "00")
    except ValueError:
        return bytes(32)


def _check_signature(
    row: SigningKey | KeyRevocation | Envelope | LogHead,
    key: SigningKey,
    text: str,
    name: str,
    problems: Problems,
) -> None:
    """Check that what is signed is what the columns say, and who signed it."""
    if row.text != text:
        problems.add(name, _("what is signed is not what its columns say"))
    if not is_signed(row.text.encode(), row.signature, key.public_key):
        problems.add(name, _("its signature is not that of its key"))


def _publication_rows() -> Iterator[Keyed]:
    rows = Publication.objects.defer("document").order_by("pk")
    for publication in rows.iterator(BATCH):
        yield publication.pk, publication


def _file_rows() -> Iterator[Keyed]:
    rows = PublishedFile.objects.order_by("publication_id", "pk")
    yield from rows.values_list("publication_id", "sha256").iterator(BATCH)


def _envelope_rows() -> Iterator[Keyed]:
    rows = Envelope.objects.select_related("key").order_by("publication_id")
    for envelope in rows.iterator(BATCH):
        yield envelope.publication_id, envelope


def _heads() -> Iterator[LogHead]:
    return LogHead.objects.select_related("key").order_by("instant").iterator(BATCH)


def _host(text: str) -> str:
    """Return the host that a signed text names, which a site may have had earlier."""
    return str(_members(text).get("host", ""))


def _log_in(text: str) -> tuple[int, str]:
    """Return the size and the root of the log that a revocation names."""
    members = _members(text)
    size = members.get("size")
    return size if isinstance(size, int) else 0, str(members.get("root", ""))


def _members(text: str) -> dict[str, object]:
    try:
        members = json.loads(text)
    except ValueError:
        return {}
    return members if isinstance(members, dict) else {}


def _key_name(key: SigningKey) -> str:
    return _("signing key %(key)s") % {"key": key}


def _head_name(head: LogHead) -> str:
    return _("the head of the log of %(instant)s") % {
        "instant": head.instant.astimezone(dt.UTC).isoformat()
    }
