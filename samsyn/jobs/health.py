"""What the service needs, looked at one by one: how it stands, and what to do where it does not hold.

The same checks answer the readiness address, the metrics, the administrator's start page and `samsyn doctor`.
"""

import errno
import logging
import shutil
import stat
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from samsyn.analysis import kernels
from samsyn.ground.audit.checking import broken_seals
from samsyn.ground.audit.models import Seal
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs import surroundings
from samsyn.jobs.backups.scheduled import state
from samsyn.jobs.backups.upgrading import is_newer_than_program, unmade
from samsyn.jobs.finding import BROKEN, FINE, WARN, Check, Finding
from samsyn.jobs.serving import ALIVE_SECONDS, last_alive, last_runs
from samsyn.jobs.surroundings import strangers

__all__ = ["BROKEN", "CHECKS", "FINE", "NEEDED", "WARN", "findings"]
log = logging.getLogger(__name__)
LEAST_FREE_MEGABYTES, SOON_FREE_MEGABYTES = 200, 2_000
PROVED_WITHIN_DAYS = 92
# What set-up and the wheel's build put beside the code; without any one of them screens or papers break.
PARTS = (
    "locale/en/LC_MESSAGES/django.mo", "web/vendor/fonts.css", "web/vendor/fonts", "web/vendor/htmx.min.js",
    "web/vendor/maplibre-gl.mjs", "web/vendor/maplibre-gl-shared.mjs", "web/vendor/maplibre-gl-worker.mjs",
    "web/vendor/maplibre-gl.css", "web/vendor/pmtiles.js", "web/vendor/guard-rules.json", "web/vendor/guard-names.txt",
    "documents/fonts/SamsynSans-Regular.ttf", "documents/fonts/SamsynSans-SemiBold.ttf",
    "documents/fonts/SamsynSans-Bold.ttf",
)  # fmt: skip


def database(_now: datetime) -> Iterator[Finding]:
    """Whether the database answers, fits the program and can be written."""
    try:
        plan, newer = unmade(), is_newer_than_program()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        do = _("Starta databasen, och kontrollera namn och lösenord i SAMSYN_DATABASE.")
        if connection.vendor == "sqlite":
            do = _("Se efter vem som äger filen {file}. Är den skadad: läs tillbaka en säkerhetskopia.")
        named = {"file": settings.DATABASES["default"]["NAME"]}
        yield Finding("database", BROKEN, _("Databasen svarar inte."), do, named)
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


def data_folder(_now: datetime) -> Iterator[Finding]:
    """Whether the data folder can be written, is closed to others, and has room; the folder of backups too."""
    folder = Path(settings.SAMSYN_DATA)
    named: dict[str, Any] = {"folder": str(folder)}
    if problem := _refuses(folder):
        yield Finding(
            "data",
            BROKEN,
            _("Mappen {folder} går inte att skriva i ({why})."),
            _("Se efter att den finns och att tjänstens användare äger den: chown -R samsyn: {folder}."),
            {**named, "why": problem},
        )
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding(
            "data", WARN, _("Andra på maskinen kan läsa mappen {folder}."), _("Stäng den: chmod 700 {folder}."), named
        )
    if strange := next(strangers(folder), None):
        yield Finding(
            "data", WARN, _("{file} har en annan ägare än mappen: ett kommando har körts som fel användare."),
            _("chown -R samsyn: {folder}. Kör kommandon med samsyn-operate."), {**named, "file": strange},
        )  # fmt: skip
    kept = Path(settings.BACKUP_TO or folder)
    yield from _room(folder)
    if kept.is_dir() and kept.stat().st_dev != folder.stat().st_dev:
        yield from _room(kept)


def _refuses(folder: Path) -> str:
    """Return why a folder cannot be written, in the system's words; nothing where it can."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
    except OSError as problem:
        return "" if problem.errno == errno.ENOSPC else str(problem.strerror)      # how little room there is comes next
    return ""


def _room(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free // 1_000_000
    level = BROKEN if free < LEAST_FREE_MEGABYTES else WARN if free < SOON_FREE_MEGABYTES else FINE
    do = "" if level == FINE else _("Ge disken mer utrymme, eller flytta gamla säkerhetskopior.")
    yield Finding("disk", level, _("{free} MB ledigt i {folder}."), do, {"folder": str(folder), "free": free})


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
    if Path(settings.BACKUP_TO).resolve().is_relative_to(Path(settings.SAMSYN_DATA).resolve()):
        yield Finding(
            "backup", WARN, _("Säkerhetskopiorna ligger i datamappen och försvinner med den: {folder}."),
            _("Sätt SAMSYN_BACKUP_TO till en mapp på en annan disk, och flytta kopiorna dit."),
            {"folder": str(settings.BACKUP_TO)},
        )  # fmt: skip
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
    if missing := [name for name in PARTS if not (package / name).exists()]:
        yield Finding(
            "program", BROKEN, _("Delar av programmet saknas: {missing}."), _("Kör bin/setup, eller installera om."),
            {"missing": ", ".join(missing[:3])},
        )  # fmt: skip
    variant = kernels.variant()
    if variant:
        yield Finding("program", FINE, _("Analyserna har sina kärnor ({variant})."), named={"variant": variant})
    else:
        yield Finding(
            "program", WARN, _("Analyserna saknar sina kärnor och går långsammare."),
            _("Installera gcc och libc6-dev och kör bin/setup igen; utan nät: bygg hjulet på en maskin med dem."),
        )


CHECKS: dict[str, Check] = {
    "settings": surroundings.configured,
    "program": program,
    "data": data_folder,
    "database": database,
    "keys": surroundings.keys,
    "clock": surroundings.clock,
    "zone": surroundings.zone,
    "worker": worker,
    "mail": surroundings.mail,
    "address": surroundings.address,
    "client": surroundings.client,
    "backup": backup,
    "logbook": logbook,
}
RESTS_ON_DATABASE = ("keys", "clock", "zone", "client", "logbook")
# What must hold for the service to do its work at all; the rest is looked after by who operates it.
NEEDED = ("database", "data")


def findings(now: datetime, *, only: tuple[str, ...] = ()) -> list[Finding]:
    """Return what the checks find, in their order; where the database does not answer, what rests on it is left out."""
    found: list[Finding] = []
    for name in only or tuple(CHECKS):
        without_database = any(one.check == "database" and one.level == BROKEN for one in found)
        if without_database and name in RESTS_ON_DATABASE:
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
