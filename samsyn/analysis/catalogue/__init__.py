"""The catalogue: every method under one name, with its needs and options, for the command line and the pattern screen.

A method here takes events as arrays and gives figures, a table and the keys of two sentences: what it says, and how
sure that is. The words of the sentences belong to whoever shows them.
"""

from collections.abc import Mapping

import numpy as np

from samsyn.analysis.catalogue import effects, gatherings, own_history, places, times
from samsyn.analysis.catalogue.events import Events, Figure, Method, Option, Result, Setting, TooLittle
from samsyn.analysis.progress import Progress

__all__ = [
    "METHODS", "Events", "Figure", "Method", "Option", "Result", "Setting", "TooLittle", "analyse", "settings_of",
]  # fmt: skip

METHODS: dict[str, Method] = {
    each.name: each for each in (
        *times.METHODS, *places.METHODS, *gatherings.METHODS, *effects.METHODS, *own_history.METHODS)}


def settings_of(method: Method, given: Mapping[str, Setting]) -> dict[str, Setting]:
    """Return all options of a method with their values, what is given in the place of the defaults.

    Raises KeyError(name) for an option the method does not have and ValueError(name) for a value out of bounds.

    >>> settings_of(METHODS["hours"], {"certain_hours": 2})
    {'certain_hours': 2.0}
    """
    known = {option.name: option for option in method.options}
    settings: dict[str, Setting] = {option.name: option.default for option in method.options}
    for name, value in given.items():
        option = known[name]
        try:
            settings[name] = type(option.default)(value)
        except ValueError:
            raise ValueError(name) from None
        if isinstance(option.default, str):
            allowed = not option.among or settings[name] in option.among
        else:
            allowed = option.least <= float(settings[name]) <= option.most
        if not allowed:
            raise ValueError(name)
    return settings


def analyse(
    name: str, events: Events, *, settings: Mapping[str, Setting], seed: int, progress: Progress | None = None,
) -> Result:
    """Run a method; raises KeyError for one that does not exist, TooLittle where there is nothing to say.

    `progress` is called with the share that is done, by the methods that take long (`Method.tells`).

    >>> nothing = np.array([], float)
    >>> moments = np.array([], "datetime64[us]")
    >>> from samsyn.analysis.counts import Coded
    >>> none = Coded(np.array([], np.int64), [])
    >>> analyse("hours", Events(nothing, nothing, moments, moments, none, none, none, nothing > 0), settings={}, seed=1)
    Traceback (most recent call last):
    samsyn.analysis.catalogue.events.TooLittle: no_events
    """
    method = METHODS[name]
    also = {"progress": progress} if method.tells else {}
    return method.run(events, settings_of(method, settings), np.random.default_rng(seed), **also)
