"""What is said before anybody is served."""

from __future__ import annotations

from django.core.checks import run_checks
from django.test import SimpleTestCase, override_settings


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
