"""The page of the history: of everything, or of one object of the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.contrib.admin import AdminSite
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from releases.models import JournalEntry, RowChange
from releases.staff_views import change_url, staff_user
from releases.widgets.wall_time import DayInput
from releases.workspace.history.lines import (
    EVERYTHING,
    HistoryCursor,
    HistoryFilter,
    HistoryLine,
    history_page,
)
from releases.workspace.history.sentences import HistoryKind
from releases.workspace.history.subjects import subjects_named, subjects_of

HISTORY_URL = "releases_journalentry_changelist"


class HistoryForm(forms.Form):
    """The filters of the history."""

    about = forms.CharField(
        label=gettext_lazy("About"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("A headline, a name or a title."),
    )
    by = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything but reading")),
            (EVERYTHING, gettext_lazy("Everything")),
            *HistoryKind.choices,
        ],
    )
    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=DayInput()
    )
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DayInput())
    entry = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = self.fields["by"]
        assert isinstance(by, forms.ChoiceField)
        usernames = User.objects.order_by("username").values_list("username", flat=True)
        by.choices = [("", _("Everybody")), *((name, name) for name in usernames)]

    def wanted(self, **limits: Any) -> HistoryFilter:
        """Return the filter; a day is the company's, from midnight to midnight."""
        values = self.cleaned_data
        until = values.get("until")
        if values.get("about") and "subjects" not in limits:
            # No row is about a subject without a name.
            limits["subjects"] = subjects_named(values["about"]) or ["-"]
        return HistoryFilter(
            by=values.get("by", ""),
            kind=values.get("kind", ""),
            since=_midnight(values.get("since")),
            until=_midnight(until + dt.timedelta(days=1) if until else None),
            **limits,
        )

    @property
    def below(self) -> HistoryCursor | None:
        """Where the page before this one ended."""
        entry, change = (self.cleaned_data.get(name) for name in ("entry", "change"))
        if entry is None or change is None:
            return None
        return HistoryCursor(entry=entry, change=change)


def _midnight(day: dt.date | None) -> dt.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


class HistoryView(View):
    """The history of everything, for those who may see the journal.

    Without the permission on row changes, it is the journal's sentences alone.
    """

    admin_site: Any = None  # as_view() takes only names that the class has

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Show one page of it."""
        if not request.user.has_perm("releases.view_journalentry"):
            raise PermissionDenied
        with_changes = request.user.has_perm("releases.view_rowchange")
        return self.history(request, _("History"), with_changes=with_changes)

    def history(
        self,
        request: HttpRequest,
        title: str,
        *,
        about: Model | None = None,
        **limits: Any,
    ) -> TemplateResponse:
        """Return the page with the filters of its address; a wrong one shows no line."""
        assert isinstance(self.admin_site, AdminSite)
        form = HistoryForm(request.GET)
        if about is not None:
            del form.fields["about"]
        lines, cursor = (
            history_page(form.wanted(**limits), below=form.below)
            if form.is_valid()
            else ([], None)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "form": form,
            "lines": [(line, self.proof_url(line)) for line in lines],
            "older_url": _older_url(request, cursor),
            "is_first_page": form.is_valid() and form.below is None,
            "about": about,
            "about_url": change_url(about) if about is not None else "",
        }
        return TemplateResponse(request, "admin/releases/history/history.html", context)

    def proof_url(self, line: HistoryLine) -> str:
        """Return the address of the row that proves the line, for who may see it."""
        model = RowChange if isinstance(line.proof, RowChange) else JournalEntry
        permission = f"releases.view_{model._meta.model_name}"
        may_see = staff_user(self.request).has_perm(permission)
        return change_url(line.proof) if line.proof and may_see else ""


class ObjectHistoryView(HistoryView):
    """The history of one object of any model, for those who may see the object."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Show one page of it."""
        row = self.row_of(request, **kwargs)
        title = _("History of %(object)s") % {"object": capfirst(str(row))}
        return self.history(
            request, title, about=row, subjects=subjects_of(row), with_changes=True
        )

    def row_of(
        self, request: HttpRequest, *, app_label: str, model_name: str, object_id: str
    ) -> Model:
        """Return the object of the address; 404 where the site has none."""
        assert isinstance(self.admin_site, AdminSite)
        try:
            model = apps.get_model(app_label, model_name)
            model_admin = self.admin_site.get_model_admin(model)
        except (LookupError, ValueError) as error:
            raise Http404 from error
        row: Model | None = model_admin.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not model_admin.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row


def _older_url(request: HttpRequest, cursor: HistoryCursor | None) -> str:
    if cursor is None:
        return ""
    numbers = {"entry": cursor.entry, "change": cursor.change}
    return f"?{urlencode({**request.GET.dict(), **numbers})}"


def history_url(**filters: str) -> str:
    """Return the address of the history with these filters."""
    return f"{reverse(f'admin:{HISTORY_URL}')}?{urlencode(filters)}"
