"""The mail system as a URL: where it listens, how it is secured, and who signs in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

EXAMPLE = "smtp://localhost:25"


class Security(StrEnum):
    """How the connection is secured, by the scheme of the URL."""

    NONE = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """A mail system. Nobody signs in where `user` is empty."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


def read_smtp_url(text: str) -> SmtpServer:
    """Return the mail system of a URL such as smtps://user:password@host:465.

    User and password are percent-encoded. Raises ValueError.
    """
    parts = urlsplit(text)
    security = Security(parts.scheme)
    is_bare = parts.path in {"", "/"} and not parts.query and not parts.fragment
    if (
        not parts.hostname
        or not is_bare
        or bool(parts.username) != bool(parts.password)
    ):
        raise ValueError(EXAMPLE)
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or PORTS[security],
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
