"""The kinds of values that environment variables have: what is allowed, and how it is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from irsite.environment import Kind, UnreadablePart
from releases.text.smtp_url import EXAMPLE, read_smtp_url
from releases.text.webhooks import is_webhook_url, read_webhook_secret

T = TypeVar("T")


def require_match(pattern: str, value: str, *, flags: int = 0) -> str:
    """Return the value, the whole of which the pattern must match. Raise ValueError."""
    if not re.fullmatch(pattern, value, flags):
        raise ValueError
    return value


def optional(kind: Kind[T], empty: T) -> Kind[T]:
    """Return the kind for a variable that may be empty, which means `empty`."""
    return Kind(kind.allowed, kind.parse, kind.outline, (empty,))


def whole_number(least: int = 0) -> Kind[int]:
    """Return the kind of a whole number, `least` or more."""

    def parse(value: str) -> int:
        if not value.isdecimal() or int(value) < least:
            raise ValueError
        return int(value)

    return Kind(
        f"a whole number, {least} or more", parse, f"whole number, {least} or more"
    )


def choice(among: Collection[str], outline: str = "") -> Kind[str]:
    """Return the kind of one of several values."""

    def parse(value: str) -> str:
        if value not in among:
            raise ValueError
        return value

    allowed = sorted(among)
    outline = outline or ", ".join(f"`{value}`" for value in allowed)
    return Kind(f"one of {', '.join(allowed)}", parse, outline)


def uris(*schemes: str) -> Kind[list[str]]:
    """Return the kind of URIs with one of the schemes, comma-separated; none if empty."""

    def parse(value: str) -> list[str]:
        named = _parse_list(value)
        for uri in named:
            # A space or a line end would begin something else where they are written.
            if urlsplit(uri).scheme not in schemes or not re.fullmatch("[!-~]+", uri):
                raise UnreadablePart(uri)
        return named

    begins = ", ".join(f"{scheme}:" for scheme in sorted(schemes))
    outline = f"list of URIs with {', '.join(f'`{name}:`' for name in sorted(schemes))}"
    return Kind(f"addresses that begin with {begins}", parse, outline)


def _parse_flag(value: str) -> bool:
    if value.lower() not in {"true", "false"}:
        raise ValueError
    return value.lower() == "true"


def _parse_list(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _parse_folder(value: str) -> Path:
    if not Path(value).is_absolute():
        raise ValueError
    return Path(value)


def _parse_folders(value: str) -> list[str]:
    for folder in _parse_list(value):
        if not Path(folder).is_absolute() or not Path(folder).is_dir():
            raise UnreadablePart(folder)
    return _parse_list(value)


def _parse_url(value: str) -> str:
    if urlsplit(value).scheme not in {"http", "https"}:
        raise ValueError
    return value.rstrip("/")


def _parse_instant(value: str) -> dt.datetime | None:
    instant = dt.datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(dt.UTC)


def _parse_smtp_url(value: str) -> str:
    read_smtp_url(value)
    return value


def _parse_sender(value: str) -> str:
    _, address = parseaddr(value)
    if not address.isascii() or not address.partition("@")[2] or set("\r\n") & {*value}:
        raise ValueError
    return value


def _parse_webhook_url(value: str) -> str:
    if not is_webhook_url(value):
        raise ValueError
    return value


def _parse_webhook_secret(value: str) -> str:
    read_webhook_secret(value)
    return value


def _parse_hosts_and_ports(value: str) -> list[str]:
    return [require_match(r"\S+:\d{1,5}", part) for part in _parse_list(value)]


TEXT = Kind("a text", str, "text")
FLAG = Kind("'true' or 'false'", _parse_flag, "`true` or `false`")
LIST = Kind("values, comma-separated", _parse_list, "list")
FILE = Kind("the path of a file", str, "path of a file")
FOLDER = Kind(
    "a whole path like /var/lib/irsite", _parse_folder, "whole path of a folder"
)
FOLDERS = Kind(
    "folders that exist, by their whole path, comma-separated",
    _parse_folders,
    "list of whole paths",
)
WEB_ADDRESS = Kind("like https://ir.example.com", _parse_url, "http or https URL")
# An instant in UTC (RFC 3339).
INSTANT = optional(
    Kind(
        "an instant like 2027-06-30T00:00:00Z", _parse_instant, "instant with its zone"
    ),
    None,
)
SMTP_URL = optional(
    Kind(
        f"like {EXAMPLE} or smtps://user:password@smtp.example.com",
        _parse_smtp_url,
        "smtp, smtp+starttls or smtps URL",
    ),
    "",
)
# With or without a name: IR <ir@example.com>.
SENDER = Kind(
    "like Investor Relations <ir@example.com>",
    _parse_sender,
    "mail address, with or without a name",
)
MAIL_ADDRESS = optional(
    Kind(
        "like bounces@ir.example.com",
        lambda value: require_match(r"[\w.-]+@[\w.-]+", value, flags=re.ASCII),
        "mail address",
    ),
    "",
)
DOMAIN_NAME = optional(
    Kind(
        "like ir.example.com",
        lambda value: require_match(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", value, flags=re.I),
        "domain name in ASCII",
    ),
    "",
)
WEBHOOK_URL = optional(
    Kind(
        "like https://chat.example.com/hooks/xyz; http is for this machine alone",
        _parse_webhook_url,
        "https URL",
    ),
    "",
)
WEBHOOK_SECRET = optional(
    Kind(
        "whsec_ and 24 to 64 random bytes in base64",
        _parse_webhook_secret,
        "secret of Standard Webhooks",
    ),
    "",
)
HOSTS_AND_PORTS = Kind(
    "like 127.0.0.1:8000, comma-separated",
    _parse_hosts_and_ports,
    "list of host:port",
)
REDIS_URL = Kind(
    "like redis://:password@127.0.0.1:6379/0, rediss://… or unix://…",
    lambda value: require_match(r"(rediss?://[^/\s]|unix://\S*/).*", value),
    "redis, rediss or unix URL",
)
