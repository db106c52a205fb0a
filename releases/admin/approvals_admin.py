"""What was approved, overridden and shared, across all releases, to be read."""

from __future__ import annotations

import datetime as dt
import json

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from releases.admin.desk_admin import ViewOnlyAdmin
from releases.desk.read_log import note_reading
from releases.models import Approval, PreviewLink, Waiver
from releases.staff_views import staff_user
from releases.widgets.wall_time import spoken


def here(moment: dt.datetime | None) -> str:
    """The moment by the company's clock."""
    return spoken(moment, timezone.get_current_timezone()) if moment else "–"


@admin.register(Approval)
class ApprovalAdmin(ViewOnlyAdmin[Approval]):
    """Who approved what, for which role and in whose place: given by the doors alone."""

    list_display = ["release", "role", "by", "standing_in_for", "given", "ended"]
    list_select_related = ["release", "role", "by", "standing_in_for"]
    list_filter = ["role", "emergency", "at"]
    search_fields = ["release__headline", "by__username", "words", "content"]
    fields = [
        *("release", "role", "by", "standing_in_for", "given", "ended", "emergency"),
        *("words", "content", "read"),
    ]
    readonly_fields = ["given", "ended", "read"]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Approval | None:
        """The approval, with all the words: that it was read is journalled."""
        approval = super().get_object(request, object_id, from_field)
        if approval:
            note_reading(approval.release, by=staff_user(request), of="an approval")
        return approval

    @admin.display(description="Given", ordering="at")
    def given(self, approval: Approval) -> str:
        """When."""
        return here(approval.at)

    @admin.display(description="Round ended", ordering="ended_at")
    def ended(self, approval: Approval) -> str:
        """When it ceased to count: sent back, called off, opened for correction."""
        return here(approval.ended_at)

    @admin.display(description="What was read")
    def read(self, approval: Approval) -> str:
        """The document, indented for reading."""
        document = json.loads(approval.document)
        indented = json.dumps(document, indent=2, ensure_ascii=False)
        return format_html('<pre class="desk-document">{}</pre>', indented)


@admin.register(Waiver)
class WaiverAdmin(ViewOnlyAdmin[Waiver]):
    """Which checks were passed over, by whom, and why."""

    list_display = ["check_id", "release", "by", "given", "reason"]
    list_select_related = ["release", "by"]
    list_filter = ["check_id", "at"]
    search_fields = ["release__headline", "by__username", "check_id", "reason"]
    fields = ["release", "check_id", "found", "reason", "by", "given", "covers"]
    readonly_fields = ["given"]

    @admin.display(description="Given", ordering="at")
    def given(self, waiver: Waiver) -> str:
        """When."""
        return here(waiver.at)


@admin.register(PreviewLink)
class PreviewLinkAdmin(ViewOnlyAdmin[PreviewLink]):
    """Who without an account can read what; made and revoked on the release's page."""

    list_display = ["whom", "release", "made_by", "made", "until", "revoked", "opens"]
    list_select_related = ["release", "made_by"]
    list_filter = ["expires_at"]
    search_fields = ["whom", "release__headline", "made_by__username"]
    fields = ["whom", "release", "made_by", "made", "until", "revoked_by", "revoked"]
    readonly_fields = ["made", "until", "revoked"]

    @admin.display(description="Made", ordering="made_at")
    def made(self, link: PreviewLink) -> str:
        """When it was made."""
        return here(link.made_at)

    @admin.display(description="Until", ordering="expires_at")
    def until(self, link: PreviewLink) -> str:
        """When it expires."""
        return here(link.expires_at)

    @admin.display(description="Revoked", ordering="revoked_at")
    def revoked(self, link: PreviewLink) -> str:
        """When it was revoked."""
        return here(link.revoked_at)

    @admin.display(description="Opens", boolean=True)
    def opens(self, link: PreviewLink) -> bool:
        """Whether it leads anywhere now."""
        return link.opens(at=timezone.now())
