"""A pytest plugin: `-p tests.every_template` fails a run that has not rendered a template."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rendered_templates import RENDERED

FOLDER = Path(__file__).parents[1] / "templates"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send what a worker has rendered to the process that started it, which fails the run."""
    output: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        # As JSON, since some names are safe strings, which workers cannot send.
        output["rendered_templates"] = json.dumps(sorted(RENDERED))
    elif unrendered_templates():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker has rendered; one that crashed has sent nothing."""
    output = getattr(node, "workeroutput", {})
    RENDERED.update(json.loads(output.get("rendered_templates", "[]")))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the templates that no test has rendered."""
    for name in unrendered_templates():
        terminalreporter.write_line(f"No test renders templates/{name}", red=True)


def unrendered_templates() -> list[str]:
    """Return the names of the templates of the project that were not rendered."""
    # One of them is a style sheet, which mails have in their head.
    paths = (path for path in FOLDER.rglob("*.*") if path.suffix != ".css")
    return sorted({str(path.relative_to(FOLDER)) for path in paths} - RENDERED)
