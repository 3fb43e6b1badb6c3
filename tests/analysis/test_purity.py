"""The analytical core stays light and clean."""

import subprocess
import sys

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


@pytest.mark.slow
def test_importing_everything_is_quick_and_brings_nothing_heavy():
    best = 9.0
    for _ in range(3):
        spent, heavy = subprocess.run([sys.executable, "-c", COUNT.format(names=MODULES)], capture_output=True,
                                      text=True, check=True).stdout.split(maxsplit=1)
        assert heavy.strip() == "[]"
        best = min(best, float(spent))
        if best <= 0.35:
            break
    assert best <= 0.35


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
