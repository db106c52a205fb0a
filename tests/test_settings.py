"""Tests of the settings, read in an environment of the test's own."""

from __future__ import annotations

import datetime as dt
import os
import re
import runpy
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase

import pytest

from irsite.environment import Variable, undeclared_names
from irsite.settings_reference import outdated_files
from irsite.variables import SECTIONS
from releases.checks.configuration import NOT_SETTINGS
from releases.management.deployment import administrator
from releases.management.serving import couriers, worker_link

SETTINGS = Path(__file__).parents[1] / "irsite/settings.py"
DECLARED = [variable for section in SECTIONS for variable in section.variables]
BUCKET = {"IRSITE_S3_BUCKET": "larkmoor-private", "IRSITE_S3_REGION": "us-east-1"}


def refusal(variable: Variable[Any]) -> str:
    """Return the message for the value that the environment has; empty if it is read."""
    try:
        variable.read()
    except ImproperlyConfigured as error:
        return str(error)
    return ""


class TheDeclaredVariables(SimpleTestCase):
    """Are all that configures the site: documented, in the example, and read."""

    def test_the_documentation_and_the_example_are_as_make_settings_writes_them(
        self,
    ) -> None:
        assert len(DECLARED) > 50
        assert not [path.name for path, _text in outdated_files()]

    def test_each_is_read_by_the_settings_and_nothing_else_is(self) -> None:
        names = {variable.name for variable in DECLARED}
        read = {*re.findall(r"\bvariables\.([A-Z]\w+)", SETTINGS.read_text())}
        assert names == {f"IRSITE_{constant}" for constant in read - {"SECTIONS"}}

    def test_each_default_can_be_read(self) -> None:
        for variable in DECLARED:
            if variable.default:
                with self.subTest(variable.name), mock.patch.dict(os.environ):
                    os.environ.pop(variable.name, None)
                    variable.read()

    def test_no_message_quotes_a_secret(self) -> None:
        unreadable = "Grünspecht://"
        messages = {True: "", False: ""}
        for variable in DECLARED:
            with mock.patch.dict(os.environ, {variable.name: unreadable}):
                messages[variable.is_secret] += refusal(variable)
        assert "IRSITE_REDIS_URL must be" in messages[True]
        assert unreadable not in messages[True]
        assert unreadable in messages[False]

    def test_one_that_looks_like_ours_and_is_not_is_warned_of(self) -> None:
        environment = ["IRSITE_BEHIND_PROXI", "IRSITE_HTTPS", "IRSITE_SUPERVISOR"]
        undeclared = undeclared_names(SECTIONS, [*environment, "PATH"])
        assert undeclared == ["IRSITE_BEHIND_PROXI", "IRSITE_SUPERVISOR"]
        with self.settings(IRSITE_UNDECLARED=undeclared):
            warned = [
                message.msg
                for message in run_checks(include_deployment_checks=True)
                if message.id == "releases.W023"
            ]
        assert len(warned) == 1
        assert "IRSITE_BEHIND_PROXI" in warned[0]

    def test_what_commands_take_from_the_environment_is_not_warned_of(self) -> None:
        assert {
            administrator.PASSWORD_VARIABLE,
            worker_link.ADDRESS_VARIABLE,
            couriers.SUPERVISED,
        } == NOT_SETTINGS


class TheSettings(SimpleTestCase):
    """A wrong setting stops the start."""

    def read(self, **environment: str) -> dict[str, Any]:
        """Return the settings that this environment makes."""
        var = self.enterContext(tempfile.TemporaryDirectory())
        with mock.patch.dict(os.environ, {"IRSITE_VAR": var, **environment}):
            return runpy.run_path(str(SETTINGS))

    def assert_refused(self, message: str, **environment: str) -> None:
        """Assert that the start is refused with this message."""
        with (
            self.subTest(**environment),
            pytest.raises(ImproperlyConfigured, match=message),
        ):
            self.read(**environment)

    def test_an_unreadable_value_stops_the_start(self) -> None:
        self.assert_refused("'true' or 'false'", IRSITE_HTTPS="yes")
        self.assert_refused("whole number, 1 or more", IRSITE_SESSION_IDLE_MINUTES="0")
        self.assert_refused("one of disk, s3", IRSITE_FILE_STORAGE="tape")
        self.assert_refused("like https://", IRSITE_URL="ir.example.com")
        self.assert_refused("like https://", IRSITE_URL="")

    def test_a_secret_may_be_the_one_line_of_a_file(self) -> None:
        file = Path(self.enterContext(tempfile.TemporaryDirectory())) / "key"
        name = {"IRSITE_SECRET_KEY_FILE": str(file)}
        self.assert_refused("Cannot read IRSITE_SECRET_KEY_FILE", **name)
        for wrong in ("", "two\nlines"):
            file.write_text(wrong)
            self.assert_refused("must have one line", **name)
        file.write_text("a key\n")
        self.assert_refused("both set", IRSITE_SECRET_KEY="another", **name)
        settings = self.read(**name)
        assert settings["SECRET_KEY"] == "a key"
        assert settings["SECRET_KEY_IS_LASTING"]
        assert not self.read()["SECRET_KEY_IS_LASTING"]

    def test_errors_are_reported_where_an_address_says_so(self) -> None:
        assert "sentry" not in self.read()["LOGGING"]["handlers"]
        dsn = "https://public@errors.example.com/1"
        logging = self.read(IRSITE_SENTRY_DSN=dsn)["LOGGING"]
        assert logging["handlers"]["sentry"]["dsn"] == dsn
        assert logging["root"]["handlers"] == ["console", "sentry"]
        filters = [
            logging["handlers"][name]["filters"] for name in ("console", "sentry")
        ]
        assert filters[0] != filters[1]
        self.assert_refused("like https://", IRSITE_SENTRY_DSN="errors.example.com")

    def test_the_static_files_may_lie_elsewhere(self) -> None:
        self.assert_refused("a whole path", IRSITE_STATIC_ROOT="static")
        settings = self.read(IRSITE_STATIC_ROOT="/srv/static")
        assert settings["STATIC_ROOT"] == Path("/srv/static")
        settings = self.read()
        assert settings["STATIC_ROOT"] == settings["VAR"] / "static"

    def test_a_bucket_has_its_name_its_region_and_an_address(self) -> None:
        for missing in BUCKET:
            environment = {"IRSITE_FILE_STORAGE": "s3", **BUCKET, missing: ""}
            self.assert_refused(
                f"IRSITE_FILE_STORAGE=s3 needs {missing}", **environment
            )
        environment = {"IRSITE_FILE_STORAGE": "s3", **BUCKET}
        self.assert_refused(
            "like https://", IRSITE_S3_ENDPOINT="minio:9000", **environment
        )
        assert self.read(**environment)["STORAGES"]["default"]["OPTIONS"] == {
            "bucket_name": "larkmoor-private",
            "region_name": "us-east-1",
            "endpoint_url": None,
        }

    def test_a_security_contact_is_an_address_and_has_an_end(self) -> None:
        expires = {"IRSITE_SECURITY_EXPIRES": "2027-06-30T02:00:00+02:00"}
        for contact in ("security@example.com", "http://example.com/", "mailto:a b"):
            self.assert_refused(
                "begin with https:, mailto:, tel:",
                IRSITE_SECURITY_CONTACT=contact,
                **expires,
            )
        self.assert_refused(
            "needs IRSITE_SECURITY_EXPIRES",
            IRSITE_SECURITY_CONTACT="mailto:security@example.com",
        )
        for instant in ("2027-06-30", "soon"):
            self.assert_refused(
                "an instant like 2027-06-30T00:00:00Z", IRSITE_SECURITY_EXPIRES=instant
            )
        settings = self.read(
            IRSITE_SECURITY_CONTACT="mailto:security@example.com, tel:+1-617-555-0143",
            **expires,
        )
        assert settings["IRSITE_SECURITY_CONTACT"] == [
            "mailto:security@example.com",
            "tel:+1-617-555-0143",
        ]
        assert settings["IRSITE_SECURITY_EXPIRES"] == dt.datetime(
            2027, 6, 30, tzinfo=dt.UTC
        )

    def test_files_are_delivered_from_where_they_are_stored(self) -> None:
        for storage, sender in (("s3", "nginx"), ("disk", "redirect")):
            environment = {
                "IRSITE_FILE_STORAGE": storage,
                "IRSITE_FILE_DELIVERY": sender,
                **BUCKET,
            }
            self.assert_refused(
                f"IRSITE_FILE_STORAGE={storage} it cannot be {sender}", **environment
            )

    def test_a_provider_s_webhooks_need_their_secret(self) -> None:
        self.assert_refused("one of brevo, ", IRSITE_MAIL_PROVIDER="pigeon")
        self.assert_refused(
            "needs IRSITE_MAIL_PROVIDER_SECRET", IRSITE_MAIL_PROVIDER="postmark"
        )
        settings = self.read(
            IRSITE_MAIL_PROVIDER="ses", IRSITE_MAIL_PROVIDER_SECRET="a:b"
        )
        assert settings["IRSITE_MAIL_PROVIDER_SECRET"] == "a:b"
        assert not self.read()["IRSITE_MAIL_PROVIDER_SECRET"]

    def test_workers_are_woken_where_there_is_a_redis_and_its_packages(self) -> None:
        tasks = {
            "IRSITE_COURIERS": "tasks",
            "IRSITE_PAGE_CACHES": "10.0.0.5:8000",
            "IRSITE_REDIS_URL": "rediss://:password@10.0.0.9:6379/0",
        }
        self.assert_refused("one of processes, tasks", IRSITE_COURIERS="redis")
        with mock.patch("importlib.util.find_spec", return_value=None):
            self.assert_refused("requirements-rq.lock", **tasks)
        with mock.patch("importlib.util.find_spec"):
            for missing in ("IRSITE_PAGE_CACHES", "IRSITE_REDIS_URL"):
                self.assert_refused(f"needs {missing}", **tasks | {missing: ""})
            self.assert_refused(
                "must be like redis://", **tasks | {"IRSITE_REDIS_URL": "10.0.0.9"}
            )
            settings = self.read(**tasks)
        assert settings["IRSITE_WAKES_WORKERS"]
        assert settings["RQ_QUEUES"]["couriers"]["URL"] == tasks["IRSITE_REDIS_URL"]
        assert settings["TASKS"]["default"]["QUEUES"] == ["couriers"]
        assert not {"RQ_QUEUES", "TASKS"} & set(self.read())

    def test_alerts_are_on_where_there_is_a_mail_system(self) -> None:
        assert not self.read()["IRSITE_ALERTS"]
        settings = self.read(
            IRSITE_SMTP_URL="smtp://localhost", IRSITE_DOMAIN="a.example"
        )
        assert settings["IRSITE_ALERTS"]
        assert settings["IRSITE_MAIL_FROM"] == "alerts@a.example"
        self.assert_refused("like smtp://localhost:25", IRSITE_SMTP_URL="localhost:25")
        for sender in ("ir", "IR <ir>", "ir@exämple.com", "a@b.example\nX: y"):
            self.assert_refused("like Investor Relations", IRSITE_MAIL_FROM=sender)
        self.assert_refused("like bounces@", IRSITE_MAIL_BOUNCES="IR <a@b.example>")
        self.assert_refused("like 127.0.0.1:8000", IRSITE_PAGE_CACHES="localhost")

    def test_a_webhook_is_told_by_https_and_signed(self) -> None:
        url, secret = "https://chat.example/hooks/x?y=1", "whsec_" + "MTIz" * 8
        settings = self.read(IRSITE_WEBHOOK=url, IRSITE_WEBHOOK_SECRET=secret)
        assert settings["IRSITE_WEBHOOK"] == url
        assert settings["IRSITE_WEBHOOK_SECRET"] == secret
        self.read(IRSITE_WEBHOOK="http://[::1]:9000/x")
        for wrong in (
            *("http://chat.example/x", "https:///x", "https://a.example:99999/"),
            *("https://user@a.example/", "ftp://localhost/", "https://a.example/a b"),
            "https://a.example:0/",
        ):
            self.assert_refused("like https://chat", IRSITE_WEBHOOK=wrong)
        for wrong in ("MTIz" * 8, "whsec_MTIz", "whsec_" + "MTIz" * 40, "whsec_Ä"):
            self.assert_refused("whsec_ and 24", IRSITE_WEBHOOK_SECRET=wrong)
