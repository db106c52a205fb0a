"""What a new newsroom still needs before its first release: a list that goes away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission, User
from django.db.models import Exists, F, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise

from releases.models import (
    Disclaimer,
    Issuer,
    JournalAction,
    JournalEntry,
    Publication,
    RecordState,
)
from releases.record.documents import ProfileDocument

# A newsroom that has published so many releases is no longer new, whatever it lacks.
RELEASES_OF_A_FIRST_DAY = 5
# How long before its instant something was on the record that tests the instant.
AHEAD = dt.timedelta(seconds=30)
MAY_SET_UP = ("releases.add_issuer", "releases.change_issuer")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupStep:
    """A step, why it matters, the page on which it is done, and whether it is."""

    title: StrOrPromise
    reason: StrOrPromise
    url: str
    is_done: bool


def setup_steps(
    user: User, published: ProfileDocument, *, at: dt.datetime
) -> tuple[SetupStep, ...]:
    """Return the steps for a person who may set the newsroom up, in one query.

    Nothing where all are done, or the first days are over.
    """
    if not user.has_perms(MAY_SET_UP):
        return ()
    done = _done(at)
    if done["is_established"]:
        return ()
    steps = tuple(_steps(published, done))
    return () if all(step.is_done for step in steps) else steps


def _done(at: dt.datetime) -> Mapping[str, Any]:
    """Return what is there already, and the key of the company, in one query."""
    published = Publication.objects.disclosed(at=at).filter(imported=False)
    last = RELEASES_OF_A_FIRST_DAY - 1
    staff = User.objects.filter(is_active=True, is_staff=True)
    may_approve = Permission.objects.filter(
        codename="approve_release", content_type__app_label="releases"
    )
    approvers = staff.filter(
        Q(is_superuser=True)
        | Q(groups__permissions__in=may_approve)
        | Q(user_permissions__in=may_approve)
    )
    return RecordState.objects.values(
        is_established=Exists(published.releases()[last : last + 1]),
        company=Subquery(Issuer.objects.order_by("pk").values("pk")[:1]),
        any_wording=Exists(Disclaimer.objects.all()),
        wording=Exists(Disclaimer.objects.filter(approved_at__isnull=False)),
        two_people=Exists(staff[1:2]),
        approver=Exists(approvers),
        instant=Exists(published.filter(live_from__gt=F("recorded_at") + AHEAD)),
        test_mail=Exists(JournalEntry.objects.filter(action=JournalAction.TEST_MAIL)),
    ).get()


def _steps(public: ProfileDocument, done: Mapping[str, Any]) -> Iterator[SetupStep]:
    company_url = (
        reverse("admin:releases_issuer_change", args=[done["company"]])
        if done["company"]
        else reverse("admin:releases_issuer_add")
    )
    yield SetupStep(
        title=_("Name your company"),
        reason=_(
            "Its name appears on every page, and you will work in its time zone. Save and "
            "publish."
        ),
        url=company_url,
        is_done=bool(public.name),
    )
    yield SetupStep(
        title=_("Enter where its shares trade"),
        reason=_("Checks and feeds use the exchange and the symbol. Save and publish."),
        url=company_url,
        is_done=bool(public.listings),
    )
    yield SetupStep(
        title=_("Add and publish a contact for investors"),
        reason=_("Every release must name somebody who answers."),
        url=reverse("admin:releases_contact_add"),
        is_done=bool(public.contacts),
    )
    yield SetupStep(
        title=_("Have a forward-looking disclaimer approved"),
        reason=_(
            "Write it; somebody who may approve disclaimers approves its wording."
        ),
        url=_list_or_form("releases_disclaimer", has_some=done["any_wording"]),
        is_done=done["wording"],
    )
    if not settings.IRSITE_ONE_PERSON_DESK:
        yield SetupStep(
            title=_("Add a second person who may approve"),
            reason=_("Nobody approves a release that they wrote."),
            url=_list_or_form("auth_user", has_some=done["two_people"]),
            is_done=done["two_people"] and done["approver"],
        )
    yield SetupStep(
        title=_("See something open at its instant"),
        reason=_(
            "Schedule something small some minutes ahead, such as the date of results, "
            "and watch the public page."
        ),
        url=reverse("admin:releases_release_add"),
        is_done=done["instant"],
    )
    if settings.IRSITE_ALERTS:
        yield SetupStep(
            title=_("Send yourself a test mail"),
            reason=_("Subscribers get what you get: look at it in your own mailbox."),
            url=reverse("admin:readers_mailing_samples"),
            is_done=done["test_mail"],
        )


def _list_or_form(model: str, *, has_some: bool) -> str:
    """Return the address of the list of a model; of the form where it would be empty."""
    return reverse(f"admin:{model}_{'changelist' if has_some else 'add'}")
