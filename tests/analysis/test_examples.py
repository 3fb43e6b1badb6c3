"""Every example in a docstring of the analytical core runs."""

import doctest
import importlib
import pkgutil

import pytest

import samsyn.analysis

MODULES = sorted(each.name for each in pkgutil.walk_packages(samsyn.analysis.__path__, "samsyn.analysis."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
