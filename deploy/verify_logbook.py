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

import hashlib
import json
import sys

DISPOSED, LOGBOOK = "disposal.done", "loggbok"


class Town:
    """What is read of one municipality: its latest seal, what was taken out, and the decisions about that."""

    def __init__(self):
        self.last, self.gone, self.named, self.before, self.rows = None, [], set(), "", 0

    def read(self, row, day):
        """Return the digest of a line; remember it if it is taken out, or a decision."""
        if "taken_out" in row:
            self.gone.append((row["taken_out"], day))
            return row["taken_out"]
        line = row["line"]
        changed = line[7]
        if line[2] == DISPOSED and changed.get("kind") == LOGBOOK:
            self.before, self.rows = max(self.before, changed.get("before", "")), self.rows + changed.get("rows", 0)
        self.named.update(changed.get("digests", ()))
        return hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()

    def undecided(self, name, whole):
        """Yield what was taken out without a decision. Only a whole logbook holds every decision."""
        by_rule = [(digest, day) for digest, day in self.gone if digest not in self.named]
        if not whole:
            return
        for _digest, day in by_rule:
            if day is not None and day > self.before:
                yield f"{name} {day}: a line was taken out without a decision"
        if len(by_rule) > self.rows:
            yield f"{name}: {len(by_rule)} lines were taken out, the decisions say {self.rows}"


def verify(lines, kept=()):
    """Return (what is broken, seals, lines) of a logbook given as an iterable of JSON texts."""
    broken, seen, total, towns = [], {}, 0, {}
    current, town, whole = None, None, set()

    def close():
        if current is None:
            return
        said, digest, count = current
        where = f"{said['municipality']} {said['day']}"
        if digest.hexdigest() != said["digest"]:
            broken.append(f"{where}: the lines do not agree with the seal")
        elif count != said["lines"]:
            broken.append(f"{where}: {count} lines, the seal holds {said['lines']}")

    for text in lines:
        row = json.loads(text)
        if "seal" in row:
            close()
            said = row["seal"]
            town = towns.setdefault(said["municipality"], Town())
            if town.last and said["day"] <= town.last["day"]:
                broken.append(f"{said['municipality']} {said['day']}: the days are not in order")
            current = [said, hashlib.sha256((town.last["digest"] if town.last else "").encode()), 0]
            town.last = said
            seen[said["digest"]] = said["day"]
        elif "open" in row:
            close()
            current = None
            town = towns.setdefault(row["open"]["municipality"], Town())
            whole.add(row["open"]["municipality"])
        else:
            digest = town.read(row, current[0]["day"] if current else None)
            if current:
                current[1].update(digest.encode())
                current[2] += 1
                total += 1
    close()
    for name, each in towns.items():
        broken += each.undecided(name, name in whole)
    broken += [f"{digest}: this digest is not in the logbook" for digest in kept if digest not in seen]
    return broken, len(seen), total


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
