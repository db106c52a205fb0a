"""The search knows nothing of what is under embargo, by whatever word it is asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from unittest import mock
from urllib.parse import quote_plus

from django.db import connection, transaction
from django.db.models import Q
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from releases.desk import transitions
from releases.models import Publication, Release, SearchWord
from releases.models.record.publication import PublicationQuerySet
from releases.record.search import finding, indexing
from releases.record.search.engines import search_engine
from releases.record.search.finding import Search
from releases.record.search.indexing import index_within
from releases.text.question import Question, parse_question
from tests.builders import (
    SEVEN,
    author,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.examples import share
from tests.record.rows import DAY, HOUR

JUST_BEFORE = SEVEN - MICROSECOND
# What only the release under embargo says, each with what nothing says, of equal length.
SECRETS = {
    "zanzibar": "zanzibux",
    "ZQM-777": "ZQN-776",
    "zqm777": "zqn776",
    "zan*": "zax*",
    '"zanzibar merger"': '"zanzibux merger"',
    "zanzibra": "zanzibxa",
    "48.7": "48.6",
    "zanzibar -results": "zanzibux -results",
    "results zanzibar": "results zanzibux",
    "larkmoor zanzibar": "larkmoor zanzibux",
    "hollingworth": "hollingwurth",
    "zanzibar call": "zanzibux call",
}
FILTERS = ("", "&kind=release", "&kind=event", "&year=2026", "&category=corporate")
PUBLIC = (
    "results",
    "larkmoor results",
    "merger",
    "slip",
    "-results larkmoor",
    "revenue",
)


def search_page(words: str, more: str = "") -> str:
    """Return the address of a question."""
    return f"/search/?words={quote_plus(words)}{more}"


def answer(address: str) -> tuple[int, Any, bytes]:
    """Return the answer of Django, now."""
    response = Client(raise_request_exception=False).get(address)
    return response.status_code, sorted(response.headers.items()), response.content


class UnderEmbargo(TestCase):
    """A merger, its call and a correction, all for SEVEN."""

    secret: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="public", at=SEVEN - DAY)
        public = put_on_record(
            slug="earlier", headline="Larkmoor Revenue Results", at=SEVEN - 2 * DAY
        )
        with travel(SEVEN - 4 * HOUR):
            event = make_event(slug="zanzibar-call", title="Zanzibar Call")
            cls.secret = make_release(
                headline="Zanzibar Merger of Larkmoor: Results for ZQM-777",
                body="<p>It pays $48.7 million, said Moira Hollingworth.</p>",
                slug="merger",
                events=(event,),
            )
            transitions.correct(public, by=author(), at=SEVEN, notice="A slip.")
            public.refresh_from_db()
            public.headline = "Larkmoor Hollingworth Results"
            public.save()
        cls.public = public

    public: Release

    def approve(self) -> None:
        """Approve both at the desk for SEVEN."""
        for release in (self.secret, self.public):
            schedule(release, live_from=SEVEN, approved_at=SEVEN - HOUR)

    def answers(self) -> dict[str, tuple[int, Any, bytes]]:
        """Return the answers to every question, just before SEVEN."""
        words = [*PUBLIC, *SECRETS, *SECRETS.values()]
        with travel(JUST_BEFORE):
            return {
                address: answer(address)
                for number, asked in enumerate(words)
                for filter_ in share(FILTERS, number, one_in=4)
                for address in [search_page(asked, filter_)]
            }

    def index(self, *, at: Any = SEVEN - SECOND) -> None:
        """Fill the index as a worker would at this moment."""
        with travel(at):
            index_within(HOUR)

    def test_no_answer_changes_when_it_is_approved_indexed_or_called_off(self) -> None:
        before = self.answers()
        assert all(status == 200 for status, _, _ in before.values())
        self.approve()
        assert self.answers() == before
        self.index()
        assert self.answers() == before
        with travel(SEVEN - 10 * SECOND):
            transitions.call_off(self.secret, by=author(), at=SEVEN)
        assert self.answers() == before

    def test_its_words_are_answered_as_words_that_never_were(self) -> None:
        self.approve()
        self.index()
        with travel(JUST_BEFORE):
            for number, (secret, never) in enumerate(SECRETS.items()):
                for more in share(FILTERS, number, one_in=4):
                    with self.subTest(secret, more=more):
                        pages = [search_page(words, more) for words in (secret, never)]
                        with CaptureQueriesContext(connection) as asked:
                            found = answer(pages[0])
                        with CaptureQueriesContext(connection) as asked_never:
                            missing = answer(pages[1])
                        assert found[0] == missing[0] == 200
                        assert found[2] == unmask(missing[2], never, secret)
                        assert len(asked) == len(asked_never)

    def test_at_its_instant_it_is_found_unindexed_and_then_indexed_alike(self) -> None:
        self.approve()
        self.index()
        found = [search_page(words) for words in SECRETS if words != "zanzibra"]
        with travel(SEVEN):
            unindexed = [answer(address) for address in found]
        self.index(at=SEVEN + HOUR)
        with travel(SEVEN):
            assert [answer(address) for address in found] == unindexed
            mistyped = answer(search_page("zanzibra"))[2]
        for address, (_, _, content) in zip(found, unindexed, strict=True):
            with self.subTest(address):
                assert b"<mark>" in content
        assert b"?words=zanzibar" in mistyped

    def test_nothing_of_it_is_in_the_index_before_its_instant(self) -> None:
        self.approve()
        self.index()
        public = {row.pk for row in Publication.objects.live(at=JUST_BEFORE)}
        keys = {key & 0xFFFFFF for key, _ in search_engine().fingerprints()}
        assert keys == public - {
            row.pk for row in Publication.objects.profiles().live(at=JUST_BEFORE)
        }
        assert not SearchWord.objects.filter(word__startswith="zan").exists()

    def test_drafting_approving_and_publishing_write_nothing_to_the_index(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            self.approve()
            with travel(SEVEN + SECOND):
                answer(search_page("zanzibar"))
        writes = ("INSERT", "UPDATE", "DELETE")
        assert not [
            query["sql"]
            for query in queries
            if query["sql"].startswith(writes) and "releases_search" in query["sql"]
        ]

    def test_each_check_is_needed(self) -> None:
        before = self.answers()
        self.approve()
        for name, (owner, attribute), mutant in MUTANTS:
            mark = transaction.savepoint()
            with self.subTest(name), mock.patch.object(owner, attribute, mutant):
                self.index(at=SEVEN if name == "what is found" else SEVEN - SECOND)
                with travel(JUST_BEFORE):
                    assert any(answer(asked) != was for asked, was in before.items())
            transaction.savepoint_rollback(mark)


def unmask(content: bytes, never: str, secret: str) -> bytes:
    """Return an answer with the secret word wherever it repeats the other."""
    pairs = [(never, secret), (never.lower(), secret.lower())]
    for word, other in [*pairs, *[(quote_plus(a), quote_plus(b)) for a, b in pairs]]:
        content = content.replace(word.encode(), other.encode())
        content = content.replace(
            word.replace('"', "&quot;").encode(), other.replace('"', "&quot;").encode()
        )
    return content


# Each is what its function would do without its check.


def waiting_without_time(publications: PublicationQuerySet, state: Any) -> Any:
    """Return what waits for the index, even before it is live."""
    standing = Publication.objects.not_called_off().searchable()
    return standing.beyond_mark(state.indexed_until, state.indexed_id)


def live_without_time(self: PublicationQuerySet, *, at: object) -> PublicationQuerySet:
    """Return what stands, even before it is live."""
    return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=at))


def always(self: Search, question: Question) -> bool:
    """Return that anything is found."""
    return True


MUTANTS: tuple[tuple[str, tuple[Any, str], Callable[..., Any]], ...] = (
    ("what waits", (finding, "after_mark"), waiting_without_time),
    ("what is live", (PublicationQuerySet, "live"), live_without_time),
    ("what is found", (Search, "has_hit"), always),
)


class AnswersOfManyQuestions(TestCase):
    """One digest of all answers, with and without what is under embargo."""

    def test_it_is_the_same(self) -> None:
        make_issuer()
        for number in range(3):
            put_on_record(
                slug=f"r{number}",
                headline=f"Harbor results {number}",
                at=SEVEN - (3 - number) * HOUR,
            )
        digests = [self.digest()]
        for number in range(4):
            put_on_record(
                slug=f"secret{number}",
                headline=f"Harbor results secret {number}",
                at=SEVEN,
                recorded_at=SEVEN - 30 * SECOND,
            )
        digests.append(self.digest())
        with travel(SEVEN - SECOND):
            index_within(HOUR)
        digests.append(self.digest())
        # Even an index that was filled too early changes no answer.
        with (
            travel(SEVEN - SECOND),
            mock.patch.object(indexing, "read_clock", return_value=SEVEN),
        ):
            index_within(HOUR)
        digests.append(self.digest())
        assert len(set(digests)) == 1

    def digest(self) -> str:
        """Return the digest of the answers to questions, the first two hits of each."""
        texts = ("harbor", "results", "harbor results", "secret", '"harbor results"')
        digest = hashlib.sha256()
        with travel(JUST_BEFORE), finding.searching(at=JUST_BEFORE) as search:
            for text in texts:
                for limit in (1, 2, 3, 1000):
                    question = parse_question(text)
                    digest.update(str(search.find(question, limit=limit)).encode())
        return digest.hexdigest()
