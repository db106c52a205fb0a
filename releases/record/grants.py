"""What the application's role may do on PostgreSQL: use the tables, and alter no record.

The tables belong to another role, the owner, who runs the migrations. Whoever takes over a
web worker has the application's role alone: it can neither switch a trigger off nor write
past the rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper

READ = ("SELECT",)
ADD = (*READ, "INSERT")
REPLACE = (*ADD, "DELETE")
EDIT = (*REPLACE, "UPDATE")

# The record: rows are added, and only what a rule allows to change is ever updated.
RECORD = {
    "releases.contentdigest": ADD,
    "releases.derivative": ADD,
    "releases.envelope": ADD,
    "releases.eventmention": ADD,
    "releases.horizoninstant": ADD,
    "releases.journalentry": ADD,
    "releases.keyrevocation": ADD,
    "releases.logentry": REPLACE,  # by its triggers, ahead of its instant
    "releases.loghead": REPLACE,
    "releases.oldpath": (*ADD, "UPDATE (address)"),
    "releases.publication": (*ADD, "UPDATE (live_until)"),
    "releases.publishedfile": ADD,
    "releases.recordchange": REPLACE,
    "releases.recordstate": (*READ, "UPDATE (generation, clock)"),
    "releases.releasemention": ADD,
    "releases.rowchange": (*ADD, "UPDATE (entry_id)"),
    "releases.searchstate": (*READ, "UPDATE"),
    "releases.searchword": ADD,
    "releases.signingkey": ADD,
}
# What staff edit, and what the site keeps for itself.
EDITED = {
    *("account.emailaddress", "account.emailconfirmation", "admin.logentry"),
    *("auth.group", "auth.group_permissions", "auth.user", "auth.user_groups"),
    *("auth.user_user_permissions", "mfa.authenticator", "sessions.session"),
    *("readers.consent", "readers.delivery", "readers.foldeddeliveries"),
    *("readers.handledevent", "readers.hubping", "readers.inquiry"),
    *("readers.inquiryanswer", "readers.mailing", "readers.staffoptout"),
    "readers.subscriberimport",
    *("readers.outboxstate", "readers.subscriber", "readers.subscription"),
    *("readers.subscriptionrequest", "readers.suppression"),
    *("releases.absence", "releases.approval", "releases.attachment"),
    *("releases.boilerplate", "releases.category", "releases.comment"),
    *("releases.image", "releases.imagefile"),
    *("releases.contact", "releases.disclaimer", "releases.earlyrequest"),
    *("releases.event", "releases.eventsession", "releases.exchangenotice"),
    *("releases.filing", "releases.filing_releases", "releases.releasetemplate"),
    *("releases.report", "releases.sitepage", "releases.templateboilerplate"),
    *("releases.templatecontact", "releases.templatedisclaimer"),
    "releases.unsavedform",
    *("releases.issuer", "releases.listing", "releases.logo", "releases.previewlink"),
    *("releases.previewopening", "releases.release", "releases.release_topics"),
    *("releases.releaseboilerplate", "releases.releasecontact"),
    *("releases.releasedisclaimer", "releases.releaseevent"),
    *("releases.requiredapproval", "releases.topic", "releases.waiver"),
    "releases.webworker",
}
# Migrations alone write these.
ONLY_READ = {"auth.permission", "contenttypes.contenttype"}
# Tables without a model.
OTHER_TABLES = {
    "django_migrations": READ,
    "releases_search": ADD,
    "sign_in_counts": EDIT,
}


def declared_models() -> set[str]:
    """Return the labels of the models about which this file says something."""
    return {*RECORD, *EDITED, *ONLY_READ}


def rights(apps: Apps) -> dict[str, tuple[str, ...]]:
    """Return what the application may do with each table: read it, unless declared."""
    tables = {
        model._meta.db_table: _rights_on(model._meta.label_lower)
        for model in apps.get_models(include_auto_created=True)
    }
    return dict(sorted((tables | OTHER_TABLES).items()))


def _rights_on(label: str) -> tuple[str, ...]:
    return EDIT if label in EDITED else RECORD.get(label, READ)


def statements(
    apps: Apps, connection: BaseDatabaseWrapper, *, role: str
) -> Iterator[str]:
    """Yield the statements that give the role its rights, and take all others from it.

    The owner of the database runs them. Ids are of identity columns, which need no right on
    their sequences; a backup reads where these stand.
    """
    quote = connection.ops.quote_name
    database, role = quote(str(connection.settings_dict["NAME"])), quote(role)
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {database} TO {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    for table, granted in rights(apps).items():
        yield f"GRANT {', '.join(granted)} ON {quote(table)} TO {role}"


def missing_rights(apps: Apps, connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables and sequences with which this role may not do what it must.

    Tables that are not there yet are not among them.
    """
    needed = [
        (table, right.partition(" ")[0])
        for table, granted in rights(apps).items()
        for right in granted
    ]
    values = ", ".join(["(%s, %s)"] * len(needed))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT c.relname FROM (VALUES {values}) AS r (relname, name)"
            " JOIN pg_class c ON c.relname = r.relname"
            " WHERE c.relnamespace = to_regnamespace('public')"
            # DELETE alone is no right on columns.
            " AND NOT CASE r.name WHEN 'DELETE' THEN has_table_privilege(c.oid, r.name)"
            " ELSE has_any_column_privilege(c.oid, r.name) END"
            " UNION SELECT c.relname FROM pg_class c"
            " WHERE c.relnamespace = to_regnamespace('public')"
            # It may ask for the privilege first, which fails on a table.
            " AND CASE c.relkind WHEN 'S' THEN"
            " NOT has_sequence_privilege(c.oid, 'SELECT') ELSE false END ORDER BY 1",
            [text for pair in needed for text in pair],
        )
        return [table for (table,) in cursor.fetchall()]


def may_create_tables(connection: BaseDatabaseWrapper) -> bool:
    """Return whether this connection's role could run migrations that make tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        return bool(cursor.fetchone()[0])


def may_change_tables(connection: BaseDatabaseWrapper) -> bool:
    """Return whether this connection's role may lock and replace tables: on SQLite, any."""
    return connection.vendor != "postgresql" or owns_the_record(connection)


def owns_the_record(connection: BaseDatabaseWrapper) -> bool:
    """Return whether this connection's role could switch off the record's triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_class WHERE oid = to_regclass('public.releases_publication')"
            " AND pg_has_role(relowner, 'USAGE')"
        )
        return cursor.fetchone() is not None
