"""What the database itself refuses, as sentences and conditions.

Each condition is true where a row breaks the rule, in SQL that SQLite (3.39 or
later) and PostgreSQL both read; `{...}` names tables, columns and the clock.
"""

from __future__ import annotations

from dataclasses import dataclass

SAME_CHAIN = "p.kind = NEW.kind AND p.address = NEW.address"
STANDS = "(p.live_until IS NULL OR p.live_until <> p.live_from)"
HEAD = f"(SELECT MAX(p.number) FROM {{table}} p WHERE {SAME_CHAIN} AND {STANDS})"
NEXT_STANDS = (
    f"EXISTS (SELECT 1 FROM {{table}} p WHERE {SAME_CHAIN} AND {STANDS}"
    " AND p.number = NEW.number + 1)"
)

CLOSED_BY_ITS_SUCCESSOR = (
    "OLD.live_until IS NULL AND NEW.live_until IS NOT NULL AND EXISTS ("
    f"SELECT 1 FROM {{table}} p WHERE {SAME_CHAIN} AND {STANDS}"
    " AND p.number = NEW.number + 1 AND p.live_from = NEW.live_until)"
)
CALLED_OFF = (
    "OLD.live_until IS NULL AND NEW.live_until IS NOT NULL"
    " AND NEW.live_until = OLD.live_from AND OLD.live_from > {clock}"
)
REOPENED = (
    "OLD.live_until IS NOT NULL AND NEW.live_until IS NULL"
    " AND OLD.live_until <> OLD.live_from AND OLD.live_until > {clock}"
    f" AND NOT {NEXT_STANDS}"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence the database says, and when it says it."""

    sentence: str
    broken: str


NEW_ID = Rule(
    "A row keeps its own id", "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
)

PUBLICATION_INSERT = (
    NEW_ID,
    Rule("A publication starts open", "NEW.live_until IS NOT NULL"),
    Rule("A publication lies ahead of the clock", "NEW.live_from <= {clock}"),
    Rule(
        "A publication is the next number of its chain",
        f"NEW.number <> COALESCE({HEAD}, 0) + 1",
    ),
    Rule(
        "A publication follows the open head of its chain, later and equally dated",
        f"NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM {{table}} p WHERE {SAME_CHAIN}"
        " AND p.number = NEW.number - 1 AND p.live_until IS NULL"
        " AND p.live_from < NEW.live_from AND p.dated = NEW.dated"
        " AND p.year = NEW.year)",
    ),
)
PUBLICATION_UPDATE = (
    Rule("Only live_until of a publication ever changes", "{changed_but_live_until}"),
    Rule(
        "A publication ends when its successor begins, when it is called off ahead of"
        " its instant, or not at all",
        f"NEW.live_until IS DISTINCT FROM OLD.live_until AND NOT ({CLOSED_BY_ITS_SUCCESSOR})"
        f" AND NOT ({CALLED_OFF}) AND NOT ({REOPENED})",
    ),
)
CHILD_INSERT = (
    NEW_ID,
    Rule(
        "Nothing is added to a publication that is out",
        "NOT EXISTS (SELECT 1 FROM {publication} p WHERE p.id = NEW.publication_id"
        " AND p.live_from > {clock})",
    ),
)
# SQLite's INSERT OR REPLACE removes the row it replaces without a DELETE trigger.
FILE_INSERT = (
    *CHILD_INSERT,
    Rule(
        "A file of a publication is named once",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id"
        " AND token = NEW.token)",
    ),
)
INSTANT_INSERT = (
    *CHILD_INSERT,
    Rule(
        "An instant of a publication is named once",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id"
        " AND instant = NEW.instant)",
    ),
)
JOURNAL_INSERT = (
    NEW_ID,
    Rule(
        "The journal is written at its end",
        "NEW.seq <> COALESCE((SELECT MAX(j.seq) FROM {table} j), 0) + 1"
        " OR NEW.previous <> COALESCE((SELECT j.seal FROM {table} j"
        " WHERE j.seq = NEW.seq - 1), '')",
    ),
)
EDITION_UPDATE = (
    Rule(
        "The edition only goes forward",
        "NEW.id <> OLD.id OR NEW.generation < OLD.generation OR NEW.clock < OLD.clock",
    ),
)
EDITION_INSERT = (
    Rule("The edition is the only one", "EXISTS (SELECT 1 FROM {table})"),
)
DISCLAIMER_INSERT = (
    Rule(
        "A wording in use is never replaced",
        "EXISTS (SELECT 1 FROM {table} WHERE in_use AND (id = NEW.id"
        " OR (ref = NEW.ref AND revision = NEW.revision)))",
    ),
)
DISCLAIMER_UPDATE = (
    Rule(
        "A wording in use is never edited: make a new revision",
        "OLD.in_use AND (NOT NEW.in_use OR NEW.wording <> OLD.wording"
        " OR NEW.heading <> OLD.heading OR NEW.ref <> OLD.ref"
        " OR NEW.revision <> OLD.revision)",
    ),
)
DISCLAIMER_DELETE = (Rule("A wording in use is never deleted", "OLD.in_use"),)
NEVER = (Rule("The record is never altered", "1 = 1"),)

# SQLite compares instants as text: their form must be the one Django writes.
SECONDS = "[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
MICROSECONDS = SECONDS + "." + "[0-9]" * 6


def written_as_django_writes(column: str) -> Rule:
    """The rule, on SQLite, that an instant has the one form that sorts."""
    return Rule(
        f"The instant {column} is written as YYYY-MM-DD HH:MM:SS[.ffffff]",
        f"NEW.{column} IS NOT NULL AND NEW.{column} NOT GLOB '{SECONDS}'"
        f" AND NEW.{column} NOT GLOB '{MICROSECONDS}'",
    )


# PostgreSQL can check what SQLite has no SHA-256 for.
DIGEST_IS_THE_DOCUMENTS = Rule(
    "The digest is that of the document",
    "NEW.digest <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex')",
)
