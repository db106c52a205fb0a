"""The triggers that have every change leave its trace."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps.registry import Apps

from releases.record import row_changes
from releases.record.triggers import rules
from releases.record.triggers.dialects import Trigger, instants_of, never, table_of


def tracing(apps: Apps, vendor: str) -> Iterator[Trigger]:
    """What has every change leave its trace, and every trace stay as it is."""
    trace = apps.get_model("releases", "Trace")
    by_trigger = (rules.TRACE_INSERT_BY_TRIGGER,) if vendor == "postgresql" else ()
    yield Trigger(
        table_of(trace),
        "BEFORE INSERT",
        (*instants_of(trace, vendor), *rules.TRACE_INSERT, *by_trigger),
    )
    yield Trigger(table_of(trace), "AFTER INSERT", (rules.ID_IN_TURN,))
    yield Trigger(table_of(trace), "BEFORE UPDATE", rules.TRACE_UPDATE)
    yield from never(trace, "BEFORE DELETE", vendor)
    for model in row_changes.traced(apps):
        table = table_of(model)
        if vendor == "sqlite":
            for action in ("insert", "update", "delete"):
                yield Trigger(
                    table,
                    f"AFTER {action.upper()}",
                    actions=(row_changes.sqlite(model, action),),
                    purpose=f"trace_{action}",
                )
            continue
        yield Trigger(
            table,
            "AFTER INSERT OR DELETE OR UPDATE",
            actions=(row_changes.postgresql(model),),
            purpose="trace",
        )
        yield Trigger(
            table,
            "BEFORE TRUNCATE",
            rules.KEPT_ROW_BY_ROW,
            each="STATEMENT",
            purpose="trace_truncate",
        )
