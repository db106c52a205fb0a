"""Admin of groups: the roles of this desk, with what their members may do, in words."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

admin.site.unregister(Group)

# What the groups that a migration makes are for, in words.
ROLES = {
    "Authors": gettext_lazy(
        "write releases, submit and correct them, publish contacts and events"
    ),
    "Counsel": gettext_lazy(
        "approve releases and disclaimers, override checks, withdraw releases"
    ),
    "Finance": gettext_lazy("read everything, approve releases"),
    "Administrators": gettext_lazy(
        "all of this, and change the company, templates, users and required approvals"
    ),
}
# Apps of Django and of libraries whose permissions allow nothing at the desk.
INTERNAL = ("account", "admin", "contenttypes", "mfa", "sessions")
# What Django's own permissions allow, by the beginning of their names.
ACTIONS: dict[str, StrOrPromise] = {
    "add": gettext_lazy("Add"),
    "change": gettext_lazy("Change"),
    "delete": gettext_lazy("Delete"),
    "view": gettext_lazy("View"),
}
# The permissions that matter to a newsroom, in the order of a release's life.
POWERS: dict[str, StrOrPromise] = {
    "view_release": gettext_lazy("read releases before they are public"),
    "add_release": gettext_lazy("write releases"),
    "submit_release": gettext_lazy("submit releases for approval"),
    "approve_release": gettext_lazy("approve releases"),
    "publish_alone": gettext_lazy("publish releases alone, on a desk of one person"),
    "waive_check": gettext_lazy("override checks"),
    "share_preview": gettext_lazy("share previews with people who have no account"),
    "call_off_release": gettext_lazy("call off scheduled releases"),
    "correct_release": gettext_lazy("correct public releases"),
    "withdraw_release": gettext_lazy("withdraw public releases"),
    "publish_in_emergency": gettext_lazy("publish before the second approval"),
    "approve_disclaimer": gettext_lazy("approve the wording of disclaimers"),
    "publish_particulars": gettext_lazy("publish contacts, disclaimers and events"),
    "change_issuer": gettext_lazy("change the company"),
    "change_category": gettext_lazy("change categories and required approvals"),
    "change_user": gettext_lazy("add and deactivate users"),
    "change_group": gettext_lazy("change roles"),
}


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when run
    """The groups as roles, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        explained = ROLES.get(obj.name)
        return f"{obj.name}: {explained}" if explained else str(obj.name)


class PermissionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # the same
    """Single permissions, below what they are about."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        rows = Permission.objects.exclude(content_type__app_label__in=INTERNAL)
        rows = rows.select_related("content_type")
        ordered = rows.order_by("content_type__app_label", "content_type__model", "pk")
        super().__init__(ordered, **kwargs)
        self.choices = self._grouped_choices

    def _grouped_choices(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Return the permissions by the name of their model, in one query."""
        groups: dict[str, list[tuple[int, str]]] = {}
        assert self.queryset is not None
        for permission in self.queryset.all():
            model = permission.content_type.model_class()
            name = permission.content_type.model
            about = capfirst(str(model._meta.verbose_name_plural if model else name))
            groups.setdefault(about, []).append((permission.pk, _label_of(permission)))
        return list(groups.items())


def _label_of(permission: Permission) -> str:
    """Return what it allows, below the name of what it is about."""
    action, _separator, model = permission.codename.partition("_")
    if model == permission.content_type.model and action in ACTIONS:
        return str(ACTIONS[action])
    return permission.name


class RoleForm(forms.ModelForm[Group]):
    """A role; its single permissions as a list of boxes."""

    class Meta:
        model = Group
        fields = ["name", "permissions"]
        field_classes: ClassVar[dict[str, Any]] = {"permissions": PermissionsField}


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Roles: who has them, and what they may do; permissions are behind Advanced."""

    form = RoleForm
    filter_horizontal = ()
    list_display = ("name", "may", "members")
    list_display_links = ("name",)

    def get_fieldsets(self, request: HttpRequest, obj: Group | None = None) -> Any:
        """Fold the permissions; a new role has no members."""
        shown = ("name",) if obj is None else ("name", "may", "members")
        return [
            (None, {"fields": shown}),
            (
                gettext_lazy("Advanced"),
                {
                    "classes": ("collapse",),
                    "fields": ("permissions",),
                    "description": gettext_lazy(
                        "Single permissions: what its members may do. What you change here "
                        "changes at once for everybody who has the role."
                    ),
                },
            ),
        ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Group | None = None
    ) -> list[str]:
        return ["may", "members"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load what the list says of each role."""
        loaded = ("permissions__content_type", "user_set")
        return super().get_queryset(request).prefetch_related(*loaded)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Return the field that the form names, without Django's own chooser."""
        return db_field.formfield(**kwargs)

    def has_delete_permission(
        self, request: HttpRequest, obj: Group | None = None
    ) -> bool:
        """Refuse for a role that somebody has: they would lose it without a word."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj is not None and obj.user_set.exists())

    @admin.display(description=gettext_lazy("Its members may"))
    def may(self, group: Group) -> str:
        """Say what matters of its permissions in words, as they are now."""
        held = {permission.codename for permission in group.permissions.all()}
        powers = [words for codename, words in POWERS.items() if codename in held]
        return capfirst("; ".join(map(str, powers))) or _("Nothing yet.")

    @admin.display(description=gettext_lazy("Members"))
    def members(self, group: Group) -> str:
        """List who has it, each with a link to their page."""
        people = sorted(group.user_set.all(), key=lambda user: user.username)
        links = (
            (reverse("admin:auth_user_change", args=[user.pk]), user.username)
            for user in people
            if user.is_active
        )
        return format_html_join(", ", '<a href="{}">{}</a>', links) or format_html(
            "{}", _("Nobody.")
        )
