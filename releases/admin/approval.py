"""Admin of approvals, waivers and preview links of all releases, for reading only."""

from __future__ import annotations

import datetime as dt
import json

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from releases.admin.desk_admin import DateFilter, ViewOnlyAdmin
from releases.desk.read_log import note_reading
from releases.models import Approval, PreviewLink, Waiver
from releases.staff_views import staff_user
from releases.widgets.wall_time import format_in_zone


def company_time(instant: dt.datetime | None) -> str:
    """Return the instant in the company's zone; a dash where there is none."""
    return format_in_zone(instant, timezone.get_current_timezone()) if instant else "–"


@admin.register(Approval)
class ApprovalAdmin(ViewOnlyAdmin[Approval]):
    """Who approved what, for which role and in whose place."""

    list_display = ["release", "role", "by", "standing_in_for", "given_at", "ended"]
    list_select_related = ["release", "role", "by", "standing_in_for"]
    list_filter = ["role", "emergency", ("at", DateFilter)]
    search_fields = [
        "release__headline",
        "by__username",
        "full_digest",
        "content_digest",
    ]
    fields = [
        *("release", "role", "by", "standing_in_for", "given_at", "ended"),
        *("emergency", "full_digest", "content_digest", "approved_document"),
    ]
    readonly_fields = ["given_at", "ended", "approved_document"]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Approval | None:
        """Journal that the approval was read: its page has the whole release."""
        approval = super().get_object(request, object_id, from_field)
        if approval:
            note_reading(approval.release, by=staff_user(request), of="an approval")
        return approval

    @admin.display(description=_("Given"), ordering="at")
    def given_at(self, approval: Approval) -> str:
        return company_time(approval.at)

    @admin.display(description=_("No longer counts since"), ordering="ended_at")
    def ended(self, approval: Approval) -> str:
        """Return when the release was sent back, cancelled or reopened, if it was."""
        return company_time(approval.ended_at)

    @admin.display(description=_("What was approved"))
    def approved_document(self, approval: Approval) -> str:
        return indented_json(approval.document)


@admin.register(Waiver)
class WaiverAdmin(ViewOnlyAdmin[Waiver]):
    """Which checks were overridden, by whom, and why."""

    list_display = ["check_id", "release", "by", "given_at", "reason"]
    list_select_related = ["release", "by"]
    list_filter = ["check_id", ("at", DateFilter)]
    search_fields = ["release__headline", "by__username", "check_id", "reason"]
    fields = ["release", "check_id", "found", "reason", "by", "given_at", "covers"]
    readonly_fields = ["given_at"]

    @admin.display(description=_("Given"), ordering="at")
    def given_at(self, waiver: Waiver) -> str:
        return company_time(waiver.at)


@admin.register(PreviewLink)
class PreviewLinkAdmin(ViewOnlyAdmin[PreviewLink]):
    """Who can read which release without an account."""

    list_display = [
        *("whom", "release", "made_by", "created", "expires", "revoked", "is_open")
    ]
    list_select_related = ["release", "made_by"]
    list_filter = ["expires_at"]
    search_fields = ["whom", "release__headline", "made_by__username"]
    fields = [
        *("whom", "release", "made_by", "created", "expires", "revoked_by", "revoked")
    ]
    readonly_fields = ["created", "expires", "revoked"]

    @admin.display(description=_("Created"), ordering="made_at")
    def created(self, link: PreviewLink) -> str:
        return company_time(link.made_at)

    @admin.display(description=_("Expires"), ordering="expires_at")
    def expires(self, link: PreviewLink) -> str:
        return company_time(link.expires_at)

    @admin.display(description=_("Revoked"), ordering="revoked_at")
    def revoked(self, link: PreviewLink) -> str:
        return company_time(link.revoked_at)

    @admin.display(description=_("Works now"), boolean=True)
    def is_open(self, link: PreviewLink) -> bool:
        return link.opens(at=timezone.now())


def indented_json(document: str) -> str:
    """Return a frozen document as HTML, indented to be read."""
    text = json.dumps(json.loads(document), indent=2, ensure_ascii=False)
    return format_html('<pre class="desk-document">{}</pre>', text)
