"""What allauth asks about second steps: how their secrets are sealed, and what our service is called in a phone."""

import base64
import hashlib
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

SALT = b"samsyn second steps"


def _seal() -> Fernet:
    """Return the seal of what is secret; it hangs on the installation's key, which is not in the database."""
    key = hashlib.scrypt(settings.SECRET_KEY.encode(), salt=SALT, n=2**4, r=8, p=1, dklen=32)
    return Fernet(base64.urlsafe_b64encode(key))


class SecondSteps(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of codes lie sealed in the database: whoever has only a copy of it has no codes."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again. With another key of the installation it is worth nothing, and no code is right."""
        try:
            return _seal().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return ""

    def get_totp_label(self, user: Any) -> str:
        """What stands beside the code in the phone."""
        return str(user.signs_in_as)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.signs_in_as)

    def _get_site_name(self) -> str:
        return "Samsyn"
