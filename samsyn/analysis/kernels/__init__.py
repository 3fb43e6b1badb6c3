"""The small compiled part of the analyses: inner loops that numpy cannot do well, each beside a plain numpy twin.

Adding a kernel takes three things; nothing else has to be told of it:

1. `NAME.c` in this folder with the loops, and `NAME.h` with its prototypes alone (no `#include`, no macros: cffi reads
   it as it stands). The C file includes `<stdint.h>` and then its own `NAME.h`. Headers whose names start with an
   underscore (`_chance.h`) are for C files only. A kernel gets arrays and sizes, frees what it allocates, keeps no
   state, draws only from the seed it was given, and never reads beyond what its lengths say. Then run
   `python tools/kernels.py` (`bin/setup` does).
2. A module of `samsyn.analysis` that asks for it, once per call of the analysis, and goes on without it:

       compiled = kernels.compiled()
       if compiled is None:
           return _plain_sums(values)                          # the twin: numpy, easy to read, the oracle of the tests
       total = np.zeros(1)
       compiled.lib.samsyn_sums(kernels.pointer(values), values.size, kernels.pointer(total))

3. A test that the two agree (`with kernels.without(): …` runs the twin).

`tools/kernels.py` compiles all of them with the system's C compiler (else the one in PyPI's ziglang) when the package
is built or set up: one shared library for any processor of the kind, on x86-64 one more for AVX2 and AVX-512 each. The
processor is asked at first use which of them it can run; all give the same numbers (no fused multiply-add, no fast
math). cffi lets go of Python's lock during a call, so two threads use two cores: see `side_by_side`.

Where nothing could be compiled, `compiled` says so once in the log (`samsyn.analysis.kernels`) and the twins take over.

>>> with without():
...     available()
False
"""

import importlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from numpy.typing import NDArray

from samsyn.analysis.progress import Progress, told

_C_TYPES = {
    "float64": "double[]", "float32": "float[]", "int8": "int8_t[]", "uint8": "uint8_t[]", "bool": "uint8_t[]",
    "int16": "int16_t[]", "uint16": "uint16_t[]", "int32": "int32_t[]", "uint32": "uint32_t[]",
    "int64": "int64_t[]", "uint64": "uint64_t[]",
}  # fmt: skip
_VARIANTS = {4: "v4", 3: "v3", 1: "v1"}         # level of x86-64 → name in the file; all others are level 1
_NAMES = {"v1": "baseline", "v3": "avx2", "v4": "avx512"}


class Compiled(NamedTuple):
    """The loaded kernels: cffi's `ffi`, the library with the functions, and for which processors it was made."""

    ffi: Any
    lib: Any
    variant: str                 # "baseline", "avx2" or "avx512"


class _State:
    """What is loaded: looked up once, at first use."""

    wanted = True
    looked = False
    found: Compiled | None = None
    lock = threading.Lock()


def use(wanted: bool) -> None:
    """Say whether kernels are used where they exist. The one switch: thrown by the settings and by tests."""
    _State.wanted = wanted


@contextmanager
def without() -> Iterator[None]:
    """Run the plain twins inside."""
    before = _State.wanted
    use(False)
    try:
        yield
    finally:
        use(before)


def available() -> bool:
    """Return whether compiled kernels are there and wanted; says nothing in the log."""
    return _State.wanted and _loaded() is not None


def variant() -> str:
    """Return for which processors the kernels in use were made: "baseline", "avx2", "avx512"; "" without kernels."""
    found = _loaded() if _State.wanted else None
    return found.variant if found else ""


def compiled() -> Compiled | None:
    """Return the kernels, or None where they are missing (said once in the log) or not wanted (chosen, so not said)."""
    if not _State.wanted:
        return None
    missing_before = _State.looked
    found = _loaded()
    if found is None and not missing_before:
        logging.getLogger(__name__).warning(
            "No compiled kernels: the analyses run in plain numpy, with the same results but slower.")
    return found


def pointer(array: NDArray[Any]) -> Any:
    """Return a contiguous array as a C pointer of its own type; the caller keeps the array alive during the call."""
    found = _loaded()
    if found is None:
        raise RuntimeError("there are no kernels to point for")
    if not array.flags.c_contiguous:
        raise ValueError("a kernel needs a contiguous array")
    return found.ffi.from_buffer(_C_TYPES[array.dtype.name], array)


def side_by_side(
    work: Callable[[int], None], *, parts: int, threads: int = 2, progress: Progress | None = None,
) -> None:
    """Call `work(0)` … `work(parts - 1)`, at most `threads` at a time; raise the first thing that went wrong.

    Part k must write only to what belongs to part k and draw from a seed of its own: then the result is the same for
    any number of threads.
    """
    if min(threads, parts) < 2:
        for part in told(range(parts), of=parts, progress=progress):
            work(part)
        return
    left, problems = iter(range(parts)), list[BaseException]()
    lock = threading.Lock()

    def keep_working() -> None:
        while not problems:
            with lock:
                part = next(left, None)
                if progress is not None and part is not None:
                    progress(max(0.0, (part - threads + 1) / parts))
            if part is None:
                return
            try:
                work(part)
            except BaseException as problem:
                problems.append(problem)

    helpers = [threading.Thread(target=keep_working) for _ in range(min(threads, parts) - 1)]
    _run(helpers, keep_working)
    if problems:
        raise problems[0]
    if progress is not None:
        progress(1.0)


def _run(helpers: Sequence[threading.Thread], own: Callable[[], None]) -> None:
    for each in helpers:
        each.start()
    own()
    for each in helpers:
        each.join()


def _loaded() -> Compiled | None:
    if not _State.looked:
        with _State.lock:
            if not _State.looked:
                _State.found = _load()
                _State.looked = True
    return _State.found


def _load() -> Compiled | None:
    """Load the library for this processor; None where there is none that can be loaded."""
    try:
        ffi = importlib.import_module(f"{__name__}._library").ffi
        lib = ffi.dlopen(_path("v1"))
    except (ImportError, OSError):
        return None
    level = lib.samsyn_processor_level()
    for at_least, name in _VARIANTS.items():
        if level >= at_least > 1:
            try:
                return Compiled(ffi, ffi.dlopen(_path(name)), _NAMES[name])
            except OSError:
                continue
    return Compiled(ffi, lib, _NAMES["v1"])


def _path(name: str) -> str:
    return f"{__path__[0]}/_library-{name}.bin"
