"""What is under embargo looks like what does not exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.contrib.auth.models import User
from django.test import Client, TestCase, override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from releases.desk import transitions
from releases.desk.images import tag_of_image
from releases.models import Attachment, Release
from releases.record.proof.signing import sign_pending
from releases.record.public_view import PublicationRef
from releases.representations import REPRESENTATIONS
from tests.builders import (
    SEVEN,
    approve,
    author,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_image,
    make_issuer,
    make_release,
    make_user,
    put_on_record,
    schedule,
    submit,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.examples import share
from tests.signing import signing_on

HOUR = dt.timedelta(hours=1)
SECRET = "Larkmoor to Merge with Hollin Biologics"
CONDITIONS = {
    "If-Modified-Since": "Tue, 03 Mar 2026 12:00:00 GMT",
    "If-None-Match": '"a"',
    "Accept-Encoding": "gzip",
}
Way = tuple[str, dict[str, str]]
PLAIN: Way = ("GET", {})
# tests/embargo/test_twins.py has more of them, of the addresses that tell a secret.
OTHER_WAYS: tuple[Way, ...] = (
    *((method, {}) for method in ("HEAD", "POST", "OPTIONS")),
    ("GET", CONDITIONS),
)
ADDRESSES = [
    "/",
    "/disclosure/",
    "/search/",
    "/search/?words=merge",
    "/search/?words=results",
    "/accessibility/",
    "/privacy/",
    "/feeds/",
    "/verify/",
    "/alerts/",
    "/alerts/asked/",
    "/ask/",
    "/ask/sent/",
    "/alerts/confirm/nothing/",
    "/alerts/leave/nothing/",
    "/alerts/choices/nothing/",
    "/alerts/data/nothing/",
    "/alerts/hooks/postmark/",
    "/releases/",
    "/search/?words=merge&kind=release",
    "/releases/?year=2026&category=corporate",
    "/releases/2026/",
    "/releases/2027/",
    "/releases/category/financial-results/",
    "/releases/category/corporate/",
    "/releases/2026/merger/",
    "/releases/2026/merger",
    "/releases/2026/merger/versions/1/",
    "/releases/2026/merger/versions/1/to/2/",
    "/as-of/2026-03-03T12:00:00Z/",
    "/as-of/2026-03-03T12:00:00Z/releases/2026/merger/",
    "/releases/2026/larkmoor-reports-first-quarter-results/",
    "/results/",
    "/results/?before=2030",
    "/filings/",
    "/filings/?form=8-k",
    "/reports/",
    "/reports/?kind=proxy",
    "/about/governance/",
    "/events/",
    "/events/?month=2026-03",
    "/events/merger-call/",
    "/contacts/",
    "/contacts/contact-1.vcf",
    "/disclaimers/",
    "/api/v1/",
    "/api/v1/releases",
    "/api/v1/releases?words=merge&limit=50",
    "/api/v1/releases?year=2027",
    "/api/v1/events",
    "/api/v1/results",
    "/api/v1/filings",
    "/api/v1/reports",
    "/api/v1/pages",
    "/preview/nothing/",
    "/preview/nothing/nothing/",
    "/no/such/page/",
]
REFS = (
    PublicationRef(
        kind="release", address="2026/merger", year=2026, category="financial-results"
    ),
    PublicationRef(kind="event", address="merger-call", year=2026),
)
# The forms of the site, of the release and of the event: those that these change.
CHANGING = {
    path
    for form in REPRESENTATIONS
    for ref in REFS
    for path in form.affected_paths(ref)
}
FIXED = {
    route for form in REPRESENTATIONS for _, route in form.routes() if "<" not in route
}
ADDRESSES += sorted(CHANGING | FIXED)


@override_settings(IRSITE_ALERTS=True)
class UnderEmbargo(TestCase):
    """Every public answer, byte by byte and header by header."""

    databases = "__all__"
    release: Release
    file: Attachment
    # The addresses of its file, and of each size of its image.
    files: list[str]

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN - 30 * HOUR):
            event = make_event(slug="merger-call", title="Call on the merger")
            image = make_image()
            sizes = [(file.token, file.name) for file in image.files.all()]
            cls.release = make_release(
                headline=SECRET,
                slug="merger",
                body="<table><tr><th>Price</th><td>$ 31</td></tr></table>"
                + tag_of_image(image),
                contacts=(make_contact(name="Moira Hush"),),
                disclaimers=(make_disclaimer(),),
                boilerplates=(make_boilerplate(),),
                events=(event,),
                go_live_at=SEVEN,
            )
            cls.file = make_attachment(cls.release)
        files = [(cls.file.token, cls.file.name), *sizes]
        cls.files = [f"/files/{token}/{name}" for token, name in files]
        put_on_record(at=SEVEN - 24 * HOUR)

    def setUp(self) -> None:
        with travel(SEVEN - 3 * HOUR):
            self.enterContext(signing_on())
            sign_pending()

    def answers(
        self,
        addresses: Sequence[str] = ADDRESSES,
        *,
        at: dt.datetime,
        others: tuple[Way, ...] = OTHER_WAYS,
    ) -> dict[str, tuple[object, ...]]:
        """Return what the public gets at each address, by each method and condition."""
        with travel(at):
            return {
                f"{method} {address} {headers}": (
                    answer.status_code,
                    sorted(answer.headers.items()),
                    answer.getvalue() if answer.streaming else answer.content,
                )
                for number, address in enumerate([*addresses, *self.files])
                for method, headers in (PLAIN, *share(others, number, one_in=4))
                for answer in [self.client.generic(method, address, headers=headers)]
            }

    def test_drafting_submitting_approving_and_calling_off_change_no_byte(self) -> None:
        before = self.answers(at=SEVEN - 2 * HOUR)
        with travel(SEVEN - 2 * HOUR):
            submit(self.release)
        assert self.answers(at=SEVEN - 2 * HOUR) == before
        with travel(SEVEN - 2 * HOUR):
            approve(self.release, at=SEVEN - 2 * HOUR)
            sign_pending()
        assert self.answers(at=SEVEN - MICROSECOND) == before
        with travel(SEVEN - MICROSECOND - SECOND):
            transitions.call_off(self.release, by=author(), at=SEVEN)
            sign_pending()
        assert self.answers(at=SEVEN) == before

    def test_at_the_instant_every_public_page_shows_it(self) -> None:
        schedule(self.release, live_from=SEVEN)
        with travel(SEVEN - HOUR):
            sign_pending()
        before = self.answers(at=SEVEN - MICROSECOND, others=())
        after = self.answers(at=SEVEN, others=())
        # The 404 leads to the newest releases, so it changes too (tests/embargo/test_twins.py
        # says that there is one).
        changed = {
            key.split()[1]
            for key in before
            if before[key] != after[key] and after[key][0] != 404
        }
        assert changed == {
            "/",
            "/releases/",
            "/search/?words=merge",
            "/search/?words=merge&kind=release",
            "/search/?words=results",
            "/releases/?year=2026&category=corporate",
            "/releases/2026/",
            "/releases/category/financial-results/",
            "/releases/2026/merger/",
            "/releases/2026/merger/versions/1/",
            "/releases/2026/larkmoor-reports-first-quarter-results/",
            *CHANGING,
            "/api/v1/releases",
            "/api/v1/releases?words=merge&limit=50",
            "/api/v1/events",
            "/events/",
            "/events/?month=2026-03",
            "/events/merger-call/",
            *self.files,
        }

    def test_its_page_is_the_404_of_what_does_not_exist(self) -> None:
        schedule(self.release, live_from=SEVEN)
        pages = (
            "/releases/2026/merger/",
            "/releases/2026/merger/versions/1/",
            "/events/merger-call/",
        )
        missing_page = "/no/such/page/"
        answers = self.answers(
            [*pages, missing_page], at=SEVEN - MICROSECOND, others=()
        )
        missing = answers[f"GET {missing_page} {{}}"]
        for address in (*pages, *self.files):
            with self.subTest(address):
                assert answers[f"GET {address} {{}}"] == missing

    def test_no_public_address_was_forgotten_here(self) -> None:
        walked = {address.split("?")[0] for address in [*ADDRESSES, "/files/a/b.pdf"]}
        for pattern in public_patterns():
            with self.subTest(str(pattern.pattern)):
                assert any(pattern.resolve(address[1:]) for address in walked)


class ACorrectionUnderEmbargo(TestCase):
    """What is to be corrected or withdrawn looks like what stays."""

    release: Release
    file: Attachment
    staff: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = put_on_record(at=SEVEN - 24 * HOUR, slug="merger")
        cls.file = make_attachment(cls.release)
        cls.staff = make_user(groups=("Counsel",))
        with travel(SEVEN - 23 * HOUR):
            transitions.correct(
                cls.release, by=author(), at=SEVEN, notice="A secret slip."
            )
            cls.release.headline = SECRET
            cls.release.save()

    def answers(
        self, client: Client, prefix: str = ""
    ) -> dict[str, tuple[object, ...]]:
        """Return the answer at each address, a microsecond before the correction."""
        page = "/releases/2026/merger/"
        addresses = [
            *("/", "/releases/", "/search/?words=hollin", "/releases/rss.xml", page),
            *(f"{page}versions/{number}/" for number in (1, 2, 3)),
            *(f"{page}versions/1/to/{number}/" for number in (2, 3)),
            f"/files/{self.file.token}/{self.file.name}",
        ]
        with travel(SEVEN - MICROSECOND):
            return {
                address: (
                    answer.status_code,
                    sorted(answer.headers.items()),
                    answer.getvalue(),
                )
                for address in addresses
                for answer in [client.get(f"{prefix}{address}")]
            }

    def test_no_page_list_feed_version_or_redline_reveals_it(self) -> None:
        before = self.answers(Client())
        schedule(self.release, live_from=SEVEN)
        assert self.answers(Client()) == before
        assert before["/releases/2026/merger/versions/1/"][0] == 200
        assert (
            before["/releases/2026/merger/versions/2/"]
            == before["/releases/2026/merger/versions/3/"]
            == before["/releases/2026/merger/versions/1/to/2/"]
        )

    def test_a_past_state_from_before_its_instant_does_not_reveal_it(self) -> None:
        client = Client()
        client.force_login(self.staff)
        moment = "/as-of/2026-03-03T11:59:59.999999Z"
        before = self.answers(client, moment)
        schedule(self.release, live_from=SEVEN)
        assert self.answers(client, moment) == before
        assert before["/"][0] == 200


def public_patterns() -> Iterator[URLPattern]:
    """Yield the URL patterns of the public newsroom."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and resolver.namespace == "newsroom":
            for pattern in resolver.url_patterns:
                assert isinstance(pattern, URLPattern)
                yield pattern
