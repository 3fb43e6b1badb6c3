"""A fixed piece of work, so that seconds on different machines can be compared.

    python -m benchmarks.yardstick

prints the CPU seconds of a numpy loop that never changes (sorting, counting and arithmetic on a million numbers) and
how many times slower this machine is than the reference machine. Run it before and after a benchmark: where the two
differ by more than a tenth, something else was running.
"""

import platform
import time

import numpy as np

REFERENCE_S = 0.90      # AMD EPYC virtual machine, 2 cores, Python 3.11, numpy 2.4


def yardstick_s() -> float:
    """Do the fixed work once and return its CPU seconds."""
    began = time.process_time()
    rng = np.random.default_rng(1)
    for _ in range(5):
        values = rng.random(1_000_000)
        order = np.argsort(values, kind="stable")
        cells = np.bincount((values[order] * 90_000).astype(np.int64), minlength=90_000)
        np.cumsum(cells)
        np.exp(np.log1p(values) * 1.5).sum()
    return time.process_time() - began


def machine() -> str:
    """Say in one line what this runs on."""
    return (f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, numpy {np.__version__}; "
            f"{yardstick_s() / REFERENCE_S:.2f} × the reference machine's time")


if __name__ == "__main__":
    print(machine())
