"""Requests of the JSON API at a moment, parsed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.test import Client

from tests.builders import SEVEN
from tests.clock import travel

API = "/api/v1"


def get_json(path: str, *, at: dt.datetime = SEVEN) -> Any:
    """Return what an address below that of the API answers; it must answer 200."""
    with travel(at):
        response = Client().get(f"{API}{path}")
    assert response.status_code == 200, (path, response.status_code)
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)
