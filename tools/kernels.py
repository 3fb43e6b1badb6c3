"""Compile the kernels of samsyn.analysis, where a C compiler can be had.

    python tools/kernels.py             compile what has changed
    python tools/kernels.py --again     compile all

Compiler: the system's `cc` (or gcc, clang), else `python -m ziglang cc`, which PyPI's ziglang brings. Without any, or
where compiling fails, nothing is laid down, the reason is told, and the exit code is 0: the product works without.

What is laid down beside the sources: `_library.py` (the prototypes as cffi needs them; imports `_cffi_backend` alone)
and the shared library `_library-v1.bin`, on x86-64 also `-v3` (AVX2) and `-v4` (AVX-512). cffi's ABI mode needs no
header of Python, so the library serves every version of it; `.bin`, since `.so` would be taken for a module of Python.
"""

import contextlib
import hashlib
import importlib.util
import io
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "samsyn" / "analysis" / "kernels"
MODULE = FOLDER / "_library.py"
FLAGS = ["-O3", "-std=c11", "-shared", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-Wall"]
WIDE = {"v3": "x86-64-v3", "v4": "x86-64-v4"}
ZIGLANG = "ziglang==0.17.1"
ZIGLANG_HAS = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64")}


def system_compiler() -> list[str]:
    """Return the command of the system's C compiler, or nothing."""
    found = next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)
    return [found] if found else []


def compiler() -> list[str]:
    """Return the command of a C compiler: the system's, else ziglang's, else nothing."""
    if found := system_compiler():
        return found
    return [sys.executable, "-m", "ziglang", "cc"] if importlib.util.find_spec("ziglang") else []


def wanted_requirements() -> list[str]:
    """Return what a build asks PyPI for: ziglang, where no compiler is found and ziglang exists."""
    return [ZIGLANG] if not system_compiler() and (sys.platform, platform.machine()) in ZIGLANG_HAS else []


def digest() -> str:
    """Return a digest of everything the libraries are made of."""
    total = hashlib.sha256(platform.machine().encode())
    for path in [Path(__file__), *sorted(FOLDER.glob("*.[ch]"))]:
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def variants() -> list[str]:
    """Return the kinds of processors to compile for."""
    return ["v1", *(WIDE if platform.machine() in {"x86_64", "AMD64"} else ())]


def library(name: str, folder: Path = FOLDER) -> Path:
    """Return where a variant lies."""
    return folder / f"_library-{name}.bin"


def is_built() -> bool:
    """Return whether what lies there was made of these sources."""
    return MODULE.is_file() and library("v1").is_file() and digest() in MODULE.read_text(encoding="utf-8")


def remove() -> None:
    """Take away what an earlier run laid down."""
    for path in [MODULE, *FOLDER.glob("_library-*.bin")]:
        path.unlink(missing_ok=True)


def compile_library(command: list[str], name: str, target: Path) -> None:
    """Compile all kernels for one kind of processor; scratch files of the compiler go beside the target."""
    is_zig = "ziglang" in command
    wide = [f"-mcpu={WIDE[name].replace('-', '_')}" if is_zig else f"-march={WIDE[name]}"] if name in WIDE else []
    if name == "v4" and not is_zig:
        wide.append("-mprefer-vector-width=512")
    plain = ["-mcpu=baseline"] if is_zig and not wide else []
    position = [] if sys.platform == "win32" else ["-fPIC"]
    sources = [str(path) for path in sorted(FOLDER.glob("*.c"))]
    cache = str(target.parent / "cache")
    subprocess.run([*command, *FLAGS, *position, *plain, *wide, "-o", str(target), *sources, "-lm"],
                   check=True, capture_output=True, text=True,
                   env=os.environ | {"ZIG_GLOBAL_CACHE_DIR": cache, "ZIG_LOCAL_CACHE_DIR": cache})  # fmt: skip


def write_module(target: Path) -> None:
    """Write the prototypes as cffi's module for the ABI mode."""
    import cffi

    ffi = cffi.FFI()
    for header in sorted(FOLDER.glob("[!_]*.h")):
        ffi.cdef(header.read_text(encoding="utf-8"))
    ffi.set_source("samsyn.analysis.kernels._library", None)
    with contextlib.redirect_stdout(io.StringIO()):
        ffi.emit_python_code(str(target))
    head = f'"""Made by tools/kernels.py from {digest()}."""\n# ruff: noqa\n# mypy: ignore-errors\n'
    target.write_text(head + target.read_text(encoding="utf-8"), encoding="utf-8")


def lay_down(made: Path) -> None:
    """Put each file in its place in one step, the module last: a program that runs meanwhile meets no half file."""
    for path in sorted(made.glob("_library*"), key=lambda path: path.suffix == ".py"):
        beside = FOLDER / f"{path.name}.{os.getpid()}"
        shutil.copyfile(path, beside)
        os.replace(beside, FOLDER / path.name)


def build(*, again: bool = False) -> str:
    """Compile what has changed; return why there are no kernels, or nothing when there are."""
    if is_built() and not again:
        return ""
    command = compiler()
    if not command:
        remove()
        return "ingen C-kompilator finns"
    try:
        with tempfile.TemporaryDirectory(prefix="samsyn-kernels-") as scratch:
            made = Path(scratch)
            for name in variants():
                compile_library(command, name, library(name, made))
            write_module(made / MODULE.name)
            lay_down(made)
    except subprocess.CalledProcessError as problem:
        remove()
        return f"kompilatorn gav upp: {problem.stderr[-2000:]}"
    except (OSError, ImportError) as problem:
        remove()
        return str(problem)
    return ""


def main() -> int:
    """Compile; tell when it could not be done. The exit code is 0 either way."""
    if why := build(again="--again" in sys.argv[1:]):
        print(f"Analyserna körs utan kompilerade kärnor, med samma svar men långsammare: {why}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
