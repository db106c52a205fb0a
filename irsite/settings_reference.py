"""docs/settings.md and ops/irsite.env.example, written from the declared variables.

`make settings` writes both files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from irsite.environment import Section, Variable
from irsite.variables import SECTIONS

ROOT = Path(__file__).resolve().parent.parent
PAGE, EXAMPLE = ROOT / "docs/settings.md", ROOT / "ops/irsite.env.example"

INTRODUCTION = """\
# Settings

<!-- Written by `make settings`: change irsite/variables.py, not this page. -->

The site is configured by environment variables. A value that cannot be read stops the
start with a message that says what is allowed. `ops/irsite.env.example` has a line for each.
Values of a list are separated by commas. **A secret** is quoted in no message; keep it from
everybody but the site's user.
"""

AFTER_THE_DESK = """\
**Why all staff need a second factor** by default: everybody who can open the desk can read
what is under embargo, authors no less than counsel, and stolen passwords of newsrooms have
been traded on for years. Setting one up takes a minute, and the desk guides each person
through it at their first sign-in ([sign-in.md](sign-in.md)). `make demo` requires none.
"""

EXAMPLE_INTRODUCTION = """\
# The settings of a production host, for /etc/irsite/irsite.env: systemd and sh read this file.
# Lines that begin with # have their default. docs/settings.md says what each one sets.
# Written by `make settings`: change irsite/variables.py, not this file.
"""


def settings_page() -> str:
    """Return the text of docs/settings.md, with a table for each section of variables."""
    return "\n".join([INTRODUCTION, *map(_section_table, SECTIONS), AFTER_THE_DESK])


def environment_example() -> str:
    """Return the text of ops/irsite.env.example, with a line for each variable."""
    return "\n".join([EXAMPLE_INTRODUCTION, *map(_section_lines, SECTIONS)])


def _section_table(section: Section) -> str:
    rows = "".join(map(_table_row, section.variables))
    return (
        f"## {section.title}\n\n| variable | value | default | what it sets |\n"
        f"|---|---|---|---|\n{rows}"
    )


def _table_row(variable: Variable[Any]) -> str:
    fixed = f"`{variable.default}`" if variable.default else "none"
    secret = "; a **secret**" if variable.is_secret else ""
    return (
        f"| `{variable.name}` | {variable.kind.outline}{secret} "
        f"| {variable.default_from or fixed} | {variable.sets} |\n"
    )


def _section_lines(section: Section) -> str:
    lines = "".join(f"{line}\n" for line in map(_example_line, section.variables))
    return f"# {section.title}\n{lines}"


def _example_line(variable: Variable[Any]) -> str:
    if variable.in_production:
        return f"{variable.name}={variable.in_production}"
    return f"#{variable.name}={variable.default}"


def outdated_files() -> Iterator[tuple[Path, str]]:
    """Yield each file that is not as it is to be, and its text as it is to be."""
    for path, text in ((PAGE, settings_page()), (EXAMPLE, environment_example())):
        if path.read_text() != text:
            yield path, text


if __name__ == "__main__":
    for path, text in outdated_files():
        path.write_text(text)
