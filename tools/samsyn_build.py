"""The build backend: setuptools, after browser files, paper fonts and message catalogues have been laid in place.

`pip wheel .` therefore gives a wheel that serves the whole product with no further download.
"""

import guard_files
import messages
import vendor
from setuptools import build_meta
from setuptools.build_meta import (
    build_editable,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
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


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Lay everything in place, then build the wheel."""
    vendor.main()
    guard_files.write()
    messages.compile_catalogues()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory, config_settings=None):
    """Build the source archive: only what is committed, nothing fetched."""
    return build_meta.build_sdist(sdist_directory, config_settings)
