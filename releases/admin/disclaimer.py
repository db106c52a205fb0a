"""Legal wordings at the desk: revised, approved by counsel, published."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from releases.admin.profile_admin import ParticularAdmin
from releases.desk import disclaimer_revisions
from releases.desk.transitions import NotAllowed
from releases.models import Disclaimer
from releases.record.documents import ProfileDocument
from releases.staff_views import change_url, staff_user
from releases.text.public_paths import DISCLAIMERS
from releases.widgets.wall_time import DayInput, spoken


def later_ones() -> QuerySet[Disclaimer]:
    """The later revisions of the wording that a query is at."""
    return Disclaimer.objects.filter(
        ref=OuterRef("ref"), revision__gt=OuterRef("revision")
    )


def newest() -> QuerySet[Disclaimer]:
    """Each wording in its latest revision."""
    return Disclaimer.objects.filter(~Exists(later_ones()))


def words_of(disclaimer: Disclaimer) -> str:
    """What counsel has read, as a digest: an approval is of these words."""
    words = f"{disclaimer.heading}\n\n{disclaimer.wording}"
    return hashlib.sha256(words.encode()).hexdigest()


class RevisionFilter(admin.SimpleListFilter):
    """Old revisions are kept for the releases that carry them, and out of the way."""

    title = "revisions"
    parameter_name = "revisions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choice beside the latest only, which is what stands without one."""
        return [("all", "With earlier revisions")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Disclaimer]
    ) -> QuerySet[Disclaimer]:
        """The latest revisions, unless all are asked for."""
        if self.value() == "all":
            return queryset
        return queryset.filter(~Exists(later_ones()))

    def choices(self, changelist: Any) -> Any:
        """The same, in words."""
        first, *rest = super().choices(changelist)
        return [{**first, "display": "The latest only"}, *rest]


class DisclaimerForm(forms.ModelForm[Disclaimer]):
    """The wording, in a field as wide as it is read."""

    class Meta:
        model = Disclaimer
        fields = ["name", "heading", "wording", "jurisdiction", "review_by", "in_force"]
        widgets = {
            "name": forms.TextInput({"class": "desk-line"}),
            "heading": forms.TextInput({"class": "desk-line"}),
            "wording": forms.Textarea({"rows": 16, "class": "desk-line"}),
            "review_by": DayInput,
        }

    def clean(self) -> dict[str, Any] | None:
        """Refuse what was typed into a revision that has a successor by now."""
        later = _later(self.instance)
        if later:
            raise ValidationError(
                f"Nothing was saved: revision {later.revision} was made meanwhile. "
                "What you typed is still below; copy it, and open the latest revision."
            )
        return super().clean()


@admin.register(Disclaimer)
class DisclaimerAdmin(ParticularAdmin[Disclaimer]):
    """A wording that a release on the record carries is revised, never edited."""

    form = DisclaimerForm
    list_display = [
        "name",
        "revision",
        "jurisdiction",
        "approved_by",
        "review_by",
        "in_force",
        "seen",
    ]
    list_select_related = ["approved_by"]
    list_filter = [RevisionFilter, "in_force", "jurisdiction"]
    search_fields = ["name", "heading", "wording", "jurisdiction"]
    fieldsets = [
        (None, {"fields": ["name", "heading", "wording"]}),
        ("Where and how long", {"fields": ["jurisdiction", "review_by", "in_force"]}),
    ]
    before_deleting = "Untick “in force”, save and publish; then it can be deleted."

    def seen_of(self, thing: Any, head: ProfileDocument) -> str:
        """An earlier revision stands in the releases that carry it."""
        return "A later revision" if thing.replaced else super().seen_of(thing, head)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclaimer]:
        """Each with whether a later revision replaced it."""
        return super().get_queryset(request).annotate(replaced=Exists(later_ones()))

    def has_change_permission(
        self, request: HttpRequest, obj: Disclaimer | None = None
    ) -> bool:
        """Only the latest is changed; who typed meanwhile keeps the text and is told."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.method == "POST" or not _later(obj))

    def keeps(self, thing: Disclaimer) -> str:
        """What a release on the record carries stays."""
        if thing.in_use:
            return f"“{thing}” stands in a release on the record, so it stays."
        return super().keeps(thing)

    def save_model(
        self,
        request: HttpRequest,
        obj: Disclaimer,
        form: forms.ModelForm[Disclaimer],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save through the one door for wordings, and say when it made a revision."""
        before = obj.pk
        disclaimer_revisions.save(obj, by=staff_user(request))
        if before and obj.pk != before:
            self.message_user(
                request,
                "A release carries the wording as it was, so that one was kept, and "
                f"your change is revision {obj.revision}. Drafts still carry the "
                "earlier revision: choose the new one there.",
                messages.WARNING,
            )

    def above(self, request: HttpRequest, thing: Disclaimer | None) -> dict[str, Any]:
        """Its standing, or which revision came after it; and counsel's button."""
        later = _later(thing)
        if thing is None or thing.pk is None:
            return {}
        if later:
            found: dict[str, Any] = {
                "standing": f"An earlier revision. The latest is revision "
                f"{later.revision}.",
                "remarks": self.remarks(thing),
            }
        else:
            found = super().above(request, thing)
        may = staff_user(request).has_perm("releases.approve_disclaimer")
        if may and thing.approved_at is None:
            found["approve_url"] = reverse(
                "admin:releases_disclaimer_approve", args=[thing.pk]
            )
            found["seen"] = words_of(thing)
        return found

    def remarks(self, thing: Disclaimer) -> list[str]:
        """Its revision, and whether counsel stands by it."""
        used = (
            " A release on the record carries it: a change of words makes the next "
            "revision."
            if thing.in_use
            else ""
        )
        if thing.approved_at and thing.approved_by:
            zone = timezone.get_current_timezone()
            approval = (
                f"Wording approved by {thing.approved_by.get_username()}, "
                f"{spoken(thing.approved_at, zone)}."
            )
        else:
            approval = "Counsel has not approved this wording."
        return [f"Revision {thing.revision}.{used}", approval]

    def address(self, thing: Disclaimer) -> str:
        """The page of the wordings in force."""
        return DISCLAIMERS

    def get_urls(self) -> list[URLPattern]:
        """The page's addresses, with counsel's button among them."""
        approve = self.admin_site.admin_view(require_POST(self.approve_view))
        return [
            path("<int:pk>/approve/", approve, name="releases_disclaimer_approve"),
            *super().get_urls(),
        ]

    def approve_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Counsel approves the words that were read."""
        by = staff_user(request)
        if not by.has_perm("releases.approve_disclaimer"):
            raise PermissionDenied
        disclaimer = get_object_or_404(Disclaimer, pk=pk)
        try:
            if words_of(disclaimer) != request.POST.get("seen"):
                raise NotAllowed(
                    "The wording was changed after you read it: read it again."
                )
            disclaimer_revisions.approve(disclaimer, by=by, at=timezone.now())
        except NotAllowed as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.message_user(request, "Wording approved.", messages.SUCCESS)
        return HttpResponseRedirect(change_url(disclaimer))


def _later(disclaimer: Disclaimer | None) -> Disclaimer | None:
    """The latest revision, where it is not this one."""
    if disclaimer is None or disclaimer.pk is None:
        return None
    revisions = Disclaimer.objects.filter(ref=disclaimer.ref)
    later = revisions.filter(revision__gt=disclaimer.revision)
    return later.order_by("-revision").first()
