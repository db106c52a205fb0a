"""What each form's writer gives: valid bytes, always the same, at a small constant cost."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from releases.record.published import profile
from releases.record.representation import Lookup, Representation, WriteContext
from releases.record.subjects import LIST
from releases.representations import REPRESENTATIONS
from tests.builders import put_on_record
from tests.clock import travel
from tests.representations.forms import FORMS, served
from tests.representations.samples import (
    CORRECTED,
    HOUR,
    WORDING,
    Refs,
    all_refs,
    furnish,
    sample_paths,
)
from tests.representations.validators import VALIDATORS

AT = CORRECTED + HOUR
MAX_QUERIES = 6
# The forms of a release that need not carry its disclaimers.
WITHOUT_DISCLAIMERS = {"card", "table_csv", "contact_vcard", "statement"}
# Writes pickled subjects in another process, with other hashes of strings.
WRITE = """
import hashlib, pickle, sys
import django
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"], settings.PDF_TYPESETTER = sys.argv[1:]
django.setup()
from releases.representations import REPRESENTATIONS
by_name = {form.name: form for form in REPRESENTATIONS}
for name, subject, context in pickle.load(sys.stdin.buffer):
    print(hashlib.sha256(by_name[name].write(subject, context)).hexdigest())
"""


class AWriter(TestCase):
    """Each of the site, and those of the tests."""

    refs: Refs

    @classmethod
    def setUpTestData(cls) -> None:
        furnish()
        cls.refs = all_refs()

    def setUp(self) -> None:
        self.enterContext(served())

    def paths(self) -> Iterator[tuple[Representation[Any], str]]:
        """Yield each form with each of its paths."""
        for form in (*REPRESENTATIONS, *FORMS):
            for path in sample_paths(form, self.refs):
                yield form, path

    def write(self, form: Representation[Any], path: str) -> tuple[Any, WriteContext]:
        """Return the subject at a path and the context, as the view has them."""
        with travel(AT):
            issuer = profile(at=AT)
            parameters = resolve(path).kwargs
            subject = form.of.read(Lookup(at=AT, issuer=issuer, parameters=parameters))
        root = "http://testserver"
        return subject, WriteContext(
            issuer=issuer, root=root, host="testserver", at=AT, path=path
        )

    def test_writes_what_its_media_type_requires(self) -> None:
        for form, path in self.paths():
            with self.subTest(path), travel(AT):
                response = Client().get(path)
                assert response.status_code == 200
                assert response["Content-Type"].startswith(form.media_type)
                assert VALIDATORS[form.media_type](response.content)

    def test_asks_nothing_and_gives_the_same_bytes_in_another_process(self) -> None:
        written, digests = [], []
        for form, path in self.paths():
            subject, context = self.write(form, path)
            with self.assertNumQueries(0):
                content = form.write(subject, context)
            if form in REPRESENTATIONS:
                written.append((form.name, subject, context))
                digests.append(hashlib.sha256(content).hexdigest())
        other = subprocess.run(
            [
                *(sys.executable, "-c", WRITE),
                *(settings.STORAGES["staticfiles"]["BACKEND"], settings.PDF_TYPESETTER),
            ],
            input=pickle.dumps(written),
            capture_output=True,
            check=True,
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONHASHSEED": "7"},
        )
        assert other.stdout.decode().split() == digests

    def test_carries_the_disclaimers_of_its_release(self) -> None:
        carrying = 0
        for form, path in self.paths():
            if form.of.name in {"release", "version"}:
                with self.subTest(path), travel(AT):
                    text = VALIDATORS[form.media_type](Client().get(path).content)
                    assert form.name in WITHOUT_DISCLAIMERS or WORDING in text
                    carrying += 1
        assert carrying

    def test_a_full_text_feed_carries_those_of_its_releases(self) -> None:
        for form in REPRESENTATIONS:
            if form.of is LIST:
                with self.subTest(form.name), travel(AT):
                    path = form.path_at("/releases/")
                    text = VALIDATORS[form.media_type](Client().get(path).content)
                    assert text.count(WORDING) == 2

    def test_needs_few_queries_however_many_releases_there_are(self) -> None:
        few = self.costs()
        assert max(few.values()) <= MAX_QUERIES
        for number in range(6):
            put_on_record(slug=f"more-{number}", at=AT - HOUR / 2)
        many = self.costs()
        assert not [path for path in few if many[path] > few[path]]

    def costs(self) -> dict[str, int]:
        """Return the queries that each path needs; what is kept has been made before."""
        costs = {}
        with travel(AT):
            for form, path in self.paths():
                if form.made_with:
                    Client().get(path)
        for _, path in self.paths():
            with travel(AT), CaptureQueriesContext(connection) as queries:
                assert Client().get(path).status_code == 200
            costs[path] = sum(
                "set_config" not in query["sql"] for query in queries.captured_queries
            )
        return costs
