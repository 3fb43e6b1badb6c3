"""What suits a setting: each of these returns the value, or stops the start with a sentence that names the setting."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

from samsyn.ground.spoken import said as _

HOST = re.compile(r"\*|\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?|\[[0-9a-f:.]+\]", re.I)
SECRET = re.compile(r"[\w-]+/[\w-]+=.+")
SENDER = re.compile(r"([^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)")
TOKEN = re.compile(r"[!-~]{16,}")
MAIL_SCHEMES = ("smtp", "smtps", "smtp+starttls")


def wrong(name: str, wanted: str) -> ImproperlyConfigured:
    """Return the refusal; what was given is not repeated, since it may be a secret."""
    told = _("SAMSYN_{name} ska vara {wanted} (se docs/operate/settings.md).")
    return ImproperlyConfigured(told.format(name=name, wanted=wanted))


def not_one_of(name: str, value: str, *, choices: Iterable[str]) -> ImproperlyConfigured:
    """Return the refusal of a word that is none of those that are known."""
    told = _("SAMSYN_{name} ska vara {choices}, inte {value}.")
    return ImproperlyConfigured(told.format(name=name, choices=_(" eller ").join(choices), value=repr(value)))


def unknown(variable: str, *, near: str) -> ImproperlyConfigured:
    """Return the refusal of a variable that is no setting, with the one that was perhaps meant."""
    told = _("Inställningen {name} finns inte. Se docs/operate/settings.md.")
    if near:
        told = _("Inställningen {name} finns inte. Menade du SAMSYN_{near}?")
    return ImproperlyConfigured(told.format(name=variable, near=near))


def none_or_at_least(name: str, value: int, least: int) -> int:
    """Return a number that is nothing at all, or at least so much."""
    if 0 < value < least:
        raise wrong(name, _("minst {least}, eller 0 för aldrig").format(least=least))
    return value


def between(name: str, value: int, least: int, most: int) -> int:
    """Return a whole number within its limits."""
    if not least <= value <= most:
        told = _("SAMSYN_{name} ska vara {least}–{most}, inte {value}.")
        raise ImproperlyConfigured(told.format(name=name, least=least, most=most, value=value))
    return value


def each(name: str, values: list[str], form: re.Pattern[str], wanted: str) -> list[str]:
    """Return a list whose every part has the form."""
    if not all(form.fullmatch(value) for value in values):
        raise wrong(name, wanted)
    return values


def web_address(name: str, value: str) -> str:
    """Return https://HOST, without anything after it."""
    if not is_web_address(value):
        raise wrong(name, _("en adress som https://samsyn.kommunen.example, utan något efter namnet"))
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
            told = _("SAMSYN_{name}: filen {file} gick inte att läsa ({why}).")
            raise ImproperlyConfigured(told.format(name=name, file=value, why=problem.strerror)) from None
    return value


def folder(name: str, value: str) -> str:
    """Return the path of a folder, there already or to be made; never something else that is there."""
    if value and Path(value).exists() and not Path(value).is_dir():
        told = _("SAMSYN_{name} ska vara en mapp, och {file} är något annat.")
        raise ImproperlyConfigured(told.format(name=name, file=value))
    return value


def mail_server(name: str, value: str) -> SplitResult:
    """Return the parts of a mail server's address; nothing at all means that there is none."""
    wanted = _("smtp+starttls://ANVÄNDARE:LÖSENORD@SERVER:587, smtps://…:465 eller smtp://SERVER:25")
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
        told = _("SAMSYN_{one} och SAMSYN_{other} ska sättas tillsammans.")
        raise ImproperlyConfigured(told.format(one=names[0], other=names[1]))
    return values
