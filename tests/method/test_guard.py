"""The guard at the server's door: what is refused, what waits for an answer, what is counted."""

from datetime import date
from typing import Any

import pytest

from samsyn.method.observations.actions import refuse_observation, submit_observations
from samsyn.method.observations.drafts import Draft, ObservationRefused
from samsyn.method.observations.guard import hits_for_review, place_words_of, why_not_stored
from samsyn.method.observations.guard_sentences import SENTENCES
from samsyn.method.observations.models import GuardHit, Observation
from samsyn.method.observations.words.actions import count_guard_hits
from tests.people import NOW, observe

pytestmark = pytest.mark.django_db
NAMED = "Det var Kevin Lindqvist som slog sönder rutan"


@pytest.mark.parametrize(
    ("text", "level", "word"),
    [
        ("ring 070-174 06 22", "block", "telefonnummer"), ("811218-9876 var där", "block", "personnummer"),
        ("de i lgh 1302 bråkar", "block", "bostad"),
        ("ena bor på HVB, ring 070-174 06 22", "stop", "säkerhetsansvariga"),
        ("orosanmälan behövs", "stop", "orosanmälan"), ("hon vill vara anonym", "stop", "114 14"),
    ],
)  # fmt: skip
def test_a_stop_and_a_block_refuse_also_when_answered(text: str, level: str, word: str) -> None:
    problem = why_not_stored(text, answered=True)
    assert problem is not None and problem.level == level and word in problem


def test_every_kind_has_its_sentence_in_both_languages() -> None:
    assert all(swedish and english for swedish, english in SENTENCES.values())


def test_a_question_waits_for_its_answer(town: Any) -> None:
    with pytest.raises(ObservationRefused) as refusal:
        observe(town, text=NAMED, warnings_answered=False)
    assert refusal.value.kind == "warn"
    assert not Observation.objects.exists()
    assert observe(town, text=NAMED, warnings_answered=True).text == NAMED


def test_a_place_that_bears_a_name_raises_no_question(town: Any) -> None:
    assert "stora torget" in place_words_of(town.municipality) and "torget" in place_words_of(town.municipality)
    town.places["square"].name = "Kevin Lindqvists hage"
    town.places["square"].save()
    assert observe(town, text="Klotter i Kevin Lindqvists hage", warnings_answered=False)


def test_hits_are_counted_by_day_without_the_words(town: Any, neighbour: Any) -> None:
    for _ in range(2):
        with pytest.raises(ObservationRefused):
            observe(town, text="ring 070-174 06 22 till Kevin")
    observe(town, text=NAMED)
    rows = {(row.kind, row.level, row.field): row.count for row in GuardHit.objects.visible_to(town.members["bo"])}
    assert rows == {("phone", "block", "text"): 2, ("name", "warn", "text"): 3}
    assert {row.day for row in GuardHit.objects.all()} == {date(2025, 10, 7)}
    assert "Kevin" not in str(list(GuardHit.objects.values()))
    for member in (town.members["anna"], town.members["dag"], neighbour.members["cecilia"]):
        assert not GuardHit.objects.visible_to(member).exists()


def test_a_text_without_persons_counts_nothing(town: Any) -> None:
    assert count_guard_hits(text="Ruta krossad mot gården", field="text", now=NOW, by=town.machine) == 0
    assert not GuardHit.objects.exists()


def test_an_import_is_not_asked_but_is_stopped(town: Any) -> None:
    here = {"category": town.categories["E1"], "observed_to": NOW, "area_code": "A"}
    plate, number = {"text": "Satt i MLB 47 K"}, {"fault_number": "0701740622"}
    drafts = [Draft(**words, **here) for words in ({"text": NAMED}, plate, number)]
    done = submit_observations(drafts, by=town.machine, now=NOW)
    assert (done.created, [index for index, _sentence in done.refused]) == (1, [1, 2])


def test_a_reason_points_out_nobody_either(town: Any) -> None:
    with pytest.raises(ObservationRefused):
        refuse_observation(observation=observe(town, accept=False), reason="Ring 070-174 06 22", by=town.members["bo"])


def test_the_reviewer_sees_what_was_answered() -> None:
    assert [hit.kind for hit in hits_for_review(NAMED)] == ["name"]
    assert hits_for_review("") == []
