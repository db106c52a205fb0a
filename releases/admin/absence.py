"""Admin of absences: who is away, and who approves in their place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.desk_admin import DeskAdmin
from releases.desk.approvals import absences
from releases.desk.approvals.approver import PERMISSION
from releases.models import Absence
from releases.staff_views import staff_user
from releases.widgets.wall_time import WallTimeField, WallTimeInput, format_in_zone


class StaffField(forms.ModelChoiceField[User]):
    """A choice among members of staff, by full name and username."""

    def label_from_instance(self, obj: User) -> str:
        full_name = obj.get_full_name()
        username = obj.get_username()
        return f"{full_name} ({username})" if full_name else username


def active_staff() -> QuerySet[User]:
    """Return everybody who can sign in."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("username")


class AbsenceForm(forms.ModelForm[Absence]):
    """Who is away, their deputy, and from when until when in the company's zone."""

    person = StaffField(
        label=gettext_lazy("Who is away"),
        queryset=active_staff(),
        help_text=gettext_lazy("They can still sign in and approve while away."),
    )
    deputy = StaffField(
        label=gettext_lazy("Deputy"),
        queryset=active_staff(),
        help_text=gettext_lazy(
            "Approves in the roles of the person who is away; the journal says in whose "
            "place. Deputies can’t approve their own releases."
        ),
    )
    starts = WallTimeField(label=gettext_lazy("From"), widget=WallTimeInput())
    ends = WallTimeField(label=gettext_lazy("Until"), widget=WallTimeInput())

    class Meta:
        model = Absence
        fields = ["person", "deputy", "starts", "ends"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone()
        for name in ("starts", "ends"):
            field = self.fields.get(name)
            if isinstance(field, WallTimeField):
                field.zone = zone
                field.help_text = _("Company time (%(zone)s).") % {"zone": zone}
        person = self.fields.get("person")
        if isinstance(person, StaffField) and self.instance.pk:
            # Somebody who has left since is still the person of this absence.
            saved = Q(pk=self.instance.person_id)
            active = Q(is_active=True, is_staff=True)
            person.queryset = User.objects.filter(active | saved).order_by("username")

    def clean(self) -> dict[str, Any]:
        """Refuse an absence that is over, and one that overlaps another of the pair."""
        cleaned_data = super().clean() or self.cleaned_data
        ends = cleaned_data.get("ends")
        if ends and "ends" in self.changed_data and ends <= timezone.now():
            self.add_error("ends", _("This time has passed. Choose a later one."))
        overlapping = self._overlapping(cleaned_data)
        if overlapping:
            zone = timezone.get_current_timezone()
            self.add_error(
                None,
                _(
                    "%(deputy)s is already the deputy of %(person)s from %(starts)s "
                    "until %(ends)s. Change that absence instead."
                )
                % {
                    "deputy": overlapping.deputy,
                    "person": overlapping.person,
                    "starts": format_in_zone(overlapping.starts, zone),
                    "ends": format_in_zone(overlapping.ends, zone),
                },
            )
        return cleaned_data

    def _overlapping(self, cleaned_data: dict[str, Any]) -> Absence | None:
        """Return another absence of the same two people at the same time."""
        if not all(cleaned_data.get(name) for name in self.Meta.fields):
            return None
        return (
            Absence.objects.filter(
                person=cleaned_data["person"], deputy=cleaned_data["deputy"]
            )
            .filter(starts__lt=cleaned_data["ends"], ends__gt=cleaned_data["starts"])
            .exclude(pk=self.instance.pk)
            .select_related("person", "deputy")
            .first()
        )


@admin.register(Absence)
class AbsenceAdmin(DeskAdmin[Absence]):
    """Absences and deputies: administrators enter them, all staff can see them."""

    form = AbsenceForm
    list_display = ["person", "deputy", "starts_at", "ends_at", "is_current"]
    list_display_links = ["person", "deputy"]
    list_select_related = ["person", "deputy"]
    search_fields = ["person__username", "deputy__username"]
    fields = ["person", "deputy", ("starts", "ends")]

    @admin.display(description=gettext_lazy("From"), ordering="starts")
    def starts_at(self, absence: Absence) -> str:
        return format_in_zone(absence.starts, timezone.get_current_timezone())

    @admin.display(description=gettext_lazy("Until"), ordering="ends")
    def ends_at(self, absence: Absence) -> str:
        return format_in_zone(absence.ends, timezone.get_current_timezone())

    @admin.display(description=gettext_lazy("Now"), boolean=True)
    def is_current(self, absence: Absence) -> bool:
        return absence.covers(timezone.now())

    def saved_message(self, obj: Absence) -> str:
        starts = format_in_zone(obj.starts, timezone.get_current_timezone())
        text = _("Saved. %(deputy)s is the deputy of %(person)s from %(starts)s.")
        return text % {"deputy": obj.deputy, "person": obj.person, "starts": starts}

    def save_model(
        self,
        request: HttpRequest,
        obj: Absence,
        form: ModelForm[Absence],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save and journal the absence, and warn where the deputy can't stand in."""
        super().save_model(request, obj, form, change)
        absences.note_absence(obj, by=staff_user(request))
        for warning in deputy_warnings(obj):
            self.message_user(request, warning, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Absence) -> None:
        """Journal the deletion, and delete."""
        absences.note_absence_deleted(obj, by=staff_user(request))
        super().delete_model(request, obj)

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Absence]
    ) -> None:
        """Journal and delete each absence."""
        for absence in queryset.select_related("person", "deputy"):
            self.delete_model(request, absence)


def deputy_warnings(absence: Absence) -> list[str]:
    """Return why the deputy can't, or can't always, approve in the person's place."""
    warnings = []
    person, deputy = absence.person, absence.deputy
    if not person.has_perm(PERMISSION):
        text = _("%(person)s can’t approve releases, so no deputy is needed.")
        warnings.append(text % {"person": person})
    deputy_away = Absence.objects.filter(
        person=deputy, starts__lt=absence.ends, ends__gt=absence.starts
    )
    if deputy_away.exists():
        text = _(
            "%(deputy)s is away for part of that time, and deputies have no deputies. "
            "Choose another deputy for those days."
        )
        warnings.append(text % {"deputy": deputy})
    return warnings
