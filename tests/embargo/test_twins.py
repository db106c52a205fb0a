"""What is under embargo answers as what never existed, to whatever request."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.test import TestCase, override_settings

from releases.desk import transitions
from releases.models import Attachment
from releases.record import old_paths
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, travel
from tests.embargo.twins import Pair, pairs, stories
from tests.examples import PROFILE, share
from tests.pagecache.client import (
    keep_test_connection,
    make_application,
    synchronize,
)

HOUR = dt.timedelta(hours=1)
JUST_BEFORE = SEVEN - MICROSECOND
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND")
DATE = "Tue, 03 Mar 2026 11:00:00 GMT"
SESSION = "sessionid=0123456789abcdef0123456789abcdef"
HEADERS: tuple[dict[str, str], ...] = (
    {"IF_NONE_MATCH": '"a"'},
    {"IF_NONE_MATCH": "*"},
    {"IF_MATCH": '"a"'},
    {"IF_MATCH": "*"},
    {"IF_MODIFIED_SINCE": DATE},
    {"IF_UNMODIFIED_SINCE": DATE},
    {"RANGE": "bytes=0-9"},
    {"RANGE": "bytes=0-9", "IF_RANGE": '"a"'},
    {"ACCEPT_ENCODING": "gzip"},
    {"ACCEPT_ENCODING": "br, zstd;q=0.5"},
    {"COOKIE": SESSION},
    {"AUTHORIZATION": "Basic YTpi"},
    {"EXPECT": "100-continue"},
)
FEWEST_COMPARISONS = {"commit": 400, "nightly": 750}[PROFILE]
Way = tuple[str, dict[str, str]]
# Those that differ most in how they are answered; the forms of an address get these alone.
FEWER_WAYS: list[Way] = [
    *((method, {}) for method in ("GET", "HEAD", "PROPFIND")),
    ("GET", {"COOKIE": SESSION}),
]
OTHER_WAYS: list[Way] = [
    way
    for way in (
        *((method, {}) for method in METHODS),
        *((method, headers) for headers in HEADERS for method in ("GET", "HEAD")),
    )
    if way not in FEWER_WAYS
]
# Of a page that repeats its request, other words have another length and another tag.
# Of each response there is another.
OF_THE_MOMENT = {"Date", "X-Request-ID"}
OF_THE_BYTES = {"ETag", "Content-Length", "Content-Range"}
Answer = tuple[str, dict[str, str], bytes]


@override_settings(IRSITE_AS_OF_PUBLIC=True)
class UnderEmbargo(TestCase):
    """Each address against its twin, by each method, and with each set of headers."""

    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        public = put_on_record(slug="public", at=SEVEN - 90 * 24 * HOUR)
        with travel(SEVEN - 4 * HOUR):
            release = make_release(
                headline="Larkmoor Announces a Merger",
                slug="merger",
                body="<table><tr><th>Price</th><td>$ 31</td></tr></table>",
                events=(make_event(slug="merger-call", title="Call on the merger"),),
            )
            cls.file = make_attachment(release)
            old_paths.register(
                "https://old.example.com/old/merger.html", address="2026/merger"
            )
            transitions.correct(public, by=author(), at=SEVEN, notice="A slip.")
        for scheduled in (release, public):
            schedule(scheduled, live_from=SEVEN)

    def setUp(self) -> None:
        self.application = make_application()
        self.stories = stories(self.file.token, self.file.name)

    def answer(self, address: str, method: str, headers: dict[str, str]) -> Answer:
        """Return status, headers but OF_THE_MOMENT, and body, as the page cache sends them."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "testserver",
            "REMOTE_ADDR": "192.0.2.7",
            "CONTENT_LENGTH": "0",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name}": value for name, value in headers.items()},
        }
        started: list[Any] = []

        def start_response(status: str, sent: list[tuple[str, str]], *_: Any) -> Any:
            started[:] = status, sent

        chunks = self.application(environ, start_response)
        body = b"".join(chunks)
        getattr(chunks, "close", list)()
        status, sent = started
        assert len(dict(sent)) == len(sent), "a header is sent twice"
        return status, {n: v for n, v in sent if n not in OF_THE_MOMENT}, body

    def pairs(self) -> list[Pair]:
        """Return each address under embargo, and of its other forms a share for a commit."""
        every = pairs(self.stories)
        main = [pair for pair in every if pair.is_main]
        others = [pair for pair in every if not pair.is_main]
        return [*main, *share(others, 0, one_in=3)]

    def differences(
        self,
        compared: list[Pair],
        *,
        at: dt.datetime,
        ways: list[Way],
        others: list[Way],
    ) -> dict[str, bool]:
        """Return for each comparison whether the answers differ."""
        differences = {}
        with travel(at), keep_test_connection():
            synchronize(self.application)
            self.application.cache.poll()
            for number, pair in enumerate(compared):
                plain = self.answer(pair.twin, "GET", {})[2]
                repeats = pair.story.unmask(plain) != plain
                more = share(others, number, one_in=4) if pair.is_main else []
                for method, headers in [*ways, *more]:
                    name = f"{method} {pair.secret} {headers} as {pair.twin}"
                    answer = self.answer(pair.secret, method, headers)
                    twin = self.answer(pair.twin, method, headers)
                    twin = as_secret(twin, pair, answer if repeats else twin)
                    differences[name] = answer != twin
        return differences

    def test_no_answer_differs_from_that_of_its_twin(self) -> None:
        differences = self.differences(
            self.pairs(), at=JUST_BEFORE, ways=FEWER_WAYS, others=OTHER_WAYS
        )
        assert [name for name, differs in differences.items() if differs] == []
        assert len(differences) >= FEWEST_COMPARISONS

    def test_at_the_instant_the_same_comparison_tells_them_apart(self) -> None:
        addresses = {
            "/releases/2026/",
            "/releases/2026/merger/",
            "/releases/2026/merger/versions/1/",
            "/releases/2026/merger/table-1.csv",
            "/releases/2025/public/versions/2/",
            "/releases/2025/public/versions/1/to/2/",
            "/events/merger-call/",
            f"/files/{self.file.token}/{self.file.name}",
            "/old/merger.html",
            "/search/?words=merger",
        }
        named = [pair for pair in pairs(self.stories) if pair.secret in addresses]
        differences = self.differences(named, at=SEVEN, ways=FEWER_WAYS[:1], others=[])
        differing = {
            name.split()[1] for name, differs in differences.items() if differs
        }
        assert differing == addresses


def as_secret(answer: Answer, pair: Pair, source: Answer) -> Answer:
    """Return the twin's answer with what it repeats of its request as the secret's is.

    What follows from the bytes of a page is that of `source`.
    """
    status, headers, body = answer
    named = {
        name: source[1].get(name, "")
        if name in OF_THE_BYTES
        else pair.story.unmask(value.encode()).decode()
        for name, value in headers.items()
    }
    return status, named, pair.story.unmask(body)
