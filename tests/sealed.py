"""Every test run is sealed: no network but loopback, a data folder of its own, a key of its own.

Loaded by pytest before Django's settings are read (see addopts in pyproject.toml).
"""

import atexit
import ipaddress
import os
import shutil
import socket
import tempfile

import coverage
import pytest

LONGEST = "tests/journeys/test_practitioners_week.py"    # makes a whole demo and serves it

_folder = tempfile.mkdtemp(prefix="samsyn-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["SAMSYN_DATA"] = _folder
os.environ.setdefault("SAMSYN_SECRET_KEY", "only-for-tests-" + "0" * 40)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright runs a loop beside Django

_lines = coverage.Coverage(data_suffix=True) if os.environ.get("SAMSYN_COVERAGE") else None
if _lines:  # set by bin/test --coverage: each worker counts for itself, from its first import
    _lines.start()


class NetworkIsClosed(RuntimeError):
    """A test tried to reach something that is not on this machine."""


def stays_here(family: int, address: object) -> bool:
    """Return whether an address is on this machine: a local socket or loopback."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0]) if isinstance(address, tuple) else str(address)
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(original):
    def connect(self, address, *rest):
        if not stays_here(self.family, address):
            raise NetworkIsClosed(f"no network in tests: {address!r}")
        return original(self, address, *rest)

    return connect


def pytest_configure(config):
    """Close the network for the whole run."""
    socket.socket.connect = _guarded(socket.socket.connect)
    socket.socket.connect_ex = _guarded(socket.socket.connect_ex)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish():
    """Keep what was counted: a worker is ended before anything that waits for its exit."""
    if _lines:
        _lines.stop()
        _lines.save()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the walks through a real browser last, the longest first among them: at the end nobody waits for it."""
    items.sort(key=lambda item: (item.get_closest_marker("browser") is not None, LONGEST not in item.nodeid))
