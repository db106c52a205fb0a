"""The entries of latest.json as events of a stream (HTML, 9.2: server-sent events)."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass

EVENT = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One entry of latest.json: `data` is its JSON, `id` its own id and its version's number."""

    id: str
    data: str


def read_latest(content: bytes) -> tuple[Disclosure, ...]:
    """Return the entries of latest.json, the latest first. Raises ValueError or KeyError."""
    return tuple(
        Disclosure(
            id=f"{entry['id']}#{entry['number']}",
            data=json.dumps(entry, ensure_ascii=False, separators=(",", ":")),
        )
        for entry in json.loads(content)["releases"]
    )


def entries_since(
    latest: Iterable[Disclosure], known: Iterable[str]
) -> list[Disclosure]:
    """Return those that came after the last with a known id, the earliest first.

    All of them if no id among them is known: a client has missed more than these.
    """
    ids = frozenset(known)
    newer = itertools.takewhile(lambda disclosure: disclosure.id not in ids, latest)
    return list(newer)[::-1]


def write_events(disclosures: Iterable[Disclosure]) -> bytes:
    """Return the disclosures as events in UTF-8."""
    return "".join(
        f"event: {EVENT}\nid: {disclosure.id}\ndata: {disclosure.data}\n\n"
        for disclosure in disclosures
    ).encode()
