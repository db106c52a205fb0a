"""The rules that the database itself enforces, each a sentence and an SQL condition.

A condition is true where a row breaks the rule, in SQL that SQLite (3.39 or later) and
PostgreSQL both read. `{...}` stands for tables, columns and the clock
(`installation.placeholders`).
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
    # One PostgreSQL statement can insert a successor and call off what it follows.
    f" AND NOT {NEXT_STANDS}"
)
REOPENED = (
    "OLD.live_until IS NOT NULL AND NEW.live_until IS NULL"
    " AND OLD.live_until <> OLD.live_from AND OLD.live_until > {clock}"
    f" AND NOT {NEXT_STANDS}"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """The database's error message, and the condition under which it is raised."""

    sentence: str
    broken: str


NEW_ID = Rule(
    "A row keeps its own id", "EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
)
# Checked after the INSERT: before it, SQLite shows -1 for an id that is not given. After a
# row with the highest possible id SQLite could number no other.
ID_IN_TURN = Rule(
    "A row has the next id, or one near it",
    "NEW.id < 1 OR NEW.id > 1000000"
    " + COALESCE((SELECT MAX(id) FROM {table} WHERE id < NEW.id), 0)",
)

PUBLICATION_INSERT = (
    NEW_ID,
    Rule("A publication starts open", "NEW.live_until IS NOT NULL"),
    Rule("A publication lies ahead of the clock", "NEW.live_from <= {clock}"),
    Rule(
        "A publication is recorded at the time of the record",
        "NEW.recorded_at > {clock} OR NEW.recorded_at < {latest_use}",
    ),
    Rule(
        "A publication is the next number of its chain",
        f"NEW.number <> COALESCE({HEAD}, 0) + 1",
    ),
    # Quotation marks inside a text are escaped in JSON, so no text can match.
    Rule(
        "A publication seals earlier versions where its document does",
        """NEW.seals_earlier <> (NEW.document LIKE '%"sealed":true%')""",
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
        "Nothing is added to a publication after it was recorded",
        "NOT EXISTS (SELECT 1 FROM {publication} p WHERE p.id = NEW.publication_id"
        " AND p.live_from > {clock} AND p.recorded_at >= {latest_use})",
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
    Rule(
        "The address of a file always means the same file",
        "EXISTS (SELECT 1 FROM {table} WHERE token = NEW.token"
        " AND sha256 <> NEW.sha256)",
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
EVENT_MENTION_INSERT = (
    *CHILD_INSERT,
    Rule(
        "An event of a publication is named once",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id"
        " AND address = NEW.address)",
    ),
)
RELEASE_MENTION_INSERT = (
    *CHILD_INSERT,
    Rule(
        "A release of a publication is named once",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id"
        " AND address = NEW.address)",
    ),
)
# Made when it is first wanted, before or after its publication is live.
DERIVATIVE_INSERT = (
    NEW_ID,
    Rule(
        "A derivative is made once",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id"
        " AND representation = NEW.representation AND source = NEW.source)",
    ),
)
CONTENT_DIGEST_INSERT = (
    NEW_ID,
    Rule(
        "A digest stands once in a publication",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id"
        " AND part = NEW.part AND digest = NEW.digest)",
    ),
)
SIGNING_KEY_INSERT = (
    NEW_ID,
    Rule(
        "A signing key is named once",
        "EXISTS (SELECT 1 FROM {table} WHERE public_key = NEW.public_key)",
    ),
)
KEY_REVOCATION_INSERT = (
    NEW_ID,
    Rule(
        "A signing key is revoked once",
        "EXISTS (SELECT 1 FROM {table} WHERE key_id = NEW.key_id)",
    ),
)
ENVELOPE_INSERT = (
    NEW_ID,
    Rule(
        "A publication is signed once",
        "EXISTS (SELECT 1 FROM {table} WHERE publication_id = NEW.publication_id)",
    ),
)
LOG_HEAD_INSERT = (
    NEW_ID,
    Rule(
        "The log is signed once for each instant",
        "EXISTS (SELECT 1 FROM {table} WHERE instant = NEW.instant)",
    ),
)
LOG_HEAD_DELETE = (
    Rule("The log is never altered after its instant", "OLD.instant <= {clock}"),
)
LOG_ENTRY_INSERT = (
    NEW_ID,
    Rule(
        "A publication stands in the log once, and alone at its place",
        "EXISTS (SELECT 1 FROM {table} e WHERE e.publication_id = NEW.publication_id"
        " OR e.position = NEW.position)",
    ),
)
LOG_ENTRY_DELETE = (
    Rule(
        "The log is never altered after its instant",
        "EXISTS (SELECT 1 FROM {log_head} h"
        " WHERE h.id = OLD.head_id AND h.instant <= {clock})",
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
    Rule(
        "The journal is written at the time of the record",
        "NEW.at > {clock} AND NOT EXISTS (SELECT 1 FROM {table} j"
        " WHERE j.seq = NEW.seq - 1 AND j.at = NEW.at)",
    ),
    Rule(
        "The time of the journal never runs backwards",
        "EXISTS (SELECT 1 FROM {table} j WHERE j.seq = NEW.seq - 1 AND j.at > NEW.at)",
    ),
)
ROW_CHANGE_INSERT = (
    NEW_ID,
    Rule("A change is not sealed when it is written", "NEW.entry_id IS NOT NULL"),
    Rule("A change is written at the time of the record", "NEW.at > {clock}"),
)
# SQLite cannot tell a trigger's INSERT from anybody else's.
ROW_CHANGE_INSERT_BY_TRIGGER = Rule(
    "Only triggers write changes", "pg_trigger_depth() < 2"
)
ROW_CHANGE_UPDATE = (
    Rule("Only the seal of a change is ever set", "{changed_but_entry_id}"),
    Rule(
        "A change is sealed once, by the next entry of the journal",
        "OLD.entry_id IS NOT NULL OR NEW.entry_id IS NULL OR NEW.entry_id <>"
        " COALESCE((SELECT MAX(j.seq) FROM {journal} j), 0) + 1",
    ),
)
NO_TRUNCATE = (
    Rule("Delete rows, never truncate, so that each change is recorded", "1 = 1"),
)
RECORD_STATE_UPDATE = (
    Rule(
        "The state of the record only goes forward, one generation at a time",
        "NEW.id <> OLD.id OR NEW.clock < OLD.clock"
        " OR NEW.generation NOT IN (OLD.generation, OLD.generation + 1)",
    ),
    # Else one UPDATE could stop all publishing for ever.
    Rule("The clock of the record is never ahead of the time", "NEW.clock > {clock}"),
)
RECORD_STATE_INSERT = (
    Rule("The state of the record is the only one", "EXISTS (SELECT 1 FROM {table})"),
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
        " OR NEW.revision <> OLD.revision OR NEW.id <> OLD.id)",
    ),
    # SQLite's UPDATE OR REPLACE removes the row in its way without a DELETE trigger.
    Rule(
        "A wording in use is never replaced",
        "EXISTS (SELECT 1 FROM {table} WHERE in_use AND id <> OLD.id"
        " AND (id = NEW.id OR (ref = NEW.ref AND revision = NEW.revision)))",
    ),
)
DISCLAIMER_DELETE = (Rule("A wording in use is never deleted", "OLD.in_use"),)
DISCLAIMER_TRUNCATE = (
    Rule(
        "A wording in use is never deleted",
        "EXISTS (SELECT 1 FROM {table} WHERE in_use)",
    ),
)
NEVER = (Rule("The record is never altered", "1 = 1"),)

# SQLite compares instants as text, so they must have the one form that Django writes. A
# blob sorts after every text, a NUL hides from GLOB what follows it, and only a modifier
# makes strftime() turn 30 February into 2 March.
DAY_AND_TIME = (
    "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
)
MICROSECONDS = DAY_AND_TIME + "." + "[0-9]" * 6


def written_as_django_writes(column: str) -> Rule:
    """Return SQLite's rule that an instant has the form in which text sorts by time."""
    seconds = f"substr(NEW.{column}, 1, 19)"
    return Rule(
        f"The instant {column} is written as YYYY-MM-DD HH:MM:SS[.ffffff]",
        f"NEW.{column} IS NOT NULL AND (typeof(NEW.{column}) <> 'text'"
        f" OR length(CAST(NEW.{column} AS BLOB)) NOT IN (19, 26)"
        f" OR strftime('%Y-%m-%d %H:%M:%S', {seconds}, '+0 days') IS NOT {seconds}"
        f" OR (NEW.{column} NOT GLOB '{DAY_AND_TIME}' AND (NEW.{column} NOT GLOB"
        f" '{MICROSECONDS}' OR NEW.{column} GLOB '*.000000')))",
    )


def within_the_calendar(column: str) -> Rule:
    """Return PostgreSQL's rule that an instant is one that Python can represent."""
    return Rule(
        f"The instant {column} lies in the years 1000 to 2999",
        f"NEW.{column} NOT BETWEEN '1000-01-01 00:00Z' AND '2999-12-31 23:59:59.999999Z'",
    )


# PostgreSQL alone can check it: SQLite has no SHA-256.
DIGEST_MATCHES = Rule(
    "The digest is that of the document",
    "NEW.digest <> encode(sha256(convert_to(NEW.document, 'UTF8')), 'hex')",
)
