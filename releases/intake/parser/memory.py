"""A memory for functions of texts, which lasts as long as the reading of one text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

_MOST = 4096
_forgetting: list[Callable[[], None]] = []
P = ParamSpec("P")
R = TypeVar("R")


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function of texts return what it returned for the same texts in this reading."""
    cached = lru_cache(_MOST)(function)
    _forgetting.append(cached.cache_clear)
    return cached  # type: ignore[return-value]  # lru_cache forgets the parameters' types


def forget() -> None:
    """Drop everything: a reading is over, and its text is nobody's any more."""
    for clear in _forgetting:
        clear()
