"""What happened around a release: notices to exchanges, filings, comments."""

from __future__ import annotations

from django.test import TestCase

import pytest

from releases.desk import comments, external_records
from releases.desk.exceptions import NotAllowed
from releases.models import ExchangeNotice, JournalEntry, Listing
from releases.text.highlighting import Anchor
from tests.builders import SEVEN, author, counsel, make_issuer, make_release, publish
from tests.clock import SECOND


class AnExchangesNotice(TestCase):
    """When an exchange was notified, and its reference."""

    def setUp(self) -> None:
        self.listing = Listing.objects.get(issuer=make_issuer())
        self.release = make_release()

    def test_is_recorded_once_for_each_listing_and_can_be_put_right(self) -> None:
        for reference in ("MW-1", " MW-2 "):
            external_records.record_exchange_notice(
                self.release,
                self.listing,
                by=author(),
                at=SEVEN,
                given_at=SEVEN - SECOND,
                reference=reference,
            )
        assert ExchangeNotice.objects.get().reference == "MW-2"
        assert JournalEntry.objects.filter(action="record exchange notice").count() == 2

    def test_is_not_recorded_before_it_is_given(self) -> None:
        with pytest.raises(NotAllowed, match="Enter a time in the past"):
            external_records.record_exchange_notice(
                self.release,
                self.listing,
                by=author(),
                at=SEVEN,
                given_at=SEVEN + SECOND,
                reference="",
            )


class AFiling(TestCase):
    """The 8-K that it was furnished with."""

    def test_is_recorded_in_any_state_and_changes_nothing_that_was_approved(
        self,
    ) -> None:
        release = publish()
        external_records.record_filing(
            release,
            by=author(),
            at=SEVEN,
            number="0001234567-26-000123",
            filed_at=SEVEN,
        )
        release.refresh_from_db()
        assert (release.filing_number, release.state) == (
            "0001234567-26-000123",
            "approved",
        )

    def test_has_a_number_as_the_sec_writes_them_and_is_not_to_come(self) -> None:
        release = make_release()
        for number, filed_at, refusal in (
            ("123", SEVEN, "accession number"),
            ("0001234567-26-000123", SEVEN + SECOND, "Enter a time in the past"),
        ):
            with pytest.raises(NotAllowed, match=refusal):
                external_records.record_filing(
                    release, by=author(), at=SEVEN, number=number, filed_at=filed_at
                )


class AComment(TestCase):
    """What somebody wants changed."""

    def test_is_pinned_to_its_words_and_resolved_once(self) -> None:
        remark = comments.add_comment(
            make_release(),
            by=counsel(),
            at=SEVEN,
            text="By how much?",
            anchor=Anchor("grew"),
        )
        comments.resolve_comment(remark, by=author(), at=SEVEN)
        assert remark.resolved_by == author()
        with pytest.raises(NotAllowed, match="already resolved"):
            comments.resolve_comment(remark, by=author(), at=SEVEN)

    def test_says_something(self) -> None:
        with pytest.raises(NotAllowed, match="what should change"):
            comments.add_comment(make_release(), by=counsel(), at=SEVEN, text=" ")
