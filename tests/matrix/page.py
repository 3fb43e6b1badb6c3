"""The page about the matrix, from what its tests counted."""

from typing import Any

from tests.matrix.expected import ROLES

WAYS = {"read": "Opened", "written": "Posted to", "filtered": "Filters filled", "edited": "Addresses edited by hand"}
HEADS = {
    "read": "| Reader | Addresses | Answered with a page or file | Broke | Leaks |",
    "written": "| Reader | Addresses | Wrote what is theirs | Broke | Hidden rows touched, or tables not theirs |",
    "filtered": "| Reader | Requests | Names of filters | Broke | Leaks |",
    "edited": "| Reader | Requests | Answered with a page or file | Broke | Leaks |",
}
PAGE = """# Every address × readers

Written by `python -m tests.matrix --whole`; do not edit. What a reader may see is written once, by hand, in
[tests/matrix/expected.py](../../tests/matrix/expected.py): a row for each kind of information, a column for each
audience, and in the cells the readers who may see it. Nothing there asks the program.

The test plants one row of every table for every audience (all parties, authorities, a group, the private company's
own, the coordinator only) and for the municipality next door. Each text in them is a mark of its own; so are the names
and addresses of two who report. A mark that the table does not allow its reader is a leak, wherever it is seen:
packed files are unpacked, PDFs are read. Tables and addresses are read from the program itself, so a new one is walked
without anybody remembering it. A kind of row that the table does not name, or that is for an audience and stands there
as open to all, fails a test.

A leak fails the walk. So does an answer that broke (500): the planted rows hold together, so that every page can be
made of them, and a page that could not be made would prove nothing.

{sections}
**{requests} requests: {leaks} leaks, {broke} broke.** {how}

## That the walk would see it

Tests plant a leak (reports that are shown to whoever asks) and a breach (a verb that no longer asks who carries out a
measure), and see the walk catch them: [test_matrix.py](../../tests/matrix/test_matrix.py),
[test_writing.py](../../tests/matrix/test_writing.py).

There are tests of their own for the municipality next door (`tests/ground/test_tenancy.py`), who reported for five
readers (`tests/web/test_reporter_hidden.py`), homes for three (`tests/web/test_dwellings_hidden.py`), and who sees
which report cell by cell (`tests/method/test_visibility.py`).

Out of its reach: sums and counts in which a hidden row takes part.
"""
WHOLE = "The whole walk took {minutes:.0f} minutes of one processor core."
ABOUT = {
    "read": """Every reader opens every address, filled with the ids and numbers of each audience's row in turn and of
the row next door; an address that comes out the same is opened once. Everybody asks below the municipality next door
too, and its coordinator asks there with ids that are not its own.""",
    "written": """Each address twice: as it stands for a row that is hidden from the reader, and for one that is not.
Every form is filled so that it is valid, with ids of hidden rows where rows are chosen, and with a value for every
other name that any view reads; to the API goes a report as a phone sends it. No row that is hidden from the reader may
change, none may be pointed at by a row that did not before, and no table may be written that the reader's role has
nothing to do with (`WRITTEN` in expected.py). What is posted is taken back before the next.""",
    "filtered": """Every name that a view looks for in the address is given ids of hidden rows, relations
(`reporter__user__email`), numbers beyond every column, a NUL and what speaks to a database, all names at once; as the
coordinator and the reviewer at the private company also wrong kinds, days that nobody means, what speaks to a page, and
as the coordinator each name by itself too. Pages are those that the reader may open.""",
    "edited": """One place of the address at a time: other numbers, ids, weeks and words, numbers beyond every column,
a NUL, a way out of a folder.""",
}


def page(rows: list[tuple[Any, ...]], *, how: str = "") -> str:
    """Return the page; how says how long the walk took.

    Rows are (way, reader, audience, requests, then what that way counts, broke, leaks).
    """
    sections = []
    for way, title in WAYS.items():
        head = HEADS[way]
        lines = [f"## {title}", "", ABOUT[way], "", head, "|---" * (head.count("|") - 1) + "|"]
        before = len(lines)
        for who, what in ROLES.items():
            mine = [row for row in rows if row[:2] == (way, who) and row[3]]
            if mine:
                lines.append(f"| {what} | {' | '.join(spaced(sum(row[n] for row in mine)) for n in range(3, 7))} |")
        if len(lines) > before:
            sections.append("\n".join(lines) + "\n")
    total = {name: spaced(sum(row[n] for row in rows)) for name, n in (("requests", 3), ("broke", 5), ("leaks", 6))}
    return PAGE.format(sections="\n".join(sections), how=how, **total)


def spaced(number: int) -> str:
    """Return a number as it is read: 12 345."""
    return f"{number:,}".replace(",", " ")
