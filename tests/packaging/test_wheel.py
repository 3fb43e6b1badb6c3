"""The wheel serves the whole product with no further download. Built in .ci/run only: it fetches and takes a minute."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WANTED = pytest.mark.skipif(not os.environ.get("SAMSYN_TEST_WHEEL"), reason="SAMSYN_TEST_WHEEL is not set")
NEEDED = [
    "samsyn/web/base.html",
    "samsyn/web/vendor/maplibre-gl.mjs",
    "samsyn/web/vendor/maplibre-gl-worker.mjs",
    "samsyn/web/vendor/maplibre-gl.css",
    "samsyn/web/vendor/pmtiles.js",
    "samsyn/web/vendor/htmx.min.js",
    "samsyn/web/vendor/fonts.css",
    "samsyn/web/vendor/licences/maplibre-gl.txt",
    "samsyn/documents/fonts/SamsynSans-Regular.ttf",
    "samsyn/documents/fonts/SamsynSans-Bold.ttf",
    "samsyn/locale/en/LC_MESSAGES/django.mo",
    "samsyn/ground/people/migrations/__init__.py",
]
NEEDED_KINDS = (
    ["samsyn/web/", ".html"],
    ["samsyn/web/assets/", ".css"],
    ["samsyn/web/assets/", ".js"],
    ["samsyn/documents/", ".typ"],
)
UNWANTED = ("tests/", "tools/", ".po", ".pyc", "node_modules")

pytestmark = [pytest.mark.slow, WANTED]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from a copy of the committed tree, as `pip wheel .` does, with the tools at hand."""
    copy = tmp_path_factory.mktemp("clone")
    subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
    target = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        ".",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(target),
    ]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(target.glob("samsyn-*.whl"))


@pytest.fixture(scope="module")
def names(wheel):
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_what_browsers_and_papers_need(names):
    assert [name for name in NEEDED if name not in names] == []
    for start, end in NEEDED_KINDS:
        assert any(name.startswith(start) and name.endswith(end) for name in names), (start, end)


def test_the_wheel_holds_every_committed_file_of_the_package(names):
    committed = subprocess.run(
        ["git", "ls-files", "samsyn"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    left_out = set(committed.split()) - set(names)
    assert {name for name in left_out if not name.endswith((".po", ".gitkeep"))} == set()


def test_the_wheel_holds_nothing_else(names):
    assert [
        name for name in names if name.startswith(UNWANTED[:2]) or name.endswith(UNWANTED[2:4]) or UNWANTED[4] in name
    ] == []


def test_the_wheel_is_named_as_the_release_and_after_its_platform_when_it_holds_kernels(wheel, names):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    platform = r"(?!any)\w+" if any(name.endswith(".bin") for name in names) else "any"
    assert re.fullmatch(rf"samsyn-{re.escape(version)}-py3-none-{platform}\.whl", wheel.name)


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler on this machine")
def test_the_wheel_holds_the_kernels(names):
    folder = "samsyn/analysis/kernels"
    assert {f"{folder}/_library.py", f"{folder}/_library-v1.bin"} <= set(names)


def test_the_wheel_runs(wheel, tmp_path):
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(unpacked),
        "SAMSYN_DATA": str(tmp_path / "data"),
        "SAMSYN_SECRET_KEY": "only-for-this-test-" + "0" * 40,
        "DJANGO_SETTINGS_MODULE": "samsyn.config.settings",
    }
    (tmp_path / "data").mkdir()
    ask = (
        "import samsyn, django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.test import Client\n"
        "from django.contrib.staticfiles import finders\n"
        "call_command('migrate', verbosity=0)\n"
        "print(samsyn.__file__)\n"
        "print(Client(headers={'host': 'localhost'}).get('/logga-in').status_code)\n"
        "print(finders.find('vendor/htmx.min.js'))\n"
        "from samsyn.analysis import kernels\n"
        "print(kernels.variant() or 'none')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    where, status, htmx, variant = done.stdout.split()[-4:]
    assert where.startswith(str(unpacked))
    assert status == "200"
    assert htmx.startswith(str(unpacked))
    assert (variant != "none") == any(unpacked.glob("samsyn/analysis/kernels/_library.py"))
