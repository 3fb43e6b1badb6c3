#!/usr/bin/env python3
"""Check an exported logbook against its seals, with nothing but Python: no Samsyn, no database, no network.

    samsyn manage seals --export logbook.jsonl
    python3 verify_logbook.py logbook.jsonl [DIGEST ...]

The file has one JSON object a line: {"seal": …} for each sealed day, and after it its lines in their order; last
{"open": …} with the lines that no seal holds yet. A line is {"line": […]}, or {"taken_out": digest} where a decision
has let its content go. A seal is SHA-256 over the seal before it and the digest of each of its lines. A line that was
changed, removed, added or moved breaks the seal of its day; a seal that was made anew breaks the next. A line taken out
must be covered by a decision that stands in the logbook itself. Give digests that you have kept elsewhere (on paper, in
the diary): whoever made the whole chain anew is found by them.

Exit code 0: all whole. 1: something is broken. 2: the file cannot be read.
"""

import datetime
import hashlib
import json
import sys

DISPOSED, ERASED, LOGBOOK = "disposal.done", "logbook.taken_out", "loggbok"
LONGEST_CHANGE = datetime.timedelta(days=1)     # before the day of the seal before: no change takes that long


class Town:
    """What is read of one municipality: its seals, what was taken out, and the decisions about that."""

    def __init__(self, name):
        self.name, self.broken, self.seals, self.total, self.whole = name, [], {}, 0, False
        self.seal = self.before = self.last = None
        self.digest, self.lines = hashlib.sha256(), 0
        self.gone, self.named, self.limit, self.rows = [], set(), "", 0

    def begin(self, seal):
        """Begin the lines of a seal; None = those that no seal holds yet."""
        self.close()
        if seal and self.last and seal["day"] <= self.last["day"]:
            self.say(seal["day"], "the days are not in order")
        self.before, self.seal, self.lines = self.last, seal, 0
        self.last, self.whole = seal or self.last, self.whole or seal is None
        self.digest = hashlib.sha256((self.before["digest"] if self.before else "").encode())
        if seal:
            self.seals[seal["digest"]] = seal["day"]

    def close(self):
        """Compare the lines that were read with their seal."""
        if not self.seal:
            return
        if self.digest.hexdigest() != self.seal["digest"]:
            self.say(self.seal["day"], "the lines do not agree with the seal")
        elif self.lines != self.seal["lines"]:
            self.say(self.seal["day"], f"{self.lines} lines, the seal holds {self.seal['lines']}")

    def read(self, row):
        """Take in a line; remember it if it is taken out, or a decision."""
        day = self.seal["day"] if self.seal else None
        if "taken_out" in row:
            self.gone.append((row["taken_out"], day))
            found = row["taken_out"]
        else:
            line = row["line"]
            self.decision(line[2], line[7])
            if day and self.before and as_date(line[1][:10]) < as_date(self.before["day"]) - LONGEST_CHANGE:
                self.say(day, "a line is dated long before its seal")
            found = hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()
        self.digest.update(found.encode())
        self.lines += 1
        self.total += day is not None

    def decision(self, happening, changed):
        """Remember what a decision covers."""
        if happening == DISPOSED and changed.get("kind") == LOGBOOK:
            self.limit = max(self.limit, str(changed.get("before", "")))
            rows = changed.get("rows", 0)
            self.rows += rows if isinstance(rows, int) else 0
        elif happening == ERASED:
            self.named.update(map(str, changed.get("digests", ())))

    def say(self, day, words):
        """Keep what is broken; what no seal holds yet has no day."""
        self.broken.append(f"{self.name} {day or 'open'}: {words}")

    def undecided(self):
        """Say what was taken out without a decision. Only a whole logbook holds every decision."""
        by_rule = [day for digest, day in self.gone if digest not in self.named] if self.whole else []
        for day in by_rule:
            if day is None or day >= self.limit:
                self.say(day, "a line was taken out without a decision")
        if len(by_rule) > self.rows:
            self.say(by_rule[-1], f"{len(by_rule)} lines were taken out, the decisions say {self.rows}")


def as_date(text):
    """Return 2026-01-31 as a date."""
    return datetime.date.fromisoformat(text)


def verify(lines, kept=()):
    """Return (what is broken, seals, lines) of a logbook given as an iterable of JSON texts."""
    towns, town = {}, None
    for text in lines:
        row = json.loads(text)
        said = row.get("seal") or row.get("open")
        if said:
            name = said["municipality"]
            town = towns.setdefault(name, Town(name))
            town.begin(row.get("seal"))
        else:
            town.read(row)
    for each in towns.values():
        each.close()
        each.undecided()
    broken = [one for each in towns.values() for one in each.broken]
    known = {digest for each in towns.values() for digest in each.seals}
    broken += [f"{digest}: this digest is not in the logbook" for digest in kept if digest not in known]
    return broken, sum(len(each.seals) for each in towns.values()), sum(each.total for each in towns.values())


def main(words):
    """Read the file, say what was found, return the exit code."""
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return 2
    try:
        with open(words[0], encoding="utf-8") as file:
            broken, seals, lines = verify(file, words[1:])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
        print(f"The file cannot be read: {problem}")
        return 2
    print(f"{seals} sealed days, {lines} lines: {'BROKEN' if broken else 'all whole'}")
    for one in broken:
        print(f"  {one}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
