"""The headers of every response."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from unittest import TestCase

from django.conf import settings

# A process of its own, with no more of Django than the middleware needs.
PRINT_POLICY = """
import json, sys
from django.conf import settings
settings.configure(CONTENT_SECURITY_POLICY=json.loads(sys.argv[1]))
from django.http import HttpRequest, HttpResponse
from releases.pagecache.response_headers import SortedPolicyMiddleware
answer = SortedPolicyMiddleware(lambda request: HttpResponse())
print(answer(HttpRequest())["Content-Security-Policy"])
"""


class TheContentSecurityPolicy(TestCase):
    """Is the same in every worker."""

    def test_its_directives_have_one_order_in_every_process(self) -> None:
        policies = {self.policy(hash_seed=seed) for seed in ("1", "2", "3")}
        assert len(policies) == 1
        (policy,) = policies
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        assert [part.split(" ")[0] for part in policy.split("; ")] == sorted(directives)

    def policy(self, *, hash_seed: str) -> str:
        """Return the policy that a process with this seed of its hashes sends."""
        policy = json.dumps(settings.CONTENT_SECURITY_POLICY, default=str)
        completed = subprocess.run(
            [sys.executable, "-c", PRINT_POLICY, policy],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return completed.stdout.strip()
