"""The reference page of the checks, written from the registry: docs/release-checks.md."""

from __future__ import annotations

from collections.abc import Iterator

from releases.desk.checks.registry import NOT_LEGAL_ADVICE, Check, Level, all_checks

HEAD = """# The checks on a release

<!-- Written by `manage.py document_checks`: change the registry, not this page. -->

Every release is checked before it is submitted and before it is approved
(`releases/desk/checks/`). A finding says what to do, where in the text, and which rule
is behind it. An answer covers exactly what was found: anything else that the same check
finds must be answered again.

{advice}

English phrases are looked for in English texts only. The exchanges whose hours are known
are Nasdaq and the NYSE; watch other listings yourself. Notices to those two are required
once a release is submitted, and tasks with a due time before that (`tasks.py`). The
calendar of holidays and early closes is that of the `holidays` package.
"""


def checks_page() -> str:
    """Return the page in Markdown."""
    return "\n".join([HEAD.format(advice=NOT_LEGAL_ADVICE), *_sections()])


def _sections() -> Iterator[str]:
    for level in Level:
        yield f"## {level.label}\n\n{level.explanation}\n"
        yield from (_entry(check) for check in all_checks() if check.level is level)


def _entry(check: Check) -> str:
    source = f"\n\n<{check.source}>" if check.source else ""
    return f"### {check.id}\n\n**{check.title}.** {check.rule}{source}\n"
