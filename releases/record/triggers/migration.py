"""The migration operation that may alter tables with triggers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from releases.record.triggers import installation


class ThawAlterFreeze(Operation):
    """Drop the triggers, run the operations, and install the triggers anew.

    SQLite alters a table by building another in its place, which silently drops the
    table's triggers; and the triggers' SQL follows the models. So every change to a
    table that has triggers, or is named in one, must be wrapped in this. Without
    operations it installs the triggers for the first time; undone, it leaves none.
    """

    reduces_to_sql = False
    reversible = True

    def __init__(self, operations: Sequence[Operation] = ()) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        installation.thaw(schema_editor.connection)
        before = from_state
        for operation in self.operations:
            after: ProjectState = before.clone()
            operation.state_forwards(app_label, after)
            operation.database_forwards(app_label, schema_editor, before, after)
            before = after
        self._freeze(schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        installation.thaw(schema_editor.connection)
        if not self.operations:
            return
        states = [to_state]
        for operation in self.operations[:-1]:
            states.append(states[-1].clone())
            operation.state_forwards(app_label, states[-1])
        after = from_state
        for operation, before in zip(
            reversed(self.operations), reversed(states), strict=True
        ):
            operation.database_backwards(app_label, schema_editor, after, before)
            after = before
        self._freeze(schema_editor, to_state)

    def _freeze(self, schema_editor: Any, state: Any) -> None:
        # PostgreSQL alters no table that has deferred checks waiting.
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        installation.freeze(state.apps, schema_editor.connection)

    def describe(self) -> str:
        inner = "; ".join(operation.describe() for operation in self.operations)
        return f"Drop the triggers, {inner or 'alter nothing'}, install the triggers"
