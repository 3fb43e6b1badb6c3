"""What stands around the service, looked at for whoever operates it: settings, keys, clocks, zones, mail, the proxy.

These checks may ask the network, so only `samsyn doctor` makes them; what must hold all the time stands in health.py.
"""

import contextlib
import http.client
import json
import os
import shutil
import smtplib
import ssl
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.http.request import validate_host
from django.utils.translation import gettext as _

from samsyn.ground.audit.models import Event
from samsyn.ground.people.security.actions import codes_can_be_opened
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.finding import BROKEN, FINE, WARN, Finding

WAIT_SECONDS = 5
MOST_SKEW_SECONDS = 5
MOST_AHEAD = timedelta(minutes=5)
CERTIFICATE_DAYS = 21
OWN_ZONE = "Europe/Stockholm"
EXPIRED, NOT_YET, OTHER_NAME = 10, 9, 62          # OpenSSL's numbers for why a certificate is refused


def configured(_now: datetime) -> Iterator[Finding]:
    """Whether the settings suit a service that others reach."""
    if settings.SAMSYN_DEMO:
        yield Finding("settings", FINE, _("Det här är demonstrationen, med påhittade kommuner."))
        return
    if settings.DEBUG:
        yield Finding(
            "settings", BROKEN, _("SAMSYN_DEBUG är på: fel visas för vem som helst."), _("Ta bort SAMSYN_DEBUG.")
        )
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 12:
        yield Finding(
            "settings",
            WARN,
            _("SAMSYN_SECRET_KEY går att gissa: den är kortare än 50 tecken eller har få olika."),
            _("Gör en ny: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'. Alla loggar in igen."),
        )
    if not settings.SECURE:
        yield Finding(
            "settings",
            WARN,
            _("SAMSYN_HTTPS är inte satt: kakor skickas även utan kryptering."),
            _("Sätt en proxy med HTTPS framför och SAMSYN_HTTPS=yes."),
        )
    elif not settings.SAMSYN_ADDRESS.startswith("https://"):
        yield Finding(
            "settings", WARN, _("SAMSYN_ADDRESS börjar inte med https:// fast SAMSYN_HTTPS är satt."),
            _("Skriv SAMSYN_ADDRESS med https://."),
        )  # fmt: skip
    if _is_local(settings.SAMSYN_ADDRESS):
        yield Finding(
            "settings",
            WARN,
            _("SAMSYN_ADDRESS pekar på den här maskinen: länkar i brev leder ingenstans."),
            _("Sätt SAMSYN_ADDRESS till adressen som folk använder."),
        )


def _is_local(address: str) -> bool:
    return (urlsplit(address).hostname or "") in ("localhost", "::1") or "://127." in address


def keys(_now: datetime) -> Iterator[Finding]:
    """Whether the keys are the right ones and closed to others."""
    for file in filter(None, (settings.BACKUP_KEY_FILE, settings.SAML_KEY)):
        if Path(file).stat().st_mode & 0o007:
            yield Finding(
                "keys", WARN, _("Nyckelfilen {file} kan läsas av alla på maskinen."),
                _("Stäng den: chmod 400 {file}. Gör en ny nyckel om någon kan ha läst den."), {"file": file},
            )  # fmt: skip
    if settings.BACKUP_KEY_FILE and settings.BACKUP_TO:
        kept, key = Path(settings.BACKUP_TO).resolve(), Path(settings.BACKUP_KEY_FILE).resolve()
        if key.is_relative_to(kept):
            yield Finding(
                "keys", WARN, _("Nyckeln {file} ligger bland säkerhetskopiorna: den som får dem kan läsa allt."),
                _("Flytta den, och ändra SAMSYN_BACKUP_KEY_FILE."), {"file": str(key)},
            )  # fmt: skip
    if not codes_can_be_opened():
        yield Finding(
            "keys", BROKEN, _("SAMSYN_SECRET_KEY är en annan än när koderna för tvåfaktor gjordes: ingen kod gäller."),
            _("Sätt tillbaka den förra nyckeln. Är den borta: samsyn manage second-step-off E-POST för var och en."),
        )  # fmt: skip


def clock(now: datetime) -> Iterator[Finding]:
    """Whether this machine's clock agrees with the database's, and is not behind what was stored."""
    synchronised = _("Slå på tidssynkronisering: timedatectl set-ntp true.")
    newest = [
        at for municipality in Municipality.objects.all()
        for at in Event.objects.filter(municipality=municipality).order_by("-created_at").values_list("created_at")[:1]
    ]  # fmt: skip
    ahead = max((at for (at,) in newest), default=now) - now
    skew = _skew()
    if ahead > MOST_AHEAD:
        yield Finding(
            "clock", WARN, _("Loggboken har rader {minutes:.0f} minuter in i framtiden: klockan går eller gick fel."),
            synchronised, {"minutes": ahead.total_seconds() / 60},
        )  # fmt: skip
    if skew > MOST_SKEW_SECONDS:
        yield Finding(
            "clock", WARN, _("Databasens klocka går {seconds:.0f} sekunder fel mot programmets."), synchronised,
            {"seconds": skew},
        )  # fmt: skip
    if ahead <= MOST_AHEAD and skew <= MOST_SKEW_SECONDS:
        yield Finding("clock", FINE, _("Klockan går rätt mot databasen och det som är sparat."))


def _skew() -> float:
    """Return how many seconds the database's clock differs from this machine's; SQLite has none of its own."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        return abs(float(cursor.fetchone()[0]) - time.time())


def zone(_now: datetime) -> Iterator[Finding]:
    """Whether this machine knows the time zones, and each municipality has the right one."""
    for municipality in Municipality.objects.order_by("slug"):
        named = {"municipality": municipality.name, "zone": municipality.time_zone, "slug": municipality.slug}
        if not _is_zone(municipality.time_zone):
            yield Finding(
                "zone", BROKEN, _("{municipality}: maskinen känner inte tidszonen {zone}."),
                _("Installera tzdata. Är namnet felstavat: rätta time_zone i tabellen tenancy_municipality."), named,
            )  # fmt: skip
        elif municipality.time_zone != OWN_ZONE:
            yield Finding(
                "zone", WARN, _("{municipality}: tidszonen är {zone}. I Sverige ska den vara Europe/Stockholm."),
                _("Rätta time_zone i tabellen tenancy_municipality, innan något är rapporterat."), named,
            )  # fmt: skip


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def client(_now: datetime) -> Iterator[Finding]:
    """Whether PostgreSQL's own programs are here and fit it, and the proof of a backup may make its database."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int / 10000, rolname, rolcreatedb OR rolsuper"
            " FROM pg_roles WHERE rolname = current_user"
        )
        server, user, may_create = cursor.fetchone()
    install = _("Installera postgresql-client i version {server}.")
    for name in ("pg_dump", "pg_restore", "psql"):
        version = _version_of(name)
        named = {"name": name, "client": version, "server": server}
        if version is None:
            told = _("Programmet {name} saknas: säkerhetskopian går inte att göra.")
            yield Finding("client", BROKEN, told, install, named)
        elif version < server:
            told = _("{name} är version {client} och databasen {server}: säkerhetskopian går inte att göra.")
            yield Finding("client", BROKEN, told, install, named)
    if settings.BACKUP_TO and not may_create:
        yield Finding(
            "client", WARN, _("{user} får inte göra databaser: säkerhetskopian kan inte provas."),
            _("Ge rätten i psql: ALTER ROLE {user} CREATEDB."), {"user": user},
        )  # fmt: skip


def _version_of(program: str) -> int | None:
    """Return the first number of the version that one of PostgreSQL's programs tells; None where it is not there."""
    if shutil.which(program) is None:
        return None
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    number = next((word for word in told.split() if word[0].isdigit()), "0")
    return int(number.split(".")[0])


def mail(_now: datetime) -> Iterator[Finding]:
    """Whether the mail server answers, with encryption and login as the letters will ask of it."""
    if not settings.EMAIL_HOST:
        yield Finding(
            "mail",
            FINE if settings.SAMSYN_DEMO else WARN,
            _("Ingen e-postserver: brev skrivs i en mapp."),
            _("Sätt SAMSYN_MAIL när brev ska skickas."),
        )
        return
    named: dict[str, Any] = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    server = EmailBackend(timeout=WAIT_SECONDS)
    try:
        server.open()
        refused = _refuses_sender(server)
    except (OSError, smtplib.SMTPException) as problem:
        said, do = _mail_fault(problem)
        yield Finding("mail", BROKEN, said, do + " " + _("Breven väntar så länge."), named)
        return
    finally:
        server.close()
    if refused:
        yield Finding(
            "mail", BROKEN, _("E-postservern {host}:{port} tar inte emot brev från {sender} ({code})."),
            _("Ge SAMSYN_MAIL den kryptering och inloggning som servern vill ha, eller rätta SAMSYN_MAIL_FROM."),
            {**named, "sender": _sender(), "code": refused},
        )  # fmt: skip
        return
    yield Finding("mail", FINE, _("E-postservern {host}:{port} svarar."), named=named)


def _refuses_sender(server: EmailBackend) -> int:
    """Begin a letter and leave it: return the number with which our sender is turned away, 0 where it is not."""
    assert server.connection is not None
    code, _said = server.connection.mail(_sender())
    server.connection.rset()
    return int(code) if code >= 400 else 0


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _mail_fault(problem: Exception) -> tuple[str, str]:
    """Return what is wrong with the mail server, and what to do about it."""
    match problem:  # fmt: skip
        case smtplib.SMTPAuthenticationError():
            return (_("E-postservern {host}:{port} godtar inte användaren eller lösenordet."),
                    _("Rätta dem i SAMSYN_MAIL; tecken som @ : / skrivs %40 %3A %2F."))
        case smtplib.SMTPNotSupportedError():
            return (_("E-postservern {host}:{port} har inte den kryptering eller inloggning som SAMSYN_MAIL ber om."),
                    _("Pröva smtps:// på port 465, eller smtp:// inom det egna nätet."))
        case ssl.SSLCertVerificationError():
            return (_("E-postserverns certifikat godtas inte ({host}:{port})."),
                    _("Använd namnet som står i certifikatet, eller lägg in utfärdaren: update-ca-certificates."))
        case ssl.SSLError():
            return (_("E-postservern {host}:{port} talar inte TLS så som SAMSYN_MAIL säger."),
                    _("smtps:// hör till port 465, smtp+starttls:// till port 587."))
        case _other:
            return (_("E-postservern {host}:{port} svarar inte."), _("Kontrollera SAMSYN_MAIL och brandväggen."))


def address(now: datetime) -> Iterator[Finding]:
    """Whether people reach the service: the name, the certificate, and a proxy that says that it is https."""
    where = settings.SAMSYN_ADDRESS
    if settings.SAMSYN_DEMO or _is_local(where):
        return
    named: dict[str, Any] = {"address": where, "host": urlsplit(where).hostname}
    if not validate_host(named["host"], settings.ALLOWED_HOSTS):
        yield Finding(
            "address", BROKEN, _("SAMSYN_HOSTS saknar {host}: allt som skickas dit avvisas."),
            _("Lägg till {host} i SAMSYN_HOSTS."), named,
        )  # fmt: skip
        return
    try:
        answer = _asked(where)
    except ssl.SSLCertVerificationError as problem:
        named["why"] = {
            EXPIRED: _("det har gått ut"), NOT_YET: _("det gäller inte än"), OTHER_NAME: _("det gäller ett annat namn"),
        }.get(problem.verify_code, _("utfärdaren är okänd här"))  # fmt: skip
        yield Finding(
            "address", WARN, _("Certifikatet för {host} godtas inte: {why}."),
            _("Byt certifikatet i proxyn, eller lägg in utfärdaren på maskinen: update-ca-certificates."), named,
        )  # fmt: skip
        return
    except (OSError, http.client.HTTPException):
        yield Finding(
            "address", WARN, _("{address} svarar inte härifrån."),
            _("Se efter att namnet finns i DNS, att proxyn går och att brandväggen släpper fram."), named,
        )  # fmt: skip
        return
    yield from _answer_of_address(answer, now=now, named=named)


def _asked(where: str) -> dict[str, Any]:
    """Ask the service whether it lives, as anybody would; return what the answer shows. Raises OSError."""
    parts = urlsplit(where)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    asking = kind(parts.hostname or "", parts.port, timeout=WAIT_SECONDS)
    try:
        asking.request("GET", "/healthz")
        held = asking.sock.getpeercert() if isinstance(asking.sock, ssl.SSLSocket) else None
        answer = asking.getresponse()
        return {"status": answer.status, "body": answer.read(1000), "until": (held or {}).get("notAfter"),
                "https": answer.getheader("Strict-Transport-Security")}  # fmt: skip
    finally:
        asking.close()


def _answer_of_address(answer: dict[str, Any], *, now: datetime, named: dict[str, Any]) -> Iterator[Finding]:
    if answer["status"] != 200 or answer["body"] != json.dumps({"status": "ok"}).encode():
        yield Finding(
            "address", WARN, _("Något annat än Samsyn svarar på {address} ({status})."),
            _("Låt proxyn leda till tjänsten, se deploy/nginx.conf."), {**named, "status": answer["status"]},
        )  # fmt: skip
        return
    if settings.SECURE and not answer["https"]:
        yield Finding(
            "address", WARN, _("Proxyn talar inte om att {address} är krypterad: formulär avvisas."),
            _("Låt proxyn sätta X-Forwarded-Proto till https, se deploy/nginx.conf."), named,
        )  # fmt: skip
        return
    if not answer["until"]:
        yield Finding("address", FINE, _("{address} svarar."), named=named)
        return
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(answer["until"]), UTC)
    near = until - now < timedelta(days=CERTIFICATE_DAYS)
    yield Finding(
        "address", WARN if near else FINE, _("{address} svarar, och certifikatet gäller till {day}."),
        _("Förnya certifikatet."), {**named, "day": until.date()},
    )  # fmt: skip


def strangers(folder: Path) -> Iterator[str]:
    """Yield what in a folder, one level down, belongs to somebody else than the folder does."""
    owner = folder.stat().st_uid
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        with contextlib.suppress(FileNotFoundError):        # what is there for the moment may be gone by now
            if entry.stat(follow_symlinks=False).st_uid != owner:
                yield entry.path
