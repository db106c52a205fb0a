"""The request as the page cache reads it: once, and classified."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import SimpleTestCase

import pytest

from releases.pagecache import request
from releases.pagecache.request import Request, RequestReader

# The WSGI entry point; what reads an environ or its body; what hands one to Django.
READ_ENVIRON = {
    *(
        "wsgi",
        "request",
        "client_address",
        "backend",
        "granian_adapter",
        "request_body",
    ),
}


class TheEnviron(SimpleTestCase):
    """It is read once, into a value that no later stage can change."""

    def read(self, **environ: Any) -> Request:
        """Return the request of this environ."""
        given = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "HTTP_HOST": "localhost",
            **environ,
        }
        return RequestReader().read(given, at=7)

    def test_no_later_stage_reads_it_again(self) -> None:
        folder = Path(request.__file__).parent
        modules = {
            path.stem for path in folder.glob("*.py") if "environ" in path.read_text()
        }
        assert modules == READ_ENVIRON

    def test_a_request_is_immutable(self) -> None:
        with pytest.raises(AttributeError):
            self.read().path = "/other/"  # type: ignore[misc]  # as intended

    def test_a_plain_request_is_shared_and_has_no_conditions(self) -> None:
        plain = self.read(QUERY_STRING="year=2026")
        assert (plain.at, plain.path, plain.query) == (7, "/", "year=2026")
        assert (plain.shared, plain.personal, plain.conditions) == (True, False, None)

    def test_a_session_cookie_makes_it_personal(self) -> None:
        personal = self.read(HTTP_COOKIE="a=b; sessionid=x")
        assert (personal.shared, personal.personal) == (False, True)
        assert personal.without_session().shared
        assert self.read(HTTP_AUTHORIZATION="Basic eDp5").shared

    def test_another_method_or_host_is_not_shared(self) -> None:
        assert self.read(REQUEST_METHOD="HEAD").shared
        assert not self.read(REQUEST_METHOD="POST").shared
        strange = self.read(HTTP_HOST="evil.example.com")
        assert (strange.shared, strange.host_allowed) == (False, False)

    def test_a_condition_or_range_is_read(self) -> None:
        conditions = self.read(HTTP_RANGE="bytes=0-1", HTTP_IF_RANGE='"x"').conditions
        assert conditions == (None, None, None, "bytes=0-1", '"x"')
