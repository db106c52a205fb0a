"""What people do beside one release: publish items, import history, sign in by other means."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from collections.abc import Iterator

from django.contrib.auth.models import User

import hypothesis.strategies as st
from allauth.mfa.models import Authenticator
from hypothesis.stateful import rule

from releases.accounts import second_factors
from releases.desk import site_profile, transitions
from releases.models import Contact, Disclaimer, Event, Issuer
from releases.record import audit_author, journal
from tests.builders import make_disclaimer, make_event, make_issuer, make_release
from tests.clock import travel
from tests.desk.transition_attempts import TransitionAttempts

DAY = dt.timedelta(days=1)


class OtherDoors(TransitionAttempts):
    """Doors onto the record, and to the desk, that one release does not lead through."""

    contact: Contact
    people: list[User]

    def __init__(self) -> None:
        super().__init__()
        self.copies = itertools.count(1)

    def prepare_other_doors(self) -> None:
        """Name an issuer, a wording and an event, none of them public yet."""
        self.items: list[Issuer | Contact | Disclaimer | Event] = [
            make_issuer(),
            self.contact,
            make_disclaimer(),
            make_event(),
        ]

    @rule(which=st.integers(0, 3), cancelled=st.booleans())
    def publish_an_item(self, which: int, cancelled: bool) -> None:  # noqa: FBT001 - hypothesis gives it by position
        """Publish what is saved of the profile, or an event."""
        item = self.items[which]
        item.refresh_from_db()
        if isinstance(item, Event):
            Event.objects.filter(pk=item.pk).update(cancelled=cancelled)
            item.refresh_from_db()
        with self.attempt():
            site_profile.publish(item, by=self.people[1], at=self.now)

    @rule(days=st.integers(1, 4000), with_event=st.booleans())
    def import_history(self, days: int, with_event: bool) -> None:  # noqa: FBT001
        """Import a release of an earlier site, with an event of its own or without."""
        number = next(self.copies)
        with travel(self.now):
            events = (make_event(slug=f"past-{number}"),) if with_event else ()
            release = make_release(slug=f"history-{number}", events=events)
        with self.attempt():
            transitions.import_past(
                release, by="operator", at=self.now, dated=self.now - days * DAY
            )

    @rule(who=st.integers(0, 2), stored=st.sampled_from(["save", "field"]))
    def store_a_password(self, who: int, stored: str) -> None:
        """Set a password as a page does, or as Django does at a sign-in."""
        user = User.objects.get(pk=self.people[who].pk)
        with self.acting():
            user.set_password(f"word {next(self.copies)}")
            user.save(update_fields=["password"] if stored == "field" else None)

    @rule(who=st.integers(0, 2), code=st.integers(0, 9))
    def set_up_or_use_a_factor(self, who: int, code: int) -> None:
        """Set up recovery codes, or use one, which changes what is stored."""
        with self.acting():
            factor, created = Authenticator.objects.get_or_create(
                user=self.people[who],
                type=Authenticator.Type.RECOVERY_CODES,
                defaults={"data": {"seed": "sealed:one", "used_mask": 0}},
            )
            if not created:
                factor.data["used_mask"] |= 1 << code
                factor.save()
                factor.record_usage()

    @rule(who=st.integers(0, 2))
    def remove_the_factors(self, who: int) -> None:
        """Remove all of them, as an administrator does."""
        with self.acting():
            second_factors.remove_all(self.people[who], by=self.people[0])

    @rule()
    def seal_by_night(self) -> None:
        """Seal what nothing has sealed yet."""
        with travel(self.now):
            journal.seal_changes(by="operator")

    @contextlib.contextmanager
    def acting(self) -> Iterator[None]:
        """Act as irsite does for a request, at this moment."""
        with travel(self.now), audit_author.acting_as(by="root", origin="192.0.2.1"):
            yield
