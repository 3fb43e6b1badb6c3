"""Snapshots of what a version stores, so that every later version is tried on it (tests/upgrades).

    python tools/snapshot.py make           make the snapshot of this version anew, from a made-up municipality
    python tools/snapshot.py release        the same, for good: from now on its migrations may not be edited
    python tools/snapshot.py load FILE      make an empty database as that version had it, with the snapshot's rows
    python tools/snapshot.py digest FILE    print a digest of each table, over the columns that the snapshot knows

A snapshot is text: one line about the version (its migrations, with a digest of each file), then one line a row.
`load` and `digest` use the database of SAMSYN_DATA or SAMSYN_DATABASE. See "Releases" in CONTRIBUTING.md.
"""

import hashlib
import json
import os
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "upgrades"
LONGEST = 3_000                     # characters of a row that is chosen for its own sake
EACH = 3
# What the framework keeps for itself, and writes anew after each migration.
FRAMEWORK = {"contenttypes.contenttype", "auth.permission", "sessions.session"}
UNTIL = date(2026, 11, 15)


def models_now() -> dict[str, Any]:
    """Return every table's model by its name, those of links between rows too."""
    from django.apps import apps

    return {
        model._meta.label_lower: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label_lower not in FRAMEWORK
    }


def as_text(row: Any, fields: list[Any]) -> dict[str, Any]:
    """Return a row as values that JSON can hold, by column."""
    from django.db.models import JSONField

    found = {}
    for field in fields:
        value = getattr(row, field.attname)
        plain = isinstance(value, bool | int | float | str | None) or isinstance(field, JSONField)
        found[field.column] = value if plain else field.value_to_string(row)
    return found


def migration_files() -> dict[str, str]:
    """Return the digest of each of our own migrations, by its path."""
    paths = sorted((ROOT / "samsyn").rglob("migrations/**/0*.py"))
    return {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def chosen(models: dict[str, Any]) -> dict[str, dict[Any, dict[str, Any]]]:
    """Return some rows of each table, and every row that they point at: {table: {key: row}}."""
    found: dict[str, dict[Any, dict[str, Any]]] = {label: {} for label in models}

    def take(model: Any, row: Any) -> None:
        label = model._meta.label_lower
        if label not in found or row.pk in found[label]:
            return
        found[label][row.pk] = as_text(row, model._meta.concrete_fields)
        for field in model._meta.concrete_fields:
            key = getattr(row, field.attname)
            if field.is_relation and key is not None:
                take(field.related_model, field.related_model._base_manager.get(**{field.target_field.attname: key}))

    for model in models.values():
        sized = sorted(
            (len(json.dumps(as_text(row, model._meta.concrete_fields), default=str)), str(row.pk), row)
            for row in model._base_manager.all()
        ) if model._base_manager.exists() else []  # fmt: skip
        short = [one for one in sized if one[0] <= LONGEST] or sized[:1]
        for at in sorted({0, len(short) // 2, len(short) - 1})[:EACH] if short else ():
            take(model, short[at][2])
    return found


def make(*, released: bool = False) -> int:
    """Make a made-up municipality in a folder of the moment and keep some rows of each table."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    with tempfile.TemporaryDirectory(prefix="samsyn-snapshot-") as folder:
        _start(folder)
        from django.core.management import call_command
        from django.db.migrations.recorder import MigrationRecorder

        call_command("migrate", interactive=False, verbosity=0)
        _live()
        applied: dict[str, str] = {}
        for app, name in sorted(MigrationRecorder.Migration.objects.values_list("app", "name")):
            applied[app] = max(applied.get(app, ""), name)
        rows = chosen(models_now())
    about = {"version": version, "released": released, "migrations": applied, "files": migration_files()}
    lines = [json.dumps(about, sort_keys=True)]
    for label in sorted(rows):
        lines += [json.dumps([label, row], sort_keys=True, ensure_ascii=False) for row in rows[label].values()]
    target = KEPT / f"{version}.jsonl"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    filled = sum(1 for one in rows.values() if one)
    print(f"{target.relative_to(ROOT)}: {len(lines) - 1} rows in {filled} of {len(rows)} tables")
    return 0


def _live() -> None:
    """Let the demo's larger town live for a while, then seal its logbook."""
    from samsyn.analysis.weeks import Week
    from samsyn.demo.make import make_municipality
    from samsyn.ground.audit.actions import seal_until
    from samsyn.ground.tenancy.models import Municipality

    for line in make_municipality("granvik", until=Week.containing(UNTIL), pictures=2):
        print(line, file=sys.stderr)
    today = datetime.now(UTC).date()
    seal_until(municipality=Municipality.objects.at("granvik"), day=today)


def _start(folder: str = "") -> None:
    if folder:
        os.environ |= {"SAMSYN_DATA": folder, "SAMSYN_DEMO": "yes", "SAMSYN_SECRET_KEY": "only for a snapshot" * 3}
        os.environ.pop("SAMSYN_DATABASE", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


def kept_rows(file: Path) -> tuple[dict[str, Any], Iterator[tuple[str, dict[str, Any]]]]:
    """Return what a snapshot says of its version, and its rows as (table, row)."""
    about, *rows = file.read_text(encoding="utf-8").splitlines()
    return json.loads(about), ((label, row) for label, row in map(json.loads, rows))


def load(file: Path) -> int:
    """Bring an empty database to where the version had it, and put its rows there."""
    _start()
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    about, rows = kept_rows(file)
    targets = sorted(about["migrations"].items())
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    apps = executor.loader.project_state(targets).apps
    tables = {m._meta.label_lower: m for m in apps.get_models(include_auto_created=True)}
    with transaction.atomic():
        for label, row in rows:
            model = tables[label]
            fields = {field.column: field for field in model._meta.concrete_fields}
            if missing := set(fields) ^ set(row):
                raise SystemExit(f"{label}: the snapshot and its migration differ in {', '.join(sorted(missing))}")
            for field in fields.values():
                field.auto_now = field.auto_now_add = False
            made = model(**{fields[c].attname: v if v is None else fields[c].to_python(v) for c, v in row.items()})
            model._base_manager.bulk_create([made])
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
                cursor.execute(sql)
    return 0


def digest(file: Path) -> int:
    """Print {table: [rows, digest]} as JSON, over the columns that both the snapshot and this program know."""
    _start()
    _about, rows = kept_rows(file)
    columns: dict[str, set[str]] = {}
    for label, row in rows:
        columns.setdefault(label, set()).update(row)
    found = {}
    for label, model in models_now().items():
        if label in columns:
            fields = [field for field in model._meta.concrete_fields if field.column in columns[label]]
            lines = sorted(json.dumps(as_text(row, fields), sort_keys=True) for row in model._base_manager.all())
            found[label] = [len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()]
    print(json.dumps(found, sort_keys=True))
    return 0


def main(words: list[str]) -> int:
    """Do one of the four."""
    does = {"load": load, "digest": digest}
    if words in (["make"], ["release"]):
        return make(released=words == ["release"])
    if len(words) == 2 and words[0] in does:
        return does[words[0]](Path(words[1]))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
