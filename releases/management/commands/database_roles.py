"""`manage.py database_roles`: the rights of the application's role on PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.utils.translation import gettext as _

from releases.record import grants
from releases.text.error_log import describe_error

ROLE = "irsite"


class Command(BaseCommand):
    """Prints the statements, or executes all or none; a second run changes nothing."""

    help = _(
        "Print the statements by which the owner of the database gives the site's role its "
        "rights: all that the site needs, and nothing that alters the record."
    )

    requires_system_checks: list[str] = []  # the owner's user has not the site's files

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role",
            default=ROLE,
            help=_("The site's role, which must exist. Default: %(role)s.")
            % {"role": ROLE},
        )
        parser.add_argument(
            "--apply",
            action="store_true",
            help=_("Execute the statements, as the owner of the database."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print or execute the statements. Raises CommandError."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor != "postgresql":
            raise CommandError(
                _("This database has no roles: IRSITE_DATABASE names no PostgreSQL.")
            )
        statements = list(grants.statements(apps, connection, role=options["role"]))
        if not options["apply"]:
            for statement in ("BEGIN", *statements, "COMMIT"):
                self.stdout.write(f"{statement};")
            return
        try:
            # Of a role that owns nothing PostgreSQL refuses some of these with a mere warning.
            if not grants.owns_the_record(connection):
                raise self.refused("InsufficientPrivilege", **options)
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        except Error as error:
            raise self.refused(describe_error(error), **options) from None
        self.stdout.write(
            _("The role %(role)s has its rights on %(count)s tables.")
            % {"role": options["role"], "count": len(grants.rights(apps))}
        )

    def refused(self, error: str, *, role: str, **options: Any) -> CommandError:
        """Return the error that says who is to run the command, and when."""
        return CommandError(
            _(
                "The rights were not given (%(error)s). Run “manage.py migrate” first, "
                "and both as the owner of the database, where the role %(role)s exists."
            )
            % {"error": error, "role": role}
        )
