"""Every setting of the site, read from the environment by typed functions.

An absent variable has a safe default; a wrong one stops the start with a sentence
that says what to write instead. docs/settings.md lists them all.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from irsite.environment import address, choice, flag, listed, number, required, text

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(text("IRSITE_VAR", str(BASE_DIR / "var")))

DEBUG = flag("IRSITE_DEBUG", default=False)
HTTPS = flag("IRSITE_HTTPS", default=True)
BEHIND_PROXY = flag("IRSITE_BEHIND_PROXY", default=False)
ALLOWED_HOSTS = listed("IRSITE_HOSTS", "localhost,127.0.0.1,[::1]")
# The one name by which the site is known for good, whichever of them it is asked by.
IRSITE_NAME = (
    text("IRSITE_NAME", "") or "".join(ALLOWED_HOSTS[:1]).strip("*.") or "localhost"
)
# Where the public finds the site: pages are written for this address, whichever of the
# hosts they are asked by.
IRSITE_ADDRESS = address(
    "IRSITE_ADDRESS", f"{'https' if HTTPS else 'http'}://{IRSITE_NAME}"
)
ALLOWED_HOSTS.append(urlsplit(IRSITE_ADDRESS).hostname or IRSITE_NAME)
# Without a key in the environment each process makes its own: safe, though nobody
# stays signed in across a restart. `check --deploy` asks for a lasting one.
SECRET_KEY = text("IRSITE_SECRET_KEY", "") or secrets.token_urlsafe(50)
SECRET_KEY_IS_LASTING = "IRSITE_SECRET_KEY" in os.environ

# One person may submit and approve alone; the journal says so each time.
IRSITE_ONE_PERSON_DESK = flag("IRSITE_ONE_PERSON_DESK", default=False)
# Hours within which a second person approves what was published in an emergency.
IRSITE_RATIFY_HOURS = number("IRSITE_RATIFY_HOURS", 24)
# Whether the public too may see the site as it stood at a past moment.
IRSITE_AS_OF_PUBLIC = flag("IRSITE_AS_OF_PUBLIC", default=False)

# Which groups sign in with a second factor: * is everybody at the desk.
IRSITE_SECOND_FACTOR_GROUPS = listed("IRSITE_SECOND_FACTOR_GROUPS", "*")
IRSITE_IDLE_MINUTES = number("IRSITE_IDLE_MINUTES", 30, least=1)

INSTALLED_APPS = [
    "releases",
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
    "csp.middleware.CSPMiddleware",
    "releases.pagecache.request_moment.MomentMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "releases.pagecache.response_headers.AnswerHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "releases.accounts.session_timeout.SessionTimeoutMiddleware",
    "releases.accounts.audit_middleware.AuditAuthorMiddleware",
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
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        text("IRSITE_DATABASE", f"sqlite:///{VAR / 'irsite.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR.mkdir(parents=True, exist_ok=True)
    # Doors take the write lock when they begin: a transaction that upgrades later
    # finds the database locked.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    # A database that is gone without a word must not keep requests for minutes.
    patience = {"connect_timeout": 3, "keepalives_idle": 5, "tcp_user_timeout": 10_000}
    DATABASES["default"]["OPTIONS"] = patience | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What several workers must count together: tries to sign in. `migrate` makes the table.
# It is never so full that somebody's tries are forgotten to make room.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_counts",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# The desk alone has people who sign in (docs/sign-in.md); administrators make them.
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
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
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

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Attachments lie where no web server looks; only the record's gate reads them.
PRIVATE_ROOT = VAR / "private"
PRIVATE_STORAGE: dict[str, Any] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
}
IRSITE_STORAGE = choice("IRSITE_STORAGE", "disk", among={"disk", "s3"})
if IRSITE_STORAGE == "s3":
    # Who may open the bucket is for boto3 to find, in the environment or by role.
    PRIVATE_STORAGE = {
        "BACKEND": "irsite.bucket.PrivateBucket",
        "OPTIONS": {
            "bucket_name": required("IRSITE_S3_BUCKET", by="IRSITE_STORAGE=s3"),
            "region_name": required("IRSITE_S3_REGION", by="IRSITE_STORAGE=s3"),
            "endpoint_url": address("IRSITE_S3_ENDPOINT", "") or None,
        },
    }
STORAGES = {
    "default": PRIVATE_STORAGE,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Who sends an attachment once the gate has let it through.
IRSITE_FILES = choice("IRSITE_FILES", "here", among={"here", "nginx", "redirect"})
if (IRSITE_STORAGE, IRSITE_FILES) in {("s3", "nginx"), ("disk", "redirect")}:
    raise ImproperlyConfigured(
        "IRSITE_FILES=nginx sends files from disk and IRSITE_FILES=redirect from "
        f"object storage: with IRSITE_STORAGE={IRSITE_STORAGE} it cannot be "
        f"{IRSITE_FILES}."
    )
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# What a worker keeps of finished pages, at most, for each of the times it knows.
IRSITE_CACHE_MEGABYTES = number("IRSITE_CACHE_MEGABYTES", 64, least=1)
# Without it the first who asks after an instant waits for the page: for measuring.
IRSITE_CACHE_PRERENDER = flag("IRSITE_CACHE_PRERENDER", default=True)
# A file's path, or - for standard output.
IRSITE_ACCESS_LOG = text("IRSITE_ACCESS_LOG", "")
# An nginx in front keeps pages too, and is told until when.
IRSITE_NGINX_KEEPS = flag("IRSITE_NGINX_KEEPS", default=False)

CRISPY_ALLOWED_TEMPLATE_PACKS = ["irsite"]
CRISPY_TEMPLATE_PACK = "irsite"
CRISPY_FAIL_SILENTLY = False

# The same policy on every page. A nonce is written only where a page asks for one,
# which the admin's editor does and no public page may.
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
# Redirecting to HTTPS is the proxy's work: it alone holds the certificate.
SILENCED_SYSTEM_CHECKS = ["security.W008"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
CSRF_FAILURE_VIEW = "releases.accounts.session_expiry.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What was not found is told by the access log.
    "loggers": {"django.request": {"level": "ERROR"}},
}
