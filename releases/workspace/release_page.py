"""The release's page: what is next, what blocks it, how long there is, and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from releases.desk.checks import NOT_ADVICE, Check, Level
from releases.desk.journal_subjects import subject_of_release
from releases.models import (
    Comment,
    ExchangeNotice,
    JournalEntry,
    Listing,
    State,
    Waiver,
)
from releases.record.journal import READ
from releases.text.public_paths import release_path
from releases.workspace.actions import COMMENT, PUBLISH, SUBMIT, open_steps
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import StepForm
from releases.workspace.release_context import Situation
from releases.workspace.release_context.approvals import Place, Void, places, voids
from releases.workspace.release_context.clock import Clock
from releases.workspace.release_context.labels import Standing, next_for, state_of
from releases.workspace.release_context.text import (
    Remark,
    Text,
    finding_key,
    marked,
    remarks,
)

LATEST = 12
# Steps that stand beside Save or beside the text, not among the others.
ELSEWHERE = (SUBMIT, PUBLISH, COMMENT)

# Where a field of the form stands on the page, where that is not `id_` and its name.
ANCHORS = {
    "contacts": "releasecontacts-group",
    "disclaimers": "releasedisclaimers-group",
    "boilerplates": "releaseboilerplates-group",
    "events": "releaseevents-group",
    "attachments": "attachments-group",
}
# The step that fills what no field of the form does.
FILLED_BY = {
    "exchange_notices": "exchange-notice",
    "wire_crossed_at": "wire-crossed",
    "filing_number": "filing",
    "filed_at": "filing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding, its passage, and where it leads: its mark, its field, or a step."""

    check: Check
    message: str
    passage: str
    mark: str
    field: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The findings of one level that nobody has answered yet."""

    name: str
    means: str
    level: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something to do around it, by when, and the step that records it."""

    message: str
    due: Clock | None
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """How else it went out, recorded or missing."""

    wire_asked: bool
    wire_crossed_at: dt.datetime | None
    wire_order: str
    filing_number: str
    filed_at: dt.datetime | None
    notices: tuple[tuple[Listing, ExchangeNotice | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything that a person at the desk asks of a release, in that order."""

    standing: Standing
    next: str
    opens: Clock | None
    at_once: bool
    passed: bool
    ratify_by: Clock | None
    leading: tuple[Step, ...]
    others: tuple[Step, ...]
    groups: tuple[Group, ...]
    tasks: tuple[ToDo, ...]
    waivers: tuple[Waiver, ...]
    places: tuple[Place, ...]
    voids: tuple[Void, ...]
    remarks: tuple[Remark, ...]
    settles: bool
    settled: tuple[Comment, ...]
    text: Text
    comment_form: StepForm | None
    channels: Channels
    address: str
    notice: str
    kind_of_notice: str
    compares: tuple[tuple[str, str], ...]
    journal: tuple[JournalEntry, ...]
    not_advice: str = NOT_ADVICE


def workspace_of(case: Situation) -> Workspace:
    """The page of this release for this person."""
    release, waits = case.release, case.waits
    steps = open_steps(case)
    text = marked(case)
    needs_approval = release.state not in {State.APPROVED, State.WITHDRAWN}
    return Workspace(
        standing=state_of(case),
        next=next_for(case),
        opens=Clock(instant=case.opens, now=case.now) if case.opens else None,
        at_once=waits and case.opens is None,
        passed=case.passed,
        ratify_by=Clock(instant=release.ratify_by, now=case.now)
        if release.ratify_by
        else None,
        leading=tuple(step for step in steps if step.leads(case)),
        others=tuple(
            step for step in steps if not step.leads(case) and step not in ELSEWHERE
        ),
        groups=tuple(groups(case, text, steps)) if waits or case.to_come else (),
        tasks=tuple(tasks(case, steps)),
        waivers=tuple(case.waivers),
        places=tuple(places(case)) if needs_approval else (),
        voids=tuple(voids(case)) if needs_approval else (),
        remarks=tuple(remarks(case, text)),
        settles=COMMENT.allowed(case),
        settled=tuple(one for one in case.comments if one.settled_at),
        text=text,
        comment_form=COMMENT.form(case) if COMMENT in steps else None,
        channels=channels(case),
        address=release_path(release.address) if case.live else "",
        notice=release.notice if waits else "",
        kind_of_notice=release.get_notice_kind_display() if release.notice else "",
        compares=tuple(compares(case)),
        journal=tuple(
            JournalEntry.objects.filter(subject=subject_of_release(release)).exclude(
                action=READ
            )[:LATEST]
        ),
    )


def groups(case: Situation, text: Text, steps: list[Step]) -> list[Group]:
    """What the checks found that is not answered, the gravest first."""
    names = {
        Level.BLOCK: "Must be put right",
        Level.ERROR: "Errors",
        Level.WARNING: "Warnings",
    }
    open_now = {step.name for step in steps}
    return [
        Group(name=names[level], means=level.means, level=level.value, found=found)
        for level in Level
        if (found := tuple(_found(case, text, level, open_now)))
    ]


def _found(
    case: Situation, text: Text, level: Level, open_now: set[str]
) -> Iterator[Found]:
    typed = case.release.state == State.DRAFT
    for verdict in case.outstanding:
        if verdict.check.level is not level:
            continue
        for number, finding in enumerate(verdict.findings):
            key = finding_key(verdict.check.id, number)
            step = FILLED_BY.get(finding.field, "")
            field = ANCHORS.get(finding.field, f"id_{finding.field}")
            yield Found(
                check=verdict.check,
                message=finding.message,
                passage=finding.passage,
                mark=key if key in text.found else "",
                field=field if typed and finding.field and not step else "",
                step=step if step in open_now else "",
            )


def tasks(case: Situation, steps: list[Step]) -> list[ToDo]:
    """What is to be done around it, until it is out and told."""
    if case.release.state in {State.DRAFT, State.WITHDRAWN}:
        return []
    open_now = {step.name for step in steps}
    return [
        ToDo(
            message=task.message,
            due=Clock(instant=task.due, now=case.now) if task.due else None,
            step=step if (step := FILLED_BY.get(task.field, "")) in open_now else "",
        )
        for task in case.tasks
    ]


def channels(case: Situation) -> Channels:
    """The wire, the filing, and each exchange."""
    release = case.release
    return Channels(
        wire_asked=release.after_wire or bool(release.dateline_wire),
        wire_crossed_at=release.wire_crossed_at,
        wire_order=release.wire_order,
        filing_number=release.filing_number,
        filed_at=release.filed_at,
        notices=tuple((one, case.notices.get(one.pk)) for one in case.listings),
    )


def compares(case: Situation) -> list[tuple[str, str]]:
    """What it can be compared with: the name in the address, and its words."""
    if not case.waits:
        return []
    found = []
    if case.approvals:
        found.append(("approved", "What changed since it was last approved"))
    if case.live is not None and not case.shows_notice:
        found.append(("public", "What changed since what the public reads"))
    return found
