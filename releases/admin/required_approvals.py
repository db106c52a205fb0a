"""The rows of a category's admin page: which roles must approve its releases."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import ForeignKey, Q, QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.desk_admin import without_delete_link
from releases.desk.approvals.required import note_required_roles
from releases.models import Category, RequiredApproval
from releases.staff_views import staff_user


class RequiredApprovalInline(admin.TabularInline[RequiredApproval, Category]):
    """One required role a row; one member of each must approve."""

    model = RequiredApproval
    extra = 1
    fields = ["role"]
    verbose_name = gettext_lazy("role")
    verbose_name_plural = gettext_lazy(
        "Who must approve: one person from each role. Without roles, one person who did "
        "not write the release"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RequiredApproval]:
        return super().get_queryset(request).select_related("category", "role")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the groups that approve, with one query for all rows."""
        if db_field.name == "role":
            kwargs["queryset"] = approving_groups()
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        return without_delete_link(
            super().formfield_for_dbfield(db_field, request, **kwargs)
        )


def approving_groups() -> QuerySet[Group]:
    """Return the groups that may approve, and those that a category names already."""
    permitted = Q(
        permissions__codename="approve_release",
        permissions__content_type__app_label="releases",
    )
    named = Q(pk__in=RequiredApproval.objects.values("role"))
    return Group.objects.filter(permitted | named).distinct().order_by("name")


def note_change(
    request: HttpRequest, category: Category, formsets: list[BaseFormSet[Any]]
) -> str:
    """Journal a change of the roles, and return a warning if one of them is empty."""
    changed = [
        formset
        for formset in formsets
        if getattr(formset, "model", None) is RequiredApproval and formset.has_changed()
    ]
    if not changed:
        return ""
    note_required_roles(category, by=staff_user(request))
    required = Group.objects.filter(requiredapproval__category=category)
    empty = required.exclude(user__is_active=True).order_by("name")
    names = get_text_list([group.name for group in empty], _("and"))
    if not names:
        return ""
    text = _(
        "Nobody is a member of %(groups)s. Until somebody is, no release in “%(category)s” "
        "can be approved."
    )
    return text % {"groups": names, "category": category}
