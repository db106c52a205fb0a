"""Something that staff are told: why, who may act on it, and in which words.

The mail system and the webhook's server are strangers. Before a release is public no
message has a word of it: it says that a release waits, and where at the desk.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Set
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from releases.readers.models import MailingKind
from releases.staff_alerts.staff import Staff

_CHAIN = re.compile(r"desk:(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """A line of the weekly mail: when, what it is, and where to read on."""

    when: str
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMessage:
    """What a mail, and the webhook, say: a subject, sentences, and one address."""

    subject: str
    sentences: tuple[str, ...]
    url: str
    planned: tuple[PlannedItem, ...] = ()

    @property
    def text(self) -> str:
        """The whole as a chat shows it."""
        lines = [self.subject, *self.sentences]
        lines += [f"{row.when}: {row.label} {row.url}" for row in self.planned]
        return "\n".join([*lines, self.url])


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAlert:
    """What is true now, and was not told yet if no mailing has its `key`.

    It is from `opens` on. `find_recipients` returns the accounts of who may act on it, and
    `write_message` the words in the active language. `release` is a key of the desk;
    `publication` is that of a public version, whose page must be there first.
    """

    key: str
    kind: MailingKind
    opens: dt.datetime
    find_recipients: Callable[[Staff], Set[int]]
    write_message: Callable[[], StaffMessage]
    release: int | None = None
    publication: int | None = None


def release_chain(release: int) -> str:
    """Return what stands for a release of the desk in the row of a mailing."""
    return f"desk:{release}"


def release_number(chain: str) -> int | None:
    """Return the release that the row of a mailing is about; None if it is about none."""
    number = _CHAIN.fullmatch(chain)
    return int(number[1]) if number else None


def desk_url(route: str, *args: object) -> str:
    """Return the whole address of a page of the desk."""
    root: str = settings.IRSITE_URL
    return root + reverse(f"admin:{route}", args=args)


def release_url(release: int) -> str:
    """Return the address of a release at the desk, which tells no more than its number."""
    return desk_url("releases_release_change", release)
