"""Every environment variable that configures the site, with what it sets.

irsite/settings.py reads them. docs/settings.md and ops/irsite.env.example are written from
them, by `make settings`.
"""

from __future__ import annotations

from django.conf.global_settings import LANGUAGES

from irsite import kinds
from irsite.environment import Kind, Section
from releases.text.mail_provider_names import MAIL_PROVIDERS

SITE = Section("The site")
URL = SITE.variable(
    "IRSITE_URL",
    kinds.WEB_ADDRESS,
    "the public base URL, like `https://ir.example.com`; links on pages and in feeds "
    "begin with it, whichever allowed host was requested",
    default_from="`https://` and `IRSITE_DOMAIN`",
    in_production="https://ir.example.com",
)
DOMAIN = SITE.variable(
    "IRSITE_DOMAIN",
    kinds.TEXT,
    "the domain name in the permanent id of each release in the feed; never change it, "
    "even if the site moves. `check --deploy` refuses a site that leaves it unset",
    default_from="the first of `IRSITE_ALLOWED_HOSTS`",
    in_production="ir.example.com",
)
ALLOWED_HOSTS = SITE.variable(
    "IRSITE_ALLOWED_HOSTS",
    kinds.LIST,
    "the host names that requests may use, comma-separated (Django's `ALLOWED_HOSTS`)",
    default="localhost,127.0.0.1,[::1]",
    in_production="ir.example.com",
)
LANGUAGE = SITE.variable(
    "IRSITE_LANGUAGE",
    kinds.choice(
        {code for code, _name in LANGUAGES}, outline="a code of Django's languages"
    ),
    "the language of the public site, as Django writes it: `de`, `fr`, `ja`, `pt-br`. "
    "A release's own words are in its language ([languages](languages.md))",
    default="en",
)
HTTPS = SITE.variable(
    "IRSITE_HTTPS",
    kinds.FLAG,
    "whether the site is served over HTTPS: secure cookies and HSTS",
    default="true",
)
BEHIND_PROXY = SITE.variable(
    "IRSITE_BEHIND_PROXY",
    kinds.FLAG,
    "whether to trust a proxy's `X-Forwarded-Proto` and the last address in its "
    "`X-Forwarded-For`, by which sign-in attempts are counted. `false` also says that "
    "no proxy is in front: then `serve` listens on loopback only, unless `--public` is "
    "given",
    default="false",
    in_production="true",
)
SECRET_KEY = SITE.variable(
    "IRSITE_SECRET_KEY",
    kinds.TEXT,
    "signs sessions, encrypts second factors and proves who wrote the journal "
    "([journal.md](journal.md)); required with two or more workers",
    default_from="a new one at each start",
    is_secret=True,
)
SECRET_KEY_FILE = SITE.variable(
    "IRSITE_SECRET_KEY_FILE",
    kinds.FILE,
    "in its place, the path of a file with the key on its one line, as container "
    "engines hand secrets over",
    in_production="/etc/irsite/secret-key",
)
SECRET_KEY_FALLBACKS = SITE.variable(
    "IRSITE_SECRET_KEY_FALLBACKS",
    kinds.LIST,
    "former keys, comma-separated; what was made under them stays valid: "
    "[sign-in.md](sign-in.md) says how to change the key",
    is_secret=True,
)
SECURITY_CONTACT = SITE.variable(
    "IRSITE_SECURITY_CONTACT",
    kinds.uris("https", "mailto", "tel"),
    "whom to tell of a weakness of the site: addresses like "
    "`mailto:security@example.com` or `https://example.com/report`, comma-separated, "
    "the preferred one first. With it there is `/.well-known/security.txt` ([RFC "
    "9116](https://www.rfc-editor.org/rfc/rfc9116))",
)
SECURITY_EXPIRES = SITE.variable(
    "IRSITE_SECURITY_EXPIRES",
    kinds.INSTANT,
    "until when that contact holds, like `2027-06-30T00:00:00Z`, at most a year ahead; "
    "required with it. A [system check](checks.md) warns a month before",
)
SECURITY_POLICY = SITE.variable(
    "IRSITE_SECURITY_POLICY",
    kinds.uris("https"),
    "the URL of the policy for those who look for weaknesses",
)
SECURITY_ENCRYPTION = SITE.variable(
    "IRSITE_SECURITY_ENCRYPTION",
    kinds.uris("dns", "https", "openpgp4fpr"),
    "the URL of a key for encrypted reports",
)
SIGNING_KEY = SITE.variable(
    "IRSITE_SIGNING_KEY",
    kinds.FILE,
    "the path of the private key (Ed25519, PEM, mode 0600) that signs what is "
    "published: [proof.md](proof.md). Without it and the next one nothing is signed",
)
SIGNING_COMMAND = SITE.variable(
    "IRSITE_SIGNING_COMMAND",
    Kind("a command", str, "command"),
    "in its place, a command that reads a text and writes its signature, for a key in "
    "an HSM; it has five seconds",
)
DEBUG = SITE.variable(
    "IRSITE_DEBUG",
    kinds.FLAG,
    "Django's debug pages, without the page cache; never use it on a public host",
    default="false",
)
DATA = Section("Data")
VAR = DATA.variable(
    "IRSITE_VAR",
    Kind("the path of a folder", str, "path of a folder"),
    "the folder of the SQLite database, private files and collected static files; it "
    "is made for its user alone (0700)",
    default_from="`var/`",
    in_production="/var/lib/irsite",
)
GENERATED_FILES = DATA.variable(
    "IRSITE_GENERATED_FILES",
    Kind("the path of a folder", str, "path of a folder"),
    "where web fonts and the style sheet are kept that were made when static files "
    "were collected; several sites may share it",
    default_from="`generated/` in it",
)
STATIC_ROOT = DATA.variable(
    "IRSITE_STATIC_ROOT",
    kinds.optional(kinds.FOLDER, None),
    "the folder of the collected static files, by its whole path: outside of "
    "`IRSITE_VAR` where an image or each release has its own",
    default_from="`static` in `IRSITE_VAR`",
)
DATABASE = DATA.variable(
    "IRSITE_DATABASE",
    Kind("a URL", str, "URL"),
    "the database as a URL, like `postgresql://user:password@host/name`. On SQLite the "
    "readers' tables are in `readers.sqlite3` beside it ([alerts](alerts.md))",
    default_from="SQLite at `var/irsite.sqlite3`",
    is_secret=True,
    in_production="postgresql://%2Fvar%2Frun%2Fpostgresql:5432/irsite",
)
DATABASE_FILE = DATA.variable(
    "IRSITE_DATABASE_FILE",
    kinds.FILE,
    "in its place, the path of a file with that URL on its one line, as it may hold a "
    "password",
)
FILE_STORAGE = DATA.variable(
    "IRSITE_FILE_STORAGE",
    kinds.choice({"disk", "s3"}),
    "where attachments are stored: `disk`, or `s3` for a bucket ([files](files.md))",
    default="disk",
)
FILE_DELIVERY = DATA.variable(
    "IRSITE_FILE_DELIVERY",
    kinds.choice({"app", "nginx", "redirect"}),
    "what sends an attachment: `app` (the site itself), `nginx` (by `X-Accel-Redirect` "
    "to `/private/`) or `redirect` (a presigned URL of the bucket)",
    default="app",
)
BACKUP_RECIPIENTS = DATA.variable(
    "IRSITE_BACKUP_RECIPIENTS",
    kinds.LIST,
    "the age recipients (`age1…`) to which [backups](backup.md) are encrypted, "
    "comma-separated",
)
BACKUP_REMINDERS = DATA.variable(
    "IRSITE_BACKUP_REMINDERS",
    kinds.FLAG,
    "whether the site warns where this machine made no [backup](backup.md) for 26 hours. "
    "`false` where another machine or another tool makes them",
    default="true",
)
FONTS = DATA.variable(
    "IRSITE_FONTS",
    kinds.FOLDERS,
    "folders with more fonts for the [PDFs](pdf.md), comma-separated, such as "
    "`/usr/share/fonts/opentype/noto`",
)
S3_BUCKET = DATA.variable(
    "IRSITE_S3_BUCKET",
    kinds.TEXT,
    "the name of the bucket; required with `s3`. boto3 finds the credentials: "
    "`AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or the machine's role",
)
S3_REGION = DATA.variable(
    "IRSITE_S3_REGION",
    kinds.TEXT,
    "the region of the bucket, part of each signature; required with `s3`",
)
S3_ENDPOINT = DATA.variable(
    "IRSITE_S3_ENDPOINT",
    kinds.optional(kinds.WEB_ADDRESS, ""),
    "the URL of another S3 service, like `https://s3.example.com`",
    default_from="Amazon's",
)
SERVING = Section("Serving")
UPLOAD_MEGABYTES = SERVING.variable(
    "IRSITE_UPLOAD_MEGABYTES",
    kinds.whole_number(1),
    "the largest request that the desk accepts, attachments included; whoever is not "
    "signed in may send 64 kB",
    default="25",
)
CACHE_MEGABYTES = SERVING.variable(
    "IRSITE_CACHE_MEGABYTES",
    kinds.whole_number(1),
    "the memory of the [page cache](page-cache.md) for each snapshot in each worker",
    default="64",
)
CACHE_PRERENDER = SERVING.variable(
    "IRSITE_CACHE_PRERENDER",
    kinds.FLAG,
    "whether pages are rendered before the instant at which they change; `false` only "
    "measures what this is worth",
    default="true",
)
NGINX_CACHE = SERVING.variable(
    "IRSITE_NGINX_CACHE",
    kinds.FLAG,
    "whether an [nginx in front](nginx.md) caches pages too. Without such an nginx, "
    "clients would see a header that reveals when something is due",
    default="false",
)
EVENT_STREAM = SERVING.variable(
    "IRSITE_EVENT_STREAM",
    kinds.FLAG,
    "whether the page of feeds lists the [event stream](stream.md). `serve --listen` "
    "sets it for its workers: set it yourself only if the stream runs elsewhere",
    default="false",
)
LOG_FORMAT = SERVING.variable(
    "IRSITE_LOG_FORMAT",
    kinds.choice({"text", "json"}),
    "the [server's log](logs.md): `text`, or `json` for a line of JSON for each entry",
    default="text",
)
SENTRY_DSN = SERVING.variable(
    "IRSITE_SENTRY_DSN",
    kinds.optional(kinds.WEB_ADDRESS, ""),
    "the DSN of a Sentry or GlitchTip that is told of errors, by their types and "
    "places alone ([logs](logs.md)); needs the packages of `requirements-sentry.lock`",
    is_secret=True,
)
ACCESS_LOG = SERVING.variable(
    "IRSITE_ACCESS_LOG",
    Kind("the path of a file, or -", str, "path of a file, or -"),
    "where the access log goes, one JSON line for each request: the path of a file, or "
    "`-` for standard output",
    in_production="/var/log/irsite/access.log",
)
MAILS = Section("Alerts")
SMTP_URL = MAILS.variable(
    "IRSITE_SMTP_URL",
    kinds.SMTP_URL,
    "the mail system: `smtp://localhost:25`, `smtp+starttls://user:password@host:587` "
    "or `smtps://user:password@host:465`, user and password percent-encoded. Without "
    "it there are no [alerts](alerts.md): nothing is sent, and no form offers them",
    is_secret=True,
)
MAIL_FROM = MAILS.variable(
    "IRSITE_MAIL_FROM",
    kinds.SENDER,
    "the sender, like `Larkmoor Investor Relations <alerts@ir.example.com>`; without a "
    "name, readers see the issuer's",
    default_from="`alerts@` and `IRSITE_DOMAIN`",
)
MAIL_BOUNCES = MAILS.variable(
    "IRSITE_MAIL_BOUNCES",
    kinds.MAIL_ADDRESS,
    "where reports of bounces and complaints go, like `bounces@ir.example.com`: each "
    "mail's envelope sender is `bounces+<token>@ir.example.com`, and the mail system "
    "feeds what comes there to [`manage.py bounced`](alerts.md). Without it the "
    "envelope sender is that of `IRSITE_MAIL_FROM`",
)
MAIL_PROVIDER = MAILS.variable(
    "IRSITE_MAIL_PROVIDER",
    kinds.optional(kinds.choice(MAIL_PROVIDERS), ""),
    "the provider whose webhooks tell of bounces and complaints: `brevo`, "
    "`mailersend`, `mailgun`, `mailjet`, `postmark` or `ses` ([alerts](alerts.md)). "
    "Nobody else's are taken",
)
MAIL_PROVIDER_SECRET = MAILS.variable(
    "IRSITE_MAIL_PROVIDER_SECRET",
    kinds.TEXT,
    "what proves that they come from there: the provider's signing key, or "
    "`user:password` for one that signs nothing; required with it",
    is_secret=True,
)
DKIM_KEY = MAILS.variable(
    "IRSITE_DKIM_KEY",
    Kind(
        "a private key, or the path of its file",
        str,
        "private key, or the path of its file",
    ),
    "the private key (RSA of 2048 bits, or Ed25519) that signs mails here, where the "
    "mail system does not ([alerts](alerts.md)): the path of a PEM file of mode 0600, "
    "or the PEM itself with `\\n` between its lines",
    is_secret=True,
)
DKIM_SELECTOR = MAILS.variable(
    "IRSITE_DKIM_SELECTOR",
    kinds.DOMAIN_NAME,
    "the selector, under which the DNS has the public key; required with it",
)
DKIM_DOMAIN = MAILS.variable(
    "IRSITE_DKIM_DOMAIN",
    kinds.DOMAIN_NAME,
    "the domain that signs: the sender's, or one above it",
    default_from="the sender's",
)
MAIL_CONTENT = MAILS.variable(
    "IRSITE_MAIL_CONTENT",
    kinds.choice({"full", "summary"}),
    "what a release's mail has: `full` is the text, `summary` its beginning; the "
    "disclaimers are always there",
    default="full",
)
MAIL_PER_SECOND = MAILS.variable(
    "IRSITE_MAIL_PER_SECOND",
    kinds.whole_number(),
    "the most mails a second, of all couriers together; `0` is no limit",
    default="0",
)
WEBHOOK = MAILS.variable(
    "IRSITE_WEBHOOK",
    kinds.WEBHOOK_URL,
    "an address that is told what [staff are told](alerts.md), as JSON, like "
    "`https://chat.example.com/hooks/xyz`; http for this machine alone. It needs "
    "`IRSITE_SMTP_URL`",
    is_secret=True,
)
WEBHOOK_SECRET = MAILS.variable(
    "IRSITE_WEBHOOK_SECRET",
    kinds.WEBHOOK_SECRET,
    "what its messages are signed with: `whsec_` and 24 to 64 random bytes in "
    'base64, such as `echo "whsec_$(openssl rand -base64 32)"`. Without it '
    "they are not signed",
    is_secret=True,
)
WEBSUB_HUB = MAILS.variable(
    "IRSITE_WEBSUB_HUB",
    kinds.uris("http", "https"),
    "the URL of a WebSub hub, which is told of each feed that changes "
    "([feeds](feeds.md))",
)
PAGE_CACHES = MAILS.variable(
    "IRSITE_PAGE_CACHES",
    kinds.HOSTS_AND_PORTS,
    "host and port of each page cache that must have a page before its mail goes out, "
    "comma-separated, like `10.0.0.5:8000,10.0.0.6:8000`",
    default_from="the server's own",
)
COURIERS = MAILS.variable(
    "IRSITE_COURIERS",
    kinds.choice({"processes", "tasks"}),
    "`tasks` also wakes workers by a Redis to send mails ([alerts](alerts.md)); needs "
    "the packages of `requirements-rq.lock`, `IRSITE_PAGE_CACHES` and "
    "`IRSITE_REDIS_URL`, on each machine",
    default="processes",
)
REDIS_URL = MAILS.variable(
    "IRSITE_REDIS_URL",
    kinds.REDIS_URL,
    "that Redis: `redis://:password@127.0.0.1:6379/0`, `rediss://` over TLS, or "
    "`unix://`",
    is_secret=True,
)
DESK = Section("The desk")
SECOND_FACTOR_GROUPS = DESK.variable(
    "IRSITE_SECOND_FACTOR_GROUPS",
    kinds.LIST,
    "the groups that must sign in with a second factor, comma-separated; `*` is all "
    "staff, empty is nobody",
    default="*",
)
SESSION_IDLE_MINUTES = DESK.variable(
    "IRSITE_SESSION_IDLE_MINUTES",
    kinds.whole_number(1),
    "after how many minutes without a request a session ends; it ends after eight "
    "hours in any case",
    default="30",
)
ONE_PERSON_DESK = DESK.variable(
    "IRSITE_ONE_PERSON_DESK",
    kinds.FLAG,
    'whether people with "Can publish a release alone" may submit and approve '
    "the same release",
    default="false",
)
RATIFY_HOURS = DESK.variable(
    "IRSITE_RATIFY_HOURS",
    kinds.whole_number(),
    "how many hours a second person has to ratify an emergency publication",
    default="24",
)
QUIET_PERIOD_DAYS = DESK.variable(
    "IRSITE_QUIET_PERIOD_DAYS",
    kinds.whole_number(),
    "how many days before results the calendar of the desk shows a quiet period (30 is "
    "the closed period of the Market Abuse Regulation, Article 19); 0 shows none",
    default="30",
)
AS_OF_PUBLIC = DESK.variable(
    "IRSITE_AS_OF_PUBLIC",
    kinds.FLAG,
    "whether everybody, not only staff, may see the site as it was at a past moment "
    "(`/as-of/...`)",
    default="false",
)

SECTIONS = (SITE, DATA, SERVING, MAILS, DESK)
