"""Which roles must approve the releases of a category."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import ForeignKey, Q, QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest

from releases.admin.desk_admin import only_add_and_open
from releases.desk.approvals.required import note_required_roles
from releases.models import Category, RequiredApproval
from releases.staff_views import staff_user


class RequiredApprovalInline(admin.TabularInline[RequiredApproval, Category]):
    """One row a role; each of them must approve."""

    model = RequiredApproval
    extra = 1
    fields = ["role"]
    verbose_name = "role"
    verbose_name_plural = (
        "Who must approve: one person of each role. Without a role, one person who did "
        "not write the release"
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[RequiredApproval]:
        """With what each row is told by."""
        return super().get_queryset(request).select_related("category", "role")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """The groups whose members may approve; one query fills every row."""
        if db_field.name == "role":
            kwargs["queryset"] = may_approve()
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)
        return field

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A group is changed on its own page."""
        return only_add_and_open(
            super().formfield_for_dbfield(db_field, request, **kwargs)
        )


def may_approve() -> QuerySet[Group]:
    """The groups that approve, and those that a category names already."""
    permitted = Q(
        permissions__codename="approve_release",
        permissions__content_type__app_label="releases",
    )
    named = Q(pk__in=RequiredApproval.objects.values("role"))
    return Group.objects.filter(permitted | named).distinct().order_by("name")


def note(
    request: HttpRequest, category: Category, formsets: list[BaseFormSet[Any]]
) -> str:
    """Journal a change of the roles; says which of them nobody can approve for."""
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
    names = " and ".join(group.name for group in empty)
    if not names:
        return ""
    return (
        f"Nobody is in {names}: until somebody is, no release of “{category}” can be "
        "approved."
    )
