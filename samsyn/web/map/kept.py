"""Points kept between requests: one set for each municipality, sight and choice, until the logbook says more."""

import sys
import threading
from collections import OrderedDict
from datetime import date
from typing import Any

from samsyn.method.observations.points import MapPoints, map_points, sight_of
from samsyn.web.map.choice import Choice
from samsyn.web.map.names import Names

KEEP_BYTES = 256 * 1024 * 1024
TILES_KEPT = 400
QUESTIONS_KEPT = 300
A_TILE_BESIDES = 200            # bytes of its key, of the numbers in it and of its place in the row of tiles

Key = tuple[Any, ...]


class Kept:
    """Some points with the tiles already made of them."""

    def __init__(self, points: MapPoints) -> None:
        """Begin without tiles."""
        self.points = points
        self.tiles: OrderedDict[tuple[int, int, int], bytes] = OrderedDict()
        self.lock = threading.Lock()
        self.size = points.size     # what it takes in memory, tiles and all

    def tile(self, z: int, x: int, y: int) -> bytes:
        """Return a tile, made once; those unused longest go first."""
        at = (z, x, y)
        with self.lock:
            if at in self.tiles:
                self.tiles.move_to_end(at)
                return self.tiles[at]
        made = self.points.tile(z, x, y)
        with self.lock:
            if at not in self.tiles:
                self.tiles[at] = made
                self.size += _weight(made)
            while len(self.tiles) > TILES_KEPT:
                self.size -= _weight(self.tiles.popitem(last=False)[1])
        return made


def _weight(tile: bytes) -> int:
    return sys.getsizeof(tile) + A_TILE_BESIDES


class Shelf:
    """The points used last, up to a number of bytes; each set is made by one request while the others wait."""

    def __init__(self, keep_bytes: int) -> None:
        """Begin empty."""
        self.keep_bytes = keep_bytes
        self.kept: OrderedDict[Key, Kept] = OrderedDict()
        self.lock = threading.Lock()
        self.asked: OrderedDict[Key, Key] = OrderedDict()
        self.making: dict[Key, threading.Lock] = {}

    def known(self, asked: Key) -> Kept | None:
        """Return what the same question got before, without reading the question again."""
        key = self.asked.get(asked)
        return self.find(key) if key else None

    def know(self, asked: Key, key: Key) -> None:
        """Remember where the answer to a question lies."""
        with self.lock:
            self.asked[asked] = key
            while len(self.asked) > QUESTIONS_KEPT:
                self.asked.popitem(last=False)

    def find(self, key: Key) -> Kept | None:
        """Return what is kept under a key, and move it last in the row of those that go."""
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, key: Key, kept: Kept) -> None:
        """Keep some points; older states of the same thing go first, then those unused longest."""
        with self.lock:
            for other in [other for other in self.kept if other[:-1] == key[:-1]]:
                del self.kept[other]
            self.kept[key] = kept
            self.making.pop(key, None)
        self.trim()

    def trim(self) -> None:
        """Let go of what was used longest ago, until the rest takes no more than it may; the last one always stays."""
        with self.lock:
            taken = sum(one.size for one in self.kept.values())
            while len(self.kept) > 1 and taken > self.keep_bytes:
                taken -= self.kept.popitem(last=False)[1].size

    def lock_for(self, key: Key) -> threading.Lock:
        """Return the lock of whoever makes this set."""
        with self.lock:
            return self.making.setdefault(key, threading.Lock())


SHELF = Shelf(KEEP_BYTES)


def key_of(choice: Choice, member: Any, *, today: date, stamp: str) -> Key:
    """Return the key of a set of points: whose it is comes first, when it was true last."""
    days = choice.days(today=today)
    return (member.municipality.pk, sight_of(member), choice.address(without=("box", "period")), days, stamp)


def points_for(choice: Choice, member: Any, *, today: date, stamp: str, names: Names) -> Kept:
    """Return the points of a choice, without regard to the box that the list may be limited to."""
    key = key_of(choice, member, today=today, stamp=stamp)
    found = SHELF.find(key)
    if found is None:
        with SHELF.lock_for(key):
            found = SHELF.find(key)
            if found is None:
                whole = choice.without_box()
                rows = whole.rows(member, today=today, names=names)
                found = Kept(map_points(rows, municipality=member.municipality))
                SHELF.put(key, found)
    return found
