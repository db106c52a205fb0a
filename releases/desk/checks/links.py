"""Where the links of a release lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from releases.desk.checks.checked_release import CheckedRelease, Link
from releases.desk.checks.registry import Level, Mark, check
from releases.text import link_targets
from releases.text.public_paths import event_slug_in, file_token_in, release_address_in

ENTANGLED = "https://www.akingump.com/en/news-insights/sec-issues-guidance-on-use-of-corporate-web-sites.html"
STAGING = "https://www.infosecurity-magazine.com/news/intel-earnings-leak-down-to/"


@check(
    "links.insecure",
    Level.ERROR,
    title="Links are https",
    rule="What is read over plain http can be altered on its way.",
)
def insecure(checked: CheckedRelease) -> Iterator[Mark]:
    """Links that begin with http:."""
    yield from _each(
        checked,
        lambda link: link.href.lower().startswith("http:"),
        "is not secure: write it with https, or leave the link out",
    )


@check(
    "links.desk",
    Level.ERROR,
    title="No link leads to the desk or to a preview",
    rule="Pages for staff tell outsiders that something is coming, and what it is "
    "called.",
    source=STAGING,
)
def desk(checked: CheckedRelease) -> Iterator[Mark]:
    """The admin and previews of this site, and previews of others."""
    yield from _each(
        checked,
        lambda link: link_targets.is_staff_url(
            link.href, own=bool(link_targets.path_on_hosts(link.href, checked.hosts))
        ),
        "leads to a page for staff: link to the public page",
    )


@check(
    "links.private",
    Level.ERROR,
    title="No link leads to a private place",
    rule="A results graphic in a staging area was found before its hour in January "
    "2021. Networks of one's own, staging sites and shared drives are not for readers.",
    source=STAGING,
)
def private(checked: CheckedRelease) -> Iterator[Mark]:
    """Hosts that only insiders reach, and files that are shared by link."""
    site = checked.issuer.website if checked.issuer else ""
    yield from _each(
        checked,
        lambda link: link_targets.is_internal_url(
            link.href, site=site, hosts=checked.hosts
        ),
        "leads to a place that readers cannot or should not reach: link to a public page",
    )


@check(
    "links.unpublished",
    Level.ERROR,
    title="Links to this site lead to what is public by then",
    rule="A link to a page that is still to come gives its address away, and leads "
    "nowhere until it opens.",
    source=STAGING,
)
def unpublished(checked: CheckedRelease) -> Iterator[Mark]:
    """Releases, events and files of this site that are not out at the instant."""
    yield from _each(
        checked,
        lambda link: _is_to_come(
            checked, link_targets.path_on_hosts(link.href, checked.hosts)
        ),
        "is not public when this opens: leave the link out, or publish that first",
    )


@check(
    "links.misleading",
    Level.ERROR,
    title="A printed address is the one that its link leads to",
    rule="Look-alike addresses carried forged releases: the words of a link are not to "
    "name one site and lead to another.",
    source="https://www.globalconstructionreview.com/france-fines-bloomberg-news-agency-5m-over-vinci-h/",
)
def misleading(checked: CheckedRelease) -> Iterator[Mark]:
    """Words that are an address of another host than the link's."""
    for link in checked.links:
        if link_targets.names_another_host(link.text, link.href):
            yield Mark(
                message=f"The words “{link.text}” lead to {link.href}: let the link "
                "lead where its words say.",
                passage=link.text,
                field=link.field,
            )


@check(
    "links.wrapped",
    Level.ERROR,
    title="No link is wrapped by a mail filter",
    rule="Mail filters replace links by their own, with the reader's address inside: "
    "readers would be led through somebody's mailbox.",
    source=ENTANGLED,
)
def wrapped(checked: CheckedRelease) -> Iterator[Mark]:
    """Links that were copied from e-mail."""
    yield from _each(
        checked,
        lambda link: link_targets.is_mail_filter_url(link.href),
        "was wrapped by a mail filter: paste the original address",
    )


def _each(
    checked: CheckedRelease, amiss: Callable[[Link], bool], message: str
) -> Iterator[Mark]:
    for link in checked.links:
        if amiss(link):
            yield Mark(
                message=f"The link {link.href} {message}.",
                passage=link.text or link.href,
                field=link.field,
            )


def _is_to_come(checked: CheckedRelease, path: str) -> bool:
    """Whether the path is of something on this site that nobody can read by then."""
    if address := release_address_in(path):
        return address not in checked.public.releases | {checked.release.address}
    if slug := event_slug_in(path):
        going = {one.slug for one in checked.events}
        return slug not in checked.public.events | going
    if token := file_token_in(path):
        enclosed = {one.attachment.token for one in checked.enclosures}
        return token not in checked.public.file_tokens | enclosed
    return False
