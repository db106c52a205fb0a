"""Whether the database's triggers are those that irsite installs."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from releases.record.triggers import installation
from releases.record.verification.problems import Problems


def verify_triggers(problems: Problems) -> str:
    """Compare every trigger with what this release of irsite installs."""
    for name in installation.wrong_triggers(apps, connection):
        problems.add(
            _("trigger %(name)s") % {"name": name},
            _("it is missing, altered or not from irsite"),
        )
    count = len(installation.statements(apps, connection.vendor))
    return _("%(count)s triggers are as this release of irsite installs them.") % {
        "count": f"{count:,}"
    }
