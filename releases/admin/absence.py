"""Who is away, and who approves in their place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone

from releases.admin.desk_admin import DeskAdmin
from releases.desk.approvals import absences
from releases.desk.approvals.approver import PERMISSION
from releases.models import Absence
from releases.staff_views import staff_user
from releases.widgets.wall_time import WallTimeField, WallTimeInput, spoken


class PersonField(forms.ModelChoiceField[User]):
    """Somebody who works at the desk, by the name they are known by."""

    def label_from_instance(self, obj: User) -> str:
        """The full name, and the name they sign with."""
        full = obj.get_full_name()
        return f"{full} ({obj.get_username()})" if full else obj.get_username()


def at_the_desk() -> QuerySet[User]:
    """Everybody who can sign in there."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("username")


class AbsenceForm(forms.ModelForm[Absence]):
    """Who, who instead, from when and until when by the company's clock."""

    person = PersonField(
        label="Who is away",
        queryset=at_the_desk(),
        help_text="They can still sign in and approve while they are away.",
    )
    deputy = PersonField(
        queryset=at_the_desk(),
        help_text="They approve in the roles of whoever is away, and the journal says "
        "in whose place. Nobody approves what they wrote, as a deputy neither.",
    )
    starts = WallTimeField(label="From", widget=WallTimeInput())
    ends = WallTimeField(label="Until", widget=WallTimeInput())

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
                field.help_text = f"By the company's clock, {zone} time."
        person = self.fields.get("person")
        if isinstance(person, PersonField) and self.instance.pk:
            # Whoever has left since is still the one whom this is about.
            kept = Q(pk=self.instance.person_id)
            here = Q(is_active=True, is_staff=True)
            person.queryset = User.objects.filter(here | kept).order_by("username")

    def clean(self) -> dict[str, Any]:
        """Refuse what could come to nothing, and what is said twice."""
        cleaned = super().clean() or self.cleaned_data
        ends = cleaned.get("ends")
        if ends and "ends" in self.changed_data and ends <= timezone.now():
            self.add_error(
                "ends", "This is over already. Write until when they will be away."
            )
        twin = self._twin(cleaned)
        if twin:
            zone = timezone.get_current_timezone()
            self.add_error(
                None,
                f"{twin.deputy} stands in for {twin.person} from "
                f"{spoken(twin.starts, zone)} until {spoken(twin.ends, zone)} already: "
                "change that absence instead.",
            )
        return cleaned

    def _twin(self, cleaned: dict[str, Any]) -> Absence | None:
        """Another absence of the same two people at the same time."""
        if not all(cleaned.get(name) for name in self.Meta.fields):
            return None
        return (
            Absence.objects.filter(person=cleaned["person"], deputy=cleaned["deputy"])
            .filter(starts__lt=cleaned["ends"], ends__gt=cleaned["starts"])
            .exclude(pk=self.instance.pk)
            .select_related("person", "deputy")
            .first()
        )


@admin.register(Absence)
class AbsenceAdmin(DeskAdmin[Absence]):
    """Deputies: administrators name them, and everybody at the desk can see them."""

    form = AbsenceForm
    list_display = ["person", "deputy", "from_when", "until_when", "stands_in"]
    list_display_links = ["person", "deputy"]
    list_select_related = ["person", "deputy"]
    search_fields = ["person__username", "deputy__username"]
    fields = ["person", "deputy", ("starts", "ends")]

    @admin.display(description="From", ordering="starts")
    def from_when(self, absence: Absence) -> str:
        """By the company's clock."""
        return spoken(absence.starts, timezone.get_current_timezone())

    @admin.display(description="Until", ordering="ends")
    def until_when(self, absence: Absence) -> str:
        """By the company's clock."""
        return spoken(absence.ends, timezone.get_current_timezone())

    @admin.display(description="Now", boolean=True)
    def stands_in(self, absence: Absence) -> bool:
        """Whether the deputy stands in at this moment."""
        return absence.covers(timezone.now())

    def saved_as(self, thing: Absence) -> str:
        """From when the deputy stands in."""
        start = spoken(thing.starts, timezone.get_current_timezone())
        return f"Saved. {thing.deputy} stands in for {thing.person} from {start}."

    def save_model(
        self,
        request: HttpRequest,
        obj: Absence,
        form: ModelForm[Absence],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save it, journal it, and say where it will not do what it is for."""
        super().save_model(request, obj, form, change)
        absences.note_absence(obj, by=staff_user(request))
        for doubt in doubts(obj):
            self.message_user(request, doubt, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Absence) -> None:
        """Take it back, and journal that."""
        absences.note_absence_deleted(obj, by=staff_user(request))
        super().delete_model(request, obj)

    def delete_queryset(
        self, request: HttpRequest, queryset: QuerySet[Absence]
    ) -> None:
        """The same for several."""
        for absence in queryset.select_related("person", "deputy"):
            self.delete_model(request, absence)


def doubts(absence: Absence) -> list[str]:
    """Why it may not do what it is for, each in a sentence."""
    found = []
    person, deputy = absence.person, absence.deputy
    if not person.has_perm(PERMISSION):
        found.append(
            f"{person} may not approve releases, so there is nothing to stand in for."
        )
    away = Absence.objects.filter(
        person=deputy, starts__lt=absence.ends, ends__gt=absence.starts
    )
    if away.exists():
        found.append(
            f"{deputy} is away for some of that time, and a deputy has no deputy: "
            "name another one for those days."
        )
    return found
