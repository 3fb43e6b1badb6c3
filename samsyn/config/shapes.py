"""What suits a setting: each of these returns the value, or stops the start with a sentence that names the setting."""

import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"\*|\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?|\[[0-9a-f:.]+\]", re.I)
SECRET = re.compile(r"[\w-]+/[\w-]+=.+")
SENDER = re.compile(r"([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)")
TOKEN = re.compile(r"[!-~]{16,}")
MAIL_SCHEMES = ("smtp", "smtps", "smtp+starttls")


def wrong(name: str, wanted: str) -> ImproperlyConfigured:
    """Return the refusal; what was given is not repeated, since it may be a secret."""
    return ImproperlyConfigured(f"SAMSYN_{name} ska vara {wanted} (se docs/operate/settings.md).")


def between(name: str, value: int, least: int, most: int) -> int:
    """Return a whole number within its limits."""
    if not least <= value <= most:
        raise ImproperlyConfigured(f"SAMSYN_{name} ska vara {least}–{most}, inte {value}.")
    return value


def each(name: str, values: list[str], form: re.Pattern[str], wanted: str) -> list[str]:
    """Return a list whose every part has the form."""
    if not all(form.fullmatch(value) for value in values):
        raise wrong(name, wanted)
    return values


def web_address(name: str, value: str) -> str:
    """Return https://HOST, without anything after it."""
    if not is_web_address(value):
        raise wrong(name, "en adress som https://samsyn.kommunen.example, utan något efter namnet")
    return value


def is_web_address(value: str) -> bool:
    """Say whether a text is http(s)://HOST[:PORT] and nothing more."""
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and HOST.fullmatch(parts.netloc or "-")
    return bool(known) and not (parts.path or parts.query or parts.fragment)


def existing_file(name: str, value: str) -> str:
    """Return the path of a file that can be read, or nothing."""
    if value:
        try:
            with open(value, "rb"):
                pass
        except OSError as problem:
            raise ImproperlyConfigured(
                f"SAMSYN_{name}: filen {value} gick inte att läsa ({problem.strerror})."
            ) from None
    return value


def folder(name: str, value: str) -> str:
    """Return the path of a folder, there already or to be made; never something else that is there."""
    if value and Path(value).exists() and not Path(value).is_dir():
        raise ImproperlyConfigured(f"SAMSYN_{name} ska vara en mapp, och {value} är något annat.")
    return value


def mail_server(name: str, value: str) -> SplitResult:
    """Return the parts of a mail server's address; nothing at all means that there is none."""
    wanted = "smtp+starttls://ANVÄNDARE:LÖSENORD@SERVER:587, smtps://…:465 eller smtp://SERVER:25"
    try:
        parts = urlsplit(value)
        _port = parts.port
    except ValueError:
        raise wrong(name, wanted) from None
    if value and (parts.scheme not in MAIL_SCHEMES or not parts.hostname or parts.path not in ("", "/")):
        raise wrong(name, wanted)
    return parts


def both_or_none(names: tuple[str, str], values: tuple[str, str]) -> tuple[str, str]:
    """Return two settings that are of no use without each other."""
    if bool(values[0]) != bool(values[1]):
        raise ImproperlyConfigured(f"SAMSYN_{names[0]} och SAMSYN_{names[1]} ska sättas tillsammans.")
    return values
