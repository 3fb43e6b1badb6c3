"""What brakes whoever guesses counts everybody who comes at once."""

import threading
import time

from django.core.cache import caches

from samsyn.web.counting import add_one, count_of


def test_those_who_come_at_the_same_moment_are_all_counted(settings, tmp_path, monkeypatch):
    settings.SAMSYN_DATA = tmp_path / "new"
    kept, slow = caches["brakes"], type(caches["brakes"]).get

    def get(self, *given, **more):
        found = slow(self, *given, **more)
        time.sleep(0.005)               # time enough for the others to read the same figure
        return found

    monkeypatch.setattr(type(kept), "get", get)
    counts = []
    several = [threading.Thread(target=lambda: counts.append(add_one("k", seconds=60))) for _one in range(8)]
    for one in several:
        one.start()
    for one in several:
        one.join()
    assert sorted(counts) == list(range(1, 9))
    assert count_of("k") == 8
    kept.delete("k")
