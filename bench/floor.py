"""The server under the press with an application that only sends: what is left to win.

FLOOR names a file of JSON: for each path the headers, and the file of the body.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse

ANSWERS = {
    path: ([tuple(header) for header in headers], Path(body).read_bytes())
    for path, (headers, body) in json.loads(
        Path(os.environ["FLOOR"]).read_text()
    ).items()
}


def application(
    environ: dict[str, Any], start_response: StartResponse
) -> Iterable[bytes]:
    """The answer, whoever asks."""
    headers, body = ANSWERS.get(environ["PATH_INFO"], ([], b""))
    start_response("200 OK", headers)
    return [body]
