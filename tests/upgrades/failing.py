"""The command `samsyn` of a made-up next version: it has a new table that points at an old one, and what is asked for.

    python failing.py (good|bad) upgrade …
"""

import sys
from pathlib import Path

from django.db import migrations
from django.db.migrations.loader import MigrationLoader

ROOM = "letters"
TABLE = "letters_tomorrow"
_load_disk = MigrationLoader.load_disk


def _breaks(apps, schema_editor):
    raise ValueError("a row that nobody thought of")


def load_disk(self, kind="good"):
    """Add migrations on top of the newest: a table with a row in it, a changed row, and one that breaks."""
    _load_disk(self)
    newest = max(name for app, name in self.disk_migrations if app == ROOM)
    steps = [
        [migrations.RunSQL(
            f"CREATE TABLE {TABLE} (id integer PRIMARY KEY, municipality_id "
            f"{'uuid' if self.connection.vendor == 'postgresql' else 'char(32)'} REFERENCES tenancy_municipality (id))"
        ), migrations.RunSQL(f"INSERT INTO {TABLE} SELECT 1, id FROM tenancy_municipality")],
        [migrations.RunSQL("DELETE FROM letters_letterchoice"), migrations.RunPython(_breaks)],
    ]  # fmt: skip
    for number, operations in enumerate(steps[: 1 if kind == "good" else 2], start=int(newest[:4]) + 1):
        name = f"{number:04}_tomorrow"
        made = migrations.Migration(name, ROOM)
        made.dependencies, made.operations = [(ROOM, newest)], operations
        self.disk_migrations[ROOM, name] = made
        newest = name


def main():
    """Be that version."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from samsyn.cli.__main__ import main as samsyn

    kind = sys.argv[1]
    MigrationLoader.load_disk = lambda self: load_disk(self, kind)
    return samsyn(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
