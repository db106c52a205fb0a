"""Tests of the system checks that run before the site is served."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.checks import run_checks
from django.test import SimpleTestCase, TestCase, override_settings

from releases.record.last_backup import note_backup
from tests.builders import SEVEN
from tests.clock import travel
from tests.signing import new_key


def deployment_check_ids() -> set[str | None]:
    """Return the ids of the messages of all checks, those for deployment too."""
    return {message.id for message in run_checks(include_deployment_checks=True)}


class TheDeploymentChecks(SimpleTestCase):
    """Report mistakes in production that the settings show."""

    def test_a_secret_key_that_does_not_last_is_warned_of(self) -> None:
        with override_settings(SECRET_KEY_IS_LASTING=False):
            assert "releases.W001" in deployment_check_ids()

    def test_one_from_the_environment_is_not(self) -> None:
        with override_settings(SECRET_KEY_IS_LASTING=True):
            assert "releases.W001" not in deployment_check_ids()

    def test_a_desk_that_a_password_alone_opens_is_warned_of(self) -> None:
        for groups in ([], ["Counsel"], ["*"]):
            with self.settings(IRSITE_SECOND_FACTOR_GROUPS=groups):
                assert ("releases.W010" in deployment_check_ids()) is (not groups)

    def test_a_feed_whose_ids_another_setting_decides_is_refused(self) -> None:
        for is_set in (True, False):
            with self.settings(IRSITE_DOMAIN_IS_SET=is_set):
                assert ("releases.E011" in deployment_check_ids()) is not is_set

    def test_a_site_without_a_proxy_in_front_is_warned_of(self) -> None:
        for behind_proxy in (True, False):
            with self.settings(BEHIND_PROXY=behind_proxy):
                assert ("releases.W011" in deployment_check_ids()) is not behind_proxy

    def test_a_site_that_answers_under_any_name_is_warned_of(self) -> None:
        for hosts, is_warned in ((["*"], True), (["ir.example.com"], False)):
            with self.settings(ALLOWED_HOSTS=hosts):
                assert ("releases.W025" in deployment_check_ids()) is is_warned

    def test_mails_that_leave_the_machine_in_plain_are_warned_of(self) -> None:
        for url, is_warned in (
            ("", False),
            ("smtp://localhost:25", False),
            ("smtp://[::1]:25", False),
            ("smtp://user:password@mail.example.com", True),
            ("smtp+starttls://user:password@mail.example.com", False),
            ("smtps://mail.example.com", False),
        ):
            with self.subTest(url), self.settings(IRSITE_SMTP_URL=url):
                assert ("releases.W026" in deployment_check_ids()) is is_warned

    def test_a_security_txt_is_warned_of_a_month_before_its_end(self) -> None:
        for ahead, message in (
            (31, None),
            (30, "will expire on April 2, 2026"),
            (0, "has expired on March 3, 2026"),
            (-1, "has expired on March 2, 2026"),
        ):
            expires = SEVEN + dt.timedelta(days=ahead)
            with (
                self.subTest(ahead),
                self.settings(IRSITE_SECURITY_EXPIRES=expires),
                travel(SEVEN),
            ):
                texts = [
                    found.msg for found in run_checks() if found.id == "releases.W013"
                ]
                assert len(texts) == (message is not None)
                assert not message or message in texts[0]

    def test_a_site_without_a_security_txt_is_not_warned_of_its_end(self) -> None:
        with self.settings(IRSITE_SECURITY_CONTACT=[], IRSITE_SECURITY_EXPIRES=None):
            assert "releases.W013" not in deployment_check_ids()

    def test_a_site_that_signs_nothing_is_warned_of(self) -> None:
        for command in ("", "sign"):
            with self.settings(IRSITE_SIGNING_COMMAND=command):
                assert ("releases.W014" in deployment_check_ids()) is not bool(command)

    def test_a_webhook_that_signs_nothing_is_warned_of(self) -> None:
        url, secret = "https://chat.example/", "whsec_" + "MTIz" * 8
        for values, is_warned in (
            (("", ""), False),
            ((url, ""), True),
            ((url, secret), False),
        ):
            with self.settings(
                IRSITE_WEBHOOK=values[0], IRSITE_WEBHOOK_SECRET=values[1]
            ):
                assert ("releases.W015" in deployment_check_ids()) is is_warned

    def test_a_signing_key_that_others_may_read_is_refused(self) -> None:
        with new_key() as (path, _), self.settings(IRSITE_SIGNING_KEY=str(path)):
            assert "releases.E012" not in deployment_check_ids()
            path.chmod(0o604)
            assert "releases.E012" in deployment_check_ids()
            path.unlink()
            assert "releases.E012" in deployment_check_ids()

    def test_a_webhook_secret_that_can_be_guessed_is_refused(self) -> None:
        for provider, secret, is_refused in (
            ("", "", False),
            ("mailgun", "0123456789abcdef", False),
            ("mailgun", "0123456789", True),
            ("mailgun", "0123456789abcdefü", True),
            ("postmark", "0123456789abcdef", True),
            ("postmark", "hooks:0123456789", False),
        ):
            with (
                self.subTest(provider, secret=secret),
                self.settings(
                    IRSITE_MAIL_PROVIDER=provider, IRSITE_MAIL_PROVIDER_SECRET=secret
                ),
            ):
                assert ("releases.E013" in deployment_check_ids()) is is_refused


class PrivateFiles(SimpleTestCase):
    """Lie where no web server looks: `check --deploy` names those that do not."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.var = self.folder / "irsite"
        self.var.mkdir()

    def messages(self, check: str, **changed: object) -> list[str]:
        """Return the messages of a check on a site whose folder is `var`."""
        defaults = {
            "VAR": self.var,
            "PRIVATE_ROOT": self.var / "private",
            "STATIC_ROOT": self.var / "static",
        }
        with self.settings(**defaults | changed):
            return [
                message.msg
                for message in run_checks(include_deployment_checks=True)
                if message.id == check
            ]

    def test_beside_the_static_files_they_are_right(self) -> None:
        assert not self.messages("releases.E017")
        assert not self.messages("releases.W024")

    def test_the_whole_site_among_the_static_files_is_refused_once(self) -> None:
        for root in (self.var, self.folder):
            messages = self.messages("releases.E017", STATIC_ROOT=root)
            assert len(messages) == 1
            assert messages[0].startswith(f"{self.var} is private")

    def test_a_link_into_the_static_files_is_followed(self) -> None:
        static = self.folder / "static"
        (static / "private").mkdir(parents=True)
        (self.var / "private").symlink_to(static / "private")
        messages = self.messages("releases.E017", STATIC_ROOT=static)
        assert len(messages) == 1
        assert messages[0].startswith(f"{self.var}/private is private")

    def test_a_key_a_log_a_database_and_a_backup_are_named(self) -> None:
        static = self.folder / "static"
        static.mkdir()
        with self.settings(VAR=self.var):
            note_backup(static / "today.irsite", at=SEVEN)
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(static / "irsite.sqlite3"),
        }
        self.enterContext(mock.patch.dict(settings.DATABASES, {"default": database}))
        messages = self.messages(
            "releases.E017",
            STATIC_ROOT=static,
            IRSITE_SIGNING_KEY=str(static / "key.pem"),
            IRSITE_ACCESS_LOG=str(static / "access.log"),
        )
        named = {Path(message.split(" ")[0]).name for message in messages}
        assert named == {"key.pem", "access.log", "irsite.sqlite3", "today.irsite"}

    def test_a_folder_that_web_servers_serve_by_themselves_is_warned_of(self) -> None:
        for folder, is_warned in (
            ("/var/www/html/irsite", True),
            ("/home/larkmoor/public_html/var", True),
            ("/var/lib/irsite", False),
        ):
            path = Path(folder)
            warned = self.messages(
                "releases.W024", VAR=path, PRIVATE_ROOT=path / "private"
            )
            with self.subTest(folder):
                assert len(warned) == is_warned


class TheDatabaseChecks(TestCase):
    """Report mistakes that show only in what the database holds."""

    def test_a_group_that_does_not_exist_is_named(self) -> None:
        groups = ["Counsel", "Councel", "*"]
        with self.settings(IRSITE_SECOND_FACTOR_GROUPS=groups):
            messages = run_checks(databases=["default"])
        texts = [message.msg for message in messages if message.id == "releases.E010"]
        assert len(texts) == 1
        assert "“Councel”" in texts[0]

    def test_a_machine_whose_clock_is_not_the_database_s_is_warned_of(self) -> None:
        for offset, is_warned in ((0, False), (0.9, False), (-2, True), (2, True)):
            at = SEVEN + dt.timedelta(seconds=offset)
            with (
                self.subTest(offset),
                travel(SEVEN),
                mock.patch("releases.checks.database.read_clock", return_value=at),
            ):
                messages = run_checks(
                    databases=["default"], include_deployment_checks=True
                )
                ids = {message.id for message in messages}
                assert ("releases.W022" in ids) is is_warned
