"""The journal and the changes that it seals, to be read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from releases.admin.desk_admin import ViewOnlyAdmin
from releases.models import JournalEntry, Trace
from releases.record import row_changes
from releases.widgets.wall_time import spoken


@admin.register(JournalEntry)
class JournalAdmin(ViewOnlyAdmin[JournalEntry]):
    """Who did what, and when: nobody can edit it."""

    list_display = ["when", "by", "action", "subject", "detail"]
    list_display_links = ["when"]
    list_filter = ["action", "at"]
    search_fields = ["by", "subject", "detail", "digest"]
    readonly_fields = ["when", "what_it_sealed"]
    fields = [
        *("seq", "when", "by", "action", "subject", "detail", "digest"),
        *("what_it_sealed", "changes", "seal"),
    ]

    @admin.display(description="At", ordering="seq")
    def when(self, entry: JournalEntry) -> str:
        """The database's clock, to the second, told in the company's zone."""
        return spoken(entry.at, timezone.get_current_timezone())

    @admin.display(description="Seals")
    def what_it_sealed(self, entry: JournalEntry) -> str:
        """The way to the changes that this entry seals."""
        if not entry.sealed:
            return "no changes of rows"
        number = "1 change" if entry.sealed == 1 else f"{entry.sealed} changes"
        return _only(f"{number} of rows", entry=entry.seq)


class TableFilter(admin.SimpleListFilter):
    """Changes of one kind of thing."""

    title = "what"
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every kind whose changes are written down, by its name."""
        return sorted(
            ((table, _kind(table)) for table in _models()), key=lambda pair: pair[1]
        )

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Trace]
    ) -> QuerySet[Trace]:
        """Those of the kind that was chosen."""
        return queryset.filter(table=self.value()) if self.value() else queryset


@admin.register(Trace)
class TraceAdmin(ViewOnlyAdmin[Trace]):
    """What was changed, from what to what, by whom and from where."""

    list_display = ["when", "who", "did", "what", "concerns", "origin"]
    list_display_links = ["when"]
    list_filter = ["action", TableFilter, "at"]
    search_fields = ["by__exact", "subject__exact", "origin__exact"]
    search_help_text = (
        "A person by their name, an address, or a thing as the journal calls it: "
        "release:12."
    )
    readonly_fields = ["when", "who", "did", "what", "concerns", "difference", "sealed"]
    fields = [
        *("when", "who", "origin", "what", "concerns", "difference", "sealed"),
    ]

    @admin.display(description="At", ordering="id")
    def when(self, change: Trace) -> str:
        """The database's clock, to the second, told in the company's zone."""
        return spoken(change.at, timezone.get_current_timezone())

    @admin.display(description="By")
    def who(self, change: Trace) -> str:
        """Who wrote it, leading to all that they wrote; SQL by hand is nobody's."""
        return _only(change.by, by=change.by) if change.by else "unknown"

    @admin.display(description="Did")
    def did(self, change: Trace) -> str:
        """What was done, with the names of what changed."""
        action = change.get_action_display()
        if change.action != Trace.Action.UPDATE:
            return action
        return f"{action} {', '.join(label for label, _, _ in differences(change))}"

    @admin.display(description="What")
    def what(self, change: Trace) -> str:
        """The kind of row, and which."""
        return f"{_kind(change.table)} {change.row}"

    @admin.display(description="Concerns", ordering="subject")
    def concerns(self, change: Trace) -> str:
        """What it is a part of, leading to all that concerns the same."""
        return _only(change.subject, subject=change.subject)

    @admin.display(description="Before and after")
    def difference(self, change: Trace) -> str:
        """What changed, column by column; all there is of a row that came or went."""
        rows = format_html_join(
            "",
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            differences(change),
        )
        return format_html(
            '<table class="desk-difference"><thead><tr><td></td>'
            '<th scope="col">Before</th><th scope="col">After</th></tr></thead>'
            "<tbody>{}</tbody></table>",
            rows,
        )

    @admin.display(description="Sealed by")
    def sealed(self, change: Trace) -> str:
        """The journal's entry, which a door or seal_journal writes."""
        if change.entry_id is None:
            return "Not yet: the journal's next entry seals it."
        entry = JournalEntry.objects.get(seq=change.entry_id)
        page = reverse("admin:releases_journalentry_change", args=[entry.pk])
        return format_html('<a href="{}">Entry {}: {}</a>', page, entry.seq, entry)


def differences(change: Trace) -> list[tuple[str, str, str]]:
    """(label, before, after) of each column, in the order of the model's fields."""
    before, after = (
        json.loads(text) if text else {} for text in (change.before, change.after)
    )
    model = _models().get(change.table)
    labels = {
        field.column: capfirst(str(field.verbose_name))
        for field in (model._meta.concrete_fields if model else ())
    }
    # What a later release of irsite no longer has comes last, under its own name.
    named = {**labels, **{one: one for one in {**before, **after} if one not in labels}}
    return [
        (label, _shown(before.get(column)), _shown(after.get(column)))
        for column, label in named.items()
        if column in before or column in after
    ]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in row_changes.traced(apps)}


def _kind(table: str) -> str:
    model = _models().get(table)
    return capfirst(str(model._meta.verbose_name)) if model else table


def _only(label: str, **which: str | int) -> str:
    """A link to the changes of which this is true."""
    page = reverse("admin:releases_trace_changelist")
    return format_html('<a href="{}?{}">{}</a>', page, urlencode(which), label)
