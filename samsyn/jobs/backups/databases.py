"""The database in a backup: a consistent copy while people work, and each table's number of rows and digest.

A digest is SHA-256 over all rows in the order of their keys, as the database itself writes them, so that a copy that
was put back can be compared with what was copied, table by table.
"""

import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from samsyn.jobs.backups.refusals import BackupRefused

Tables = dict[str, list[Any]]  # name → [rows, digest]
# What the database's address may ask of the connection, and what PostgreSQL's own programs call it.
CLIENT = {
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT", "target_session_attrs": "PGTARGETSESSIONATTRS",
}  # fmt: skip
SQLITE, POSTGRESQL = "samsyn.sqlite3", "samsyn.dump"


def copy_of_database(folder: Path) -> tuple[Path, Tables]:
    """Write a consistent copy into the folder; return its file and its tables."""
    if connection.vendor == "sqlite":
        copy = folder / SQLITE
        used = str(connection.settings_dict["NAME"])
        with closing(sqlite3.connect(used)) as source, closing(sqlite3.connect(copy)) as into:
            source.backup(into)
        copy.chmod(0o600)
        return copy, tables_of_sqlite(copy)
    return _dumped(folder / POSTGRESQL)


def tables_of_sqlite(file: Path) -> Tables:
    """Return every table of a SQLite file. Raises BackupRefused where the file is not whole."""
    found: Tables = {}
    # A copy keeps the mode of its source (WAL), so it may not be opened read only.
    with closing(sqlite3.connect(file)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupRefused("Databasen i säkerhetskopian är inte hel.")
        names = copy.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name").fetchall()
        for (name,) in names:
            rows, digest = 0, hashlib.sha256()
            for row in copy.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
                digest.update(repr(row).encode())
                rows += 1
            found[name] = [rows, digest.hexdigest()]
    return found


def tables_of_postgresql(cursor: Any) -> Tables:
    """Return every table of the database that the cursor reads."""
    cursor.execute("SET LOCAL TIME ZONE 'UTC'")
    cursor.execute(
        "SELECT c.relname, coalesce((SELECT string_agg(format('%I::text COLLATE \"C\"', a.attname), ', ' ORDER BY"
        " array_position(i.indkey::int[], a.attnum::int)) FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND"
        " a.attnum = ANY(i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary), '1') FROM pg_class c"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.relname COLLATE \"C\""
    )
    found: Tables = {}
    for name, order in cursor.fetchall():
        rows, digest = 0, hashlib.sha256()
        with cursor.copy(f'COPY (SELECT * FROM "{name}" ORDER BY {order}) TO STDOUT') as lines:
            for line in lines:
                digest.update(line)
                rows += bytes(line).count(b"\n")
        found[name] = [rows, digest.hexdigest()]
    return found


def _dumped(file: Path) -> tuple[Path, Tables]:
    """Dump PostgreSQL and read its tables in the same snapshot: what is written meanwhile is in neither."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _client(["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}"])
        file.chmod(0o600)
        return file, tables_of_postgresql(cursor)


def put_in_place(file: Path) -> None:
    """Make the copy the database that is used; SQLite's former one is kept beside it until the next time."""
    if file.name == POSTGRESQL:
        connection.close()
        _put_in_place_postgresql(file)
        return
    connection.close()
    used = Path(connection.settings_dict["NAME"])
    used.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for end in ("-wal", "-shm"):
        used.with_name(used.name + end).unlink(missing_ok=True)
    if used.exists():
        used.replace(used.with_name(used.name + ".before-restore"))
    shutil.move(file, used)
    used.chmod(0o600)


# What stands in the schema goes first: a newer program's tables may point at those that are put back.
_EMPTY = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
    AND c.relkind IN ('r', 'p') LOOP EXECUTE 'DROP TABLE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
FOR one IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace
    AND c.relkind = 'S' LOOP EXECUTE 'DROP SEQUENCE IF EXISTS ' || one.name || ' CASCADE'; END LOOP;
END $$"""


def _put_in_place_postgresql(file: Path) -> None:
    """Empty the schema and put the dump there, in one transaction: all of it or nothing."""
    script = file.with_suffix(".sql")
    _program(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--file={script}", str(file)])
    _client(["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--command={_EMPTY}",
             f"--file={script}"])  # fmt: skip


def tables_in_use() -> Tables:
    """Return the tables of the database that is used, for comparing with a backup just put back."""
    if connection.vendor == "sqlite":
        connection.close()
        return tables_of_sqlite(Path(connection.settings_dict["NAME"]))
    with transaction.atomic(), connection.cursor() as cursor:
        return tables_of_postgresql(cursor)


def tables_of(file: Path) -> Tables:
    """Return the tables of a copy, without touching the database that is used: PostgreSQL gets one for the moment."""
    if file.name == SQLITE:
        return tables_of_sqlite(file)
    import psycopg  # noqa: PLC0415

    base = connection.settings_dict
    with _database_for_the_moment() as name:
        _client(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error"], last=[str(file)], name=name)
        given = {"host": base["HOST"], "port": base["PORT"], "user": base["USER"], "password": base["PASSWORD"]}
        given = {key: value for key, value in given.items() if value} | base["OPTIONS"]
        with psycopg.connect(dbname=name, **given) as own, own.cursor() as cursor:
            return tables_of_postgresql(cursor)


@contextmanager
def _database_for_the_moment() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_proof"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    except Exception as problem:
        raise BackupRefused(
            "PostgreSQL lät inte Samsyn skapa en databas att prova i. Ge användaren rätten CREATEDB, "
            "eller prova på en annan server med samsyn backup restore."
        ) from problem
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _client(command: list[str], *, last: list[str] | None = None, name: str = "") -> None:
    """Run one of PostgreSQL's own programs against the database. Raises BackupRefused where it cannot."""
    base = connection.settings_dict
    given = {"host": base["HOST"], "port": base["PORT"], "username": base["USER"], "dbname": name or base["NAME"]}
    words = [f"--{key}={value}" for key, value in given.items() if value]
    _program([*command, *words, *(last or [])], password=str(base["PASSWORD"]))


def _program(command: list[str], *, password: str = "") -> None:
    environment = {"PGPASSWORD": password, "PATH": "/usr/lib/postgresql/bin:/usr/local/bin:/usr/bin:/bin"}
    asked = connection.settings_dict["OPTIONS"]
    environment |= {variable: str(asked[name]) for name, variable in CLIENT.items() if name in asked}
    try:
        subprocess.run(command, check=True, env=environment, capture_output=True, text=True)
    except OSError as problem:
        raise BackupRefused(
            "{program} finns inte. Installera PostgreSQL:s klientprogram.", program=command[0]
        ) from problem
    except subprocess.CalledProcessError as problem:
        said = (problem.stderr or "").strip().splitlines()[-1:] or [""]
        raise BackupRefused("{program} misslyckades: {said}", program=command[0], said=said[0]) from problem
