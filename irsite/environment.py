"""Environment variables as declarations: name, kind of value, default, and what they set.

A variable is read by `Variable.read`, which raises ImproperlyConfigured for a value that its
kind does not allow. irsite/variables.py declares all of them.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")


class UnreadablePart(ValueError):
    """A part of a value that is not allowed, so that a message names that part alone."""


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """What values a variable may have.

    `allowed` ends the sentence "IRSITE_X must be ...", which an operator reads whose value is
    not allowed: `parse` raised ValueError. `outline` names the kind in the documentation, in
    Markdown. `empty` is what an empty value means, in a tuple; without it, one is parsed.
    """

    allowed: str
    parse: Callable[[str], T]
    outline: str
    empty: tuple[T] | tuple[()] = ()


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """A variable of the environment, whose `default` is written as in the environment.

    `default_from` says in words where a default comes from that is not the same everywhere.
    `sets` is Markdown. `in_production` is its value in the example of a production host.
    No message quotes a secret.
    """

    name: str
    kind: Kind[T]
    sets: str
    default: str
    default_from: str
    is_secret: bool
    in_production: str

    def read(self, default: str = "") -> T:
        """Return the value; `default` is that of a variable whose default is not fixed."""
        value = os.environ.get(self.name, self.default or default)
        if not value and self.kind.empty:
            return self.kind.empty[0]
        try:
            return self.kind.parse(value)
        except ValueError as error:
            part = error.args[0] if isinstance(error, UnreadablePart) else value
        quoted = "" if self.is_secret else f", not {part!r}"
        raise ImproperlyConfigured(f"{self.name} must be {self.kind.allowed}{quoted}.")

    def require(self, *, by: str) -> T:
        """Return the value, which the setting `by` makes compulsory."""
        if not os.environ.get(self.name):
            raise ImproperlyConfigured(f"{by} needs {self.name}, and it is not set.")
        return self.read()


@dataclass(frozen=True, slots=True)
class Section:
    """Variables on one subject, in the order in which they are declared."""

    title: str
    variables: list[Variable[Any]] = field(default_factory=list)

    def variable(
        self,
        name: str,
        kind: Kind[T],
        sets: str,
        *,
        default: str = "",
        default_from: str = "",
        is_secret: bool = False,
        in_production: str = "",
    ) -> Variable[T]:
        """Return a new variable, the next one of this section."""
        variable = Variable(
            name, kind, sets, default, default_from, is_secret, in_production
        )
        self.variables.append(variable)
        return variable


def undeclared_names(
    sections: Iterable[Section], environment: Iterable[str]
) -> list[str]:
    """Return the names of an environment that look like those of variables and are none."""
    declared = {variable.name for part in sections for variable in part.variables}
    return sorted(
        name
        for name in environment
        if name.startswith("IRSITE_") and name not in declared
    )


def read_or_first_line(variable: Variable[str], file: Variable[str]) -> str:
    """Return the variable, or the one line of the file that another variable names.

    Container engines hand secrets over as files.
    """
    value, path = variable.read(), file.read()
    if not path:
        return value
    if value:
        raise ImproperlyConfigured(
            f"{variable.name} and {file.name} are both set: use one."
        )
    try:
        value = Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"Cannot read {file.name}: {error}.") from None
    if not value or "\n" in value:
        raise ImproperlyConfigured(f"{file.name} must have one line, the secret.")
    return value


def require_package(name: str, *, of: str, by: str) -> None:
    """Require an optional package of a file of requirements, which `by` needs."""
    if importlib.util.find_spec(name) is None:
        raise ImproperlyConfigured(
            f"{by} needs the packages of {of}, and {name} is not installed."
        )
