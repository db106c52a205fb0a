"""What checks found as the pages of a release show it: one matter for each check."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby

from releases.desk.check_results import CheckResult
from releases.desk.checks import Check, Level
from releases.models import Release, State
from releases.workspace.text import finding_key

# The anchors of fields that are not at `id_` and their name.
ANCHORS = {
    "contacts": "releasecontacts-group",
    "disclaimers": "releasedisclaimers-group",
    "boilerplates": "releaseboilerplates-group",
    "events": "releaseevents-group",
    "attachments": "attachments-group",
}
# The action that records what no field of the change form holds.
RECORDED_BY = {
    "exchange_notices": "exchange-notice",
    "wire_crossed_at": "wire-crossed",
    "filing_number": "filing",
    "filed_at": "filing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPlace:
    """Where something is to be done: the passage, its mark in the text, and its field."""

    message: str
    passage: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMatter:
    """A check that found something: what to do, where, and the field or the action."""

    check: Check
    places: tuple[FindingPlace, ...]
    field: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """The matters of one level that have no answer yet."""

    level: Level
    matters: tuple[FindingMatter, ...]


def matter_of(
    result: CheckResult,
    release: Release,
    *,
    marks: Collection[str] = (),
    actions: Collection[str] = (),
) -> FindingMatter:
    """Return what a check found as one matter.

    `marks` are the keys of passages that the page highlights, `actions` the names of
    those that are available.
    """
    places = []
    for number, finding in enumerate(result.findings):
        key = finding_key(result.check.id, number)
        places.append(
            FindingPlace(
                message=finding.message,
                passage=finding.passage,
                mark=key if key in marks else "",
            )
        )
    name = next((finding.field for finding in result.findings if finding.field), "")
    action = RECORDED_BY.get(name, "")
    is_editable = release.state == State.DRAFT and name and not action
    return FindingMatter(
        check=result.check,
        places=tuple(places),
        field=ANCHORS.get(name, f"id_{name}") if is_editable else "",
        action=action if action in actions else "",
    )


def finding_groups(matters: Iterable[FindingMatter]) -> list[FindingGroup]:
    """Return the matters by level; they are in that order, the gravest first."""
    return [
        FindingGroup(level=level, matters=tuple(group))
        for level, group in groupby(matters, key=lambda matter: matter.check.level)
    ]
