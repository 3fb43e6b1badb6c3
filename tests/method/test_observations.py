"""Observations: what is required, what is stopped, how the review moves, and that how it was is kept."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.records import uuid7
from samsyn.method.observations.actions import (
    accept_observation,
    accept_observations,
    change_category,
    change_observations,
    correct_observation,
    end_condition,
    hand_in_reply,
    merge_observations,
    refuse_observation,
    send_back_observation,
    set_reporting_duty,
    submit_observation,
    submit_observations,
    undo_batch,
    undo_changes,
)
from samsyn.method.observations.drafts import Draft, ObservationRefused
from samsyn.method.observations.models import Observation, ObservationVersion, PeriodReply, ReporterLink
from samsyn.method.observations.states import MAY_BECOME, State
from tests.people import NOW, join
from tests.people import observe as observe_in


def draft(town, **more):
    given = {"category": town.categories["E1"], "observed_to": NOW - timedelta(days=2), "area_code": "A"} | more
    return Draft(**given)


# --- submit -----------------------------------------------------------------------------------------------------


def test_only_what_where_and_when_are_required(town, anna, areas):
    made = submit_observation(draft=draft(town), now=NOW, by=anna)
    assert (made.state, made.area_id, made.kind) == ("new", areas["A"].pk, "event")
    assert made.severity == town.categories["E1"].severity and made.owner == town.organisations["school"]


def test_the_writer_stands_in_a_table_of_its_own(town, anna):
    made = submit_observation(draft=draft(town), now=NOW, by=anna)
    assert ReporterLink.objects.get(observation=made).user == anna.user
    assert str(anna.user.pk) not in str(Observation.objects.filter(pk=made.pk).values().get())


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"observed_to": NOW + timedelta(hours=1)}, "framtiden"),
        ({"observed_to": datetime(1980, 1, 1, tzinfo=UTC)}, "1990"),
        ({"observed_from": NOW}, "Byt plats på tiderna"),
        ({"area_code": None}, "Plats saknas"),
        ({"area_code": "Q"}, "finns inte bland områdena"),
        ({"lon": 17.1}, "ena koordinaten"),
        ({"lon": 11.0, "lat": 57.0}, "utanför Norr"),
        ({"text": "x" * 2001}, "längre än"),
        ({"text": "Ring Kalle på 070-174 06 05"}, "telefonnummer"),
        ({"audience": "group"}, "vilken grupp"),
        ({"audience": "alla"}, "vilka som ser"),
        ({"kind": "Händelse"}, "slag av rapport"),
        ({"severity": 7}, "1, 2, 3 eller 4"),
        ({"seen_during": "på rast"}, "Välj decided, ordinary, tip"),
        ({"source_kind": "x" * 21}, "längre än 20 tecken"),
        ({"text": "a\x00b"}, "går att lagra"),
        ({"observed_from": datetime(1950, 1, 1, tzinfo=UTC)}, "1990"),
    ],
)
def test_what_cannot_be_right_is_refused_with_what_to_do(town, anna, more, sentence):
    with pytest.raises(ObservationRefused, match=sentence):
        submit_observation(draft=draft(town, **more), now=NOW, by=anna)
    assert not Observation.objects.filter(municipality=town.municipality).exists()


@pytest.mark.parametrize("who", ["siv", "cecilia"])
def test_who_may_not_report_here_cannot(town, neighbour, who):
    member = (town.members | neighbour.members)[who]
    with pytest.raises((PermissionDenied, ObservationRefused)):
        submit_observation(draft=draft(town), now=NOW, by=member)


@pytest.mark.parametrize("thing", ["area", "owner", "audience_group", "category"])
def test_nothing_of_another_municipality_is_taken_in(town, neighbour, anna, thing):
    from samsyn.ground.people.actions import add_group

    theirs = {
        "area": neighbour.areas["A"], "owner": neighbour.organisations["town"], "category": neighbour.categories["E1"],
        "audience_group": add_group(name="Söders", by=neighbour.machine),
    }  # fmt: skip
    with pytest.raises(ObservationRefused):
        submit_observation(draft=draft(town, **{thing: theirs[thing]}), now=NOW, by=anna)


def test_the_same_id_twice_is_one_and_another_s_id_says_nothing(town, anna, dag, cecilia, neighbour):
    chosen = uuid7()
    first = submit_observation(draft=draft(town, id=chosen), now=NOW, by=anna)
    assert submit_observation(draft=draft(town, id=chosen), now=NOW, by=anna) == first
    for member, where in ((dag, town), (cecilia, neighbour)):
        with pytest.raises(ObservationRefused, match="Börja om"):
            submit_observation(draft=draft(where, id=chosen), now=NOW, by=member)
    assert Observation.objects.filter(pk=chosen).count() == 1


def test_the_week_is_the_local_day_of_discovery(town, anna):
    late = datetime(2025, 9, 28, 22, 30, tzinfo=UTC)  # half past midnight on Monday in Norr
    made = submit_observation(draft=draft(town, observed_to=late), now=NOW, by=anna)
    assert (made.observed_on, made.iso_week) == (date(2025, 9, 29), Week(2025, 40).iso)


def test_a_place_that_was_merged_is_the_kept_one(town, anna, machine):
    from samsyn.ground.places.actions import add_place, merge_places

    old = add_place(name="Hörnan", lon=17.15, lat=62.41, on=NOW.date(), by=machine)
    merge_places(place=old, into=town.places["square"], on=NOW.date(), by=machine)
    made = submit_observation(draft=draft(town, area_code=None, place=old), now=NOW, by=anna)
    assert made.place_id == town.places["square"].pk


def test_one_impossible_row_never_stops_the_others(town, bo):
    rows = [draft(town), draft(town, severity=9), draft(town, kind="Händelse"), draft(town)]
    done = submit_observations(rows, by=bo, now=NOW)
    assert (done.created, [index for index, _why in done.refused]) == (2, [1, 2])


def test_a_category_of_area_level_is_never_pinned(town, bo):
    category = next(c for c in town.categories.values() if c.area_level)
    made = submit_observation(draft=draft(town, category=category, lon=17.15, lat=62.41), now=NOW, by=bo)
    assert (made.lon, made.place_id, made.precision) == (None, None, "area") and made.area_id == town.areas["C"].pk


def test_a_category_for_the_coordinator_is_the_coordinator_s(town, anna, bo):
    category = next(c for c in town.categories.values() if c.coordinator_only)
    with pytest.raises(ObservationRefused, match="samordnaren"):
        submit_observation(draft=draft(town, category=category), now=NOW, by=anna)
    assert submit_observation(draft=draft(town, category=category), now=NOW, by=bo)


# --- review -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "owner", "may"),
    [
        ("bo", "school", True), ("bo", None, True), ("eva", "housing", True), ("eva", "school", False),
        ("eva", None, False), ("anna", "school", False), ("dag", "police", False), ("siv", "school", False),
        ("cecilia", "school", False), ("cecilia", None, False),
    ],
)  # fmt: skip
def test_who_may_review(town, neighbour, who, owner, may):
    member = (town.members | neighbour.members)[who]
    seen = observe_in(town, by=town.machine, owner=owner and town.organisations[owner], accept=False)
    verbs = [
        lambda: accept_observation(observation=seen, now=NOW, by=member),
        lambda: change_observations(observations=[seen], fault_number="7", by=member),
        lambda: end_condition(observation=seen, on=NOW.date(), by=member),
    ]
    for verb in verbs:
        if may:
            verb()
        else:
            with pytest.raises(PermissionDenied):
                verb()


@pytest.mark.parametrize("now_is", [state for state in State if state != State.NEW])
def test_states_follow_their_table(town, bo, observe, now_is):
    seen, kept = observe(accept=False), observe()
    Observation.objects.filter(pk=seen.pk).update(state=now_is)
    moves = {
        State.ACCEPTED: lambda o: accept_observation(observation=o, now=NOW, by=bo),
        State.SENT_BACK: lambda o: send_back_observation(observation=o, reason="Vilken port?", by=bo),
        State.REFUSED: lambda o: refuse_observation(observation=o, reason="Fel kanal", by=bo),
        State.MERGED: lambda o: merge_observations(observation=o, into=kept, by=bo),
    }
    for then, move in moves.items():
        Observation.objects.filter(pk=seen.pk).update(state=now_is)
        if then in MAY_BECOME[now_is]:
            assert move(Observation.objects.get(pk=seen.pk)).state == then
        else:
            with pytest.raises(ObservationRefused, match="kan inte ändras så"):
                move(Observation.objects.get(pk=seen.pk))


def test_a_reason_is_needed_and_points_out_nobody(town, bo, observe):
    seen = observe(accept=False)
    for verb in (send_back_observation, refuse_observation):
        for reason in (" ", "Ring Kalle på 070-174 06 05"):
            with pytest.raises(ObservationRefused):
                verb(observation=seen, reason=reason, by=bo)
    assert not Event.objects.filter(changed__icontains="Kalle").exists()


def test_a_refused_report_is_seen_by_its_writer_without_its_text(anna, bo, observe):
    seen = observe(text="En kastrull på bron", accept=False)
    refuse_observation(observation=seen, reason="Hör hemma hos felanmälan", by=bo)
    mine = Observation.objects.visible_to(anna).get(pk=seen.pk)
    assert (mine.state, mine.state_reason, mine.shown_text) == ("refused", "Hör hemma hos felanmälan", "")
    for member in (anna, bo):
        assert not Observation.objects.visible_to(member).saying("kastrull").exists()


def test_a_whole_list_is_accepted_and_what_cannot_be_is_left(town, bo, observe):
    new, refused = observe(accept=False), observe(accept=False)
    refuse_observation(observation=refused, reason="Fel kanal", by=bo)
    rows = list(Observation.objects.filter(pk__in=[new.pk, refused.pk]))
    assert accept_observations(observations=rows, now=NOW, by=bo) == 1


def test_a_report_is_not_merged_into_itself_or_into_one_that_is_gone(town, bo, observe):
    first, second = observe(), observe()
    with pytest.raises(ObservationRefused):
        merge_observations(observation=first, into=first, by=bo)
    refuse_observation(observation=second, reason="Fel kanal", by=bo)
    with pytest.raises(ObservationRefused):
        merge_observations(observation=first, into=Observation.objects.get(pk=second.pk), by=bo)


def test_a_role_in_one_party_never_widens_another(town):
    """Xena reports for the police and sits in the group for a private company in area A: she reads as the company."""
    join(town, "Xena", role="reporter", organisation="police")
    xena = join(town, "Xena", role="group_member", organisation="housing", areas=("A",))
    hidden = {observe_in(town, audience="authorities").pk, observe_in(town, area="B").pk}
    shown = observe_in(town, area="A")
    seen = set(Observation.objects.visible_to(xena).values_list("pk", flat=True))
    assert shown.pk in seen and not seen & hidden


# --- versions ---------------------------------------------------------------------------------------------------


def test_a_correction_keeps_how_it_was(town, bo, observe):
    seen = observe(text="Dörren upbruten")
    correct_observation(observation=seen, draft=draft(town, observed_to=seen.observed_to, text="Dörren uppbruten"),
                        reason="stavning", now=NOW, by=bo)  # fmt: skip
    version = seen.versions.get()
    assert (version.before["text"], version.number, seen.version) == ("Dörren upbruten", 1, 2)
    correct_observation(observation=seen, draft=draft(town, observed_to=seen.observed_to, text="Dörren uppbruten"),
                        reason="", now=NOW, by=bo)  # fmt: skip
    assert seen.versions.count() == 1, "without change nothing is written"


def test_a_refused_report_is_not_corrected(town, bo, observe):
    seen = refuse_observation(observation=observe(accept=False), reason="Fel kanal", by=bo)
    with pytest.raises(ObservationRefused, match="kan inte rättas"):
        correct_observation(observation=seen, draft=draft(town, text="ny"), reason="", now=NOW, by=bo)


def test_many_are_changed_and_taken_back(town, bo, observe):
    rows, batch = [observe() for _ in range(3)], uuid4()
    change_observations(observations=rows, category=town.categories["E4"], batch=batch, by=bo)
    assert {o.category.code for o in Observation.objects.filter(pk__in=[r.pk for r in rows])} == {"E4"}
    assert undo_changes(batch=batch, by=bo) == 3
    assert {o.category.code for o in Observation.objects.filter(pk__in=[r.pk for r in rows])} == {"E1"}


def test_only_what_may_be_changed_together_is(town, neighbour, bo, observe):
    rows = [observe()]
    for changes in (
        {"text": "x"},
        {"audience": "alla"},
        {"audience": "group"},
        {"category": neighbour.categories["E1"]},
    ):
        with pytest.raises(ObservationRefused):
            change_observations(observations=rows, by=bo, **changes)


# --- files ------------------------------------------------------------------------------------------------------


def rows_of(town, *, text="Klotter", count=3):
    made = [draft(town, text=f"{text} {n}", source="fel", external_key=str(n)) for n in range(count)]
    for n, one in enumerate(made):
        one.id = UUID(int=n + 1)
    return made


def test_a_file_is_taken_in_by_the_same_rules_and_twice_changes_nothing(town, bo):
    rows = [*rows_of(town), draft(town, observed_to=NOW + timedelta(days=1))]
    first = submit_observations(rows, by=bo, now=NOW, batch=uuid4())
    assert (first.created, [index for index, _why in first.refused]) == (3, [3])
    again = submit_observations(rows_of(town), by=bo, now=NOW, batch=uuid4())
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)
    assert not ReporterLink.objects.exists()


@pytest.mark.parametrize("who", ["anna", "eva", "dag", "siv"])
def test_only_importers_take_in_files(town, who):
    with pytest.raises(PermissionDenied):
        submit_observations(rows_of(town), by=town.members[who], now=NOW)


def test_an_import_is_taken_back_to_how_it_was(town, bo):
    first, second = uuid4(), uuid4()
    submit_observations(rows_of(town), by=bo, now=NOW, batch=first)
    submit_observations(rows_of(town, text="Klottrat", count=4), by=bo, now=NOW, batch=second)
    assert undo_batch(batch=second, by=bo) == (1, 3)
    texts = Observation.objects.filter(municipality=town.municipality).values_list("text", flat=True)
    assert sorted(texts) == ["Klotter 0", "Klotter 1", "Klotter 2"]
    assert not ObservationVersion.objects.exists()


def test_what_people_have_done_since_stays_when_an_import_is_taken_back(town, bo, observe):
    first, second = uuid4(), uuid4()
    submit_observations(rows_of(town), by=bo, now=NOW, batch=first)
    submit_observations(rows_of(town, text="Klottrat"), by=bo, now=NOW, batch=second)
    corrected, merged_into = Observation.objects.order_by("id")[:2]
    right = draft(town, observed_to=corrected.observed_to, text="Rättat")
    correct_observation(observation=corrected, draft=right, reason="", now=NOW, by=bo)
    merge_observations(observation=observe(), into=merged_into, by=bo)
    assert undo_batch(batch=second, by=bo) == (0, 2)
    assert Observation.objects.get(pk=corrected.pk).text == "Rättat"
    change_observations(observations=[Observation.objects.get(pk=corrected.pk)], fault_number="1", by=bo)
    undo_batch(batch=first, by=bo)
    assert Observation.objects.filter(pk__in=[corrected.pk, merged_into.pk]).count() == 2


def test_another_municipality_s_import_is_out_of_reach(town, bo, cecilia):
    batch = uuid4()
    submit_observations(rows_of(town), by=bo, now=NOW, batch=batch)
    assert undo_batch(batch=batch, by=cecilia) == (0, 0)
    assert Observation.objects.count() == 3


# --- replies, duties, categories --------------------------------------------------------------------------------


def test_the_last_answer_of_a_week_stands(town, anna, eva, week):
    school = town.organisations["school"]
    for answer in ("absent", "nothing"):
        hand_in_reply(organisation=school, week=week, answer=answer, received_on=NOW.date(), by=anna)
    assert PeriodReply.objects.get().answer == "nothing"
    with pytest.raises(PermissionDenied):
        hand_in_reply(organisation=school, week=week, answer="nothing", received_on=NOW.date(), by=eva)


def test_replies_are_seen_by_the_own_party_and_those_who_see_all(town, anna, bo, dag, cecilia, week):
    hand_in_reply(
        organisation=town.organisations["school"], week=week, answer="nothing", received_on=NOW.date(), by=anna
    )
    seen = {m.user.name: PeriodReply.objects.visible_to(m).exists() for m in (anna, bo, dag, cecilia)}
    assert seen == {"Anna": True, "Bo": True, "Dag": False, "Cecilia": False}


def test_duties_and_categories_of_another_municipality_are_out_of_reach(town, neighbour, bo):
    with pytest.raises(PermissionDenied):
        set_reporting_duty(organisation=neighbour.organisations["town"], starts_on=NOW.date(), by=bo)
    with pytest.raises(PermissionDenied):
        set_reporting_duty(
            organisation=town.organisations["school"], area=neighbour.areas["A"], starts_on=NOW.date(), by=bo
        )
    with pytest.raises(PermissionDenied):
        change_category(category=neighbour.categories["E1"], active=False, by=bo)


def test_the_database_itself_refuses_a_nameless_group_and_half_a_point(observe):
    seen = observe()
    for wrong in ({"lon": 17.1, "lat": None}, {"audience": "group", "audience_group": None}, {"severity": 7}):
        from django.db import transaction

        with pytest.raises(IntegrityError), transaction.atomic():
            Observation.objects.filter(pk=seen.pk).update(**wrong)
