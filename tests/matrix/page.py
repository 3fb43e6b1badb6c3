"""The page about the matrix, from what its tests counted."""

from typing import Any

from tests.matrix.expected import ROLES

WAYS = {"read": "Opened by address", "written": "Posted to", "filtered": "Filters filled"}
HEADS = {
    "read": "| Reader | Cells | Answered with a page or file | Errors of made-up rows | Leaks |",
    "written": "| Reader | Posted to | Wrote something | Written or changed that may not be |",
    "filtered": "| Reader | Requests | Names of filters | Leaks or errors |",
}
PAGE = """# Every address × every reader

Written by `python -m tests.matrix`; do not edit. What a reader may see is written once, by hand, in
[tests/matrix/expected.py](../../tests/matrix/expected.py): a row for each kind of information, a column for each
audience, in the cells the readers who may see it. Nothing there asks the program. A kind of row that the table does
not name, or that is for an audience and marked as open to all, fails a test.

The tests plant one row of every table for every audience (all parties, authorities, a group, the private company's
own, the coordinator only) and for the municipality next door. Each text in them is a mark of its own; so are the
names and addresses of two who report. Then every address below the municipality is opened, as page, file, tile,
feed and answer, filled with ids and numbers of those rows; packed files are unpacked. A mark that the table does
not allow its reader fails the test. Tables and addresses are read from the program itself, so a new one is walked
without anybody remembering it. A test plants a leak (reports that are shown to whoever asks) and sees the walk
catch it.

{sections}
**{cells} requests in all**, {how}.

There are tests of their own for the municipality next door (`tests/ground/test_tenancy.py`), who reported for five
readers (`tests/web/test_reporter_hidden.py`), homes for three (`tests/web/test_dwellings_hidden.py`), and who sees
which report cell by cell (`tests/method/test_visibility.py`).

Out of its reach: sums and counts in which a hidden row takes part. Where single made-up rows do not hold together a
page may answer with an error; such a cell proves nothing and is counted in the table.
"""
SUITE = (
    "as the suite makes them: for each reader the rows of one audience that is hidden from it, and papers (PDF, Word) "
    "for two; `python -m tests.matrix --whole` asks for the rows of every audience, opens every paper and lets "
    "everybody write and filter"
)
WHOLE = "as the whole walk makes them: for every reader the rows of every audience, and every paper"
ABOUT = {
    "read": "Leaks are kinds of marks that were seen by somebody who may not see them.",
    "written": """Every form is filled so that it is valid, with ids of hidden rows where rows are chosen, and with a
value for every other name that any view reads. No row that is hidden from the reader may change, no new row may point
at one, and no table may be written that the reader's role has nothing to do with.""",
    "filtered": """Every name that the view looks for in the address is given ids of hidden rows, relations
(`reporter__user__email`), wrong kinds, numbers beyond every column, a NUL, and what speaks to databases and pages.""",
}


def page(rows: list[tuple[Any, ...]], *, how: str = "") -> str:
    """Return the page; how says which walk it was.

    Rows are (way, reader, audience, requests, then what that way counts).
    """
    sections = []
    for way, title in WAYS.items():
        lines = [f"## {title}", "", ABOUT[way], "", HEADS[way], "|---" * (HEADS[way].count("|") - 1) + "|"]
        for who, what in ROLES.items():
            mine = [row for row in rows if row[:2] == (way, who)]
            if not mine:
                continue
            counts = [sum(row[n] for row in mine) for n in range(3, 7)]
            if way != "read":
                del counts[2]
            lines.append(f"| {what} | {' | '.join(f'{count:,}'.replace(',', ' ') for count in counts)} |")
        sections.append("\n".join(lines) + "\n")
    cells = f"{sum(row[3] for row in rows):,}".replace(",", " ")
    return PAGE.format(sections="\n".join(sections), cells=cells, how=how)
