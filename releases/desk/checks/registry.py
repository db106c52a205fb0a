"""What a check is, and the list of them all."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from releases.desk.checks.checked_release import CheckedRelease

# What every page that shows findings says beside them.
NOT_ADVICE = (
    "These checks are an aid and not legal advice: that nothing is found does not mean "
    "that nothing is wrong."
)


class Level(enum.Enum):
    """How much a finding weighs; the order is that in which findings are shown."""

    BLOCK = "block"
    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The level's name, for one finding."""
        return {
            Level.BLOCK: _("Blocker"),
            Level.ERROR: _("Error"),
            Level.WARNING: _("Warning"),
        }[self]

    @property
    def plural(self) -> str:
        """The heading over findings of this level."""
        return f"{self.value.capitalize()}s"

    @property
    def means(self) -> str:
        """Who may let a release pass in spite of it."""
        return {
            Level.BLOCK: "Nobody can override it: it must be put right.",
            Level.ERROR: "Put it right; or somebody who may override checks gives the "
            "reason in writing, which the journal keeps.",
            Level.WARNING: "Put it right, or the author says that it is meant so.",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One thing to put right: what to do, and where it stands.

    `passage` is the words as they stand in the text, `field` the field of the form. The
    message names no time that passes by itself, so that an answer to it lasts.
    """

    message: str
    passage: str = ""
    field: str = ""


Look = Callable[[CheckedRelease], Iterable[Mark]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that is looked after: its `rule` in a sentence, and `source` its address."""

    id: str
    level: Level
    title: str
    rule: str
    source: str = ""
    look: Look = field(repr=False, compare=False)

    @property
    def host(self) -> str:
        """Who says so: the host of the source's address."""
        return (urlsplit(self.source).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found, once."""

    check: Check
    message: str
    passage: str = ""
    field: str = ""


_registered: dict[str, Check] = {}


def check(
    identity: str, level: Level, *, title: str, rule: str, source: str = ""
) -> Callable[[Look], Look]:
    """Register the function below as the check of this id."""

    def register(look: Look) -> Look:
        if identity in _registered:
            raise ValueError(f"Two checks are called {identity}.")
        _registered[identity] = Check(
            id=identity, level=level, title=title, rule=rule, source=source, look=look
        )
        return look

    return register


def registered() -> tuple[Check, ...]:
    """Every check, the gravest first, those of one subject together."""
    order = list(Level)
    return tuple(
        sorted(_registered.values(), key=lambda one: (order.index(one.level), one.id))
    )


def named(identity: str) -> Check:
    """The check of this id; KeyError where there is none."""
    return _registered[identity]


def findings_in(checked: CheckedRelease) -> tuple[Finding, ...]:
    """What all the checks find, each check's findings together, the gravest first."""
    return tuple(
        Finding(check=one, message=mark.message, passage=mark.passage, field=mark.field)
        for one in registered()
        for mark in dict.fromkeys(one.look(checked))
    )


def digest(findings: Iterable[Finding]) -> str:
    """The SHA-256 of what one check found: an answer covers exactly this.

    The order in which it was found does not matter.
    """
    told = sorted(
        [one.check.id, one.message, one.passage, one.field] for one in findings
    )
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
