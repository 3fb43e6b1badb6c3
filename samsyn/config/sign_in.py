"""Who signs in, and how django-allauth is used: for OpenID Connect, SAML, codes and passkeys, behind our own pages."""

import sys

AUTH_USER_MODEL = "people.User"
LOGIN_URL = "/logga-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/logga-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if "pytest" in sys.modules:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "samsyn.ground.people.passwords.Guessable"},
]

# One migration each instead of theirs, which take a second; `makemigrations --check` sees when theirs have changed.
MIGRATION_MODULES = {
    "account": "samsyn.config.migrations.account",
    "socialaccount": "samsyn.config.migrations.socialaccount",
    "mfa": "samsyn.config.migrations.mfa",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
SOCIALACCOUNT_ADAPTER = "samsyn.web.directory.adapter.OwnDirectories"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "samsyn.ground.people.security.adapter.SecondSteps"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Samsyn"
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_TOLERANCE = 1            # clocks may differ by half a minute
