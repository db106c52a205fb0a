"""Admin of the journal and of the row changes that it seals, for reading only."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releases.admin.desk_admin import DateFilter, ViewOnlyAdmin
from releases.models import JournalEntry, RowChange
from releases.staff_views import change_url
from releases.widgets.wall_time import format_in_zone
from releases.workspace.history.facts import facts_in_words
from releases.workspace.history.values import (
    fields_by_column,
    model_name_of,
    tracked_tables,
    values_of,
)
from releases.workspace.history.views import HistoryView


@admin.register(JournalEntry)
class JournalAdmin(ViewOnlyAdmin[JournalEntry]):
    """An entry with its seal; the list of all is the history, in sentences."""

    readonly_fields = ["when", "facts_in_words", "sealed_changes"]
    fields = [
        *("seq", "when", "by", "action", "subject", "detail", "facts_in_words"),
        "digest",
        *("sealed_changes", "changes_digest", "seal"),
    ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the history in sentences in place of the rows of the table."""
        history = HistoryView.as_view(admin_site=self.admin_site)
        return cast(HttpResponse, history(request))

    @admin.display(description=gettext_lazy("When"))
    def when(self, entry: JournalEntry) -> str:
        """Return the database's time of the entry, in the company's zone."""
        return format_in_zone(entry.at, timezone.get_current_timezone())

    @admin.display(description=gettext_lazy("Facts"))
    def facts_in_words(self, entry: JournalEntry) -> str:
        """Return the facts as a list of plain words."""
        lines = format_html_join(
            "", "<div><dt>{}</dt> <dd>{}</dd></div>", facts_in_words(entry.facts)
        )
        if not lines:
            return _("None")
        return format_html('<dl class="desk-facts">{}</dl>', lines)

    @admin.display(description=gettext_lazy("Seals"))
    def sealed_changes(self, entry: JournalEntry) -> str:
        """Return a link to the row changes that this entry seals."""
        if not entry.changes_sealed:
            return _("no row changes")
        text = ngettext(
            "%(count)d row change", "%(count)d row changes", entry.changes_sealed
        )
        return changes_link(text % {"count": entry.changes_sealed}, entry=entry.seq)


class TableFilter(admin.SimpleListFilter):
    """Shows the changes of one table."""

    title = gettext_lazy("kind of row")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return every table whose changes are recorded, by the name of its model."""
        return sorted(
            ((table, model_name_of(table)) for table in tracked_tables()),
            key=lambda pair: pair[1],
        )

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[RowChange]
    ) -> QuerySet[RowChange]:
        return queryset.filter(table=self.value()) if self.value() else queryset


@admin.register(RowChange)
class RowChangeAdmin(ViewOnlyAdmin[RowChange]):
    """Each changed row: before and after, by whom and from which address.

    For proof: what people ask, the history answers, which leads here.
    """

    list_display = [
        "when",
        "changed_by",
        "change",
        "row_label",
        "subject_link",
        "origin",
    ]
    list_display_links = ["when"]
    list_filter = ["action", TableFilter, ("at", DateFilter)]
    search_fields = ["by__exact", "subject__exact", "origin__exact"]
    search_help_text = gettext_lazy(
        "A username, an IP address, or an object as the journal writes it (release:12)."
    )
    readonly_fields = [
        *("when", "changed_by", "change", "row_label", "subject_link", "difference"),
        "sealed_by",
    ]
    fields = [
        *("when", "changed_by", "origin", "row_label", "subject_link", "difference"),
        "sealed_by",
    ]

    @admin.display(description=gettext_lazy("When"), ordering="id")
    def when(self, change: RowChange) -> str:
        """Return the database's time of the change, in the company's zone."""
        return format_in_zone(change.at, timezone.get_current_timezone())

    @admin.display(description=gettext_lazy("By"))
    def changed_by(self, change: RowChange) -> str:
        """Link to everything this user changed; SQL by hand has no user."""
        return changes_link(change.by, by=change.by) if change.by else _("unknown")

    @admin.display(description=gettext_lazy("Change"))
    def change(self, change: RowChange) -> str:
        """Return the action, and the names of the fields that changed."""
        action = change.get_action_display()
        if change.action != RowChange.Action.UPDATE:
            return action
        return f"{action} {', '.join(label for label, _, _ in differences(change))}"

    @admin.display(description=gettext_lazy("Row"))
    def row_label(self, change: RowChange) -> str:
        return f"{model_name_of(change.table)} {change.row}"

    @admin.display(description=gettext_lazy("Belongs to"), ordering="subject")
    def subject_link(self, change: RowChange) -> str:
        """Link to everything that changed about the same subject."""
        return changes_link(change.subject, subject=change.subject)

    @admin.display(description=gettext_lazy("Before and after"))
    def difference(self, change: RowChange) -> str:
        """Return a table of what changed; of the whole row if it was added or deleted."""
        rows = format_html_join(
            "",
            '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>',
            differences(change),
        )
        return format_html(
            '<table class="desk-difference"><thead><tr><td></td>'
            '<th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            "<tbody>{}</tbody></table>",
            _("Before"),
            _("After"),
            rows,
        )

    @admin.display(description=gettext_lazy("Sealed by"))
    def sealed_by(self, change: RowChange) -> str:
        """Link to the journal entry that seals the change, once there is one."""
        if change.entry_id is None:
            return _("Not sealed yet. The next journal entry will seal it.")
        entry = JournalEntry.objects.get(seq=change.entry_id)
        text = _("Entry %(number)d: %(entry)s") % {"number": entry.seq, "entry": entry}
        return format_html('<a href="{}">{}</a>', change_url(entry), text)


def differences(change: RowChange) -> list[tuple[str, str, str]]:
    """Return (label, before, after) of each column, in the order of the model's fields."""
    before, after = values_of(change)
    labels = {
        column: capfirst(str(field.verbose_name))
        for column, field in fields_by_column(change.table).items()
    }
    # A column that the model no longer has comes last, under its own name.
    removed = {column: column for column in {**before, **after} if column not in labels}
    return [
        (label, _text(before.get(column)), _text(after.get(column)))
        for column, label in {**labels, **removed}.items()
        if column in before or column in after
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def changes_link(label: str, **filters: str | int) -> str:
    """Return a link to the list of row changes with these filters."""
    page = reverse("admin:releases_rowchange_changelist")
    return format_html('<a href="{}?{}">{}</a>', page, urlencode(filters), label)
