"""The pins of the time line: every meeting has one, and none lies over another."""

import re

from samsyn.web.measures.drawing import time_line


def test_pins_never_lie_over_each_other_and_every_meeting_has_one():
    """A meeting a week: over half a year each has its own pin, over two years some share one."""
    for weeks, shared in ((26, False), (104, True)):
        drawn = time_line([1] * weeks, labels=[""] * weeks, lanes=[], title="x",
                          pins=[{"at": at + 0.5, "number": at + 1} for at in range(weeks)])  # fmt: skip
        marks = re.findall(r'class="pin" [^>]*x="([\d.]+)"[^>]*width="([\d.]+)".*?>([\d–]+)</text>', drawn)
        ends = [(float(x), float(x) + float(wide)) for x, wide, _words in marks]
        assert all(before[1] <= after[0] for before, after in zip(ends, ends[1:], strict=False))
        spans = [[int(number) for number in words.split("–")] for *_, words in marks]
        assert sum(span[-1] - span[0] + 1 for span in spans) == weeks and shared == (len(marks) < weeks)
