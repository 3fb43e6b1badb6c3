"""The build backend: setuptools, after browser files, paper fonts, catalogues and kernels have been laid in place.

`pip wheel .` therefore gives a wheel that serves the whole product with no further download. The kernels are compiled
by the system's C compiler; where there is none, the build asks for PyPI's ziglang; where that fails too, the wheel is
made without them. A wheel that holds a library is named after its platform, one without serves all.
"""

import subprocess
import sys
import sysconfig
from pathlib import Path

import guard_files
import kernels
import messages
import vendor
from setuptools import build_meta
from setuptools.build_meta import (
    get_requires_for_build_sdist,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def get_requires_for_build_wheel(config_settings=None):
    """Ask for a compiler where the machine has none."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *kernels.wanted_requirements()]


def get_requires_for_build_editable(config_settings=None):
    """Ask for a compiler where the machine has none."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *kernels.wanted_requirements()]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Lay everything in place, then build the wheel."""
    vendor.main()
    guard_files.write()
    messages.compile_catalogues()
    kernels.main()
    name = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    return named_after_platform(Path(wheel_directory) / name) if kernels.is_built() else name


def named_after_platform(wheel):
    """Give a wheel the tag of this platform (any Python 3); return its new name."""
    tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    done = subprocess.run([sys.executable, "-m", "wheel", "tags", "--remove", "--platform-tag", tag, str(wheel)],
                          check=True, capture_output=True, text=True)
    return done.stdout.split()[-1]


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """Compile the kernels, then point at the sources."""
    kernels.main()
    return build_meta.build_editable(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory, config_settings=None):
    """Build the source archive: only what is committed, nothing fetched."""
    return build_meta.build_sdist(sdist_directory, config_settings)
