"""Where the links of a release lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease, Link
from releases.desk.checks.registry import Level, Problem, check
from releases.text.link_targets import (
    is_internal_url,
    is_mail_filter_url,
    is_staff_url,
    names_another_host,
    path_on_hosts,
)
from releases.text.public_paths import event_slug_in, file_token_in, release_address_in
from releases.text.translatable import Message

WEBSITE_GUIDANCE_URL = "https://www.akingump.com/en/news-insights/sec-issues-guidance-on-use-of-corporate-web-sites.html"
STAGING_LEAK_URL = (
    "https://www.infosecurity-magazine.com/news/intel-earnings-leak-down-to/"
)
HOAX_URL = "https://www.globalconstructionreview.com/france-fines-bloomberg-news-agency-5m-over-vinci-h/"


@check(
    "links.insecure",
    Level.ERROR,
    title=_("Links use https"),
    rule=_("What is read over plain http can be altered on its way."),
)
def insecure_link(checked: CheckedRelease) -> Iterator[Problem]:
    """Find links that begin with http:."""
    yield from _problems(
        checked,
        lambda link: link.href.lower().startswith("http:"),
        gettext_noop("The link %(link)s isn't secure. Use https, or remove it."),
    )


@check(
    "links.desk",
    Level.ERROR,
    title=_("No link leads to the admin site or to a preview"),
    rule=_("Staff pages reveal to outsiders that something is coming, and its name."),
    source=STAGING_LEAK_URL,
)
def staff_link(checked: CheckedRelease) -> Iterator[Problem]:
    """Find links to the admin and previews of this site, and to previews of others."""
    yield from _problems(
        checked,
        lambda link: is_staff_url(
            link.href, own=bool(path_on_hosts(link.href, checked.hosts))
        ),
        gettext_noop(
            "The link %(link)s leads to a staff page. Link to the public page."
        ),
    )


@check(
    "links.private",
    Level.ERROR,
    title=_("No link leads to a private place"),
    rule=_(
        "In January 2021 a results graphic was found early in a staging area. Internal "
        "networks, staging sites and shared drives are not for readers."
    ),
    source=STAGING_LEAK_URL,
)
def private_link(checked: CheckedRelease) -> Iterator[Problem]:
    """Find hosts that only insiders reach, and files that are shared by link."""
    site = checked.issuer.website if checked.issuer else ""
    yield from _problems(
        checked,
        lambda link: is_internal_url(link.href, site=site, hosts=checked.hosts),
        gettext_noop(
            "The link %(link)s leads to a private place. Link to a public page instead."
        ),
    )


@check(
    "links.unpublished",
    Level.ERROR,
    title=_("Links to this site lead to public pages"),
    rule=_(
        "A link to a page that isn't published yet reveals its address, and leads nowhere "
        "until then."
    ),
    source=STAGING_LEAK_URL,
)
def unpublished_link(checked: CheckedRelease) -> Iterator[Problem]:
    """Find releases, events and files of this site that are not public by then."""
    yield from _problems(
        checked,
        lambda link: _is_unpublished(checked, path_on_hosts(link.href, checked.hosts)),
        gettext_noop(
            "The link %(link)s won't be public when this release is. Remove it, or "
            "publish that page first."
        ),
    )


@check(
    "links.misleading",
    Level.ERROR,
    title=_("A printed address is the one that its link leads to"),
    rule=_(
        "Forged releases used look-alike addresses: a link doesn't show one site and lead "
        "to another."
    ),
    source=HOAX_URL,
)
def misleading_link(checked: CheckedRelease) -> Iterator[Problem]:
    """Find link texts that are an address of another host than the link's."""
    for link in checked.links:
        if names_another_host(link.text, link.href):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "“%(text)s” links to %(link)s. Make the text and the link agree."
                    ),
                    {"text": link.text, "link": link.href},
                ),
                passage=link.text,
                field=link.field,
            )


@check(
    "links.wrapped",
    Level.ERROR,
    title=_("No link was rewritten by a mail filter"),
    rule=_(
        "Mail filters replace links in messages by their own, which contain the "
        "recipient's address and lead readers through their service."
    ),
    source=WEBSITE_GUIDANCE_URL,
)
def mail_filter_link(checked: CheckedRelease) -> Iterator[Problem]:
    """Find links that were copied from e-mail."""
    yield from _problems(
        checked,
        lambda link: is_mail_filter_url(link.href),
        gettext_noop(
            "The link %(link)s was rewritten by a mail filter. Paste the original address."
        ),
    )


def _problems(
    checked: CheckedRelease, is_wrong: Callable[[Link], bool], template: str
) -> Iterator[Problem]:
    for link in checked.links:
        if is_wrong(link):
            yield Problem(
                message=Message(template, {"link": link.href}),
                passage=link.text or link.href,
                field=link.field,
            )


def _is_unpublished(checked: CheckedRelease, path: str) -> bool:
    """Return whether the path is of something on this site that isn't public by then."""
    if address := release_address_in(path):
        return address not in checked.public.releases | {checked.release.address}
    if slug := event_slug_in(path):
        own_events = {event.slug for event in checked.events}
        return slug not in checked.public.events | own_events
    if token := file_token_in(path):
        own_files = {enclosure.attachment.token for enclosure in checked.enclosures}
        return token not in checked.public.file_tokens | own_files
    return False
