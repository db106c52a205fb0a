"""The alert rules and the documented configuration, by Prometheus' own promtool."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

from django.test import SimpleTestCase

import yaml

from releases.pagecache.metrics import LATENESS_BOUNDS
from tests.test_house_rules import ROOT, text

RULES = ROOT / "ops/prometheus/alerts.yaml"
# The configuration in docs/metrics.md, which operators copy: an indented block.
CONFIGURATION = re.compile(r"^    # prometheus\.yml\n((?:    .*\n)+)", re.M)


def documented_configuration() -> str:
    """Return the configuration of Prometheus that the documentation gives."""
    block = CONFIGURATION.search(text("docs/metrics.md"))
    assert block
    return re.sub(r"^    ", "", block[1], flags=re.M)


class TheConfiguration(SimpleTestCase):
    """Asks often enough for the rules."""

    def test_each_rule_has_values_enough(self) -> None:
        configuration = yaml.safe_load(documented_configuration())
        # A rate needs two values within its minute; a rule is judged as often.
        assert configuration["global"] == {
            "scrape_interval": "15s",
            "evaluation_interval": "15s",
        }
        (job,) = configuration["scrape_configs"]
        assert f'up{{job="{job["job_name"]}"}}' in RULES.read_text()
        ranges = set(re.findall(r"\[(\w+)\]", RULES.read_text())) - {"1m", "10m"}
        assert not ranges

    def test_a_rule_about_a_bucket_names_one_that_there_is(self) -> None:
        (bound,) = re.findall(r'le="([\d.]+)"', RULES.read_text())
        assert float(bound) in LATENESS_BOUNDS


class ByPromtool(SimpleTestCase):
    """Debian's package prometheus has it; without it these are skipped."""

    def run_promtool(self, *words: str) -> None:
        """Run promtool, and show what it says where it fails."""
        promtool = shutil.which("promtool")
        if promtool is None:
            raise SkipTest("There is no promtool.")
        completed = subprocess.run(
            [promtool, *words], capture_output=True, check=False, text=True
        )
        assert completed.returncode == 0, completed.stdout + completed.stderr

    def test_it_accepts_rules_and_configuration(self) -> None:
        configuration = documented_configuration()
        configuration = re.sub(r"\[/etc/\S+\]", f"[{RULES}]", configuration)
        with tempfile.TemporaryDirectory(prefix="irsite-prometheus-") as folder:
            file = Path(folder) / "prometheus.yml"
            file.write_text(configuration)
            self.run_promtool("check", "config", str(file))

    def test_each_alarm_fires_and_goes_out_as_it_should(self) -> None:
        self.run_promtool(
            "test", "rules", str(Path(__file__).parent / "alert_rules.yaml")
        )
