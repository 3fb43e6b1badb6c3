"""Is reviewing 200 reports in 15 minutes realistic?

    python benchmarks/review.py [--reports 200]

Makes an invented town in a database of its own and lets one reviewer go through everything that waits, in the mix of a
real week, through Django's test client: the whole answer with sign-in, permissions, database and template. Each
decision is the call that the keyboard makes; how many presses each takes is held by tests/journeys/test_review.py.
Prints one line of JSON: presses and questions to the database for each report, CPU seconds of the machine, and what is
left of the fifteen minutes for reading each report.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

from screens import LAST, found_town, start

MINUTES = 15
# Of a hundred reports; presses besides the words of a question or a reason (none is written for an accept).
MIX = {"godkann": 86, "samma": 5, "omrade": 3, "fraga": 3, "fel-kanal": 3}
PRESSES = {"godkann": 1, "samma": 1, "omrade": 2, "fraga": 3, "fel-kanal": 3}     # after "bara området" it is accepted
CARD = re.compile(r'<article class="case.*?</article>', re.S)
TYPED = {"fraga": len("Vilken port?"), "fel-kanal": len("Hör hemma i felanmälan.")}


def waiting_reports(how_many: int, *, by: Any) -> None:
    """Send reports through the verb, spread over a week, with texts of a sentence or two."""
    from samsyn.method.observations.actions import submit_observations
    from samsyn.method.observations.drafts import Draft
    from samsyn.method.observations.models import Category

    codes = list(Category.objects.filter(municipality=by.municipality, parent__isnull=False, area_level=False)[:40])
    drafts = [
        Draft(
            category=codes[n % len(codes)], observed_to=LAST - timedelta(minutes=47 * n), lon=17.101 + n % 97 * 0.001,
            lat=62.401 + n % 17 * 0.001, text=f"Dörren i port {n % 40} stod öppen, lampan var trasig, glas på golvet.",
        )
        for n in range(how_many)
    ]  # fmt: skip
    done = submit_observations(drafts, by=by, now=LAST, accept=False)
    assert not done.refused, done.refused[:2]


def plan(how_many: int) -> list[str]:
    """Return what is done with each report: the mix, evenly spread and always the same."""
    order = [verb for verb, share in MIX.items() for _n in range(share)]
    return [order[n * 37 % 100] for n in range(how_many)]


def decide(client: Any, verb: str, *, card: str, counted: Counter[str]) -> str:
    """Make the call of one key on the card; return the card as it then stands."""
    id = re.search(r'id="r-([^"]+)"', card)[1]  # type: ignore[index]
    stamp = re.search(r'name="stamp" value="([^"]+)"', card)[1]  # type: ignore[index]
    fields = {"stamp": stamp, "reason": "Vilken port?" if verb == "fraga" else "Hör hemma i felanmälan."}
    into = re.search(r'name="into" value="([^"]+)"', card)
    if verb == "samma" and into is None:
        verb = "godkann"
    if into is not None:
        fields["into"] = into[1]
    counted[verb] += 1
    answer = client.post(f"/bank/granska/{id}/{verb}", fields, headers={"X-Samsyn-Part": "card"})
    assert answer.status_code == 200, (verb, answer.status_code)
    return str(answer.content.decode())


def walk(client: Any, how_many: int) -> dict[str, Any]:
    """Go through all that waits, a page of a hundred at a time; return what it took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted: Counter[str] = Counter()
    pages, cpu, questions = 0, [], []
    verbs = iter(plan(how_many))
    began = time.process_time()
    while cards := CARD.findall(client.get("/bank/granska").content.decode()):
        pages += 1
        for card in cards:
            verb = next(verbs)
            at = time.process_time()
            with CaptureQueriesContext(connection) as asked:
                after = decide(client, verb, card=card, counted=counted)
                if verb == "omrade":
                    decide(client, "godkann", card=after, counted=Counter())
            cpu.append(time.process_time() - at)
            questions.append(len(asked))
    presses = 1 + sum(PRESSES[verb] * n for verb, n in counted.items())
    typed = sum(TYPED.get(verb, 0) * n for verb, n in counted.items())
    return {
        "reports": sum(counted.values()), "decisions": dict(counted), "pages": pages,
        "presses_per_report": round(presses / how_many, 2), "letters_typed_per_report": round(typed / how_many, 2),
        "questions_median": statistics.median(questions), "questions_most": max(questions),
        "cpu_s_decision_median": round(statistics.median(cpu), 4), "cpu_s_decision_most": round(max(cpu), 4),
        "cpu_s_all": round(time.process_time() - began, 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder))
        from django.test import Client

        town = found_town()
        by, user = reviewer(town)
        waiting_reports(args.reports, by=by)
        client = Client()
        client.force_login(user)
        done = walk(client, args.reports)
    # Half a second for a press and three letters a second, and what is left is for reading.
    hands = done["presses_per_report"] * 0.5 + done["letters_typed_per_report"] / 3
    left = MINUTES * 60 / args.reports - hands - done["cpu_s_all"] / args.reports
    print(json.dumps({**done, "seconds_left_to_read_each": round(left, 2)}, ensure_ascii=False))


def reviewer(_town: Any) -> tuple[Any, Any]:
    """Return the town's machine and its coordinator."""
    from samsyn.ground.people.actions import founder
    from samsyn.ground.people.models import Membership
    from samsyn.ground.tenancy.models import Municipality

    here = Municipality.objects.get(slug="bank")
    return founder(here), Membership.objects.filter(municipality=here, role__code="coordinator")[0].user


if __name__ == "__main__":
    main()
