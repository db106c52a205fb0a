"""Django settings, read from IRSITE_* environment variables.

Every variable has a safe default. A value that cannot be read raises
ImproperlyConfigured. irsite/variables.py declares all variables, with what they set.
"""

from __future__ import annotations

import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from irsite import variables
from irsite.environment import read_or_first_line, require_package, undeclared_names

django_stubs_ext.monkeypatch()

# Likely misspelt: `check --deploy` names them.
IRSITE_UNDECLARED = undeclared_names(variables.SECTIONS, os.environ)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(variables.VAR.read() or BASE_DIR / "var")

DEBUG = variables.DEBUG.read()
HTTPS = variables.HTTPS.read()
BEHIND_PROXY = variables.BEHIND_PROXY.read()
ALLOWED_HOSTS = variables.ALLOWED_HOSTS.read()
# The permanent domain name of the site, part of each release's id in the feed.
IRSITE_DOMAIN = (
    variables.DOMAIN.read() or "".join(ALLOWED_HOSTS[:1]).strip("*.") or "localhost"
)
IRSITE_DOMAIN_IS_SET = bool(variables.DOMAIN.read())
# Pages are rendered with this base URL, whichever allowed host they are requested from.
IRSITE_URL = variables.URL.read(f"{'https' if HTTPS else 'http'}://{IRSITE_DOMAIN}")
ALLOWED_HOSTS.append(urlsplit(IRSITE_URL).hostname or IRSITE_DOMAIN)
# Without a key in the environment each process generates its own: safe, but a restart
# ends all sessions. `check --deploy` warns about it.
lasting_key = read_or_first_line(variables.SECRET_KEY, variables.SECRET_KEY_FILE)
SECRET_KEY = lasting_key or secrets.token_urlsafe(50)
SECRET_KEY_IS_LASTING = bool(lasting_key)
# Former keys: sessions, second factors and the journal's codes under them stay valid.
SECRET_KEY_FALLBACKS = variables.SECRET_KEY_FALLBACKS.read()

# What signs publications (docs/proof.md): a file with a private key, or a command.
IRSITE_SIGNING_KEY = variables.SIGNING_KEY.read()
IRSITE_SIGNING_COMMAND = variables.SIGNING_COMMAND.read()
if IRSITE_SIGNING_KEY and IRSITE_SIGNING_COMMAND:
    raise ImproperlyConfigured(
        "IRSITE_SIGNING_KEY and IRSITE_SIGNING_COMMAND are both set: publications are "
        "signed by one of them."
    )

IRSITE_ONE_PERSON_DESK = variables.ONE_PERSON_DESK.read()
IRSITE_RATIFY_HOURS = variables.RATIFY_HOURS.read()
IRSITE_QUIET_PERIOD_DAYS = variables.QUIET_PERIOD_DAYS.read()
IRSITE_AS_OF_PUBLIC = variables.AS_OF_PUBLIC.read()

# Whom to tell of a weakness of the site (/.well-known/security.txt, RFC 9116), and until
# when that holds; without a contact there is no such file.
IRSITE_SECURITY_CONTACT = variables.SECURITY_CONTACT.read()
IRSITE_SECURITY_EXPIRES = variables.SECURITY_EXPIRES.read()
IRSITE_SECURITY_POLICY = variables.SECURITY_POLICY.read()
IRSITE_SECURITY_ENCRYPTION = variables.SECURITY_ENCRYPTION.read()
if IRSITE_SECURITY_CONTACT:
    variables.SECURITY_EXPIRES.require(by="IRSITE_SECURITY_CONTACT")

IRSITE_SECOND_FACTOR_GROUPS = variables.SECOND_FACTOR_GROUPS.read()
IRSITE_SESSION_IDLE_MINUTES = variables.SESSION_IDLE_MINUTES.read()

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
    "irsite.apps.SiteStaticFilesConfig",
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
        read_or_first_line(variables.DATABASE, variables.DATABASE_FILE)
        or f"sqlite:///{VAR / 'irsite.sqlite3'}",
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

LANGUAGE_CODE = variables.LANGUAGE.read()
IRSITE_CATALOGUES = BASE_DIR / "locale"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = variables.STATIC_ROOT.read() or VAR.absolute() / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "irsite.generated_files.GeneratedFilesFinder",
]
# Where that finder keeps the fonts and the style sheet that it made.
IRSITE_GENERATED_FILES = variables.GENERATED_FILES.read() or str(VAR / "generated")
# Compiled catalogues (docs/languages.md); an image has them beside their sources.
LOCALE_PATHS = [Path(IRSITE_GENERATED_FILES) / "locale", IRSITE_CATALOGUES]
# Attachments are stored where no web server looks; only FileGate serves them.
PRIVATE_ROOT = VAR / "private"
PRIVATE_STORAGE: dict[str, Any] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
}
IRSITE_FILE_STORAGE = variables.FILE_STORAGE.read()
if IRSITE_FILE_STORAGE == "s3":
    # boto3 finds the credentials by itself, in the environment or from the role.
    PRIVATE_STORAGE = {
        "BACKEND": "irsite.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": variables.S3_BUCKET.require(by="IRSITE_FILE_STORAGE=s3"),
            "region_name": variables.S3_REGION.require(by="IRSITE_FILE_STORAGE=s3"),
            "endpoint_url": variables.S3_ENDPOINT.read() or None,
        },
    }
STORAGES = {
    "default": PRIVATE_STORAGE,
    "staticfiles": {"BACKEND": "irsite.static_files.StaticFilesStorage"},
}
# What sends the bytes of an attachment after FileGate has allowed the download.
IRSITE_FILE_DELIVERY = variables.FILE_DELIVERY.read()
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
IRSITE_BACKUP_RECIPIENTS = variables.BACKUP_RECIPIENTS.read()
IRSITE_BACKUP_REMINDERS = variables.BACKUP_REMINDERS.read()
IRSITE_UPLOAD_MEGABYTES = variables.UPLOAD_MEGABYTES.read()
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Sets the PDFs of releases (docs/pdf.md), with fonts from these folders beside its own.
PDF_TYPESETTER = "releases.pdf.isolated_typesetting.typeset"
IRSITE_FONTS = variables.FONTS.read()

# The page cache (docs/page-cache.md): memory for each snapshot of each worker.
IRSITE_CACHE_MEGABYTES = variables.CACHE_MEGABYTES.read()
IRSITE_CACHE_PRERENDER = variables.CACHE_PRERENDER.read()
IRSITE_ACCESS_LOG = variables.ACCESS_LOG.read()
IRSITE_NGINX_CACHE = variables.NGINX_CACHE.read()

IRSITE_EVENT_STREAM = variables.EVENT_STREAM.read()

# Alerts (docs/alerts.md). Without a mail system there are none: nothing is sent, and no
# form offers them.
IRSITE_SMTP_URL = variables.SMTP_URL.read()
IRSITE_ALERTS = bool(IRSITE_SMTP_URL)
IRSITE_MAIL_FROM = variables.MAIL_FROM.read(f"alerts@{IRSITE_DOMAIN}")
IRSITE_MAIL_BOUNCES = variables.MAIL_BOUNCES.read()
IRSITE_MAIL_PROVIDER = variables.MAIL_PROVIDER.read()
IRSITE_MAIL_PROVIDER_SECRET = (
    variables.MAIL_PROVIDER_SECRET.require(by="IRSITE_MAIL_PROVIDER")
    if IRSITE_MAIL_PROVIDER
    else ""
)
IRSITE_DKIM_KEY = variables.DKIM_KEY.read()
IRSITE_DKIM_SELECTOR = variables.DKIM_SELECTOR.read()
if IRSITE_DKIM_KEY:
    variables.DKIM_SELECTOR.require(by="IRSITE_DKIM_KEY")
IRSITE_DKIM_DOMAIN = variables.DKIM_DOMAIN.read(
    parseaddr(IRSITE_MAIL_FROM)[1].partition("@")[2]
)
IRSITE_MAIL_CONTENT = variables.MAIL_CONTENT.read()
IRSITE_MAIL_PER_SECOND = variables.MAIL_PER_SECOND.read()
IRSITE_WEBHOOK = variables.WEBHOOK.read()
IRSITE_WEBHOOK_SECRET = variables.WEBHOOK_SECRET.read()
IRSITE_PAGE_CACHES = variables.PAGE_CACHES.read()

# Whether workers elsewhere are woken too, by a task queue that a site has (docs/alerts.md).
IRSITE_COURIERS = variables.COURIERS.read()
IRSITE_WAKES_WORKERS = IRSITE_COURIERS == "tasks"
if IRSITE_WAKES_WORKERS:
    require_package(
        "django_tasks_rq", of="requirements-rq.lock", by="IRSITE_COURIERS=tasks"
    )
    variables.PAGE_CACHES.require(by="IRSITE_COURIERS=tasks")
    redis = {
        "URL": variables.REDIS_URL.require(by="IRSITE_COURIERS=tasks"),
        # Never pickles, which would run what anybody writes to Redis.
        "SERIALIZER": "rq.serializers.JSONSerializer",
        "DEFAULT_TIMEOUT": 300,
    }
    RQ_QUEUES = {"couriers": redis}
    TASKS = {
        "default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["couriers"]}
    }

# The WebSub hub that couriers tell of changed feeds (docs/feeds.md); none without it.
IRSITE_WEBSUB_HUB = "".join(variables.WEBSUB_HUB.read()[:1])

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
IRSITE_LOG_FORMAT = variables.LOG_FORMAT.read()
# A Sentry that is told of errors, by their types and places alone (docs/logs.md).
IRSITE_SENTRY_DSN = variables.SENTRY_DSN.read()
if IRSITE_SENTRY_DSN:
    require_package("sentry_sdk", of="requirements-sentry.lock", by="IRSITE_SENTRY_DSN")
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
