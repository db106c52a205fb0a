"""What a check is, and the registry of them all."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk.checks.checked_release import CheckedRelease
from releases.text.translatable import Message
from releases.translation import translated

NOT_LEGAL_ADVICE = gettext_lazy("These checks are an aid, not legal advice.")


class Level(enum.Enum):
    """How much a finding weighs; findings are shown in this order."""

    BLOCK = "block"
    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The level's name, as the heading over its findings has it."""
        return {
            Level.BLOCK: _("Blocking"),
            Level.ERROR: _("To answer"),
            Level.WARNING: _("Advice"),
        }[self]

    @property
    def explanation(self) -> str:
        """What has to be done about it, and who may override it."""
        return {
            Level.BLOCK: _("Must be fixed. Nobody can override it."),
            Level.ERROR: _(
                "Fix it, or have someone who may override checks give a reason in writing."
            ),
            Level.WARNING: _("Fix it, or confirm that it is correct."),
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to fix: what to do, and where.

    `passage` quotes the text word for word, and `field` names the form field. The
    message names no moment that passes by itself, so that an answer to it lasts.
    """

    message: Message
    passage: str = ""
    field: str = ""


Find = Callable[[CheckedRelease], Iterable[Problem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that is checked: its `rule` in a sentence, and `source`, its URL."""

    id: str
    level: Level
    title: StrOrPromise
    rule: StrOrPromise
    source: str = ""
    find: Find = field(repr=False, compare=False)

    @property
    def host(self) -> str:
        """The host of the source's URL."""
        return (urlsplit(self.source).hostname or "").removeprefix("www.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem that a check found."""

    check: Check
    problem: Problem

    @property
    def message(self) -> str:
        """What to do, in the active language."""
        return translated(self.problem.message)

    @property
    def english_message(self) -> str:
        """What to do, as it is recorded."""
        return str(self.problem.message)

    @property
    def passage(self) -> str:
        """The words concerned, as they are in the text."""
        return self.problem.passage

    @property
    def field(self) -> str:
        """The form field concerned."""
        return self.problem.field


_checks: dict[str, Check] = {}


def check(
    identity: str,
    level: Level,
    *,
    title: StrOrPromise,
    rule: StrOrPromise,
    source: str = "",
) -> Callable[[Find], Find]:
    """Register the decorated function as the check of this id.

    Raises ValueError if there is one already.
    """

    def register(find: Find) -> Find:
        if identity in _checks:
            raise ValueError(f"Two checks have the id {identity}.")
        _checks[identity] = Check(
            id=identity, level=level, title=title, rule=rule, source=source, find=find
        )
        return find

    return register


def all_checks() -> tuple[Check, ...]:
    """Return every check, the gravest first, then by id."""
    order = list(Level)
    return tuple(
        sorted(_checks.values(), key=lambda check: (order.index(check.level), check.id))
    )


def get_check(identity: str) -> Check:
    """Return the check of this id. Raises KeyError if there is none."""
    return _checks[identity]


def findings_in(checked: CheckedRelease) -> tuple[Finding, ...]:
    """Run all checks; return each check's findings together, the gravest first."""
    return tuple(
        Finding(check=check, problem=problem)
        for check in all_checks()
        for problem in dict.fromkeys(check.find(checked))
    )


def digest_of_findings(findings: Iterable[Finding]) -> str:
    """Return the SHA-256 of findings, in any order: an answer covers exactly these.

    It doesn't depend on the language that they are shown in.
    """
    rows = sorted(
        [finding.check.id, finding.english_message, finding.passage, finding.field]
        for finding in findings
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
