"""Who may read a release without an account: their links, made and revoked here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from releases.desk import sharing
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import is_fully_public
from releases.models import PreviewLink, Release
from releases.staff_views import staff_user
from releases.text.public_paths import release_path
from releases.widgets.wall_time import (
    WallTimeField,
    WallTimeInput,
    both_clocks,
)

NAME = "releases_release_share"
TYPED, OPENS = "typed", "opens"
DAYS = {
    "1": "For a day",
    "3": "For three days",
    "7": "For a week",
    "14": "For two weeks, which is the longest",
}
# Whoever made a link is shown its address this long; then it is with its reader alone,
# so that an opening is theirs.
SHOWN_FOR = dt.timedelta(minutes=10)


class ShareForm(forms.Form):
    """For whom, and until when by the company's clock."""

    whom = forms.CharField(
        label="For whom",
        max_length=200,
        help_text="One person, by name and firm: Robin Alder, Alder & Fenn. The journal "
        "names them each time they open it.",
        widget=forms.TextInput({"class": "desk-line", "autocomplete": "off"}),
    )
    lasts = forms.ChoiceField(
        label="How long", widget=forms.RadioSelect, initial="3", choices=()
    )
    until = WallTimeField(label="Until", required=False, widget=WallTimeInput())

    def __init__(self, data: Any = None, *, release: Release, at: dt.datetime) -> None:
        super().__init__(data)
        self.at = at
        self.opens = release.go_live_at
        zone = timezone.get_current_timezone()
        choices = list(DAYS.items())
        if self.opens and at < self.opens <= at + sharing.LONGEST:
            opens = f"Until it opens: {both_clocks(self.opens, zone)}"
            choices.append((OPENS, opens))
        lasts, until = self.fields["lasts"], self.fields["until"]
        assert isinstance(lasts, forms.ChoiceField)
        assert isinstance(until, WallTimeField)
        lasts.choices = [*choices, (TYPED, "Until the time below")]
        until.zone = zone
        until.help_text = f"By the company's clock, {zone} time, within two weeks."

    def clean(self) -> dict[str, Any]:
        """One of the two says how long: a choice, or the time."""
        cleaned = super().clean() or self.cleaned_data
        lasts, until = cleaned.get("lasts"), cleaned.get("until")
        if lasts == TYPED and not until and "until" not in self.errors:
            self.add_error("until", "Write until when, or choose how long above.")
        if lasts not in {TYPED, None} and until:
            self.add_error(
                "until",
                "A choice above says how long: choose “Until the time below”, or leave "
                "this empty.",
            )
        return cleaned

    @property
    def expires_at(self) -> dt.datetime:
        """The instant from which the link leads nowhere."""
        lasts, until = self.cleaned_data["lasts"], self.cleaned_data["until"]
        chosen = {TYPED: until, OPENS: self.opens}.get(lasts)
        return chosen or self.at + dt.timedelta(days=int(lasts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A link and what became of it, as the page says it."""

    link: PreviewLink
    word: str
    opens: bool
    made: str
    until: str
    revoked: str
    openings: tuple[tuple[str, sharing.Opening], ...]


def urls(desk: ModelAdmin[Release]) -> list[URLPattern]:
    """The address of the page, for the page of releases."""

    def bound(request: HttpRequest, pk: int) -> HttpResponse:
        by = staff_user(request)
        if not (desk.has_view_permission(request) and by.has_perm(sharing.PERMISSION)):
            raise PermissionDenied
        release = get_object_or_404(Release, pk=pk)
        return answer(desk, request, release, by=by, at=timezone.now())

    return [path("<int:pk>/share/", desk.admin_site.admin_view(bound), name=NAME)]


def answer(
    desk: ModelAdmin[Release],
    request: HttpRequest,
    release: Release,
    *,
    by: User,
    at: dt.datetime,
) -> HttpResponse:
    """Show the links; make one, or revoke one, when a form is sent."""
    here = reverse(f"admin:{NAME}", args=[release.pk])
    links = list(release.preview_links.select_related("made_by", "revoked_by"))
    if "revoke" in request.POST:
        link = _named(links, request.POST["revoke"])
        if link is None:
            raise Http404
        _revoke(desk, request, link, at=at)
        return HttpResponseRedirect(here)
    sent = request.POST if request.method == "POST" else None
    form = ShareForm(sent, release=release, at=at)
    if form.is_valid():
        whom, expires_at = form.cleaned_data["whom"], form.expires_at
        try:
            link = sharing.share(
                release, by=by, at=at, whom=whom, expires_at=expires_at
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(f"{here}?made={link.pk}")
    made = _named(links, request.GET.get("made", ""))
    return TemplateResponse(
        request,
        "admin/releases/release/share.html",
        {
            **desk.admin_site.each_context(request),
            "title": f"Share a preview: {release}",
            "opts": desk.opts,
            "release": release,
            "form": form,
            "rows": _rows(release, links, at=at),
            "made": made,
            "address": _address(made, by=by, at=at),
            "out": is_fully_public(release),
            "public_page": release_path(release.address),
        },
    )


def _revoke(
    desk: ModelAdmin[Release],
    request: HttpRequest,
    link: PreviewLink,
    *,
    at: dt.datetime,
) -> None:
    try:
        sharing.revoke(link, by=staff_user(request), at=at)
    except NotAllowed as refusal:
        desk.message_user(request, str(refusal), messages.ERROR)
    else:
        done = f"Revoked: the link of {link.whom} leads nowhere any more."
        desk.message_user(request, done, messages.SUCCESS)


def _named(links: list[PreviewLink], pk: str) -> PreviewLink | None:
    return next((link for link in links if str(link.pk) == pk), None)


def _address(link: PreviewLink | None, *, by: User, at: dt.datetime) -> str:
    """The address, for whoever made it just now; empty for anybody else, and later."""
    if link is None or link.made_by != by or not link.opens(at=at):
        return ""
    if at - link.made_at > SHOWN_FOR:
        return ""
    token = sharing.token_of(link)
    return settings.IRSITE_URL + reverse("newsroom:preview", args=[token])


def _rows(release: Release, links: list[PreviewLink], *, at: dt.datetime) -> list[Row]:
    zone = timezone.get_current_timezone()
    openings = sharing.openings(release)
    return [
        Row(
            link=link,
            word=_word(link, at=at),
            opens=link.opens(at=at),
            made=both_clocks(link.made_at, zone),
            until=both_clocks(link.expires_at, zone),
            revoked=both_clocks(link.revoked_at, zone) if link.revoked_at else "",
            openings=tuple(
                (both_clocks(opening.at, zone), opening)
                for opening in openings.get(link.pk, [])
            ),
        )
        for link in links
    ]


def _word(link: PreviewLink, *, at: dt.datetime) -> str:
    if link.revoked_at:
        return "Revoked"
    return "Opens" if link.opens(at=at) else "Expired"
