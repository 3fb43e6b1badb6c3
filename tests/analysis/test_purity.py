"""The analytical core stays light and clean."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import samsyn.analysis
from samsyn.analysis.tables import TABLES, schema, table_from_columns
from tests.analysis.test_examples import MODULES

COUNT = """
import resource, sys
def spent(): return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
before = spent()
for name in {names!r}: __import__(name)
print(spent() - before, sorted({{"scipy", "pyarrow", "shapely", "pyproj", "django"}} & set(sys.modules)))
"""
TIMES_NUMPY = 5     # measured: 2.0 to 3.5; scipy.stats alone would add some ten


def cost_of_importing(names: list[str], compiled: Path) -> tuple[float, str]:
    """Return the CPU seconds that a fresh interpreter spends on the imports, and the heavy packages they bring.

    Compiled files are kept in a folder of the test's own, whatever the surroundings say: what is asked is the cost of
    importing, not of compiling.
    """
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    spent, heavy = subprocess.run([sys.executable, "-c", COUNT.format(names=names)], capture_output=True, text=True,
                                  check=True, env=around | {"PYTHONPYCACHEPREFIX": str(compiled)},
                                  ).stdout.split(maxsplit=1)  # fmt: skip
    return float(spent), heavy.strip()


@pytest.mark.slow
def test_importing_everything_is_quick_and_brings_nothing_heavy(tmp_path):
    ratio = 99.0
    cost_of_importing(["numpy", *MODULES], tmp_path)     # compiles
    for _ in range(3):
        numpy_alone, _ = cost_of_importing(["numpy"], tmp_path)
        ours, heavy = cost_of_importing(MODULES, tmp_path)
        assert heavy == "[]"
        ratio = min(ratio, ours / numpy_alone)
        if ratio <= TIMES_NUMPY:
            break
    assert ratio <= TIMES_NUMPY


def test_scipy_stats_is_never_asked_for():
    for loader, name, _ in __import__("pkgutil").iter_modules(samsyn.analysis.__path__):
        assert "import scipy.stats" not in (source := loader.find_spec(name).loader.get_source(f"{name}"))
        assert "from scipy.stats" not in source


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_schema_with_meanings(name):
    columns = TABLES[name]
    assert len({column.name for column in columns}) == len(columns)
    assert all(field.metadata[b"meaning"] for field in schema(columns))


def test_a_missing_column_is_an_error():
    with pytest.raises(KeyError):
        table_from_columns(TABLES["areas"], {"code": ["01"]})
