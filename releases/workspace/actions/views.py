"""The page of a step: it asks, and only its form, sent, opens the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from releases.accounts.reauthentication import (
    NotConfirmed,
    SecretField,
    must_reauthenticate,
    passkey_options,
    reauthenticate,
)
from releases.desk import comments
from releases.desk.checks import NOT_ADVICE
from releases.desk.exceptions import NotAllowed
from releases.desk.read_log import note_reading
from releases.models import Comment, Release
from releases.staff_views import change_url, staff_user
from releases.workspace.actions import COMMENT, STEPS
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import SECRET, StepForm
from releases.workspace.release_context import Situation
from releases.workspace.release_context.clock import Clock
from releases.workspace.release_context.labels import state_of

NAME, SETTLE = "releases_release_step", "releases_release_settle"
# Nobody can have read what no digest stands for.
NOTHING_READ = "nothing"


def urls(desk: ModelAdmin[Release]) -> list[URLPattern]:
    """The addresses of the steps, for the page of releases."""

    def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask before a step; take it when its form is sent."""
        case = situation(desk, request, pk)
        found = STEPS.get(name)
        if found is None or not found.allowed(case):
            raise PermissionDenied
        if request.method == "POST":
            return _sent(desk, request, found, case)
        if not found.sensible(case):
            moved = f"“{found.label}” is not open to it as it stands now."
            desk.message_user(request, moved, messages.WARNING)
            return HttpResponseRedirect(change_url(case.release))
        return _page(desk, request, found, _form(request, found, case))

    @require_POST
    def settle(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
        """One button deals with a comment."""
        case = situation(desk, request, pk)
        if not COMMENT.allowed(case):
            raise PermissionDenied
        remark = get_object_or_404(Comment, pk=comment, release=case.release)
        try:
            comments.settle_comment(remark, by=case.by, at=case.at)
        except NotAllowed as refusal:
            desk.message_user(request, str(refusal), messages.WARNING)
        return HttpResponseRedirect(change_url(case.release))

    wrap = desk.admin_site.admin_view
    return [
        path("<int:pk>/step/<slug:name>/", wrap(step), name=NAME),
        path("<int:pk>/comment/<int:comment>/settle/", wrap(settle), name=SETTLE),
    ]


def situation(desk: ModelAdmin[Release], request: HttpRequest, pk: int) -> Situation:
    """The release as this person finds it now, if they may see releases."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    release = get_object_or_404(Release, pk=pk)
    return Situation(release, staff_user(request), at=timezone.now())


def _sent(
    desk: ModelAdmin[Release], request: HttpRequest, step: Step, case: Situation
) -> HttpResponse:
    """Take the step, or show its page again with everything that was typed."""
    form = _form(request, step, case, request.POST)
    if form.is_valid() and _is_still_there(request, form):
        seen = request.POST.get("seen") or NOTHING_READ
        try:
            done = step.take(case, {**form.cleaned_data, "seen": seen})
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            desk.message_user(request, done, messages.SUCCESS)
            return HttpResponseRedirect(change_url(case.release))
    # The door may have moved what is in memory before it refused.
    form.case = situation(desk, request, case.release.pk)
    return _page(desk, request, step, form)


def _form(
    request: HttpRequest, step: Step, case: Situation, data: Any = None
) -> StepForm:
    """The step's form; a grave one asks who is there, unless they have just said so."""
    form = step.form(case, data)
    if step.confirms and must_reauthenticate(request):
        form.fields[SECRET] = SecretField()
    return form


def _is_still_there(request: HttpRequest, form: StepForm) -> bool:
    """Whether it is the person who signed in, where the step asks for that.

    No transaction is open: a refusal must not be rolled back with what it refused.
    """
    if SECRET not in form.fields:
        return True
    try:
        reauthenticate(request, form.cleaned_data[SECRET])
    except NotConfirmed as refusal:
        form.add_error(SECRET, f"{refusal} Everything else that you typed is kept.")
        return False
    return True


def _page(
    desk: ModelAdmin[Release], request: HttpRequest, step: Step, form: StepForm
) -> HttpResponse:
    case = form.case
    shown = step.shown(case)
    if "text" in shown:
        note_reading(case.release, by=case.by, of=f"the page of {step.name}")
    context: dict[str, Any] = {
        **desk.admin_site.each_context(request),
        "title": f"{step.label}: {case.release}",
        "opts": desk.opts,
        "release": case.release,
        "step": step,
        "case": case,
        "form": form,
        "says": step.says(case),
        "seen": step.seen(case),
        "state": state_of(case),
        "opens": Clock(instant=case.opens, now=case.now) if case.opens else None,
        "not_advice": NOT_ADVICE,
        "passkey_options": passkey_options(request) if form.secret else None,
        **shown,
    }
    return TemplateResponse(request, step.template, context)
