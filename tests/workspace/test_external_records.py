"""The wire, the exchanges and the filing: recorded at the desk as they happen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.desk import transitions
from releases.models import ExchangeNotice, Listing, Release, State
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    change_path,
    messages_of,
    perform,
)
from tests.builders import (
    SEVEN,
    counsel,
    make_contact,
    make_issuer,
    publication_of,
    publish,
    submit,
)
from tests.clock import SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)


class ChannelsTestCase(DeskTestCase):
    """An author at the desk at nine."""

    def setUp(self) -> None:
        self.issuer = make_issuer()
        self.sign_in_as("Authors")

    def perform(self, release: Release, name: str, **changes: Any) -> Any:
        """Perform the action."""
        with travel(LATER):
            answer = perform(self.client, release, name, **changes)
        release.refresh_from_db()
        return answer


class TheWire(ChannelsTestCase):
    """When it has crossed, what waited for it opens."""

    def cleared(self, **fields: Any) -> Release:
        """Return a release that waits for the wire alone."""
        with travel(SEVEN):
            release = submit(after_wire=True, **fields)
            transitions.approve(release, by=counsel(), at=SEVEN)
        return release

    def test_it_is_the_first_button_of_what_waits_for_it(self) -> None:
        release = self.cleared()
        page = self.page(change_path(release))
        assert "When the newswire has crossed, record it: that publishes it." in page
        buttons = page.partition('class="desk-actions"')[2]
        assert action_path(release, "wire-crossed") in buttons.partition("</a>")[0]

    def test_what_waited_opens_in_the_next_second(self) -> None:
        release = self.cleared()
        answer = self.perform(release, "wire-crossed", order="2026-77")
        assert "Recorded. Public from 3 March 2026, 09:00:01 EST" in messages_of(answer)
        assert release.wire_order == "2026-77"
        assert release.wire_crossed_at == LATER
        assert publication_of(release).live_from == LATER + SECOND

    def test_a_time_that_is_to_come_is_refused(self) -> None:
        release = self.cleared()
        answer = self.perform(release, "wire-crossed", crossed_at="2026-03-03T09:30:00")
        assert "Enter a time in the past: the wire" in answer.content.decode()
        assert release.state == State.CLEARED

    def test_where_the_approvals_no_longer_stand_nothing_opens(self) -> None:
        contact = make_contact()
        release = self.cleared(contacts=(contact,))
        contact.name = "Somebody Else"
        contact.save()
        answer = self.perform(release, "wire-crossed")
        assert "does not publish: it changed after it was" in messages_of(answer)
        assert release.state == State.CLEARED

    def test_of_what_is_out_it_is_recorded(self) -> None:
        release = publish()
        answer = self.perform(
            release, "wire-crossed", crossed_at="2026-03-03T07:01:00", order="A-1"
        )
        assert "Wire crossing recorded." in messages_of(answer)
        with travel(LATER):
            page = self.page(change_path(release))
        assert "crossed 3 Mar 2026, 07:01:00 EST, order A-1" in page


class AnExchangesNotice(ChannelsTestCase):
    """For each listing: when, and under which reference."""

    def test_the_first_that_is_missing_is_chosen(self) -> None:
        other = Listing.objects.create(
            issuer=self.issuer, exchange="XLON", symbol="LRK"
        )
        release = submit()
        self.perform(release, "exchange-notice", reference="MW-1")
        self.perform(release, "exchange-notice", reference="RNS-2")
        given = ExchangeNotice.objects.values_list("listing__symbol", "reference")
        assert set(given) == {("LRKM", "MW-1"), ("LRK", "RNS-2")}
        page = self.page(action_path(release, "exchange-notice"))
        assert f"{other}: recorded, 3 March 2026, 09:00:00 EST" in page

    def test_one_that_is_wrong_is_put_right(self) -> None:
        release = submit()
        listing = Listing.objects.get()
        for reference in ("MW-1", ""):
            self.perform(
                release,
                "exchange-notice",
                listing=str(listing.pk),
                reference=reference,
            )
        assert ExchangeNotice.objects.get().reference == ""

    def test_it_is_shown_recorded_or_missing(self) -> None:
        release = submit()
        assert "no notice recorded" in self.page(change_path(release))
        self.perform(release, "exchange-notice", reference="MW-1")
        page = self.page(change_path(release))
        assert "notified 3 Mar 2026, 09:00:00 EST, MW-1" in page

    def test_one_that_is_still_to_be_given_is_refused(self) -> None:
        release = submit()
        answer = self.perform(
            release, "exchange-notice", given_at="2026-03-03T09:30:00"
        )
        assert "Enter a time in the past" in answer.content.decode()
        assert not ExchangeNotice.objects.exists()

    def test_an_issuer_that_is_listed_nowhere_has_none(self) -> None:
        Listing.objects.all().delete()
        answer = self.client.get(action_path(submit(), "exchange-notice"))
        assert answer.status_code == 302


class TheFiling(ChannelsTestCase):
    """Its accession number, and when it was accepted."""

    def test_both_are_recorded_and_shown(self) -> None:
        release = publish()
        answer = self.perform(release, "filing", number="0001234567-26-000123")
        assert "Filing recorded." in messages_of(answer)
        with travel(LATER):
            page = self.page(change_path(release))
        assert "0001234567-26-000123, 3 Mar 2026, 09:00:00 EST" in page

    def test_what_is_no_accession_number_is_refused_and_kept(self) -> None:
        release = publish()
        page = self.perform(release, "filing", number="123").content.decode()
        assert "is not an accession number" in page
        assert 'value="123"' in page

    def test_a_time_that_is_to_come_is_refused(self) -> None:
        release = publish()
        answer = self.perform(
            release,
            "filing",
            number="0001234567-26-000123",
            filed_at="2026-03-03T10:00:00",
        )
        assert "Enter a time in the past" in answer.content.decode()
