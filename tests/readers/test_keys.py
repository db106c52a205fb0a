"""Tests of the keys in mails: each opens one purpose of one subscriber."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

from releases.readers.keys import KeyPurpose, new_secret
from releases.readers.models import Subscriber
from tests.builders import SEVEN
from tests.readers.rows import make_subscriber

MINUTE = dt.timedelta(minutes=1)


class AKey(TestCase):
    """Opens what it is for, and nothing else."""

    databases = "__all__"
    reader: Subscriber
    other: Subscriber

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reader, cls.other = make_subscriber(), make_subscriber()

    def opened(
        self, purpose: KeyPurpose, key: str, *, at: dt.datetime = SEVEN
    ) -> Subscriber | None:
        """Return whom the key opens for this purpose."""
        return Subscriber.objects.with_key(purpose, key, at=at)

    def test_it_opens_its_purpose_of_its_subscriber_alone(self) -> None:
        for purpose in KeyPurpose:
            key = self.reader.make_key(purpose, at=SEVEN)
            opened = {other: self.opened(other, key) for other in KeyPurpose}
            assert opened.pop(purpose) == self.reader
            assert set(opened.values()) == {None}

    def test_it_is_short_enough_for_a_line_of_a_mail(self) -> None:
        lengths = {len(self.reader.make_key(p, at=SEVEN)) for p in KeyPurpose}
        assert lengths == {28, 34}

    def test_no_part_of_one_fits_another(self) -> None:
        mine, theirs = (
            reader.make_key(KeyPurpose.LEAVE, at=SEVEN)
            for reader in (self.reader, self.other)
        )
        forged = [
            theirs[:7] + mine[7:],
            mine[:-1],
            mine + "A",
            mine[:-1] + ("A" if mine[-1] != "A" else "B"),
            mine.swapcase(),
            mine[:10] + "=" + mine[11:],
            mine[:10] + "é" + mine[11:],
            "",
        ]
        assert [self.opened(KeyPurpose.LEAVE, key) for key in forged] == [None] * 8

    def test_it_has_one_spelling(self) -> None:
        key = self.reader.make_key(KeyPurpose.DATA, at=SEVEN)
        last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        spellings = [key[:-1] + character for character in last]
        opened = [k for k in spellings if self.opened(KeyPurpose.DATA, k)]
        assert opened == [key]

    def test_a_key_to_ones_data_lasts_an_hour(self) -> None:
        key = self.reader.make_key(KeyPurpose.DATA, at=SEVEN)
        assert self.opened(KeyPurpose.DATA, key, at=SEVEN + 59 * MINUTE)
        assert not self.opened(KeyPurpose.DATA, key, at=SEVEN + 60 * MINUTE)
        assert not self.opened(KeyPurpose.DATA, key, at=SEVEN - MINUTE)

    def test_a_key_to_leave_lasts_until_there_is_a_new_secret(self) -> None:
        key = self.reader.make_key(KeyPurpose.LEAVE, at=SEVEN)
        later = SEVEN + dt.timedelta(days=3650)
        assert self.opened(KeyPurpose.LEAVE, key, at=later) == self.reader
        Subscriber.objects.filter(pk=self.reader.pk).update(secret=new_secret())
        assert not self.opened(KeyPurpose.LEAVE, key, at=later)

    def test_the_sites_key_has_no_part_in_it(self) -> None:
        key = self.reader.make_key(KeyPurpose.LEAVE, at=SEVEN)
        with self.settings(SECRET_KEY="another" * 10):
            assert self.opened(KeyPurpose.LEAVE, key) == self.reader
