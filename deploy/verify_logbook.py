#!/usr/bin/env python3
"""Check an exported logbook against its seals, with nothing but Python: no Samsyn, no database, no network.

    samsyn manage seals --export logbook.jsonl
    python3 verify_logbook.py logbook.jsonl [DIGEST ...]

The file has one JSON object a line: {"seal": …} for each sealed day, and after it its lines {"line": […]} in their
order. A seal is SHA-256 over the seal before it and its lines. A line that was changed, removed, added or moved breaks
the seal of its day; a seal that was made anew breaks the next. Give digests that you have kept elsewhere (on paper, in
the diary): whoever made the whole chain anew is found by them.

Exit code 0: all whole. 1: something is broken. 2: the file cannot be read.
"""

import hashlib
import json
import sys


def verify(lines, kept=()):
    """Return (what is broken, seals, lines) of a logbook given as an iterable of JSON texts."""
    broken, seen, total, before = [], {}, 0, {}
    current = None

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
            town = said["municipality"]
            last = before.get(town)
            if last and said["day"] <= last["day"]:
                broken.append(f"{town} {said['day']}: the days are not in order")
            current = [said, hashlib.sha256((last["digest"] if last else "").encode()), 0]
            before[town] = said
            seen[said["digest"]] = said["day"]
        else:
            current[1].update(json.dumps(row["line"], sort_keys=True).encode())
            current[2] += 1
            total += 1
    close()
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
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"The file cannot be read: {problem}")
        return 2
    print(f"{seals} sealed days, {lines} lines: {'BROKEN' if broken else 'all whole'}")
    for one in broken:
        print(f"  {one}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
