"""Django settings, read from IRSITE_* environment variables.

Every variable has a safe default. A value that cannot be read raises
ImproperlyConfigured. docs/settings.md lists all variables.
"""

from __future__ import annotations

import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf.global_settings import LANGUAGES
from django.core.exceptions import ImproperlyConfigured

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from irsite.environment import (
    choice,
    comma_separated,
    domain_name,
    flag,
    folder,
    folders,
    hosts_and_ports,
    instant,
    mail_address,
    mail_sender,
    number,
    package,
    redis_url,
    required,
    secret,
    smtp_url,
    text,
    uris,
    url,
    webhook_secret,
    webhook_url,
)
from releases.text.mail_provider_names import MAIL_PROVIDERS

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(text("IRSITE_VAR", str(BASE_DIR / "var")))

DEBUG = flag("IRSITE_DEBUG", default=False)
HTTPS = flag("IRSITE_HTTPS", default=True)
BEHIND_PROXY = flag("IRSITE_BEHIND_PROXY", default=False)
ALLOWED_HOSTS = comma_separated("IRSITE_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# The permanent domain name of the site, part of each release's id in the feed.
IRSITE_DOMAIN = (
    text("IRSITE_DOMAIN", "") or "".join(ALLOWED_HOSTS[:1]).strip("*.") or "localhost"
)
IRSITE_DOMAIN_IS_SET = bool(text("IRSITE_DOMAIN", ""))
# Pages are rendered with this base URL, whichever allowed host they are requested from.
IRSITE_URL = url("IRSITE_URL", f"{'https' if HTTPS else 'http'}://{IRSITE_DOMAIN}")
ALLOWED_HOSTS.append(urlsplit(IRSITE_URL).hostname or IRSITE_DOMAIN)
# Without a key in the environment each process generates its own: safe, but a restart
# ends all sessions. `check --deploy` warns about it.
lasting_key = secret("IRSITE_SECRET_KEY")
SECRET_KEY = lasting_key or secrets.token_urlsafe(50)
SECRET_KEY_IS_LASTING = bool(lasting_key)
# Former keys: sessions, second factors and the journal's codes under them stay valid.
SECRET_KEY_FALLBACKS = comma_separated("IRSITE_SECRET_KEY_FALLBACKS", "")

# What signs publications (docs/proof.md): a file with a private key, or a command.
IRSITE_SIGNING_KEY = text("IRSITE_SIGNING_KEY", "")
IRSITE_SIGNING_COMMAND = text("IRSITE_SIGNING_COMMAND", "")
if IRSITE_SIGNING_KEY and IRSITE_SIGNING_COMMAND:
    raise ImproperlyConfigured(
        "IRSITE_SIGNING_KEY and IRSITE_SIGNING_COMMAND are both set: publications are "
        "signed by one of them."
    )

# Whether one person may submit and approve the same release; the journal records it.
IRSITE_ONE_PERSON_DESK = flag("IRSITE_ONE_PERSON_DESK", default=False)
# How many hours a second person has to ratify an emergency publication.
IRSITE_RATIFY_HOURS = number("IRSITE_RATIFY_HOURS", 24)
IRSITE_QUIET_PERIOD_DAYS = number("IRSITE_QUIET_PERIOD_DAYS", 30)
# Whether everybody, not only staff, may see the site as it was at a past moment.
IRSITE_AS_OF_PUBLIC = flag("IRSITE_AS_OF_PUBLIC", default=False)

# Whom to tell of a weakness of the site (/.well-known/security.txt, RFC 9116), and until
# when that holds; without a contact there is no such file.
IRSITE_SECURITY_CONTACT = uris(
    "IRSITE_SECURITY_CONTACT", schemes={"https", "mailto", "tel"}
)
IRSITE_SECURITY_EXPIRES = instant("IRSITE_SECURITY_EXPIRES")
IRSITE_SECURITY_POLICY = uris("IRSITE_SECURITY_POLICY", schemes={"https"})
IRSITE_SECURITY_ENCRYPTION = uris(
    "IRSITE_SECURITY_ENCRYPTION", schemes={"dns", "https", "openpgp4fpr"}
)
if IRSITE_SECURITY_CONTACT:
    required("IRSITE_SECURITY_EXPIRES", by="IRSITE_SECURITY_CONTACT")

# Groups that must sign in with a second factor; * means all staff.
IRSITE_SECOND_FACTOR_GROUPS = comma_separated("IRSITE_SECOND_FACTOR_GROUPS", "*")
IRSITE_SESSION_IDLE_MINUTES = number("IRSITE_SESSION_IDLE_MINUTES", 30, least=1)

INSTALLED_APPS = [
    "releases",
    "releases.readers",
    "irsite.apps.DeskSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "csp",
    "django_prose_editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "releases.pagecache.response_headers.SortedPolicyMiddleware",
    "releases.pagecache.request_moment.MomentMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "releases.pagecache.response_headers.ResponseHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "releases.accounts.session_timeout.SessionTimeoutMiddleware",
    "releases.accounts.audit_middleware.AuditAuthorMiddleware",
    "releases.accounts.desk_language.DeskLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "releases.public.as_of.AsOfMiddleware",
]

ROOT_URLCONF = "irsite.urls"
WSGI_APPLICATION = "irsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            # Above the packages whose forms it links, so not among their template tags.
            "libraries": {"representation_links": "releases.representation_links"},
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        secret("IRSITE_DATABASE") or f"sqlite:///{VAR / 'irsite.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Transactions take the write lock when they begin: one that upgrades later fails
    # with "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;"
        ),
    }
    # Subscribers and their mails, in a file of their own beside it (docs/alerts.md).
    beside = Path(DATABASES["default"]["NAME"]).with_name("readers.sqlite3")
    DATABASES["readers"] = DATABASES["default"] | {"NAME": str(beside)}
else:
    # A database that vanishes without closing its connections must not block requests
    # for minutes.
    timeouts = {"connect_timeout": 3, "keepalives_idle": 5, "tcp_user_timeout": 10_000}
    DATABASES["default"]["OPTIONS"] = timeouts | DATABASES["default"].get("OPTIONS", {})
DATABASE_ROUTERS = ["releases.readers.database.ReadersRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in attempts, which all workers must count together; `migrate` creates the table.
# It is large enough that no attempt is evicted to make room.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_counts",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# Only staff sign in (docs/sign-in.md); administrators create their accounts.
AUTHENTICATION_BACKENDS = ["releases.accounts.backend.StaffBackend"]
ACCOUNT_ADAPTER = "releases.accounts.adapters.DeskAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/5m/user",
    "confirm": "5/5m/user",
    "change_password": "5/5m/user",
    "journalled_failures": "600/h/key",
}
MFA_ADAPTER = "releases.accounts.adapters.DeskFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
MFA_RECOVERY_CODES_SHOW_ONCE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = choice(
    "IRSITE_LANGUAGE", "en", among={code for code, _name in LANGUAGES}
)
IRSITE_CATALOGUES = BASE_DIR / "locale"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# Outside of IRSITE_VAR where an image or a release brings its static files with it.
STATIC_ROOT = folder("IRSITE_STATIC_ROOT", VAR.absolute() / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "irsite.generated_files.GeneratedFilesFinder",
]
# Where that finder keeps the fonts and the style sheet that it made.
IRSITE_GENERATED_FILES = text("IRSITE_GENERATED_FILES", str(VAR / "generated"))
# Compiled catalogues (docs/languages.md); an image has them beside their sources.
LOCALE_PATHS = [Path(IRSITE_GENERATED_FILES) / "locale", IRSITE_CATALOGUES]
# Attachments are stored where no web server looks; only FileGate serves them.
PRIVATE_ROOT = VAR / "private"
PRIVATE_STORAGE: dict[str, Any] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
}
IRSITE_FILE_STORAGE = choice("IRSITE_FILE_STORAGE", "disk", among={"disk", "s3"})
if IRSITE_FILE_STORAGE == "s3":
    # boto3 finds the credentials by itself, in the environment or from the role.
    PRIVATE_STORAGE = {
        "BACKEND": "irsite.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": required("IRSITE_S3_BUCKET", by="IRSITE_FILE_STORAGE=s3"),
            "region_name": required("IRSITE_S3_REGION", by="IRSITE_FILE_STORAGE=s3"),
            "endpoint_url": url("IRSITE_S3_ENDPOINT", "") or None,
        },
    }
STORAGES = {
    "default": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "irsite.static_files.StaticFilesStorage"},
}
# What sends the bytes of an attachment after FileGate has allowed the download.
IRSITE_FILE_DELIVERY = choice(
    "IRSITE_FILE_DELIVERY", "app", among={"app", "nginx", "redirect"}
)
if (IRSITE_FILE_STORAGE, IRSITE_FILE_DELIVERY) in {
    ("s3", "nginx"),
    ("disk", "redirect"),
}:
    raise ImproperlyConfigured(
        "IRSITE_FILE_DELIVERY=nginx sends files from disk and "
        "IRSITE_FILE_DELIVERY=redirect from object storage: with "
        f"IRSITE_FILE_STORAGE={IRSITE_FILE_STORAGE} it cannot be "
        f"{IRSITE_FILE_DELIVERY}."
    )
FILE_UPLOAD_PERMISSIONS = 0o600
# The age recipients that can open a backup (docs/backup.md).
IRSITE_BACKUP_RECIPIENTS = comma_separated("IRSITE_BACKUP_RECIPIENTS", "")
# The largest request that the desk accepts; whoever is not signed in may send 64 kB.
IRSITE_UPLOAD_MEGABYTES = number("IRSITE_UPLOAD_MEGABYTES", 25, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Sets the PDFs of releases (docs/pdf.md), with fonts from these folders beside its own.
PDF_TYPESETTER = "releases.pdf.isolated_typesetting.typeset"
IRSITE_FONTS = folders("IRSITE_FONTS")

# The page cache (docs/page-cache.md): memory for each snapshot of each worker.
IRSITE_CACHE_MEGABYTES = number("IRSITE_CACHE_MEGABYTES", 64, least=1)
# Whether pages are rendered before the instant at which they change.
IRSITE_CACHE_PRERENDER = flag("IRSITE_CACHE_PRERENDER", default=True)
# The path of the access log, or - for standard output.
IRSITE_ACCESS_LOG = text("IRSITE_ACCESS_LOG", "")
# Whether an nginx in front caches pages too, and obeys X-Accel-Expires.
IRSITE_NGINX_CACHE = flag("IRSITE_NGINX_CACHE", default=False)

# Whether the page of feeds lists the event stream; `serve --listen` sets it (docs/stream.md).
IRSITE_EVENT_STREAM = flag("IRSITE_EVENT_STREAM", default=False)

# Alerts (docs/alerts.md). Without a mail system there are none: nothing is sent, and no
# form offers them.
IRSITE_SMTP_URL = smtp_url("IRSITE_SMTP_URL")
IRSITE_ALERTS = bool(IRSITE_SMTP_URL)
IRSITE_MAIL_FROM = mail_sender("IRSITE_MAIL_FROM", f"alerts@{IRSITE_DOMAIN}")
# Where reports of bounces and complaints go, for `manage.py bounced`; none without it.
IRSITE_MAIL_BOUNCES = mail_address("IRSITE_MAIL_BOUNCES")
# The provider whose webhooks tell of bounces and complaints; none without it.
IRSITE_MAIL_PROVIDER = choice("IRSITE_MAIL_PROVIDER", "", among={"", *MAIL_PROVIDERS})
IRSITE_MAIL_PROVIDER_SECRET = (
    required("IRSITE_MAIL_PROVIDER_SECRET", by="IRSITE_MAIL_PROVIDER")
    if IRSITE_MAIL_PROVIDER
    else ""
)
# What signs mails here (DKIM), where the mail system does not: a key in PEM, or its file.
IRSITE_DKIM_KEY = text("IRSITE_DKIM_KEY", "")
IRSITE_DKIM_SELECTOR = domain_name("IRSITE_DKIM_SELECTOR", "")
if IRSITE_DKIM_KEY:
    required("IRSITE_DKIM_SELECTOR", by="IRSITE_DKIM_KEY")
IRSITE_DKIM_DOMAIN = domain_name(
    "IRSITE_DKIM_DOMAIN", parseaddr(IRSITE_MAIL_FROM)[1].partition("@")[2]
)
# A release in full, or its summary; the disclaimers are always there.
IRSITE_MAIL_CONTENT = choice("IRSITE_MAIL_CONTENT", "full", among={"full", "summary"})
# The most mails a second, of all couriers together; 0 is no limit.
IRSITE_MAIL_PER_SECOND = number("IRSITE_MAIL_PER_SECOND", 0)
# A chat, or another program, that is told what staff are told (docs/alerts.md).
IRSITE_WEBHOOK = webhook_url("IRSITE_WEBHOOK")
IRSITE_WEBHOOK_SECRET = webhook_secret("IRSITE_WEBHOOK_SECRET")
# The page caches that must have a page before its mail goes out.
IRSITE_PAGE_CACHES = hosts_and_ports("IRSITE_PAGE_CACHES")

# Whether workers elsewhere are woken too, by a task queue that a site has (docs/alerts.md).
IRSITE_COURIERS = choice("IRSITE_COURIERS", "processes", among={"processes", "tasks"})
IRSITE_WAKES_WORKERS = IRSITE_COURIERS == "tasks"
if IRSITE_WAKES_WORKERS:
    package("django_tasks_rq", of="requirements-rq.lock", by="IRSITE_COURIERS=tasks")
    required("IRSITE_PAGE_CACHES", by="IRSITE_COURIERS=tasks")
    redis = {
        "URL": redis_url("IRSITE_REDIS_URL", by="IRSITE_COURIERS=tasks"),
        # Never pickles, which would run what anybody writes to Redis.
        "SERIALIZER": "rq.serializers.JSONSerializer",
        "DEFAULT_TIMEOUT": 300,
    }
    RQ_QUEUES = {"couriers": redis}
    TASKS = {
        "default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["couriers"]}
    }

# The WebSub hub that couriers tell of changed feeds (docs/feeds.md); none without it.
IRSITE_WEBSUB_HUB = "".join(uris("IRSITE_WEBSUB_HUB", schemes={"http", "https"})[:1])

CRISPY_ALLOWED_TEMPLATE_PACKS = ["irsite"]
CRISPY_TEMPLATE_PACK = "irsite"
CRISPY_FAIL_SILENTLY = False

# The same policy on every page. A nonce is added only to pages that use one: the admin's
# editor does, no public page may.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The proxy redirects to HTTPS: it alone holds the certificate.
SILENCED_SYSTEM_CHECKS = ["security.W008"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "releases.accounts.session_expiry.csrf_failure"

# The server's log (docs/logs.md): lines of text, or of JSON.
IRSITE_LOG_FORMAT = choice("IRSITE_LOG_FORMAT", "text", among={"text", "json"})
# A Sentry that is told of errors, by their types and places alone (docs/logs.md).
IRSITE_SENTRY_DSN = url("IRSITE_SENTRY_DSN", "")
if IRSITE_SENTRY_DSN:
    package("sentry_sdk", of="requirements-sentry.lock", by="IRSITE_SENTRY_DSN")
# No handler but this writes anything. It writes neither a preview's key nor the message of
# an error, which may quote what is under embargo.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "releases.text.error_log.ErrorFormatter"},
        "json": {"()": "releases.text.error_log.JsonErrorFormatter"},
    },
    "filters": {"repeated": {"()": "releases.text.error_log.RepeatedErrors"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": IRSITE_LOG_FORMAT,
            "filters": ["repeated"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # In place of Django's own handlers, one of which would send errors by mail.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # The access log records 404s, and forms that were refused for their token.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
    },
}
if IRSITE_SENTRY_DSN:
    # A filter of its own: to that of the console each error would be a repeated one.
    LOGGING["filters"]["repeated_reports"] = LOGGING["filters"]["repeated"]
    LOGGING["handlers"]["sentry"] = {
        "class": "irsite.error_reports.SentryHandler",
        "dsn": IRSITE_SENTRY_DSN,
        "filters": ["repeated_reports"],
    }
    LOGGING["root"]["handlers"].append("sentry")
