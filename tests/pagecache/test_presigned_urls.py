"""With files in a bucket, each request for one gets a presigned URL of its own."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

from tests.bucket import NAME, REGION, bucket_storage
from tests.builders import SEVEN
from tests.clock import MICROSECOND, SECOND
from tests.pagecache.client import Response, make_application, request
from tests.pagecache.scheduled import PrerenderTestCase
from tests.public.html_pages import give_notice

HOUR = dt.timedelta(hours=1)


class APresignedURL(PrerenderTestCase):
    """Only the file view gives it out, and no cache stores it."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(bucket_storage())
        (self.address,) = (
            path for path in self.changed_paths() if path.startswith("/files/")
        )

    def signed_params(self, response: Response) -> dict[str, str]:
        """Return the query parameters of the URL that a response redirects to."""
        assert response.status == 302
        parts = urlsplit(response.headers["Location"])
        assert parts.netloc == f"{NAME}.s3.{REGION}.amazonaws.com"
        return {name: value for name, (value,) in parse_qs(parts.query).items()}

    def test_before_the_instant_there_is_none_even_after_prerendering(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        missing = self.request("/files/none/none.pdf", at=SEVEN - MICROSECOND)
        assert missing.status == 404
        assert self.request(self.address, at=SEVEN - MICROSECOND) == missing
        assert self.signed_params(self.request(self.address, at=SEVEN))

    def test_each_request_gets_one_that_works_for_a_minute(self) -> None:
        self.cycle(at=SEVEN - 30 * SECOND)
        for at in (SEVEN, SEVEN, SEVEN + SECOND, SEVEN + HOUR):
            with self.subTest(at):
                params = self.signed_params(self.request(self.address, at=at))
                assert params["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
                assert params["X-Amz-Date"] == f"{at:%Y%m%dT%H%M%SZ}"
                assert params["X-Amz-Expires"] == "60"

    def test_it_works_for_the_method_of_the_request(self) -> None:
        responses = [
            self.request(self.address, method=method) for method in ("GET", "HEAD")
        ]
        signatures = {
            self.signed_params(response)["X-Amz-Signature"] for response in responses
        }
        assert len(signatures) == 2

    def test_no_cache_may_store_it(self) -> None:
        for nginx in (False, True):
            with self.subTest(nginx), self.settings(IRSITE_NGINX_CACHE=nginx):
                response = request(make_application(), self.address)
                assert response.headers["Cache-Control"] == "no-store"
                assert not {"X-Accel-Expires", "ETag"} & response.headers.keys()

    def test_there_is_none_for_a_sealed_file(self) -> None:
        give_notice(self.release, at=SEVEN + HOUR, sealed=True)
        assert self.request(self.address, at=SEVEN + HOUR - MICROSECOND).status == 302
        response = self.request(self.address, at=SEVEN + HOUR)
        assert (response.status, "Location" in response.headers) == (410, False)

    def test_it_sets_the_headers_that_browsers_need(self) -> None:
        params = self.signed_params(request(self.application, self.address))
        assert params["response-content-type"] == "application/pdf"
        assert (
            params["response-content-disposition"] == 'inline; filename="results.pdf"'
        )
        assert params["response-cache-control"] == "no-cache"
