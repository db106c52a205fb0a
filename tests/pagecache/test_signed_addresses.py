"""With files in a bucket: the way to one is signed anew for each who asks."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

from tests.bucket import NAME, REGION, bucket
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND
from tests.pagecache.requests import Told, ask
from tests.pagecache.scheduled import AheadTestCase
from tests.public.reading import give_notice

HOUR = dt.timedelta(hours=1)


class ASignedAddress(AheadTestCase):
    """It is given out by the gate alone, and kept by nobody."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(bucket())
        (self.address,) = (one for one in self.changed() if one.startswith("/files/"))

    def signed(self, told: Told) -> dict[str, str]:
        """What the address says that an answer leads to."""
        assert told.status == 302
        parts = urlsplit(told.headers["Location"])
        assert parts.netloc == f"{NAME}.s3.{REGION}.amazonaws.com"
        return {name: value for name, (value,) in parse_qs(parts.query).items()}

    def test_nothing_is_said_before_the_instant_though_all_is_made_ahead(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        nothing = self.ask("/files/none/none.pdf", at=SEVEN - MICROSECOND)
        assert nothing.status == 404
        assert self.ask(self.address, at=SEVEN - MICROSECOND) == nothing
        assert self.signed(self.ask(self.address, at=SEVEN))

    def test_it_is_signed_anew_and_opens_for_a_minute(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        for at in (SEVEN, SEVEN, SEVEN + SECOND, SEVEN + HOUR):
            with self.subTest(at):
                signed = self.signed(self.ask(self.address, at=at))
                assert signed["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
                assert signed["X-Amz-Date"] == f"{at:%Y%m%dT%H%M%SZ}"
                assert signed["X-Amz-Expires"] == "60"

    def test_it_opens_for_the_method_that_was_asked_with(self) -> None:
        got, head = (self.ask(self.address, method=one) for one in ("GET", "HEAD"))
        signatures = {self.signed(told)["X-Amz-Signature"] for told in (got, head)}
        assert len(signatures) == 2

    def test_no_cache_may_keep_it(self) -> None:
        for keeps in (False, True):
            with self.subTest(keeps), self.settings(IRSITE_NGINX_CACHE=keeps):
                told = self.ask(self.address)
                assert told.headers["Cache-Control"] == "no-store"
                assert not {"X-Accel-Expires", "ETag"} & told.headers.keys()

    def test_what_is_sealed_leads_nowhere_any_more(self) -> None:
        give_notice(self.release, at=SEVEN + HOUR, sealed=True)
        assert self.ask(self.address, at=SEVEN + HOUR - MICROSECOND).status == 302
        told = self.ask(self.address, at=SEVEN + HOUR)
        assert (told.status, "Location" in told.headers) == (410, False)

    def test_it_tells_the_bucket_what_browsers_need_to_know(self) -> None:
        told = self.signed(ask(self.press, self.address))
        assert told["response-content-type"] == "application/pdf"
        assert told["response-content-disposition"] == 'inline; filename="results.pdf"'
        assert told["response-cache-control"] == "no-cache"
