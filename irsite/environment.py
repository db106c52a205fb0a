"""Typed readers of environment variables, which raise ImproperlyConfigured on bad values."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import os
import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from releases.text.smtp_url import EXAMPLE, read_smtp_url
from releases.text.webhooks import is_webhook_url, read_webhook_secret


def text(name: str, default: str) -> str:
    """Return the variable as it is written."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return the variable as a boolean."""
    value = os.environ.get(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be 'true' or 'false', not {value!r}.")
    return value == "true"


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return the variable as a whole number, `least` or more."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} must be a whole number, {least} or more, not {value!r}."
        )
    return int(value)


def comma_separated(name: str, default: str) -> list[str]:
    """Return the comma-separated values of the variable, without empty ones."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folders(name: str) -> list[str]:
    """Return the comma-separated folders of the variable, each of which must exist."""
    named = comma_separated(name, "")
    for folder in named:
        if not Path(folder).is_absolute() or not Path(folder).is_dir():
            raise ImproperlyConfigured(
                f"{name} must name folders by their whole path; {folder!r} is none."
            )
    return named


def choice(name: str, default: str, *, among: set[str]) -> str:
    """Return the variable, which must be one of the values in `among`."""
    value = text(name, default)
    if value not in among:
        offered = ", ".join(sorted(among))
        raise ImproperlyConfigured(f"{name} must be one of {offered}, not {value!r}.")
    return value


def url(name: str, default: str) -> str:
    """Return the variable as an http or https URL without a slash at its end."""
    value = text(name, default).rstrip("/")
    if value != default and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(
            f"{name} must be like https://ir.example.com, not {value!r}."
        )
    return value


def uris(name: str, *, schemes: set[str]) -> list[str]:
    """Return the comma-separated URIs of the variable, each with one of the schemes."""
    named = comma_separated(name, "")
    for uri in named:
        # A space or a line end would begin something else where they are written.
        if urlsplit(uri).scheme not in schemes or not re.fullmatch("[!-~]+", uri):
            allowed = ", ".join(f"{scheme}:" for scheme in sorted(schemes))
            raise ImproperlyConfigured(
                f"{name} must be addresses that begin with {allowed}, not {uri!r}."
            )
    return named


def instant(name: str) -> dt.datetime | None:
    """Return the variable as an instant in UTC (RFC 3339); None if it is not set."""
    value = text(name, "")
    if not value:
        return None
    with contextlib.suppress(ValueError):
        moment = dt.datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(dt.UTC)
    raise ImproperlyConfigured(
        f"{name} must be an instant like 2027-06-30T00:00:00Z, not {value!r}."
    )


def smtp_url(name: str) -> str:
    """Return the variable as the URL of a mail system; empty where there is none."""
    value = text(name, "")
    try:
        if value:
            read_smtp_url(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be like {EXAMPLE} or smtps://user:password@smtp.example.com."
        ) from None
    return value


def mail_sender(name: str, default: str) -> str:
    """Return the variable as an address with or without a name: IR <ir@example.com>."""
    value = text(name, default)
    _, address = parseaddr(value)
    if not address.isascii() or not address.partition("@")[2] or set("\r\n") & {*value}:
        raise ImproperlyConfigured(
            f"{name} must be like Investor Relations <ir@example.com>, not {value!r}."
        )
    return value


def mail_address(name: str) -> str:
    """Return the variable as an address like bounces@ir.example.com, or an empty text."""
    value = text(name, "")
    if value and not re.fullmatch(r"[\w.-]+@[\w.-]+", value, re.ASCII):
        raise ImproperlyConfigured(
            f"{name} must be like bounces@ir.example.com, not {value!r}."
        )
    return value


def webhook_url(name: str) -> str:
    """Return the variable as an https URL, or http on this machine; empty if not set."""
    value = text(name, "")
    if value and not is_webhook_url(value):
        raise ImproperlyConfigured(
            f"{name} must be like https://chat.example.com/hooks/xyz; http is for "
            "this machine alone."
        )
    return value


def domain_name(name: str, default: str) -> str:
    """Return the variable as a domain name in ASCII, or an empty text."""
    value = text(name, default)
    if value and not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", value, re.I):
        raise ImproperlyConfigured(
            f"{name} must be like ir.example.com, not {value!r}."
        )
    return value


def webhook_secret(name: str) -> str:
    """Return the variable as a secret of Standard Webhooks; empty if not set."""
    value = text(name, "")
    try:
        if value:
            read_webhook_secret(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be whsec_ and 24 to 64 random bytes in base64."
        ) from None
    return value


def hosts_and_ports(name: str) -> list[str]:
    """Return the comma-separated host:port of the variable."""
    values = comma_separated(name, "")
    if not all(re.fullmatch(r"\S+:\d{1,5}", value) for value in values):
        raise ImproperlyConfigured(
            f"{name} must be like 127.0.0.1:8000, comma-separated."
        )
    return values


def package(name: str, *, of: str, by: str) -> None:
    """Require an optional package of a file of requirements, which `by` needs."""
    if importlib.util.find_spec(name) is None:
        raise ImproperlyConfigured(
            f"{by} needs the packages of {of}, and {name} is not installed."
        )


def redis_url(name: str, *, by: str) -> str:
    """Return the variable as the URL of a Redis, which the setting `by` makes compulsory.

    An error does not quote it: it has a password.
    """
    value = required(name, by=by)
    if not re.match(r"(rediss?://[^/\s]|unix://\S*/)", value):
        raise ImproperlyConfigured(
            f"{name} must be like redis://:password@127.0.0.1:6379/0, rediss://… or unix://…."
        )
    return value


def secret(name: str) -> str:
    """Return the variable, or the first line of the file that `name` and _FILE name.

    Container engines hand secrets over as files.
    """
    value, path = text(name, ""), text(f"{name}_FILE", "")
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: use one.")
    try:
        value = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"Cannot read {name}_FILE: {error}.") from None
    if not value or "\n" in value:
        raise ImproperlyConfigured(f"{name}_FILE must have one line, the secret.")
    return value


def folder(name: str, default: Path) -> Path:
    """Return the variable as a folder by its whole path, which need not exist."""
    path = Path(text(name, "") or default)
    if not path.is_absolute():
        raise ImproperlyConfigured(
            f"{name} must be a whole path like /var/lib/irsite, not {str(path)!r}."
        )
    return path


def required(name: str, *, by: str) -> str:
    """Return the variable, which the setting `by` makes compulsory."""
    value = text(name, "")
    if not value:
        raise ImproperlyConfigured(f"{by} needs {name}, and it is not set.")
    return value
