"""A cache for pieces of HTML, and the address at which the site is served."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.urls import get_script_prefix
from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")


def on_the_site(path: str) -> str:
    """Put the script prefix before `path`, as `reverse` does for named routes.

    The prefix differs where the site is shown as of an earlier moment.
    """
    return get_script_prefix().removesuffix("/") + path


def cached_fragment(max_size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Cache up to `max_size` results of a function.

    By its arguments, the script prefix and the active language.
    """

    def decorate(render: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=max_size)
        def render_at_prefix(
            prefix: str, language: str | None, *args: P.args, **kwargs: P.kwargs
        ) -> T:
            return render(*args, **kwargs)

        @wraps(render)
        def render_cached(*args: P.args, **kwargs: P.kwargs) -> T:
            return render_at_prefix(on_the_site("/"), get_language(), *args, **kwargs)  # type: ignore[arg-type]  # may be hashed

        return render_cached

    return decorate
