"""Files in a bucket that speaks S3, on a server of its own."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.test import SimpleTestCase
from django.urls import reverse

import pytest

from releases.desk.checks.enclosures import FileInspection, inspect_attachment
from releases.models.stored_file import storage_name
from releases.record.verification import walk
from releases.record.verification.stored_files import verify_files
from tests.bucket import (
    NAME,
    bucket_for_strangers,
    bucket_storage,
    empty_bucket,
    s3_client,
    s3_server,
)
from tests.builders import (
    SEVEN,
    make_attachment,
    make_release,
    make_user,
    put_on_record,
)
from tests.clock import MICROSECOND
from tests.desk.checks.clean_release import make_pdf
from tests.public.html_pages import ReaderTestCase
from tests.public.test_files import address, fetch

CONTENT = b"%PDF-1.7 not really"
PLACE = storage_name(hashlib.sha256(CONTENT).hexdigest())
FILE = "admin:releases_attachment_file"
LARGE = bytes(range(256)) * 20_000


def bucket_messages() -> list[str]:
    """Return what `check --deploy` says of the bucket."""
    return [
        message.msg
        for message in run_checks(include_deployment_checks=True)
        if message.id == "releases.E018"
    ]


class ABucketThatAnswersStrangers(SimpleTestCase):
    """Is named by `check --deploy`, by what it answers to requests without credentials."""

    def test_it_may_neither_be_listed_nor_read(self) -> None:
        for listing, file, messages in (
            (403, 403, []),
            (200, 403, ["The bucket of private files lets everybody list them."]),
            (403, 200, ["The bucket of private files lets everybody read them."]),
        ):
            with (
                self.subTest(listing=listing, file=file),
                bucket_for_strangers(listing=listing, file=file, key=PLACE),
            ):
                assert bucket_messages() == messages

    def test_one_that_does_not_answer_is_not_blamed(self) -> None:
        with bucket_storage(endpoint="http://127.0.0.1:9"):
            assert bucket_messages() == []


class InABucket(ReaderTestCase):
    """What lies there is written once, read in parts, and opened by the gate alone."""

    server: tuple[str, int]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.server = cls.enterClassContext(s3_server())

    def setUp(self) -> None:
        self.enterContext(empty_bucket(*self.server))
        self.release = make_release()

    def test_a_file_is_put_away_once_by_its_content(self) -> None:
        for _ in range(2):
            make_attachment(self.release, content=CONTENT)
        listed = s3_client().list_objects_v2(Bucket=NAME)["Contents"]
        assert [one["Key"] for one in listed] == [PLACE]
        headers = s3_client().head_object(Bucket=NAME, Key=PLACE)
        assert headers["ContentType"] == "application/octet-stream"

    def test_nobody_without_a_signature_may_read_it(self) -> None:
        make_attachment(self.release, content=CONTENT)
        grants = s3_client().get_object_acl(Bucket=NAME, Key=PLACE)["Grants"]
        assert all("ID" in grant["Grantee"] for grant in grants)

    def test_another_file_of_the_same_name_does_not_replace_it(self) -> None:
        make_attachment(self.release, content=CONTENT)
        beside = default_storage.save(PLACE, io.BytesIO(b"another"))
        assert beside != PLACE
        with default_storage.open(PLACE) as kept:
            assert kept.read() == CONTENT

    def test_it_has_no_address_and_is_only_read(self) -> None:
        make_attachment(self.release, content=CONTENT)
        with pytest.raises(ValueError, match="have no URL"):
            default_storage.url(PLACE)
        with pytest.raises(ValueError, match="saved once"):
            default_storage.open(PLACE, "wb")
        with pytest.raises(FileNotFoundError):
            default_storage.open(PLACE[:-1])

    def test_the_gate_sends_it_here(self) -> None:
        file = make_attachment(self.release, content=CONTENT)
        put_on_record(self.release)
        assert fetch(address(file), at=SEVEN - MICROSECOND)[0].status_code == 404
        answer, content = fetch(address(file))
        assert content == CONTENT
        assert answer["Content-Disposition"] == 'inline; filename="results.pdf"'

    def test_of_a_large_one_no_more_is_fetched_than_is_sent(self) -> None:
        file = make_attachment(self.release, content=LARGE)
        put_on_record(self.release)
        with fetched() as ranges:
            answer, content = fetch(address(file), headers={"Range": "bytes=-300"})
        assert (answer.status_code, content) == (206, LARGE[-300:])
        assert ranges == [f"bytes={len(LARGE) - 300}-{len(LARGE) - 1}"]
        assert fetch(address(file))[1] == LARGE

    def test_the_bucket_sends_it_as_the_gate_would(self) -> None:
        file = make_attachment(self.release, content=LARGE, name="März.xlsx")
        put_on_record(self.release)
        here = fetch(address(file))[0]
        with self.settings(IRSITE_FILE_DELIVERY="redirect"):
            way = fetch(address(file))[0]["Location"]
        headers, content = load(way)
        assert content == LARGE
        for name in ("Content-Type", "Content-Disposition", "Content-Length"):
            assert headers[name] == here[name]
        assert headers["Cache-Control"] == "no-cache"

    def test_the_desk_looks_into_it(self) -> None:
        sound = make_attachment(self.release, content=make_pdf())
        assert inspect_attachment(sound, field="file").inspection == FileInspection()

    def test_staff_are_handed_it_by_the_site(self) -> None:
        file = make_attachment(self.release, content=LARGE)
        self.client.force_login(make_user("root", is_superuser=True))
        with self.settings(IRSITE_FILE_DELIVERY="redirect"):
            answer = self.client.get(reverse(FILE, args=[file.pk]))
            assert answer.getvalue() == LARGE
        assert answer["Content-Length"] == str(len(LARGE))

    def test_the_record_is_verified_in_it(self) -> None:
        make_attachment(self.release, content=LARGE)
        make_attachment(self.release, content=CONTENT)
        assert walk(verify_files)[0].startswith("2 files")
        s3_client().put_object(Bucket=NAME, Key=PLACE, Body=b"other")
        (problem,) = walk(verify_files)[1].named
        assert "other contents" in str(problem)
        s3_client().delete_object(Bucket=NAME, Key=PLACE)
        (problem,) = walk(verify_files)[1].named
        assert "not in storage" in str(problem)


@contextmanager
def fetched() -> Iterator[list[str]]:
    """Record the byte ranges of objects that are fetched."""
    ranges: list[str] = []

    def note(params: dict[str, Any], **kwargs: Any) -> None:
        ranges.append(params["headers"]["Range"])

    events, name = s3_client().meta.events, "before-call.s3.GetObject"
    events.register(name, note)
    yield ranges
    events.unregister(name, note)


def load(where: str) -> tuple[dict[str, str], bytes]:
    """Return the headers and the body at an address of the bucket."""
    parts = urlsplit(where)
    with closing(HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        assert answer.status == 200
        headers = {name.title(): value for name, value in answer.getheaders()}
        return headers, answer.read()
