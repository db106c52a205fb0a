"""The headers that let scripts of other sites read a response (Fetch, 3.2)."""

from __future__ import annotations

# Constants: a response never depends on who reads it, so there is no `Vary: Origin`.
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
}
# The response to a preflight (Fetch, 4.8): what scripts may send beside what they always
# may.
PREFLIGHT_HEADERS = {
    **CORS_HEADERS,
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-Modified-Since, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}
