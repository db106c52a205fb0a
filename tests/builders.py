"""Build the rows that tests need, with ordinary values for all that a test does not name."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile

from PIL import Image as Picture

from releases.desk import transitions
from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.desk.image_sizes import made_sizes
from releases.desk.images import add_image
from releases.desk.transitions.publishing import ApprovedRelease, publish_approved
from releases.models import (
    Absence,
    Attachment,
    Boilerplate,
    Category,
    Contact,
    Disclaimer,
    Event,
    Filing,
    Image,
    Issuer,
    Listing,
    Publication,
    Release,
    ReleaseBoilerplate,
    ReleaseContact,
    ReleaseDisclaimer,
    ReleaseEvent,
    Report,
    SitePage,
    State,
)
from releases.record import audit_author
from releases.record.authorization import Authorization, Ground
from tests.clock import SECOND, travel

# Seven in the morning in New York, on a Tuesday.
SEVEN = dt.datetime(2026, 3, 3, 12, 0, 0, tzinfo=dt.UTC)

BEFORE_ANY_TEST = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)

# Of what goes on the record past the desk's approvals.
NOBODYS = Authorization(ground=Ground.APPROVALS)

_numbers = itertools.count(1)


def make_user(name: str = "", *, groups: tuple[str, ...] = (), **fields: Any) -> User:
    """Create a member of staff in these groups, whose password is “sesame”."""
    # The journal notes the password, and its time never runs backwards.
    with (
        travel(BEFORE_ANY_TEST),
        audit_author.acting_as(by="root", origin="192.0.2.1"),
    ):
        user = User.objects.create_user(
            name or f"user{next(_numbers)}", password="sesame", is_staff=True, **fields
        )
        user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_absence(person: User, deputy: User, **fields: Any) -> Absence:
    """Create an absence of a week from SEVEN."""
    defaults = {"starts": SEVEN, "ends": SEVEN + dt.timedelta(days=7)}
    return Absence.objects.create(person=person, deputy=deputy, **defaults | fields)


def make_issuer(**fields: Any) -> Issuer:
    """Create a fictional company in New York's time zone, with one listing."""
    issuer = Issuer.objects.create(
        **{"name": "Larkmoor Therapeutics", "timezone": "America/New_York"} | fields
    )
    Listing.objects.create(issuer=issuer, exchange="XNAS", symbol="LRKM", primary=True)
    return issuer


def make_contact(**fields: Any) -> Contact:
    """Create an investor contact."""
    defaults: dict[str, Any] = {
        "audience": "investors",
        "name": "Dana Whitlock",
        "title": "Director, Investor Relations",
        "organization": "Larkmoor Therapeutics",
        "phones": "+1 617 555 0142",
        "emails": "ir@example.com",
    }
    return Contact.objects.create(**defaults | fields)


def make_disclaimer(**fields: Any) -> Disclaimer:
    """Create a forward-looking disclaimer."""
    defaults: dict[str, Any] = {
        "name": "Forward-looking statements",
        "heading": "Forward-Looking Statements",
        "wording": "Some of these statements look forward.\n\nThings may differ.",
    }
    return Disclaimer.objects.create(**defaults | fields)


def make_boilerplate(**fields: Any) -> Boilerplate:
    """Create an About section."""
    defaults: dict[str, Any] = {
        "name": f"About {next(_numbers)}",
        "heading": "About Larkmoor",
        "text": "Larkmoor is a fictional company. See www.example.com.",
    }
    return Boilerplate.objects.create(**defaults | fields)


def make_event(**fields: Any) -> Event:
    """Create an earnings call of an hour, a week after SEVEN."""
    defaults: dict[str, Any] = {
        "title": "First quarter earnings call",
        "slug": f"earnings-call-{next(_numbers)}",
        "kind": "earnings_call",
        "starts": SEVEN + dt.timedelta(days=7),
        "ends": SEVEN + dt.timedelta(days=7, hours=1),
        "timezone": "America/New_York",
    }
    return Event.objects.create(**defaults | fields)


def make_filing(*releases: Release, **fields: Any) -> Filing:
    """Create a filing on the day of SEVEN, linked to these releases."""
    defaults: dict[str, Any] = {
        "accession": f"0009999999-26-{next(_numbers):06d}",
        "form": "8-K",
        "filed_on": SEVEN.date(),
        "title": "Results of operations",
        "url": "https://www.sec.gov/Archives/edgar/data/9999999/1-index.htm",
    }
    filing = Filing.objects.create(**defaults | fields)
    filing.releases.add(*releases)
    return filing


def make_report(**fields: Any) -> Report:
    """Create an annual report of the day of SEVEN."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "title": f"Annual report {number}",
        "slug": f"annual-report-{number}",
        "dated": SEVEN.date(),
    }
    return Report.objects.create(**defaults | fields)


def make_site_page(**fields: Any) -> SitePage:
    """Create a page on governance, in the navigation."""
    defaults: dict[str, Any] = {
        "title": "Governance",
        "slug": f"governance-{next(_numbers)}",
        "body": "<p>The board has five members.</p>",
    }
    return SitePage.objects.create(**defaults | fields)


def make_attachment(
    release: Release | None = None,
    *,
    event: Event | None = None,
    report: Report | None = None,
    page: SitePage | None = None,
    content: bytes = b"%PDF-1.7 not really",
    name: str = "results.pdf",
    title: str = "Results presentation",
) -> Attachment:
    """Create an attachment, its file in private storage."""
    return Attachment.objects.create(
        release=release,
        event=event,
        report=report,
        page=page,
        title=title,
        file=ContentFile(content, name=name),
    )


def picture(
    kind: str = "PNG",
    size: tuple[int, int] = (1200, 600),
    mode: str = "RGB",
    **fields: Any,
) -> bytes:
    """Return the bytes of an image file."""
    content = io.BytesIO()
    Picture.new(mode, size).save(content, kind, **fields)
    return content.getvalue()


def make_image(alt: str = "Revenue by quarter", content: bytes = b"") -> Image:
    """Add an image to the library; one without a text only decorates."""
    return add_image(
        made_sizes(io.BytesIO(content or picture())),
        name="Revenue chart",
        alt=alt,
        decorative=not alt,
        by=author(),
        at=SEVEN,
    )


def make_release(
    *,
    contacts: tuple[Contact, ...] | None = None,
    disclaimers: tuple[Disclaimer, ...] = (),
    boilerplates: tuple[Boilerplate, ...] = (),
    events: tuple[Event, ...] = (),
    **fields: Any,
) -> Release:
    """Create a draft that is ready to submit."""
    defaults: dict[str, Any] = {
        "headline": "Larkmoor Reports First Quarter Results",
        "body": "<p>Revenue grew.</p>",
        "category": Category.objects.get(slug="financial-results"),
        "forward_looking": "no",
        "material": "no",
        "source": "Larkmoor Therapeutics",
    }
    release = Release.objects.create(**defaults | fields)
    if contacts is None:
        contacts = (Contact.objects.first() or make_contact(),)
    for place, contact in enumerate(contacts):
        ReleaseContact.objects.create(release=release, contact=contact, order=place)
    for place, disclaimer in enumerate(disclaimers):
        ReleaseDisclaimer.objects.create(
            release=release, disclaimer=disclaimer, order=place
        )
    for place, boilerplate in enumerate(boilerplates):
        ReleaseBoilerplate.objects.create(
            release=release, boilerplate=boilerplate, order=place
        )
    for place, event in enumerate(events):
        ReleaseEvent.objects.create(release=release, event=event, order=place)
    return release


def author() -> User:
    """Return Ada, who writes."""
    return User.objects.filter(username="ada").first() or make_user(
        "ada", groups=("Authors",)
    )


def counsel() -> User:
    """Return Carl, who approves."""
    return User.objects.filter(username="carl").first() or make_user(
        "carl", groups=("Counsel",)
    )


def check_answers(release: Release, *, at: dt.datetime) -> dict[Level, dict[str, str]]:
    """Return a reason to waive each open check, by its level and its id."""
    reasons: dict[Level, dict[str, str]] = {level: {} for level in Level}
    for result in load_context(release, at=at).results:
        if not result.waiver:
            reasons[result.check.level][result.check.id] = "Looked at."
    return reasons


def submit(
    release: Release | None = None,
    *,
    at: dt.datetime = SEVEN,
    by: User | None = None,
    **fields: Any,
) -> Release:
    """Submit a release as Ada, Carl having waived its errors."""
    release = release or make_release(**fields)
    reasons = check_answers(release, at=at)
    if errors := reasons[Level.ERROR]:
        transitions.waive(release, by=counsel(), at=at, answers=errors)
    transitions.submit(release, by=by or author(), at=at, waive=reasons[Level.WARNING])
    return release


def approve(release: Release, *, at: dt.datetime, calls_off: bool = False) -> Release:
    """Approve a release as Carl, submitting a draft as Ada first."""
    release.refresh_from_db()
    if release.state == State.DRAFT:
        errors = {}
        submit(release, at=at)
    else:
        errors = check_answers(release, at=at)[Level.ERROR]
    transitions.approve(release, by=counsel(), at=at, waive=errors, calls_off=calls_off)
    return release


def schedule(
    release: Release | None = None,
    *,
    live_from: dt.datetime,
    approved_at: dt.datetime | None = None,
    calls_off: bool = False,
    **fields: Any,
) -> Release:
    """Approve a release through the desk, by default an hour before it goes live."""
    approved_at = approved_at or live_from - dt.timedelta(hours=1)
    with travel(approved_at):
        release = release or make_release(**fields)
        Release.objects.filter(pk=release.pk).update(go_live_at=live_from)
        return approve(release, at=approved_at, calls_off=calls_off)


def publish(
    release: Release | None = None, *, at: dt.datetime = SEVEN, **fields: Any
) -> Release:
    """Approve a release through the desk, a second before it goes live at `at`."""
    with travel(at - SECOND):
        return approve(release or make_release(**fields), at=at - SECOND)


def full_digest_of(release: Release) -> str:
    """Return the digest of all that an approval given now would cover."""
    return load_context(release, at=SEVEN).basis.full_digest


def put_on_record(
    release: Release | None = None,
    *,
    at: dt.datetime = SEVEN,
    recorded_at: dt.datetime | None = None,
    **fields: Any,
) -> Release:
    """Publish a release from `at` on, past the desk's checks and approvals.

    It goes on the record a second before, or was scheduled at `recorded_at`. This is for
    tests in which the desk is not the point: it takes an eighth of the time.
    """
    scheduled = recorded_at is not None
    recorded_at = recorded_at or at - SECOND
    with travel(recorded_at):
        release = release or make_release(**fields)
        if scheduled:
            Release.objects.filter(pk=release.pk).update(go_live_at=at)
        release.refresh_from_db()
        context = load_context(release, at=recorded_at)
        approved = ApprovedRelease(context=context, authorization=NOBODYS)
        publish_approved([approved], by=counsel(), calls_off=False)
    release.refresh_from_db()
    return release


def put_languages_on_record(*releases: Release, at: dt.datetime = SEVEN) -> None:
    """Publish a release in all these languages from `at` on, past approvals."""
    recorded_at = at - SECOND
    with travel(recorded_at):
        languages = [
            ApprovedRelease(
                context=load_context(release, at=recorded_at), authorization=NOBODYS
            )
            for release in releases
        ]
        publish_approved(languages, by=counsel(), calls_off=False)
    for release in releases:
        release.refresh_from_db()


def publication_of(release: Release) -> Publication:
    """Return the latest version of the release on the record."""
    release.refresh_from_db()
    return transitions.versions_of(release)[0]


def live_headlines(at: dt.datetime) -> list[str]:
    """Return the headlines of the releases that are live at this moment."""
    return list(
        Publication.objects.releases().live(at=at).values_list("headline", flat=True)
    )
