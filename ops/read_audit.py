"""Say what pip-audit has found: `python ops/read_audit.py audit.json`.

By itself pip-audit ends well where it could look nothing up, such as without the internet.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

UNREACHABLE = (
    "The database of vulnerabilities cannot be reached: nothing was audited. pip-audit "
    "needs the internet (https://pypi.org); run “make audit” where there is one."
)


def read_audit(path: Path) -> tuple[int, str]:
    """Return the exit status and the text for a report of pip-audit in JSON.

    The status is 0 if every package was looked up and none has a known vulnerability, 1
    if one has, 2 if any could not be looked up.
    """
    try:
        packages = json.loads(path.read_text())["dependencies"]
    except (OSError, ValueError, KeyError):
        return 2, UNREACHABLE
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if not packages or len(skipped) == len(packages):
        return 2, UNREACHABLE
    lines = [
        f"{package['name']} {package['version']}: {flaw['id']}, mended in "
        f"{', '.join(flaw['fix_versions']) or 'no version yet'}"
        for package in packages
        for flaw in package.get("vulns", [])
    ]
    lines += [f"{name} could not be looked up." for name in skipped]
    if lines:
        return (2 if skipped else 1), "\n".join(lines)
    return 0, f"None of {len(packages)} packages has a known vulnerability."


if __name__ == "__main__":
    status, text = read_audit(Path(sys.argv[1]))
    print(text)
    sys.exit(status)
