"""Tests of the system checks that run before the site is served."""

from __future__ import annotations

from django.core.checks import run_checks
from django.test import SimpleTestCase, TestCase, override_settings


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


class TheDatabaseChecks(TestCase):
    """Report mistakes that show only in what the database holds."""

    def test_a_group_that_does_not_exist_is_named(self) -> None:
        groups = ["Counsel", "Councel", "*"]
        with self.settings(IRSITE_SECOND_FACTOR_GROUPS=groups):
            messages = run_checks(databases=["default"])
        texts = [message.msg for message in messages if message.id == "releases.E010"]
        assert len(texts) == 1
        assert "“Councel”" in texts[0]
