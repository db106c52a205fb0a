"""A WSGI application that only sends ready responses: granian's own speed.

BASELINE names a JSON file with the headers and the body's file for each path.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse

RESPONSES = {
    path: ([tuple(header) for header in headers], Path(body).read_bytes())
    for path, (headers, body) in json.loads(
        Path(os.environ["BASELINE"]).read_text()
    ).items()
}


def application(
    environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    """Send the response for the path."""
    headers, body = RESPONSES.get(environ["PATH_INFO"], ([], b""))
    start_response("200 OK", headers)
    return [body]
