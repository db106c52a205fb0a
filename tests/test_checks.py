"""What is said before anybody is served."""

from __future__ import annotations

from django.core.checks import run_checks
from django.test import SimpleTestCase, TestCase, override_settings


def said() -> set[str | None]:
    """The ids of what the deployment checks say."""
    return {message.id for message in run_checks(include_deployment_checks=True)}


class TheDeploymentChecks(SimpleTestCase):
    """Mistakes in production that can be seen from the settings."""

    def test_a_secret_key_that_does_not_last_is_warned_of(self) -> None:
        with override_settings(SECRET_KEY_IS_LASTING=False):
            assert "releases.W001" in said()

    def test_one_from_the_environment_is_not(self) -> None:
        with override_settings(SECRET_KEY_IS_LASTING=True):
            assert "releases.W001" not in said()

    def test_a_desk_that_a_password_alone_opens_is_warned_of(self) -> None:
        for groups in ([], ["Counsel"], ["*"]):
            with self.settings(IRSITE_SECOND_FACTOR_GROUPS=groups):
                assert ("releases.W010" in said()) is (not groups)


class TheDatabaseChecks(TestCase):
    """Mistakes that show only beside what the database holds."""

    def test_a_group_that_does_not_exist_is_named(self) -> None:
        wanted = ["Counsel", "Councel", "*"]
        with self.settings(IRSITE_SECOND_FACTOR_GROUPS=wanted):
            said = run_checks(databases=["default"])
        named = [one.msg for one in said if one.id == "releases.E010"]
        assert len(named) == 1
        assert "“Councel”" in named[0]
