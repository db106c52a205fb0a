"""System checks of the triggers, the settings and the files (docs/checks.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from releases.alerts.dkim import DkimKeyError, dkim_signer
from releases.alerts.mail_providers import PROVIDERS
from releases.catalogues import SOURCE_LANGUAGE, catalogue_languages, is_compiled
from releases.pagecache import private_files
from releases.record import grants
from releases.record.clock import read_clock
from releases.record.last_backup import last_backup
from releases.record.proof.signers import is_signing_on, why_key_is_unusable
from releases.record.search import tables
from releases.record.search.indexing import is_index_current
from releases.record.triggers import installation

# How long before its end security.txt is warned of.
SECURITY_TXT_NOTICE = dt.timedelta(days=30)
# A day, and two hours for a night in which the backup takes longer.
BACKUP_DUE_AFTER = dt.timedelta(hours=26)
# Of commands and of processes that a command starts: they configure nothing.
NOT_SETTINGS = {
    *("IRSITE_ADMINISTRATOR_PASSWORD", "IRSITE_SUPERVISOR", "IRSITE_SUPERVISED"),
}
# How far a machine may be from its database; a slow answer is no difference.
MAX_OFFSET = dt.timedelta(seconds=1)


@checks.register(checks.Tags.database)
def check_triggers(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report triggers of the record that are not as this release of irsite writes them."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []  # the last migration writes the triggers anew
    return [
        checks.Error(
            f"The trigger {name} is missing or altered: the record is not safe.",
            hint="Find out who changed the database, and restore it.",
            id="releases.E001",
        )
        for name in installation.wrong_triggers(apps, connection)
    ]


def is_in_use(connection: BaseDatabaseWrapper, databases: Sequence[str] | None) -> bool:
    """Return whether the database is to be checked, and its tables are there and readable."""
    return (
        connection.alias in (databases or [])
        and not tables_without_rights(connection)
        and not has_migrations_to_run(connection)
    )


def tables_without_rights(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that our role on PostgreSQL may not use as it must."""
    if connection.vendor != "postgresql":
        return []
    return grants.missing_rights(apps, connection)


def has_migrations_to_run(connection: BaseDatabaseWrapper) -> bool:
    """Return whether migrations of the app have still to run."""
    executor = MigrationExecutor(connection)
    wanted = [
        node for node in executor.loader.graph.leaf_nodes() if node[0] == "releases"
    ]
    return bool(executor.migration_plan(wanted))


@checks.register(checks.Tags.database)
def check_search_index(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report an index of the search that is not as this release of irsite writes it."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []
    if not tables.is_as_written(connection):
        why = "The table of the search is missing or altered"
    elif not is_index_current():
        why = "The index of the search was made by another release of irsite"
    else:
        return []
    return [
        checks.Warning(
            f"{why}: searches are answered with 503 or slowly.",
            hint="Run manage.py index_search --rebuild.",
            id="releases.W017",
        )
    ]


@checks.register(checks.Tags.database)
def check_rights(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report tables that the application's role on PostgreSQL may not use."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.alias not in (databases or []):
        return []
    lacking = tables_without_rights(connection)
    if not lacking:
        return []
    return [
        checks.Error(
            f"The database's role lacks rights on {', '.join(lacking)}.",
            hint="Run “manage.py database_roles --apply” as the owner of the tables.",
            id="releases.E015",
        )
    ]


@checks.register(checks.Tags.database, deploy=True)
def check_owner(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn of a site that could switch off the triggers of its own record."""
    connection = connections[DEFAULT_DB_ALIAS]
    if (
        connection.alias not in (databases or [])
        or connection.vendor != "postgresql"
        or not grants.owns_the_record(connection)
    ):
        return []
    return [
        checks.Warning(
            "The database's role owns the record: whoever takes over the site can switch "
            "its triggers off.",
            hint="Give the site a role of its own (docs/deploy.md).",
            id="releases.W018",
        )
    ]


@checks.register(checks.Tags.database, deploy=True)
def check_clocks(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn of a machine whose clock is not that of its database."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []
    before = timezone.now()
    at = read_clock(connection)
    if before - MAX_OFFSET <= at <= timezone.now() + MAX_OFFSET:
        return []
    return [
        checks.Warning(
            f"The record's clock is at {at:%Y-%m-%d %H:%M:%S} UTC and this machine's at "
            f"{before:%H:%M:%S}: pages would be late.",
            hint="Have NTP set the clocks of this machine and of the database.",
            id="releases.W022",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_secret_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a secret key that each process makes for itself."""
    if settings.SECRET_KEY_IS_LASTING:
        return []
    return [
        checks.Warning(
            "IRSITE_SECRET_KEY is not set: everybody is signed out at each restart.",
            hint="Set it to 50 or more random characters.",
            id="releases.W001",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_second_factor_groups(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a desk that a password alone opens."""
    if settings.IRSITE_SECOND_FACTOR_GROUPS:
        return []
    return [
        checks.Warning(
            "IRSITE_SECOND_FACTOR_GROUPS is empty: a stolen password opens the desk.",
            hint="Leave it unset, for everybody, or name the groups.",
            id="releases.W010",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_variables(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of environment variables that look like settings and set nothing."""
    return [
        checks.Warning(
            f"{name} is set in the environment, and is no setting: it does nothing.",
            hint="docs/settings.md has the settings. Is it misspelt?",
            id="releases.W023",
        )
        for name in settings.IRSITE_UNDECLARED
        if name not in NOT_SETTINGS
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_domain(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report that the feed's permanent ids depend on another setting."""
    if settings.IRSITE_DOMAIN_IS_SET:
        return []
    return [
        checks.Error(
            f"IRSITE_DOMAIN is not set: the feed's permanent ids begin with "
            f"“{settings.IRSITE_DOMAIN}”, which changes with another setting.",
            hint="Set it to the domain name of the site, and never change it.",
            id="releases.E011",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_proxy(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site that slow clients can reach."""
    if settings.BEHIND_PROXY:
        return []
    return [
        checks.Warning(
            "IRSITE_BEHIND_PROXY is false: slow clients can close a site that no proxy "
            "buffers.",
            hint="Put a proxy in front (docs/nginx.md), and set it to true.",
            id="releases.W011",
        )
    ]


@checks.register(checks.Tags.security)
def check_private_files(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of files with drafts and releases under embargo that others may read."""
    return [
        checks.Warning(
            f"{path} belongs to another user, or others may read it.",
            hint="Take the rights of others from it (chmod go=), or start the web server, "
            "which does.",
            id="releases.W012",
        )
        for path in private_files.exposed_paths()
    ]


@checks.register(checks.Tags.security)
def check_security_txt(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a security.txt that readers must not trust any more, or soon (RFC 9116, 2.5.5)."""
    expires = settings.IRSITE_SECURITY_EXPIRES
    if not settings.IRSITE_SECURITY_CONTACT or expires is None:
        return []
    now = timezone.now()
    if now < expires - SECURITY_TXT_NOTICE:
        return []
    ends = "has expired" if expires <= now else "will expire"
    return [
        checks.Warning(
            f"/.well-known/security.txt {ends} on {expires:%B %-d, %Y}.",
            hint="Check that IRSITE_SECURITY_CONTACT is still right, and set "
            "IRSITE_SECURITY_EXPIRES to a later instant, at most a year ahead.",
            id="releases.W013",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_signing(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site whose readers can prove nothing."""
    if is_signing_on():
        return []
    return [
        checks.Warning(
            "Neither IRSITE_SIGNING_KEY nor IRSITE_SIGNING_COMMAND is set: nobody can "
            "prove what the site published.",
            hint="Make a key with manage.py signing_key (docs/proof.md).",
            id="releases.W014",
        )
    ]


@checks.register(checks.Tags.security)
def check_signing_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report a signing key that is missing, or that others may read."""
    if not settings.IRSITE_SIGNING_KEY:
        return []
    why = why_key_is_unusable(Path(settings.IRSITE_SIGNING_KEY))
    if not why:
        return []
    return [
        checks.Error(
            f"IRSITE_SIGNING_KEY cannot be used: {why}",
            hint="Give it to the site's user alone (chmod 600).",
            id="releases.E012",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_webhook(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a webhook whose messages anybody could have sent."""
    if not settings.IRSITE_WEBHOOK or settings.IRSITE_WEBHOOK_SECRET:
        return []
    return [
        checks.Warning(
            "IRSITE_WEBHOOK_SECRET is not set: the messages of the webhook are not "
            "signed, and nobody can tell who sent them.",
            hint="Set it to whsec_ and 32 random bytes in base64.",
            id="releases.W015",
        )
    ]


@checks.register(checks.Tags.security)
def check_mail_provider(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report a secret with which anybody could end the mails of readers."""
    provider = PROVIDERS.get(settings.IRSITE_MAIL_PROVIDER)
    if provider is None:
        return []
    why = provider.why_secret_is_unusable(settings.IRSITE_MAIL_PROVIDER_SECRET)
    if not why:
        return []
    return [
        checks.Error(
            f"IRSITE_MAIL_PROVIDER_SECRET cannot be used: {why}.",
            hint="docs/alerts.md says where each provider has it.",
            id="releases.E013",
        )
    ]


@checks.register(checks.Tags.security)
def check_dkim_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report a key with which mails cannot be signed."""
    try:
        dkim_signer()
    except DkimKeyError as error:
        return [
            checks.Error(
                str(error),
                hint="docs/alerts.md says how to make a key, and where it is published.",
                id="releases.E014",
            )
        ]
    return []


@checks.register(checks.Tags.security, deploy=True)
def check_last_backup(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of a site that is to be backed up and was not for more than a day."""
    if not settings.IRSITE_BACKUP_RECIPIENTS:
        return []
    latest = last_backup()
    if latest is not None and timezone.now() - latest <= BACKUP_DUE_AFTER:
        return []
    return [
        checks.Warning(
            "No backup was made on this machine in the last 26 hours.",
            hint="Run “manage.py backup” every night (docs/backup.md).",
            id="releases.W016",
        )
    ]


@checks.register(checks.Tags.translation)
def check_catalogues(**kwargs: Any) -> list[checks.CheckMessage]:
    """Report catalogues of translations that are not compiled, or are not there."""
    languages, own = catalogue_languages(), settings.LANGUAGE_CODE
    try:
        outdated = [language for language in languages if not is_compiled(language)]
    except PermissionError:  # the database's owner, to whom the site's folder is closed
        return []
    hint = "Run “manage.py compile_catalogues” (docs/languages.md)."
    found: list[checks.CheckMessage] = []
    if own in outdated:
        found.append(
            checks.Error(
                f"IRSITE_LANGUAGE is {own}, and its catalogue is not compiled.",
                hint=hint,
                id="releases.E016",
            )
        )
    if others := [language for language in outdated if language != own]:
        found.append(
            checks.Warning(
                f"Catalogues are not compiled: {', '.join(others)}. The words around "
                "releases in these languages are those of the site.",
                hint=hint,
                id="releases.W020",
            )
        )
    if own not in {SOURCE_LANGUAGE, *languages}:
        found.append(
            checks.Warning(
                f"IRSITE_LANGUAGE is {own}, of which irsite has no catalogue: the "
                "site's own words are in English.",
                hint="docs/languages.md says how to make one.",
                id="releases.W021",
            )
        )
    return found


@checks.register(checks.Tags.database)
def check_groups_exist(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report groups in IRSITE_SECOND_FACTOR_GROUPS that do not exist."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []
    named = {*settings.IRSITE_SECOND_FACTOR_GROUPS} - {"*"}
    known = Group.objects.filter(name__in=named).values_list("name", flat=True)
    return [
        checks.Error(
            f"IRSITE_SECOND_FACTOR_GROUPS names “{name}”, and there is no such group.",
            hint="Write its name as the admin shows it, or * for everybody.",
            id="releases.E010",
        )
        for name in sorted(named - {*known})
    ]
