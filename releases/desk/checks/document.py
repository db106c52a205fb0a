"""The page of the checks, written from the registry: docs/release-checks.md."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.registry import NOT_ADVICE, Check, Level, registered

HEAD = """# The checks on a release

<!-- Written by `manage.py document_checks`: change the registry, not this page. -->

Each release is looked over before it is submitted and before it is approved
(`releases/desk/checks/`). A check says what to do, where in the text, and which rule is
behind it. An answer to a finding covers exactly what was found: another finding of the
same check is asked about again.

{advice}

English phrases are looked for in English texts only. The exchanges whose hours are known
are Nasdaq and the NYSE; other listings are yours to mind. Notices to them are gates once
a release is in approvers' hands, and before that tasks with a due time
(`checks.tasks`). The calendar of holidays and early closes is that of the `holidays`
package.
"""


def page() -> str:
    """The page in Markdown."""
    return "\n".join([HEAD.format(advice=NOT_ADVICE), *_shelves()])


def _shelves() -> Iterator[str]:
    for level in Level:
        yield f"## {level.plural}\n\n{level.means}\n"
        yield from (_entry(one) for one in registered() if one.level is level)


def _entry(one: Check) -> str:
    source = f"\n\n<{one.source}>" if one.source else ""
    return f"### {one.id}\n\n**{one.title}.** {one.rule}{source}\n"
