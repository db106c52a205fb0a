"""The staff page on which preview links for people without an account are managed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releases.desk import sharing
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import is_fully_public
from releases.models import PreviewLink, PreviewOpening, Release
from releases.staff_views import StaffReleaseView
from releases.text.public_paths import release_path
from releases.widgets.wall_time import (
    WallTimeField,
    WallTimeInput,
    format_in_zone_and_utc,
)

SHARE_URL = "releases_release_share"
UNTIL_TYPED, UNTIL_RELEASE = "typed", "opens"
# The lifetimes offered, in days; the longest is sharing.MAX_LIFETIME.
SHORTER_DAYS = (1, 3, 7)
# Who made a link can read its address this long. After that only its reader has it, so
# that each opening is the reader's.
ADDRESS_SHOWN_FOR = dt.timedelta(minutes=10)


class ShareForm(forms.Form):
    """For whom a preview link is, and how long it lasts."""

    whom = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        help_text=gettext_lazy(
            "One person, by name and company. Example: Robin Alder, Alder & Fenn. The "
            "journal records this name each time the link is opened."
        ),
        widget=forms.TextInput({"class": "desk-line", "autocomplete": "off"}),
    )
    lasts = forms.ChoiceField(
        label=gettext_lazy("Valid for"),
        widget=forms.RadioSelect,
        initial="3",
        choices=(),
    )
    until = WallTimeField(
        label=gettext_lazy("Until"), required=False, widget=WallTimeInput()
    )

    def __init__(self, data: Any = None, *, release: Release, at: dt.datetime) -> None:
        super().__init__(data)
        self.at = at
        self.opens_at = release.go_live_at
        lasts, until = self.fields["lasts"], self.fields["until"]
        assert isinstance(lasts, forms.ChoiceField)
        assert isinstance(until, WallTimeField)
        lasts.choices = self._lifetimes()
        until.zone = timezone.get_current_timezone()
        until.help_text = ngettext(
            "%(zone)s time, at most %(days)d day from now.",
            "%(zone)s time, at most %(days)d days from now.",
            sharing.MAX_LIFETIME.days,
        ) % {"zone": until.zone, "days": sharing.MAX_LIFETIME.days}

    def clean(self) -> dict[str, Any]:
        """Require a time if, and only if, the choice says that one is entered."""
        cleaned_data = super().clean() or self.cleaned_data
        lasts, until = cleaned_data.get("lasts"), cleaned_data.get("until")
        if lasts == UNTIL_TYPED and not until and "until" not in self.errors:
            self.add_error("until", _("Enter a time, or choose a period above."))
        if lasts not in {UNTIL_TYPED, None} and until:
            self.add_error(
                "until",
                _(
                    "You chose a period above. Choose “Until the time below” instead, "
                    "or leave this empty."
                ),
            )
        return cleaned_data

    @property
    def expires_at(self) -> dt.datetime:
        """Return the time from which the link no longer opens anything."""
        lasts, until = self.cleaned_data["lasts"], self.cleaned_data["until"]
        chosen = {UNTIL_TYPED: until, UNTIL_RELEASE: self.opens_at}.get(lasts)
        return chosen or self.at + dt.timedelta(days=int(lasts))

    def _lifetimes(self) -> list[tuple[str, str]]:
        longest = sharing.MAX_LIFETIME.days
        lifetimes = [
            (
                str(days),
                ngettext("%(days)d day", "%(days)d days", days) % {"days": days},
            )
            for days in (*SHORTER_DAYS, longest)
        ]
        lifetimes[-1] = (
            str(longest),
            _("%(period)s (the maximum)") % {"period": lifetimes[-1][1]},
        )
        if self.opens_at and self.at < self.opens_at <= self.at + sharing.MAX_LIFETIME:
            until = format_in_zone_and_utc(
                self.opens_at, timezone.get_current_timezone()
            )
            label = _("Until it publishes: %(time)s") % {"time": until}
            lifetimes.append((UNTIL_RELEASE, label))
        return [*lifetimes, (UNTIL_TYPED, _("Until the time below"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A preview link as the page lists it, with the times that it was opened."""

    link: PreviewLink
    status: str
    is_active: bool
    made_at: str
    expires_at: str
    revoked_at: str
    openings: tuple[tuple[str, PreviewOpening], ...]


class SharePreviewView(StaffReleaseView):
    """List the preview links of a release; make one, or revoke one."""

    http_method_names = ["get", "head", "post", "options"]

    def has_permission(self) -> bool:
        return super().has_permission() and self.request.user.has_perm(
            sharing.PERMISSION
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the links; `?made=` shows the address of a link just made."""
        return self.links_page(ShareForm(release=self.release, at=self.at))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke the link that `revoke` names, or make a new one."""
        if "revoke" in request.POST:
            return self.revoke(request.POST["revoke"])
        form = ShareForm(request.POST, release=self.release, at=self.at)
        if form.is_valid():
            try:
                link = sharing.share_preview(
                    self.release,
                    by=self.user,
                    at=self.at,
                    whom=form.cleaned_data["whom"],
                    expires_at=form.expires_at,
                )
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
            else:
                return HttpResponseRedirect(f"{self.own_url()}?made={link.pk}")
        return self.links_page(form)

    def revoke(self, pk: str) -> HttpResponse:
        """Revoke a link of this release; 404 for any other."""
        link = self.link_with_pk(pk)
        if link is None:
            raise Http404
        try:
            sharing.revoke_preview(link, by=self.user, at=self.at)
        except NotAllowed as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(
                self.request,
                _("Revoked. The link for %(whom)s no longer works.")
                % {"whom": link.whom},
            )
        return HttpResponseRedirect(self.own_url())

    def links_page(self, form: ShareForm) -> HttpResponse:
        """Return the page with the form and the links."""
        new_link = self.link_with_pk(self.request.GET.get("made", ""))
        return self.page(
            "admin/releases/release/share.html",
            title=_("Share a preview: %(release)s") % {"release": self.release},
            form=form,
            rows=self.link_rows(),
            new_link=new_link,
            address=self.address_of(new_link),
            address_minutes=ADDRESS_SHOWN_FOR // dt.timedelta(minutes=1),
            is_public=is_fully_public(self.release),
            public_url=release_path(self.release.address),
        )

    def own_url(self) -> str:
        """Return the address of this page."""
        return reverse(f"admin:{SHARE_URL}", args=[self.release.pk])

    @cached_property
    def links(self) -> list[PreviewLink]:
        """Return the links of the release, the latest first."""
        return list(self.release.preview_links.select_related("made_by", "revoked_by"))

    def link_with_pk(self, pk: str) -> PreviewLink | None:
        """Return the link of this release with this key, if there is one."""
        return next((link for link in self.links if str(link.pk) == pk), None)

    def address_of(self, link: PreviewLink | None) -> str:
        """Return the link's address, for who made it just now; empty otherwise."""
        if link is None or link.made_by != self.user or not link.opens(at=self.at):
            return ""
        if self.at - link.made_at > ADDRESS_SHOWN_FOR:
            return ""
        token = sharing.token_of(link)
        return settings.IRSITE_URL + reverse("newsroom:preview", args=[token])

    def link_rows(self) -> list[LinkRow]:
        """Return the links with their openings, all times by both clocks."""
        zone = timezone.get_current_timezone()
        openings = sharing.openings_by_link(self.release)
        return [
            LinkRow(
                link=link,
                status=self._status_of(link),
                is_active=link.opens(at=self.at),
                made_at=format_in_zone_and_utc(link.made_at, zone),
                expires_at=format_in_zone_and_utc(link.expires_at, zone),
                revoked_at=format_in_zone_and_utc(link.revoked_at, zone)
                if link.revoked_at
                else "",
                openings=tuple(
                    (format_in_zone_and_utc(opening.at, zone), opening)
                    for opening in openings.get(link.pk, [])
                ),
            )
            for link in self.links
        ]

    def _status_of(self, link: PreviewLink) -> str:
        if link.revoked_at:
            return _("Revoked")
        return _("Active") if link.opens(at=self.at) else _("Expired")


def urls(model_admin: ModelAdmin[Release]) -> list[URLPattern]:
    """Return the route of the page, below the address of a release."""
    return [
        path("<int:pk>/share/", SharePreviewView.for_admin(model_admin), name=SHARE_URL)
    ]
