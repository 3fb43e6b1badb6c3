"""How far a long calculation has come: told to whoever asked, never printed, and without any effect on the result."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Progress = Callable[[float], None]       # called with the share that is done, 0 to 1, rising
T = TypeVar("T")


def told(steps: Iterable[T], *, of: int, progress: Progress | None) -> Iterator[T]:
    """Yield each step and tell how large a share of `of` is done after it.

    >>> shares = []
    >>> list(told(range(2), of=2, progress=shares.append)), shares
    ([0, 1], [0.5, 1.0])
    """
    for done, step in enumerate(steps, start=1):
        yield step
        if progress is not None:
            progress(min(1.0, done / max(of, 1)))


def part_of(progress: Progress | None, *, first: float, last: float) -> Progress | None:
    """Return what tells the share of a part that reaches from `first` to `last` of the whole.

    >>> shares = []
    >>> part_of(shares.append, first=0.5, last=1.0)(0.5)
    >>> shares
    [0.75]
    """
    if progress is None:
        return None
    return lambda share: progress(first + (last - first) * share)
