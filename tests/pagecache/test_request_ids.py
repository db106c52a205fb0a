"""The id of each request: in its response, in the access log, and in the server's log."""

from __future__ import annotations

import io
import json
from unittest import mock

from django.test import override_settings

import pytest

from releases.desk import sharing
from releases.pagecache import wsgi
from releases.pagecache.access_log import AccessLog
from releases.text.request_ids import current_request_id
from tests.pagecache.client import PageCacheTestCase, make_application
from tests.test_logging import server_log

FROM_THE_PROXY = "4bf92f3577b34da6a3ce929d0e0e4736"


class ARequest(PageCacheTestCase):
    """Is named by one id everywhere."""

    def test_each_has_one_of_its_own_in_its_response(self) -> None:
        ids = [
            self.request(path).request_id
            for path in ("/", "/", "/admin/login/", "/releases/2026/none/", "/healthz")
        ]
        assert all(len(request_id) == 32 for request_id in ids)
        assert len({*ids}) == len(ids)

    @override_settings(BEHIND_PROXY=True)
    def test_that_of_a_proxy_is_kept(self) -> None:
        application = self.application = make_application()
        application.log = AccessLog(file=io.StringIO())
        response = self.request("/", x_request_id=FROM_THE_PROXY)
        assert response.request_id == FROM_THE_PROXY
        application.log.drain()
        file = application.log.file
        assert isinstance(file, io.StringIO)
        assert json.loads(file.getvalue())["request"] == FROM_THE_PROXY

    @override_settings(BEHIND_PROXY=True)
    def test_what_is_no_id_is_replaced(self) -> None:
        self.application = make_application()
        for made_up in ("short", "a" * 65, 'a"b,c:d e"f', "é" * 10):
            with self.subTest(made_up):
                response = self.request("/", x_request_id=made_up)
                assert response.request_id != made_up
                assert len(response.request_id) == 32

    def test_without_a_proxy_in_front_nobody_chooses_it(self) -> None:
        response = self.request("/", x_request_id=FROM_THE_PROXY)
        assert response.request_id != FROM_THE_PROXY

    def test_an_error_on_the_way_to_a_stored_page_is_logged_with_it(self) -> None:
        self.request("/")
        self.addCleanup(current_request_id.set, "")
        failure = mock.patch.object(wsgi, "negotiate", side_effect=ValueError)
        with failure, pytest.raises(ValueError):  # noqa: PT011 - without a text
            self.request("/")
        assert len(current_request_id.get()) == 32

    def test_the_servers_log_has_it_too(self) -> None:
        failure = mock.patch.object(sharing, "find_link", side_effect=ValueError)
        with failure, server_log() as log:
            response = self.request("/preview/x/")
        assert response.status == 500
        assert f"django.request [{response.request_id}]: " in log.getvalue()
