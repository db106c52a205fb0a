"""How many mails a courier claims at once."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.management.delivering.sending_pace import claim_size


class AClaim(SimpleTestCase):
    """As many as go in a fifth of a second, and never so few that claiming costs more."""

    def test_it_is_larger_where_mails_go_fast(self) -> None:
        sizes = [claim_size(seconds) for seconds in (1.0, 0.01, 0.002, 0.0005, 0.0)]
        assert sizes == [50, 50, 100, 200, 200]

    def test_it_is_no_more_than_the_limit_lets_go_in_a_second(self) -> None:
        with self.settings(IRSITE_MAIL_PER_SECOND=20):
            assert [claim_size(seconds) for seconds in (1.0, 0.0)] == [20, 20]
