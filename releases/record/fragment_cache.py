"""Addresses on the site, from wherever it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.urls import get_script_prefix

P = ParamSpec("P")
T = TypeVar("T")


def on_the_site(path: str) -> str:
    """The address of this path where the site is now served, or looked back at.

    Django keeps where that is, for `reverse`; this is for what has no named address.
    """
    return get_script_prefix().removesuffix("/") + path


def kept(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Has what a function writes kept, as many as this: by all that it is made of.

    Where the site is served is among that, since the addresses in it lie there.
    """

    def keeping(write: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def written(place: str, *args: P.args, **kwargs: P.kwargs) -> T:
            return write(*args, **kwargs)

        @wraps(write)
        def found(*args: P.args, **kwargs: P.kwargs) -> T:
            return written(on_the_site("/"), *args, **kwargs)  # type: ignore[arg-type]  # may be hashed

        return found

    return keeping
