"""Bringing the database up to the program: copied first, brought up, looked over; put back where anything fails."""

import importlib.metadata
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from samsyn.jobs.backups.making import ENDING, make_backup
from samsyn.jobs.backups.refusals import BackupRefused
from samsyn.jobs.backups.restoring import check_backup, put_back
from samsyn.jobs.backups.sealing import Key
from samsyn.jobs.serving import alone

log = logging.getLogger(__name__)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Upgrade:
    """The latest upgrade of this data: the copy made before it, by which program, and whether it came to its end.

    Without a copy there is nothing to take back: nothing was changed, or it is taken back already. `lacked` is what the
    database lacked when the copy was made: rooms and names of migrations.
    """

    backup: str = ""
    program: str = ""
    finished: bool = True
    lacked: tuple[str, ...] = ()


def latest_upgrade() -> Upgrade:
    """Return what is known of the latest upgrade."""
    try:
        known: dict[str, Any] = json.loads(_file().read_text(encoding="utf-8"))
        return Upgrade(**known)
    except (OSError, ValueError, TypeError):
        return Upgrade()


def _remember(upgrade: Upgrade) -> None:
    written = _file().with_suffix(".new")
    written.write_text(json.dumps(asdict(upgrade), sort_keys=True), encoding="utf-8")
    written.replace(_file())


def _file() -> Path:
    return Path(settings.SAMSYN_DATA) / "upgrade.json"


def is_newer_than_program() -> bool:
    """Say whether the database holds migrations that this program does not know."""
    loader = MigrationExecutor(connection).loader
    ours = {app for app, _name in loader.disk_migrations or {}}
    return any(made[0] in ours and made not in (loader.disk_migrations or {}) for made in loader.applied_migrations)


def unmade() -> list[str]:
    """Return the migrations that the program has and the database lacks, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def upgrade_database(*, now: datetime, key: Key, tell: Tell = lambda _: None) -> bool:
    """Bring the database up to the program; return whether there was anything to do.

    A copy is made and opened again before the first change. Where a migration fails, or the database is not whole
    afterwards, the copy is put back, so that the program which ran before runs on. Raises BackupRefused.
    """
    data = Path(settings.SAMSYN_DATA)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with alone():
        if is_newer_than_program():
            raise BackupRefused(
                "Databasen är gjord av en nyare version av programmet. Starta den versionen, "
                "eller läs tillbaka en säkerhetskopia."
            )
        if not (unmade() or _was_cut_off(latest_upgrade())):
            _remember(Upgrade(program=_version()))
            tell("Databasen passar redan programmet.")
            return False
        if not connection.introspection.table_names():
            call_command("migrate", interactive=False, verbosity=0)
            _remember(Upgrade(program=_version()))
            tell("Databasen är redo.")
            return True
        before = _copied(now, key=key, tell=tell)
        try:
            call_command("migrate", interactive=False, verbosity=0)
            _look_over()
        except BaseException as problem:
            _undo(before, key=key, problem=problem)
        _remember(Upgrade(backup=str(before), program=_version()))
        tell("Databasen är redo.")
        return True


def _version() -> str:
    return importlib.metadata.version("samsyn")


def _was_cut_off(latest: Upgrade) -> bool:
    """Say whether an upgrade stopped midway: a migration beyond its copy is made, so no earlier program has run since.

    One that stopped before its first migration left the database to the earlier program, and its copy is old.
    """
    if latest.finished or not Path(latest.backup).is_file():
        return False
    made = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    return not made.isdisjoint(latest.lacked)


def _copied(now: datetime, *, key: Key, tell: Tell) -> Path:
    """Return a copy from before the upgrade: a new one, or the first one where an earlier try was cut off midway."""
    latest = latest_upgrade()
    if _was_cut_off(latest):
        tell("En uppgradering avbröts. Den fortsätter.")
        return Path(latest.backup)
    folder = Path(settings.BACKUP_TO or Path(settings.SAMSYN_DATA) / "before-upgrade")
    day = f"{now.astimezone(timezone.get_default_timezone()):%Y-%m-%dT%H%M%S}"
    target = folder / f"samsyn-before-upgrade-{day}{ENDING}"
    make_backup(target=target, key=key, now=now)
    check_backup(source=target, key=key)
    tell(f"Säkerhetskopian ligger i {target}.")
    _remember(Upgrade(backup=str(target), program=_version(), finished=False, lacked=tuple(unmade())))
    return target


def _look_over() -> None:
    """Raises BackupRefused or the database's own error where something is left to do or a row points at nothing."""
    if left := unmade():
        raise BackupRefused("Migreringen {name} blev inte gjord.", name=left[0])
    connection.check_constraints()


def _undo(before: Path, *, key: Key, problem: BaseException) -> None:
    """Put the copy back and say what failed; always raises."""
    log.error("upgrade failed", exc_info=problem)
    failed = (unmade() or [""])[0]
    put_back(source=before, key=key)
    _remember(Upgrade(program=_version()))
    if not isinstance(problem, Exception):
        raise problem
    raise BackupRefused(
        "Uppgraderingen gick inte ({failed} {why}). Databasen är som förut: den förra versionen går att starta igen.",
        failed=failed, why=type(problem).__name__,
    ) from problem  # fmt: skip


def take_back_upgrade(*, key: Key, tell: Tell = lambda _: None) -> None:
    """Put back what was before the latest upgrade, for the program that ran then: once, and by who upgraded.

    Raises BackupRefused: a copy from before some other upgrade would take what has been written since with it.
    """
    with alone():
        latest = latest_upgrade()
        if not latest.backup or latest.program != _version():
            raise BackupRefused("Den här versionen har inte ändrat databasen. Det finns inget att lägga tillbaka.")
        put_back(source=Path(latest.backup), key=key)
        _remember(Upgrade(program=_version()))
    tell("Databasen är som före uppgraderingen.")
