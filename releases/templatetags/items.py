"""Items of lists, which one list hands on to the next."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from releases.record.documents import ReleaseHead
from releases.record.fragment_cache import kept
from releases.record.published import Published

register = template.Library()


@register.simple_tag
@kept(1000)
def release_item(release: Published[ReleaseHead], level: str) -> SafeString:
    """The release in a list, under a heading of this level (h2, h3).

    All but the newest items of a list were in the one before it.
    """
    return render_to_string(
        "partials/release_item.html", {"release": release, "level": level}
    )
