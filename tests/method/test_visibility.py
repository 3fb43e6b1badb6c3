"""Who sees what: every cell of the table in PRIVACY.md is tried."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from samsyn.ground.people.actions import add_group
from samsyn.ground.people.members import Member
from samsyn.ground.permissions import Permission
from samsyn.method.observations.actions import refuse_observation
from samsyn.method.observations.models import Observation
from tests import people

PROMISE = Path(__file__).resolve().parents[2] / "PRIVACY.md"


def promised() -> list[tuple[str, str, bool]]:
    """Return every cell of the table below "Who sees which report" as (report, reader, is seen)."""
    text = PROMISE.read_text(encoding="utf-8").split("## Who sees which report")[1].split("\n## ")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    head, rows = lines[0], lines[2:]
    return [(row[0], head[n], cell == "yes") for row in rows for n, cell in enumerate(row) if n]


READERS: dict[str, dict[str, Any]] = {
    "reporter": {"role": "reporter", "organisation": "housing"},
    "reviewer": {"role": "reviewer", "organisation": "housing"},
    "group member of an authority": {"role": "group_member", "organisation": "police", "groups": ("local",)},
    "group member of a private party": {"role": "group_member", "organisation": "housing", "groups": ("local",)},
    "group member for area A": {"role": "group_member", "organisation": "housing", "areas": ("A",)},
    "coordinator": {"role": "coordinator", "organisation": "town"},
    "analyst": {"role": "analyst", "organisation": "town"},
    "steering group": {"role": "steering", "organisation": "town"},
    "reader": {"role": "reader", "organisation": "town"},
    "administrator": {"role": "administrator", "organisation": "town"},
}


class Reports:
    """Makes each kind of report that the table speaks of, for one reader."""

    def __init__(self, town: people.Town, reader: Member) -> None:
        self.town, self.reader = town, reader
        self.own = reader.organisations[0] if reader.organisations else None

    def make(self, kind: str) -> Observation | None:
        name = re.sub(r"\W+", "_", kind.lower()).strip("_")
        return getattr(self, name)()

    def _from_elsewhere(self, **more: Any) -> Observation:
        return people.observe(self.town, by=self.town.machine, owner=self.town.organisations["school"], **more)

    def _from_colleague(self, **more: Any) -> Observation:
        return people.observe(self.town, by=self.town.machine, owner=self.own, **more)

    def own_waiting(self) -> Observation | None:
        may = bool(self.reader.organisations_that(Permission.REPORT))
        return people.observe(self.town, by=self.reader, accept=False) if may else None

    def own_refused(self) -> Observation | None:
        mine = self.own_waiting()
        return mine and refuse_observation(observation=mine, reason="Fel kanal", by=self.town.machine)

    def a_colleague_s_waiting(self) -> Observation:
        return self._from_colleague(accept=False)

    def a_colleague_s_for_the_own_organisation(self) -> Observation:
        return self._from_colleague(audience="own")

    def another_party_s_waiting(self) -> Observation:
        return self._from_elsewhere(accept=False)

    def accepted_for_all_parties(self) -> Observation:
        return self._from_elsewhere(audience="parties")

    def accepted_for_all_parties_in_area_b(self) -> Observation:
        return self._from_elsewhere(audience="parties", area="B")

    def accepted_for_authorities(self) -> Observation:
        return self._from_elsewhere(audience="authorities")

    def accepted_for_the_local_group(self) -> Observation:
        return self._from_elsewhere(audience="group", audience_group=self.town.groups["local"])

    def accepted_for_another_group(self) -> Observation:
        other = add_group(name="En annan grupp", by=self.town.machine)  # the same one the second time
        return self._from_elsewhere(audience="group", audience_group=other)

    def accepted_for_the_other_party_only(self) -> Observation:
        return self._from_elsewhere(audience="own")

    def accepted_for_the_coordinator_only(self) -> Observation:
        return self._from_elsewhere(audience="coordinator")


class Scene:
    """Norr with every reader of the table, made once for all cells; reports are made as the cells ask for them."""

    def __init__(self) -> None:
        self.town, self.neighbour = people.found_norr(), people.found_soder()

    @cache  # noqa: B019  (a scene lives as long as its tests)
    def reader(self, who: str) -> Member:
        if who == "coordinator next door":
            return self.neighbour.members["cecilia"]
        return people.join(self.town, who.replace(" ", "."), **READERS[who])

    def is_seen(self, kind: str, who: str) -> bool:
        reader = self.reader(who)
        writer = self.town.members["eva"] if who == "coordinator next door" else reader
        observation = Reports(self.town, writer).make(kind)
        return observation is not None and Observation.objects.visible_to(reader).filter(pk=observation.pk).exists()


@pytest.fixture(scope="module")
def scene(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Scene]:
    """One scene for the whole table, rolled back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("kind", "who", "is_seen"), promised(), ids=lambda value: str(value).replace(" ", "-"))
def test_each_cell_of_the_promise(scene, kind, who, is_seen):
    assert scene.is_seen(kind, who) is is_seen


def test_the_promise_speaks_of_every_reader_and_kind():
    cells = promised()
    assert {who for _kind, who, _seen in cells} == {*READERS, "coordinator next door"}
    assert len(cells) == 12 * 11
