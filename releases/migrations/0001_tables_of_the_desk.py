"""What staff edit; nothing here is public."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import releases.models.desk.attachment
import releases.models.desk.contact
import releases.models.desk.issuer
import releases.models.desk.release


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=80, unique=True, verbose_name="name"),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of its address, such as “results”.",
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Categories with a lower number come first.",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(max_length=80, unique=True, verbose_name="name"),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Boilerplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For the desk; readers don't see it.",
                        max_length=120,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        help_text="Such as: About Example Industries.",
                        max_length=200,
                        verbose_name="heading",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Leave an empty line between paragraphs. Web addresses become links.",
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "boilerplate",
                "verbose_name_plural": "boilerplates",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="boilerplate_has_a_text",
                        violation_error_message="Enter the boilerplate's text.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ref",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("investors", "Investors"),
                            ("media", "Media"),
                            ("general", "General"),
                        ],
                        default="investors",
                        help_text="Who may call this contact.",
                        max_length=10,
                        verbose_name="audience",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="The person's name.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Such as: Director, Investor Relations.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                (
                    "organization",
                    models.CharField(
                        blank=True,
                        help_text="The company, or the agency that speaks for it.",
                        max_length=200,
                        verbose_name="organisation",
                    ),
                ),
                (
                    "phones",
                    models.TextField(
                        blank=True,
                        help_text="One number per line, as it should be printed.",
                        verbose_name="phones",
                    ),
                ),
                (
                    "emails",
                    models.TextField(
                        blank=True,
                        help_text="One address per line.",
                        validators=[releases.models.desk.contact.validate_emails],
                        verbose_name="e-mails",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Contacts with a lower number come first on the contact page.",
                        verbose_name="order",
                    ),
                ),
                (
                    "shown",
                    models.BooleanField(
                        default=True,
                        help_text="Untick for a contact who is printed only in releases.",
                        verbose_name="shown on the contact page",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("organization", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contact_has_a_name_or_an_organization",
                        violation_error_message="Enter the contact's name or its organisation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclaimer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ref",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, verbose_name="reference"
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, editable=False, verbose_name="revision"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For the desk, such as: Forward-looking statements, clinical.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        help_text="Printed above the wording. Leave empty for none.",
                        max_length=200,
                        verbose_name="heading",
                    ),
                ),
                (
                    "wording",
                    models.TextField(
                        help_text="The notice, word for word. Leave an empty line between paragraphs.",
                        verbose_name="wording",
                    ),
                ),
                (
                    "jurisdiction",
                    models.CharField(
                        blank=True,
                        help_text="Where it protects the company, such as: United States (PSLRA).",
                        max_length=80,
                        verbose_name="jurisdiction",
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="approved at",
                    ),
                ),
                (
                    "review_by",
                    models.DateField(
                        blank=True,
                        help_text="When counsel should review it again. Courts ask whether a warning was current.",
                        null=True,
                        verbose_name="review by",
                    ),
                ),
                (
                    "in_force",
                    models.BooleanField(
                        default=True,
                        help_text="Untick to remove it from the public disclaimers page.",
                        verbose_name="in force",
                    ),
                ),
                (
                    "in_use",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="in use"
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "disclaimer",
                "verbose_name_plural": "disclaimers",
                "ordering": ["name", "-revision"],
                "permissions": [
                    ("approve_disclaimer", "Can approve a disclaimer's wording")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of its address, such as “annual-meeting-2027”. Leave empty to make it from the title.",
                        max_length=80,
                        unique=True,
                        verbose_name="slug",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earnings_call", "Earnings call"),
                            ("conference_call", "Conference call"),
                            ("webcast", "Webcast"),
                            ("conference", "Investor conference"),
                            ("annual_meeting", "Annual meeting"),
                            ("medical_meeting", "Medical meeting"),
                            ("calendar_date", "Financial calendar"),
                            ("other", "Other event"),
                        ],
                        default="earnings_call",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "starts",
                    models.DateTimeField(
                        help_text="In the time zone chosen below.",
                        verbose_name="starts",
                    ),
                ),
                (
                    "ends",
                    models.DateTimeField(
                        blank=True,
                        help_text="Leave empty if the end is not announced.",
                        null=True,
                        verbose_name="ends",
                    ),
                ),
                (
                    "all_day",
                    models.BooleanField(
                        default=False,
                        help_text="Tick if no time of day is announced. Only the dates are shown.",
                        verbose_name="dates only",
                    ),
                ),
                (
                    "timezone",
                    models.CharField(
                        default="America/New_York",
                        help_text="Its IANA name: America/New_York, Europe/London or Asia/Tokyo, for example.",
                        max_length=64,
                        validators=[releases.models.desk.issuer.validate_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "venue",
                    models.CharField(blank=True, max_length=200, verbose_name="venue"),
                ),
                (
                    "city",
                    models.CharField(blank=True, max_length=120, verbose_name="city"),
                ),
                ("webcast_url", models.URLField(blank=True, verbose_name="webcast")),
                ("replay_url", models.URLField(blank=True, verbose_name="replay")),
                (
                    "replay_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Readers see until when the replay is available.",
                        null=True,
                        verbose_name="replay until",
                    ),
                ),
                (
                    "dial_ins",
                    models.TextField(
                        blank=True,
                        help_text="One per line, with its country and any passcode: +1 617 555 0100 (United States), passcode 4411.",
                        verbose_name="dial-in numbers",
                    ),
                ),
                (
                    "cancelled",
                    models.BooleanField(
                        default=False,
                        help_text="The event stays listed and is shown as cancelled.",
                        verbose_name="cancelled",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["-starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="event_has_a_title",
                        violation_error_message="Enter the event's title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends__isnull", True),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="event_does_not_end_before_it_starts",
                        violation_error_message="The event must not end before it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventSession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ref",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("poster", "Poster"),
                            ("oral", "Oral presentation"),
                            ("discussion", "Discussion"),
                            ("presentation", "Presentation"),
                            ("other", "Other session"),
                        ],
                        default="presentation",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "starts",
                    models.DateTimeField(blank=True, null=True, verbose_name="starts"),
                ),
                (
                    "ends",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                (
                    "room",
                    models.CharField(blank=True, max_length=200, verbose_name="room"),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="Such as an abstract number.",
                        max_length=120,
                        verbose_name="reference",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="releases.event",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "event session",
                "verbose_name_plural": "event sessions",
                "ordering": ["order", "starts", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Issuer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The name that readers know, shown at the top of every page.",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "legal_name",
                    models.CharField(
                        blank=True,
                        help_text="The registered name, if different: Example Industries, Inc.",
                        max_length=200,
                        verbose_name="legal name",
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        help_text="The company's main site.",
                        verbose_name="website",
                    ),
                ),
                (
                    "timezone",
                    models.CharField(
                        default="America/New_York",
                        help_text="The company's time zone, by its IANA name. Public pages show times in it.",
                        max_length=64,
                        validators=[releases.models.desk.issuer.validate_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences under the name on the front page.",
                        verbose_name="about",
                    ),
                ),
            ],
            options={
                "verbose_name": "issuer",
                "verbose_name_plural": "issuers",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="issuer_has_a_name",
                        violation_error_message="Enter the issuer's name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "exchange",
                    models.CharField(
                        choices=[
                            ("AIMX", "AIM"),
                            ("XASX", "ASX"),
                            ("XPLU", "Aquis"),
                            ("BVMF", "B3"),
                            ("XMAD", "BME Madrid"),
                            ("XBOM", "BSE"),
                            ("XMEX", "Bolsa Mexicana de Valores"),
                            ("XBUE", "Bolsas y Mercados Argentinos"),
                            ("XCNQ", "CSE"),
                            ("BATS", "Cboe BZX"),
                            ("NEOE", "Cboe Canada"),
                            ("XBOG", "Colombia Stock Exchange"),
                            ("XAMS", "Euronext Amsterdam"),
                            ("XBRU", "Euronext Brussels"),
                            ("XDUB", "Euronext Dublin"),
                            ("MERK", "Euronext Growth Oslo"),
                            ("ALXP", "Euronext Growth Paris"),
                            ("XLIS", "Euronext Lisbon"),
                            ("XMIL", "Euronext Milan"),
                            ("XPAR", "Euronext Paris"),
                            ("XFRA", "Frankfurt Stock Exchange"),
                            ("XHKG", "Hong Kong Stock Exchange"),
                            ("XJSE", "Johannesburg Stock Exchange"),
                            ("XKRX", "Korea Exchange"),
                            ("XLIM", "Lima Stock Exchange"),
                            ("XLON", "London Stock Exchange"),
                            ("XNSE", "NSE"),
                            ("XNYS", "NYSE"),
                            ("XASE", "NYSE American"),
                            ("ARCX", "NYSE Arca"),
                            ("XNZE", "NZX"),
                            ("XNAS", "Nasdaq"),
                            ("XCSE", "Nasdaq Copenhagen"),
                            ("FNSE", "Nasdaq First North"),
                            ("XHEL", "Nasdaq Helsinki"),
                            ("XICE", "Nasdaq Iceland"),
                            ("XSTO", "Nasdaq Stockholm"),
                            ("OTCM", "OTC Markets"),
                            ("XOSL", "Oslo Børs"),
                            ("XSES", "SGX"),
                            ("XSWX", "SIX Swiss Exchange"),
                            ("XSGO", "Santiago Stock Exchange"),
                            ("XSHG", "Shanghai Stock Exchange"),
                            ("XSHE", "Shenzhen Stock Exchange"),
                            ("XTSE", "TSX"),
                            ("XTSX", "TSX Venture Exchange"),
                            ("XTAI", "Taiwan Stock Exchange"),
                            ("XTAE", "Tel Aviv Stock Exchange"),
                            ("XTKS", "Tokyo Stock Exchange"),
                            ("XWBO", "Vienna Stock Exchange"),
                            ("XWAR", "Warsaw Stock Exchange"),
                            ("XETR", "Xetra"),
                        ],
                        help_text="Stored as its market identifier code (ISO 10383).",
                        max_length=4,
                        verbose_name="exchange",
                    ),
                ),
                (
                    "symbol",
                    models.CharField(
                        help_text="The ticker symbol, such as: LRKM.",
                        max_length=20,
                        verbose_name="symbol",
                    ),
                ),
                (
                    "primary",
                    models.BooleanField(
                        default=False,
                        help_text="The listing that is named first.",
                        verbose_name="primary",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listings",
                        to="releases.issuer",
                        verbose_name="issuer",
                    ),
                ),
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
                "ordering": ["-primary", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "ref",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        help_text="The person who will read it. The journal records the name.",
                        max_length=200,
                        verbose_name="for whom",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="revoked at"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="revoked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-made_at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="PreviewOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="opened at")),
                (
                    "origin",
                    models.CharField(max_length=100, verbose_name="opened from"),
                ),
                (
                    "file",
                    models.CharField(blank=True, max_length=200, verbose_name="file"),
                ),
                (
                    "link",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="releases.previewlink",
                        verbose_name="preview link",
                    ),
                ),
            ],
            options={
                "verbose_name": "preview opening",
                "verbose_name_plural": "preview openings",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "headline",
                    models.CharField(
                        help_text="As readers should see it, on one line.",
                        max_length=300,
                        verbose_name="headline",
                    ),
                ),
                (
                    "subheadlines",
                    models.TextField(
                        blank=True,
                        help_text="The lines below the headline, one per line.",
                        verbose_name="subheadlines",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="The last part of its address, such as “third-quarter-results”. Leave empty to make it from the headline when the release is approved.",
                        max_length=80,
                        verbose_name="slug",
                    ),
                ),
                (
                    "dateline_places",
                    models.CharField(
                        blank=True,
                        help_text="As printed: BOSTON. Separate places with semicolons: BOSTON; LONDON.",
                        max_length=200,
                        verbose_name="dateline: places",
                    ),
                ),
                (
                    "dateline_date",
                    models.DateField(
                        blank=True, null=True, verbose_name="dateline: date"
                    ),
                ),
                (
                    "dateline_wire",
                    models.CharField(
                        blank=True,
                        help_text="The newswire, as printed: BUSINESS WIRE.",
                        max_length=60,
                        verbose_name="dateline: wire",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="The text between the dateline and the About section. Add disclaimers, About sections and contacts below.",
                        verbose_name="body",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        help_text="The language it is written in (BCP 47): en, de or fr-CA.",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Who issues it, such as: Example Industries, Inc.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "forward_looking",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not answered"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        help_text="Does it contain expectations, plans or guidance? It cannot be published until somebody has answered.",
                        max_length=3,
                        verbose_name="contains forward-looking statements",
                    ),
                ),
                (
                    "material",
                    models.CharField(
                        blank=True,
                        choices=[("", "Not answered"), ("yes", "Yes"), ("no", "No")],
                        default="",
                        help_text="Could it move the share price? Exchange rules apply to material news.",
                        max_length=3,
                        verbose_name="material news",
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When everybody can read it. Leave empty to publish it as soon as it is approved.",
                        null=True,
                        verbose_name="goes live at",
                    ),
                ),
                (
                    "after_wire",
                    models.BooleanField(
                        default=False,
                        help_text="It goes live when somebody records that the newswire has sent it, and never before the time above.",
                        verbose_name="only after the wire",
                    ),
                ),
                (
                    "wire_order",
                    models.CharField(
                        blank=True,
                        help_text="The newswire's order number.",
                        max_length=80,
                        verbose_name="wire order",
                    ),
                ),
                (
                    "wire_crossed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the newswire sent it.",
                        null=True,
                        verbose_name="the wire crossed at",
                    ),
                ),
                (
                    "filing_number",
                    models.CharField(
                        blank=True,
                        help_text="The accession number of the 8-K that it is furnished with: 0001234567-26-000123.",
                        max_length=20,
                        validators=[releases.models.desk.release.validate_accession],
                        verbose_name="filing",
                    ),
                ),
                (
                    "filed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the SEC accepted the filing.",
                        null=True,
                        verbose_name="filed at",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("cleared", "Approved, waiting for the wire"),
                            ("held", "Held"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=90,
                        verbose_name="address",
                    ),
                ),
                (
                    "notice",
                    models.TextField(blank=True, editable=False, verbose_name="notice"),
                ),
                (
                    "notice_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correction", "Correction"),
                            ("replacement", "Correct and replace"),
                            ("withdrawal", "Withdrawal"),
                            ("disregard", "Notice to disregard"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="kind of notice",
                    ),
                ),
                (
                    "held_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="held at"
                    ),
                ),
                (
                    "rescheduled_to",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="rescheduled to",
                    ),
                ),
                (
                    "ratify_by",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ratify by"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="created at"),
                ),
                (
                    "changed_at",
                    models.DateTimeField(auto_now=True, verbose_name="changed at"),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="submitted at",
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="approved at",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="releases.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="held by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The release that this one translates.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="releases.release",
                        verbose_name="translation of",
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ["-changed_at"],
                "permissions": [
                    ("submit_release", "Can submit a release for approval"),
                    ("approve_release", "Can approve a release for publication"),
                    ("call_off_release", "Can call off a scheduled release"),
                    ("correct_release", "Can open a published release for correction"),
                    ("withdraw_release", "Can withdraw a published release"),
                    ("waive_check", "Can override a check that reports an error"),
                    ("publish_in_emergency", "Can publish before the second approval"),
                    ("share_preview", "Can give people without an account a preview"),
                    (
                        "publish_alone",
                        "Can publish a release alone, on a one-person desk",
                    ),
                    (
                        "publish_particulars",
                        "Can publish contacts, disclaimers and events",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="previewlink",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preview_links",
                to="releases.release",
                verbose_name="release",
            ),
        ),
        migrations.CreateModel(
            name="ExchangeNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "given_at",
                    models.DateTimeField(
                        help_text="When the exchange received it, in the company's time zone.",
                        verbose_name="given at",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True,
                        help_text="The exchange's reference number, or who took the call.",
                        max_length=80,
                        verbose_name="reference",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="releases.listing",
                        verbose_name="listing",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exchange_notices",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange notice",
                "verbose_name_plural": "exchange notices",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="written at")),
                (
                    "passage",
                    models.TextField(
                        blank=True,
                        help_text="The passage that you comment on, copied from the text.",
                        verbose_name="passage",
                    ),
                ),
                ("text", models.TextField(verbose_name="comment")),
                (
                    "resolved_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="resolved at"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["at", "pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="What readers see, such as: Financial tables, third quarter.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        help_text="Private until the release is public.",
                        max_length=200,
                        upload_to="",
                        validators=[releases.models.desk.attachment.validate_kind],
                        verbose_name="file",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        editable=False, max_length=200, verbose_name="file name"
                    ),
                ),
                (
                    "size",
                    models.PositiveBigIntegerField(
                        editable=False, help_text="In bytes.", verbose_name="size"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=releases.models.desk.attachment.new_token,
                        editable=False,
                        max_length=40,
                        unique=True,
                        verbose_name="token",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="releases.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="approved at")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="ended at"
                    ),
                ),
                (
                    "emergency",
                    models.BooleanField(default=False, verbose_name="emergency"),
                ),
                (
                    "full_digest",
                    models.CharField(
                        max_length=64, verbose_name="digest with the instant"
                    ),
                ),
                (
                    "content_digest",
                    models.CharField(
                        max_length=64, verbose_name="digest of the content"
                    ),
                ),
                ("document", models.TextField(verbose_name="document")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="role",
                    ),
                ),
                (
                    "standing_in_for",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy for",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
                "ordering": ["at", "pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ReleaseBoilerplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "boilerplate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="releases.boilerplate",
                        verbose_name="boilerplate",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "release boilerplate",
                "verbose_name_plural": "release boilerplates",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="release",
            name="boilerplates",
            field=models.ManyToManyField(
                through="releases.ReleaseBoilerplate",
                to="releases.boilerplate",
                verbose_name="boilerplates",
            ),
        ),
        migrations.CreateModel(
            name="ReleaseContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="releases.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "release contact",
                "verbose_name_plural": "release contacts",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="release",
            name="contacts",
            field=models.ManyToManyField(
                through="releases.ReleaseContact",
                to="releases.contact",
                verbose_name="contacts",
            ),
        ),
        migrations.CreateModel(
            name="ReleaseDisclaimer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "disclaimer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="releases.disclaimer",
                        verbose_name="disclaimer",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "release disclaimer",
                "verbose_name_plural": "release disclaimers",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="release",
            name="disclaimers",
            field=models.ManyToManyField(
                through="releases.ReleaseDisclaimer",
                to="releases.disclaimer",
                verbose_name="disclaimers",
            ),
        ),
        migrations.CreateModel(
            name="ReleaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="releases.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "release event",
                "verbose_name_plural": "release events",
                "ordering": ["order", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="release",
            name="events",
            field=models.ManyToManyField(
                through="releases.ReleaseEvent",
                to="releases.event",
                verbose_name="events",
            ),
        ),
        migrations.CreateModel(
            name="RequiredApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="required_approvals",
                        to="releases.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        help_text="One member of this group must approve (for example Counsel or Finance).",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="auth.group",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "required approval",
                "verbose_name_plural": "required approvals",
                "ordering": ["category", "pk"],
            },
        ),
        migrations.AddField(
            model_name="release",
            name="topics",
            field=models.ManyToManyField(
                blank=True, to="releases.topic", verbose_name="topics"
            ),
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("check_id", models.CharField(max_length=40, verbose_name="check")),
                (
                    "covers",
                    models.CharField(
                        max_length=64, verbose_name="digest of the findings"
                    ),
                ),
                ("found", models.TextField(verbose_name="findings")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="waived at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="waived by",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="releases.release",
                        verbose_name="release",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver",
                "verbose_name_plural": "waivers",
                "ordering": ["at", "pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("starts", models.DateTimeField(verbose_name="starts")),
                ("ends", models.DateTimeField(verbose_name="ends")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["-starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="absence_ends_after_it_starts",
                        violation_error_message="The absence must end after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person", models.F("deputy")), _negated=True
                        ),
                        name="absence_has_another_person_as_deputy",
                        violation_error_message="Choose somebody else as deputy.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="disclaimer",
            constraint=models.UniqueConstraint(
                fields=("ref", "revision"), name="disclaimer_has_each_revision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclaimer",
            constraint=models.CheckConstraint(
                condition=models.Q(("wording", ""), _negated=True),
                name="disclaimer_has_a_wording",
                violation_error_message="Enter the disclaimer's wording.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclaimer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True), ("approved_by__isnull", True)
                    ),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="disclaimer_approval_names_who_and_when",
                violation_error_message="An approval needs both a name and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends__isnull", True),
                    models.Q(
                        ("ends__gte", models.F("starts")), ("starts__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="session_does_not_end_before_it_starts",
                violation_error_message="The session must not end before it starts.",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                fields=("issuer", "exchange", "symbol"),
                name="listing_is_named_once",
                violation_error_message="This listing already exists.",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("primary", True)),
                fields=("issuer",),
                name="listing_is_primary_on_one_exchange",
                violation_error_message="Only one listing can be the primary one.",
            ),
        ),
        migrations.AddIndex(
            model_name="previewopening",
            index=models.Index(fields=["link", "-at"], name="preview_opening_by_link"),
        ),
        migrations.AddConstraint(
            model_name="previewlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                name="preview_link_expires_after_it_was_made",
            ),
        ),
        migrations.AddConstraint(
            model_name="previewlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("whom", ""), _negated=True),
                name="preview_link_names_its_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="previewlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revoked_at__isnull", True), ("revoked_by__isnull", True)
                    ),
                    models.Q(
                        ("revoked_at__isnull", False), ("revoked_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="preview_link_is_revoked_by_somebody_at_some_time",
                violation_error_message="A revocation needs both a name and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="exchangenotice",
            constraint=models.UniqueConstraint(
                fields=("release", "listing"),
                name="exchange_notice_is_given_once_for_each_listing",
                violation_error_message="The notice for this listing is already recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="comment_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("resolved_at__isnull", True), ("resolved_by__isnull", True)
                    ),
                    models.Q(
                        ("resolved_at__isnull", False), ("resolved_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="comment_is_resolved_by_somebody_at_some_time",
                violation_error_message="A resolved comment needs both a name and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", True), ("release__isnull", False)),
                    models.Q(("event__isnull", False), ("release__isnull", True)),
                    _connector="OR",
                ),
                name="attachment_belongs_to_one_release_or_one_event",
                violation_error_message="A file must belong to a release or to an event.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("release", "by", "full_digest"),
                name="approval_is_given_once_by_each_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("role__isnull", False)),
                fields=("release", "role", "full_digest"),
                name="approval_is_given_once_for_each_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing_in_for__isnull", True),
                    models.Q(("standing_in_for", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="approval_stands_in_for_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseboilerplate",
            constraint=models.UniqueConstraint(
                fields=("release", "boilerplate"),
                name="release_carries_a_boilerplate_once",
                violation_error_message="This boilerplate is already on the release.",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasecontact",
            constraint=models.UniqueConstraint(
                fields=("release", "contact"),
                name="release_names_a_contact_once",
                violation_error_message="This contact is already on the release.",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedisclaimer",
            constraint=models.UniqueConstraint(
                fields=("release", "disclaimer"),
                name="release_carries_a_disclaimer_once",
                violation_error_message="This disclaimer is already on the release.",
            ),
        ),
        migrations.AddConstraint(
            model_name="releaseevent",
            constraint=models.UniqueConstraint(
                fields=("release", "event"),
                name="release_names_an_event_once",
                violation_error_message="This event is already on the release.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requiredapproval",
            constraint=models.UniqueConstraint(
                fields=("category", "role"),
                name="category_requires_a_role_once",
                violation_error_message="This role is already required.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(("headline", ""), _negated=True),
                name="release_has_a_headline",
                violation_error_message="Enter the release's headline.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                    ),
                    models.Q(
                        ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="release_submission_names_who_and_when",
                violation_error_message="A submission needs both a name and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True), ("approved_by__isnull", True)
                    ),
                    models.Q(
                        ("approved_at__isnull", False), ("approved_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="release_approval_names_who_and_when",
                violation_error_message="An approval needs both a name and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at__isnull", True), ("held_by__isnull", True)),
                    models.Q(("held_at__isnull", False), ("held_by__isnull", False)),
                    _connector="OR",
                ),
                name="release_hold_names_who_and_when",
                violation_error_message="A hold needs both a name and a time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translation_of__isnull", True),
                    models.Q(("translation_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="release_is_no_translation_of_itself",
                violation_error_message="A release cannot translate itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "withdrawn"]), _negated=True),
                    models.Q(("address", ""), _negated=True),
                    _connector="OR",
                ),
                name="release_on_the_record_has_an_address",
                violation_error_message="A release on the record needs an address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address", ""), _negated=True),
                fields=("address",),
                name="release_address_is_its_own",
                violation_error_message="Another release has this address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="waiver",
            constraint=models.UniqueConstraint(
                fields=("release", "check_id", "covers"),
                name="waiver_answers_a_finding_once",
            ),
        ),
    ]
