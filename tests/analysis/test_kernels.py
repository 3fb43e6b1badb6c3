"""The compiled kernels: found, chosen by processor, left out when not wanted, and missed only once."""

import importlib.util
import logging
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from samsyn.analysis import kernels

ROOT = Path(__file__).resolve().parents[2]
HAS_COMPILER = pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler on this machine")


@pytest.fixture
def builder():
    """The tool that compiles, as a module."""
    spec = importlib.util.spec_from_file_location("kernel_builder", ROOT / "tools" / "kernels.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def elsewhere(builder, tmp_path, monkeypatch):
    """The builder, laying down in a folder of its own."""
    for path in builder.FOLDER.glob("processor.[ch]"):           # one small kernel will do
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(builder, "FOLDER", tmp_path)
    monkeypatch.setattr(builder, "MODULE", tmp_path / "_library.py")
    monkeypatch.setattr(builder, "variants", lambda: ["v1"])
    monkeypatch.setattr(builder, "library", lambda name, folder=tmp_path: folder / f"_library-{name}.bin")
    return builder


@pytest.fixture
def nothing_built(monkeypatch):
    """A machine on which nothing could be compiled."""
    monkeypatch.setattr(kernels, "_load", lambda: None)
    for name, value in {"wanted": True, "looked": False, "found": None}.items():
        monkeypatch.setattr(kernels._State, name, value)


def test_a_machine_without_kernels_is_told_once(nothing_built, caplog):
    with caplog.at_level(logging.WARNING):
        assert kernels.compiled() is None
        assert kernels.compiled() is None
    assert len(caplog.records) == 1 and "plain numpy" in caplog.text
    assert not kernels.available() and kernels.variant() == ""


def test_who_wants_no_kernels_gets_none_and_no_reproach(nothing_built, caplog):
    with kernels.without():
        assert kernels.compiled() is None
    assert caplog.records == []


def test_a_half_laid_library_is_no_library(monkeypatch):
    monkeypatch.setattr(kernels, "_path", lambda name: f"/nowhere/{name}.bin")
    assert kernels._load() is None


@HAS_COMPILER
@pytest.mark.slow
def test_what_was_compiled_is_not_compiled_again(elsewhere):
    assert elsewhere.build() == ""
    first = elsewhere.library("v1").stat().st_mtime_ns
    assert elsewhere.build() == "" and elsewhere.library("v1").stat().st_mtime_ns == first
    (elsewhere.FOLDER / "processor.c").write_text("not C at all\n", encoding="utf-8")
    assert "kompilatorn gav upp" in elsewhere.build()
    assert not elsewhere.MODULE.exists() and not elsewhere.is_built()


def test_without_a_compiler_nothing_fails(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(elsewhere.shutil, "which", lambda name: None)
    monkeypatch.setattr(elsewhere.importlib.util, "find_spec", lambda name: None)
    assert elsewhere.main() == 0
    assert "ingen C-kompilator" in capsys.readouterr().err
    monkeypatch.setattr(elsewhere.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(elsewhere.sys, "platform", "linux")
    assert elsewhere.wanted_requirements() == [elsewhere.ZIGLANG]
    monkeypatch.setattr(elsewhere.platform, "machine", lambda: "riscv64")
    assert elsewhere.wanted_requirements() == []


def test_the_compiler_that_is_asked_for_is_the_one_that_is_locked(builder):
    assert builder.ZIGLANG in (ROOT / "requirements-compiler.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_version_says_whether_there_are_kernels():
    found = kernels._load()
    command = [sys.executable, "-m", "samsyn.cli", "--version"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert (found.variant if found else "utan kompilerade kärnor") in told


def test_work_side_by_side_is_all_done_and_trouble_is_told():
    done = np.zeros(20, int)

    def work(part: int) -> None:
        done[part] += 1
        if part == 25:
            raise ValueError("25")

    kernels.side_by_side(work, parts=20, threads=3)
    assert done.tolist() == [1] * 20
    before = threading.active_count()
    with pytest.raises(ValueError):
        kernels.side_by_side(lambda part: 1 // (part - 3) and None or int("x"), parts=9, threads=2)
    assert threading.active_count() == before


def test_an_array_in_pieces_is_refused():
    if not kernels.available():
        pytest.skip("no kernels here")
    with pytest.raises(ValueError, match="contiguous"):
        kernels.pointer(np.zeros((4, 4))[:, 1])
