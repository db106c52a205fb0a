"""What the head of a page repeats of the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.record.documents import EventDocument
from releases.templatetags.datetimes import event_period
from releases.templatetags.labels import event_kind, event_place
from releases.text.public_paths import FAVICON, TOUCH_ICON

register = template.Library()


@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> SafeString:
    """Return what a block of the page contains, escaped as it is there.

    A block has one place in a template; the title of a page is also what others show who
    link to it.
    """
    blocks: Any = context.render_context[BLOCK_CONTEXT_KEY]
    text: str = blocks.get_block(name).render(context)
    return SafeString(text.strip())


@register.inclusion_tag("partials/icons.html")
def icon_links() -> dict[str, str]:
    """Show the `<link>` elements of the site’s icon."""
    return {"favicon": FAVICON, "touch_icon": TOUCH_ICON}


@register.filter
def event_summary(event: EventDocument) -> str:
    """Return an event in a sentence or two: what it is, when and where."""
    parts = {
        "kind": event_kind(event.event_kind),
        "title": event.title,
        "when": strip_tags(event_period(event)),
        "place": event_place(event),
    }
    if event.cancelled:
        return _("Cancelled: %(title)s, %(when)s.") % parts
    if parts["place"]:
        return _("%(kind)s: %(title)s. %(when)s, %(place)s.") % parts
    return _("%(kind)s: %(title)s. %(when)s.") % parts
