"""Admin of disclaimers: revised, approved by counsel, published."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin.days import day_column
from releases.admin.site_profile_admin import SiteProfileAdmin
from releases.desk import disclaimer_revisions
from releases.desk.exceptions import NotAllowed
from releases.models import Disclaimer
from releases.record.documents import ProfileDocument
from releases.staff_views import StaffView, change_url, staff_user
from releases.text.public_paths import DISCLAIMERS
from releases.widgets.wall_time import DayInput, format_in_zone


def later_revisions() -> QuerySet[Disclaimer]:
    """Return the later revisions of the disclaimer of an outer query."""
    return Disclaimer.objects.filter(
        ref=OuterRef("ref"), revision__gt=OuterRef("revision")
    )


def latest_revisions() -> QuerySet[Disclaimer]:
    """Return each disclaimer in its latest revision."""
    return Disclaimer.objects.filter(~Exists(later_revisions()))


def wording_digest(disclaimer: Disclaimer) -> str:
    """Return the SHA-256 of heading and wording: what counsel reads and approves."""
    text = f"{disclaimer.heading}\n\n{disclaimer.wording}"
    return hashlib.sha256(text.encode()).hexdigest()


class RevisionFilter(admin.SimpleListFilter):
    """Hides earlier revisions, which are kept for the releases that carry them."""

    title = gettext_lazy("revisions")
    parameter_name = "revisions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("all", _("All revisions"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Disclaimer]
    ) -> QuerySet[Disclaimer]:
        if self.value() == "all":
            return queryset
        return queryset.filter(~Exists(later_revisions()))

    def choices(self, changelist: Any) -> Any:
        """Name the default, which Django calls All."""
        default, *others = super().choices(changelist)
        return [{**default, "display": _("Latest only")}, *others]


class DisclaimerForm(forms.ModelForm[Disclaimer]):
    """A revision, its wording in a field as wide as it is read."""

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
        """Refuse a revision that has a later one by now."""
        later = _later_revision(self.instance)
        if later:
            raise ValidationError(
                _(
                    "Nothing was saved: somebody made revision %(revision)d while you "
                    "were editing. Your text is still below. Copy it, and open the "
                    "latest revision."
                )
                % {"revision": later.revision}
            )
        return super().clean()


@admin.register(Disclaimer)
class DisclaimerAdmin(SiteProfileAdmin[Disclaimer]):
    """Disclaimers; one that a release on the record carries is revised, never edited."""

    is_carried_by_releases = True
    form = DisclaimerForm
    list_display = [
        "name",
        "revision",
        "jurisdiction",
        "approved_by",
        day_column("review_by", gettext_lazy("review by")),
        "in_force",
        "public_version",
    ]
    list_select_related = ["approved_by"]
    list_filter = [RevisionFilter, "in_force", "jurisdiction"]
    search_fields = ["name", "heading", "wording", "jurisdiction"]
    fieldsets = [
        (None, {"fields": ["name", "heading", "wording"]}),
        (
            gettext_lazy("Validity"),
            {"fields": ["jurisdiction", "review_by", "in_force"]},
        ),
    ]
    before_deleting = gettext_lazy("Untick “In force”, save and publish.")

    def public_label(self, obj: Any, profile: ProfileDocument) -> str | Promise:
        if obj.is_superseded:
            return _("A later revision")
        return super().public_label(obj, profile)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disclaimer]:
        """Annotate whether there is a later revision."""
        return (
            super()
            .get_queryset(request)
            .annotate(is_superseded=Exists(later_revisions()))
        )

    def has_change_permission(
        self, request: HttpRequest, obj: Disclaimer | None = None
    ) -> bool:
        """Allow changes to the latest revision only.

        A POST to an earlier one is let through: the form refuses it, and keeps the
        text.
        """
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.method == "POST" or not _later_revision(obj))

    def deletion_blocker(self, obj: Disclaimer) -> str:
        if obj.in_use:
            text = _("“%(disclaimer)s” is part of a published release.")
            return text % {"disclaimer": obj}
        return super().deletion_blocker(obj)

    def save_model(
        self,
        request: HttpRequest,
        obj: Disclaimer,
        form: forms.ModelForm[Disclaimer],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Save, and say so where that made a new revision."""
        earlier_pk = obj.pk
        disclaimer_revisions.save_revision(obj, by=staff_user(request))
        if earlier_pk and obj.pk != earlier_pk:
            text = _(
                "A published release uses the earlier wording, so your change is saved "
                "as revision %(revision)d. Drafts still use the earlier one: choose the "
                "new revision there."
            )
            self.message_user(
                request, text % {"revision": obj.revision}, messages.WARNING
            )

    def panel_context(
        self, request: HttpRequest, obj: Disclaimer | None
    ) -> dict[str, Any]:
        """Say what is public or which revision is the latest; add counsel's button."""
        if obj is None or obj.pk is None:
            return {}
        later = _later_revision(obj)
        if later:
            status = _("Earlier revision. The latest is revision %(revision)d.")
            context: dict[str, Any] = {
                "status": status % {"revision": later.revision},
                "remarks": self.remarks(obj),
            }
        else:
            context = super().panel_context(request, obj)
        may_approve = staff_user(request).has_perm("releases.approve_disclaimer")
        if may_approve and obj.approved_at is None:
            context["approve_url"] = reverse(
                "admin:releases_disclaimer_approve", args=[obj.pk]
            )
            context["wording_digest"] = wording_digest(obj)
        return context

    def remarks(self, obj: Disclaimer) -> list[str]:
        """Return its revision, and who approved its wording."""
        revision = _("Revision %(revision)d.") % {"revision": obj.revision}
        if obj.in_use:
            in_use = _(
                "A published release uses it: changing the text makes a new revision."
            )
            revision = f"{revision} {in_use}"
        if obj.approved_at and obj.approved_by:
            zone = timezone.get_current_timezone()
            approval = _("Wording approved by %(user)s, %(when)s.") % {
                "user": obj.approved_by.get_username(),
                "when": format_in_zone(obj.approved_at, zone),
            }
        else:
            approval = _("Counsel has not approved this wording.")
        return [revision, approval]

    def public_path(self, obj: Disclaimer) -> str:
        return DISCLAIMERS

    def get_urls(self) -> list[URLPattern]:
        approve = path(
            "<int:pk>/approve/",
            ApproveDisclaimerView.for_admin(self),
            name="releases_disclaimer_approve",
        )
        return [approve, *super().get_urls()]


class ApproveDisclaimerView(StaffView):
    """Counsel's button: approves the wording that was on the page."""

    def has_permission(self) -> bool:
        return staff_user(self.request).has_perm("releases.approve_disclaimer")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Approve the wording, unless it was changed since the page was opened."""
        disclaimer = get_object_or_404(Disclaimer, pk=pk)
        try:
            if wording_digest(disclaimer) != request.POST.get("wording_digest"):
                raise NotAllowed(
                    _(
                        "The wording was changed after you opened the page. Read it "
                        "again before you approve it."
                    )
                )
            disclaimer_revisions.approve_revision(disclaimer, by=self.user, at=self.at)
        except NotAllowed as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Wording approved."))
        return HttpResponseRedirect(change_url(disclaimer))


def _later_revision(disclaimer: Disclaimer | None) -> Disclaimer | None:
    """Return the latest revision, or None where it is this one."""
    if disclaimer is None or disclaimer.pk is None:
        return None
    revisions = Disclaimer.objects.filter(ref=disclaimer.ref)
    later = revisions.filter(revision__gt=disclaimer.revision)
    return later.order_by("-revision").first()
