"""The environment, read by typed functions that say what to write where it is wrong."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str) -> str:
    """The variable as it is written."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    """The variable as true or false."""
    value = os.environ.get(name, str(default)).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name} must be 'true' or 'false', not {value!r}.")
    return value == "true"


def number(name: str, default: int, *, least: int = 0) -> int:
    """The variable as a whole number."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} must be a whole number, {least} or more, not {value!r}."
        )
    return int(value)


def listed(name: str, default: str) -> list[str]:
    """The variable as a list, written with commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, *, among: set[str]) -> str:
    """The variable as one of several words."""
    value = text(name, default)
    if value not in among:
        offered = ", ".join(sorted(among))
        raise ImproperlyConfigured(f"{name} must be one of {offered}, not {value!r}.")
    return value


def address(name: str, default: str) -> str:
    """The variable as an address of the web, without a slash at its end."""
    value = text(name, default).rstrip("/")
    if value != default and urlsplit(value).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(
            f"{name} must be like https://ir.example.com, not {value!r}."
        )
    return value


def required(name: str, *, by: str) -> str:
    """The variable, without which another one cannot be what it is."""
    value = text(name, "")
    if not value:
        raise ImproperlyConfigured(f"{by} needs {name}, and it is not set.")
    return value
