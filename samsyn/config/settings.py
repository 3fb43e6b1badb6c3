"""All settings. Every value from the environment is a SAMSYN_* variable read here, typed, listed in docs/operate."""

import os
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from samsyn.analysis import kernels
from samsyn.config import shapes
from samsyn.config.databases import database
from samsyn.config.sign_in import *  # noqa: F403
from samsyn.ground.spoken import language_of_terminal
from samsyn.ground.spoken import said as _

PACKAGE = Path(__file__).resolve().parent.parent

YES, NO = {"1", "yes", "true", "ja", "on"}, {"", "0", "no", "false", "nej", "off"}
KNOWN = {"REAL_DATA", "TEST_WHEEL", "COVERAGE", "PYTHON", "PROGRAM", "ENVIRONMENT", "ORACLES"}  # read outside this file


def text(name: str, default: str = "") -> str:
    KNOWN.add(name)
    return os.environ.get(f"SAMSYN_{name}", default)


def number(name: str, default: int, least: int = 0, most: int = 1_000_000) -> int:
    value = text(name, str(default))
    try:
        return shapes.between(name, int(value), least, most)
    except ValueError:
        told = _("SAMSYN_{name} ska vara ett heltal, inte {value}.")
        raise ImproperlyConfigured(told.format(name=name, value=repr(value))) from None


def one_of(name: str, *choices: str) -> str:
    value = text(name, choices[0])
    if value not in choices:
        raise shapes.not_one_of(name, value, choices=choices)
    return value


def yes(name: str, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise shapes.not_one_of(name, value, choices=("yes", "no"))
    return value in YES


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


# Under pytest and for `samsyn --help` nothing is served, so a fixed key is harmless there.
SAMSYN_DATA = Path(shapes.folder("DATA", text("DATA", "var"))).resolve()
SAMSYN_DEMO = yes("DEMO")
DEBUG = yes("DEBUG")
TESTING = "pytest" in sys.modules
kernels.use(not yes("NO_KERNELS"))
DATABASES = {"default": database(text("DATABASE") or f"sqlite:///{SAMSYN_DATA / 'samsyn.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = text("SECRET_KEY")
SECRET_KEY_FILE = SAMSYN_DATA / "secret_key"
if not SECRET_KEY and SAMSYN_DEMO and SECRET_KEY_FILE.exists():
    SECRET_KEY = SECRET_KEY_FILE.read_text(encoding="utf-8").strip()
if not SECRET_KEY and TESTING:
    SECRET_KEY = "only-for-tests" * 4
if not SECRET_KEY:
    raise ImproperlyConfigured(_("Sätt SAMSYN_SECRET_KEY till en lång slumpad text (se docs/operate/settings.md)."))

NAMES = _("namn som samsyn.kommunen.example, med komma emellan och utan https://")
# The machine itself is always among them: whoever watches the service asks there, and so does the service itself.
OWN_NAMES = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [*shapes.each("HOSTS", words("HOSTS"), shapes.HOST, NAMES), *OWN_NAMES]
CSRF_TRUSTED_ORIGINS = [shapes.web_address("ORIGINS", origin) for origin in words("ORIGINS")]
SECURE = yes("HTTPS", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = number("SESSION_HOURS", 12, 1, 24 * 31) * 3600
IDLE_MINUTES = number("IDLE_MINUTES", 60, 0, 24 * 60)
DIRECTORY_SECRETS = shapes.each(
    "DIRECTORY_SECRETS", words("DIRECTORY_SECRETS"), shapes.SECRET, _("KOMMUN/KORTNAMN=HEMLIGHET, med komma emellan")
)
DIRECTORY_HOSTS = shapes.each("DIRECTORY_HOSTS", words("DIRECTORY_HOSTS"), shapes.HOST, NAMES)
SAML_KEY, SAML_CERTIFICATE = shapes.both_or_none(
    ("SAML_KEY", "SAML_CERTIFICATE"),
    (shapes.existing_file("SAML_KEY", text("SAML_KEY")),
     shapes.existing_file("SAML_CERTIFICATE", text("SAML_CERTIFICATE"))),
)  # fmt: skip
SESSION_COOKIE_NAME = "samsyn_session"
CSRF_COOKIE_NAME = "samsyn_csrf"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "samsyn.web.errors.views.form_too_old"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks", "django_tasks_db",
    "allauth.account", "allauth.socialaccount", "allauth.mfa",
    "samsyn.ground.tenancy", "samsyn.ground.audit", "samsyn.ground.privacy", "samsyn.ground.files",
    "samsyn.ground.places", "samsyn.ground.calendar", "samsyn.ground.people",
    "samsyn.method.observations",
    "samsyn.method.indicators", "samsyn.method.dialogues", "samsyn.method.pictures",
    "samsyn.method.problems", "samsyn.method.measures", "samsyn.method.followups", "samsyn.method.library",
    "samsyn.method.plans", "samsyn.method.meetings", "samsyn.method.publications", "samsyn.method.duties",
    "samsyn.exchange", "samsyn.letters", "samsyn.jobs", "samsyn.web",
]

MIDDLEWARE = [
    "samsyn.web.log_lines.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "samsyn.web.middleware.SecurityHeaders",
    "samsyn.web.middleware.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samsyn.web.middleware.OwnTime",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samsyn.web.shared.SharedPhones",
    "samsyn.web.idle.Idle",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samsyn.web.middleware.Refusals",
    "samsyn.web.middleware.PlainText",
    "samsyn.web.sent_once.SentOnce",
]

ROOT_URLCONF = "samsyn.config.urls"
WSGI_APPLICATION = "samsyn.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "samsyn.web.shown_rows.Templates",
        "DIRS": [PACKAGE / "web"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samsyn.web.frame.around_every_page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "samsyn.web.templatetags.samsyn"],
        },
    }
]

LANGUAGE_CODE = "sv"
SAMSYN_LANGUAGE = one_of("LANGUAGE", *dict.fromkeys([language_of_terminal(), "sv", "en"]))   # of what commands say
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "samsyn_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "assets", ("vendor", PACKAGE / "web" / "vendor")]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = SAMSYN_DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = SAMSYN_DATA / "files"
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
IMPORT_MEGABYTES = number("IMPORT_MEGABYTES", 200, 1)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler", "samsyn.ground.files.passing.UploadsInPassing",
]  # fmt: skip

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
if TESTING:
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# Drawings and counts in the process' own memory: up to a quarter of a megabyte each, so they are few.
CACHES: dict[str, dict[str, Any]] = {"default": {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 20_000 if TESTING else 80, "CULL_FREQUENCY": 4},
}}  # fmt: skip
# What brakes whoever guesses is counted for all web processes together.
CACHES["brakes"] = CACHES["default"] if TESTING else {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(SAMSYN_DATA / "brakes"),
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}  # fmt: skip
# The years' red days, once they have been worked out: reading in the package that knows them takes half a second.
CACHES["calendar"] = CACHES["default"] if TESTING else {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(SAMSYN_DATA / "calendar"),
    "TIMEOUT": None,
}  # fmt: skip
# The nightly backup: no folder, no backup by itself.
BACKUP_TO = shapes.folder("BACKUP_TO", text("BACKUP_TO"))
BACKUP_KEY_FILE = shapes.existing_file("BACKUP_KEY_FILE", text("BACKUP_KEY_FILE"))
BACKUP_HOUR = number("BACKUP_HOUR", 2, 0, 23)
BACKUP_DAYS = number("BACKUP_DAYS", 30, 1, 3660)
# How large a web process may grow before a new one takes over; 0 = as large as it will.
WEB_MEGABYTES = shapes.none_or_at_least("WEB_MEGABYTES", number("WEB_MEGABYTES", 700), 300)
# For whoever watches the service: its figures, only to who carries the token.
METRICS_TOKEN = text("METRICS_TOKEN")
if METRICS_TOKEN and not shapes.TOKEN.fullmatch(METRICS_TOKEN):
    raise shapes.wrong("METRICS_TOKEN", _("minst 16 tecken, utan mellanslag och å, ä, ö"))
METRICS_FOLDER = str(SAMSYN_DATA / "metrics")
# Letters: without a mail server they are written to a folder, so that a demo and a trial send nothing to anybody.
SAMSYN_ADDRESS = shapes.web_address("ADDRESS", text("ADDRESS", "http://127.0.0.1:8000").rstrip("/"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("MAIL_FROM", "samsyn@localhost")
if not shapes.SENDER.fullmatch(DEFAULT_FROM_EMAIL):
    raise shapes.wrong("MAIL_FROM", _("en e-postadress"))
MAIL = shapes.mail_server("MAIL", text("MAIL"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL.hostname else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = str(SAMSYN_DATA / "outbox")
EMAIL_HOST, EMAIL_PORT = MAIL.hostname or "", MAIL.port or {"smtps": 465, "smtp": 25}.get(MAIL.scheme, 587)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp+starttls", MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 20
# Push notices go to addresses that browsers have given; never to a host of one's own network. Only tests set this.
PUSH_TO_PRIVATE_HOSTS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "samsyn.web.log_lines.JsonLines"}, "plain": {}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": one_of("LOG_FORMAT", "json", "plain")}},
    "root": {"handlers": ["stderr"], "level": one_of("LOG_LEVEL", "WARNING", "DEBUG", "INFO", "ERROR")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
for unknown in sorted(name for name in os.environ if name.startswith("SAMSYN_") and name[7:] not in KNOWN):
    near = get_close_matches(unknown[7:], KNOWN, n=1)
    raise shapes.unknown(unknown, near=near[0] if near else "")
