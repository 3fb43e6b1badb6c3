"""What the service needs, looked at one by one: how it stands, and what to do where it does not hold.

The same checks answer the readiness address, the metrics, the administrator's start page and `samsyn doctor`.
"""

import logging
import os
import shutil
import smtplib
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from samsyn.analysis import kernels
from samsyn.ground.audit.actions import broken_seals
from samsyn.ground.audit.models import Seal
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.backups.scheduled import state
from samsyn.jobs.backups.upgrading import is_newer_than_program, unmade
from samsyn.jobs.serving import ALIVE_SECONDS, last_alive, last_runs

log = logging.getLogger(__name__)
FINE, WARN, BROKEN = "fine", "warn", "broken"
LEAST_FREE_MEGABYTES, SOON_FREE_MEGABYTES = 200, 2_000
MOST_SKEW_SECONDS = 5
PROVED_WITHIN_DAYS = 92


@dataclass(frozen=True)
class Finding:
    """What one check found: its name, how it stands, one sentence, what to do, and the names in the sentence."""

    check: str
    level: str
    said: str
    do: str = ""
    named: dict[str, Any] = field(default_factory=dict)


Check = Callable[[datetime], Iterator[Finding]]


def database(_now: datetime) -> Iterator[Finding]:
    """Whether the database answers, fits the program and can be written."""
    try:
        plan, newer = unmade(), is_newer_than_program()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        yield Finding(
            "database", BROKEN, _("Databasen svarar inte."), _("Starta databasen och kontrollera SAMSYN_DATABASE.")
        )
        return
    if newer:
        yield Finding(
            "database", BROKEN, _("Databasen är gjord av en nyare version av programmet."),
            _("Starta den nyare versionen, eller läs tillbaka en säkerhetskopia från den här."),
        )  # fmt: skip
        return
    if plan:
        yield Finding("database", BROKEN, _("Databasen är inte gjord för den här versionen."), _("Kör samsyn upgrade."))
        return
    if not _can_be_written():
        yield Finding(
            "database", BROKEN, _("Databasen går inte att skriva i."), _("Se efter om disken är full eller skyddad.")
        )
        return
    yield Finding(
        "database", FINE, _("Databasen svarar och passar programmet ({kind})."), named={"kind": connection.vendor}
    )


def _can_be_written() -> bool:
    """Whether a row may be written; a table of the moment is not enough where the whole database is read only."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only')::bool")
                return not cursor.fetchone()[0]
            cursor.execute("PRAGMA user_version")
            cursor.execute(f"PRAGMA user_version={int(cursor.fetchone()[0])}")
        return True
    except DatabaseError:
        return False


def clock(_now: datetime) -> Iterator[Finding]:
    """Whether the database's clock and this machine's agree."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        skew = abs(float(cursor.fetchone()[0]) - time.time())
    if skew > MOST_SKEW_SECONDS:
        yield Finding(
            "clock",
            WARN,
            _("Databasens klocka går {seconds:.0f} sekunder fel mot programmets."),
            _("Slå på tidssynkronisering (timedatectl set-ntp true) på båda maskinerna."),
            {"seconds": skew},
        )
    else:
        yield Finding("clock", FINE, _("Klockorna går lika."))


def data_folder(_now: datetime) -> Iterator[Finding]:
    """Whether the data folder can be written, is closed to others, and has room."""
    folder = Path(settings.SAMSYN_DATA)
    named = {"folder": str(folder)}
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "data",
            BROKEN,
            _("Mappen {folder} går inte att skriva i."),
            _("Ge tjänstens användare rätten: chown samsyn {folder}."),
            named,
        )
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding(
            "data", WARN, _("Andra på maskinen kan läsa mappen {folder}."), _("Stäng den: chmod 700 {folder}."), named
        )
    free = shutil.disk_usage(folder).free // 1_000_000
    level = BROKEN if free < LEAST_FREE_MEGABYTES else WARN if free < SOON_FREE_MEGABYTES else FINE
    do = "" if level == FINE else _("Ge disken mer utrymme, eller flytta gamla säkerhetskopior.")
    yield Finding("disk", level, _("{free} MB ledigt i {folder}."), do, {**named, "free": free})


def configured(_now: datetime) -> Iterator[Finding]:
    """Whether the settings suit a service that others reach."""
    if settings.SAMSYN_DEMO:
        yield Finding("settings", FINE, _("Det här är demonstrationen, med påhittade kommuner."))
        return
    if settings.DEBUG:
        yield Finding(
            "settings", BROKEN, _("SAMSYN_DEBUG är på: fel visas för vem som helst."), _("Ta bort SAMSYN_DEBUG.")
        )
    if len(settings.SECRET_KEY) < 50:
        yield Finding(
            "settings",
            WARN,
            _("SAMSYN_SECRET_KEY är kortare än 50 tecken."),
            _("Gör en ny: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'. Alla loggar in igen."),
        )
    if not settings.SECURE:
        yield Finding(
            "settings",
            WARN,
            _("SAMSYN_HTTPS är inte satt: kakor skickas även utan kryptering."),
            _("Sätt en proxy med HTTPS framför och SAMSYN_HTTPS=yes."),
        )
    if settings.SAMSYN_ADDRESS.startswith("http://127."):
        yield Finding(
            "settings",
            WARN,
            _("SAMSYN_ADDRESS pekar på den här maskinen: länkar i brev leder ingenstans."),
            _("Sätt SAMSYN_ADDRESS till adressen som folk använder."),
        )


def mail(_now: datetime) -> Iterator[Finding]:
    """Whether the mail server answers as itself."""
    if not settings.EMAIL_HOST:
        yield Finding(
            "mail",
            FINE if settings.SAMSYN_DEMO else WARN,
            _("Ingen e-postserver: brev skrivs i en mapp."),
            _("Sätt SAMSYN_MAIL när brev ska skickas."),
        )
        return
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    named = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    try:
        with kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException):
        yield Finding(
            "mail",
            WARN,
            _("E-postservern {host}:{port} svarar inte."),
            _("Kontrollera SAMSYN_MAIL och brandväggen. Breven väntar och skickas när den svarar."),
            named,
        )
        return
    yield Finding("mail", FINE, _("E-postservern {host}:{port} svarar."), named=named)


def worker(now: datetime) -> Iterator[Finding]:
    """Whether the background work runs, and whether a scheduled job fails again and again."""
    alive = last_alive()
    if alive is None or (now - alive).total_seconds() > ALIVE_SECONDS:
        yield Finding(
            "worker", BROKEN, _("Bakgrundsarbetet går inte."), _("Starta tjänsten: systemctl restart samsyn.")
        )
    else:
        yield Finding("worker", FINE, _("Bakgrundsarbetet går."))
    for name, run in sorted(last_runs().items()):
        if run["failed_in_a_row"] >= 2:
            yield Finding(
                "worker",
                WARN,
                _("Jobbet {name} har misslyckats {times} gånger i rad."),
                _("Läs felet i loggen: journalctl -u samsyn. Prova: samsyn jobs run {name}."),
                {"name": name, "times": run["failed_in_a_row"]},
            )


def backup(now: datetime) -> Iterator[Finding]:
    """Whether last night's backup was made, lies sealed, and was proved not long ago."""
    if not settings.BACKUP_TO:
        level = FINE if settings.SAMSYN_DEMO else WARN
        yield Finding(
            "backup",
            level,
            _("Ingen säkerhetskopia görs av sig själv."),
            _("Sätt SAMSYN_BACKUP_TO till en mapp och SAMSYN_BACKUP_KEY_FILE till en nyckelfil."),
        )
        return
    known = state()
    hours, proved = known.hours_since(now), known.hours_since(now, proved=True)
    if hours is None or not known.is_fresh(now):
        told = _("Ingen säkerhetskopia är gjord än. {problem}")
        if hours is not None:
            told = _("Nattens säkerhetskopia är inte gjord: den nyaste är {hours:.0f} timmar gammal. {problem}")
        named = {"problem": _(known.problem) if known.problem else "", "hours": hours}
        yield Finding("backup", BROKEN, told, _("Åtgärda det som står, och kör samsyn backup make."), named)
        return
    if not Path(known.file).exists():
        yield Finding(
            "backup", BROKEN, _("Den nyaste säkerhetskopian finns inte där den lades: {file}."),
            _("Lägg tillbaka filen, eller kör samsyn backup make."), {"file": known.file},
        )  # fmt: skip
        return
    yield Finding("backup", FINE, _("Säkerhetskopian är {hours:.0f} timmar gammal."), named={"hours": hours})
    if proved is None or proved > PROVED_WITHIN_DAYS * 24:
        yield Finding(
            "backup", WARN, _("Säkerhetskopian har inte provats genom återläsning."), _("Kör samsyn backup prove.")
        )
    if not settings.BACKUP_KEY_FILE:
        yield Finding("backup", WARN, _("Säkerhetskopian är inte krypterad."), _("Sätt SAMSYN_BACKUP_KEY_FILE."))


def logbook(now: datetime) -> Iterator[Finding]:
    """Whether the logbook is sealed up to the day before yesterday, and every seal whole."""
    for municipality in Municipality.objects.order_by("slug"):
        named: dict[str, Any] = {"municipality": municipality.name}
        last = Seal.objects.filter(municipality=municipality).order_by("-day").first()
        wrong = broken_seals(municipality=municipality)
        if wrong:
            yield Finding(
                "logbook",
                BROKEN,
                _("{municipality}: loggbokens försegling är bruten {days}."),
                _("Ta reda på vem som ändrat i databasen. Jämför med en säkerhetskopia."),
                {**named, "days": ", ".join(map(str, wrong[:5]))},
            )
        elif last is not None and last.day < (now - timedelta(days=3)).date():
            yield Finding(
                "logbook",
                WARN,
                _("{municipality}: loggboken är förseglad bara till {day}."),
                _("Kör samsyn jobs run seal-logbooks."),
                {**named, "day": last.day},
            )
        else:
            yield Finding("logbook", FINE, _("{municipality}: loggboken är hel."), named=named)


def program(_now: datetime) -> Iterator[Finding]:
    """Whether what is built at set-up is there: browser files, fonts, kernels."""
    package = Path(__file__).resolve().parent.parent
    for missing in [name for name in ("web/vendor", "documents/fonts") if not any((package / name).glob("**/*"))]:
        yield Finding("program", BROKEN, _("Filerna i {missing} saknas."), _("Kör bin/setup."), {"missing": missing})
    variant = kernels.variant()
    if variant:
        yield Finding("program", FINE, _("Analyserna har sina kärnor ({variant})."), named={"variant": variant})
    else:
        yield Finding(
            "program", WARN, _("Analyserna saknar sina kärnor och går långsammare."), _("Kör bin/setup igen.")
        )


CHECKS: dict[str, Check] = {
    "settings": configured,
    "program": program,
    "data": data_folder,
    "database": database,
    "clock": clock,
    "worker": worker,
    "mail": mail,
    "backup": backup,
    "logbook": logbook,
}
# What must hold for the service to do its work at all; the rest is looked after by who operates it.
NEEDED = ("database", "data")


def findings(now: datetime, *, only: tuple[str, ...] = ()) -> list[Finding]:
    """Return what the checks find, in their order; where the database does not answer, what rests on it is left out."""
    found: list[Finding] = []
    for name in only or tuple(CHECKS):
        without_database = any(one.check == "database" and one.level == BROKEN for one in found)
        if without_database and name in ("clock", "logbook"):
            continue
        try:
            found += CHECKS[name](now)
        except DatabaseError:
            log.exception("check %s failed", name)
            found.append(
                Finding(
                    name, BROKEN, _("Databasen svarade med ett fel."), _("Läs felet i loggen: journalctl -u samsyn.")
                )
            )
    return found
