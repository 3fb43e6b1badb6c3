"""The verbs: set the scale, the method and the parameters; answer; decide on a state, or leave it unchanged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.permissions import NotAllowed, Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.assessment_models import (
    Assessment,
    AssessmentMethod,
    Colour,
    Parameter,
    ParameterAnswer,
    StateLevel,
    StateScale,
    SuggestedWhen,
    SuggestionCheck,
    Symbol,
)
from samsyn.method.pictures.assessments.shipped import FIRST, PARAMETERS, SCALES, Level
from samsyn.method.pictures.assessments.told import assessments_table
from samsyn.method.pictures.canonical import canonical, digest

LONGEST, LONGEST_COMMENT, LONGEST_FUNCTION = 300, 200, 120
FEWEST_LEVELS, MOST_LEVELS, MOST_PARAMETERS = 2, 6, 30
DECIDES = (Permission.LEAD_MEETING, Permission.LOCK_PICTURE)
TABLE, TOLD_TO = "assessments", ("authorities", "parties")


class AssessmentRefused(Refused):
    """The assessment, answer or scale was not taken in; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What a function decides of an area: the state by its code, why, and who may read why."""

    code: str
    motivation: str
    function: str
    audience: str = Assessment.Audience.PARTIES
    suggested: str = ""


def _require_decides(by: Any) -> None:
    if not any(by.may(each, within=by.municipality) for each in DECIDES):
        raise NotAllowed(_("Du har inte behörighet att bedöma områden här."))


# --- the scale ---


@transaction.atomic
def set_scale(*, levels: Sequence[Level], now: datetime, by: Any) -> StateScale:
    """Make a new version of the municipality's states, in order; assessments made before keep their own labels.

    Raises AssessmentRefused where there are fewer than two or more than six, a word is missing, a code stands twice,
    or red would be suggested by itself.
    """
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    if not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        raise AssessmentRefused(_("En skala har mellan två och sex lägen."))
    for level in levels:
        _checked_level(level)
    if len({level.code for level in levels}) < len(levels):
        raise AssessmentRefused(_("Två lägen har samma kod. Ta bort det ena."))
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    latest = StateScale.objects.filter(municipality=here).latest_first().first()
    scale = StateScale.objects.create(municipality=here, version=latest.version + 1 if latest else 1, made_at=now)
    StateLevel.objects.bulk_create(
        StateLevel(municipality=here, scale=scale, position=position, **level._asdict())
        for position, level in enumerate(levels)
    )
    note("assessment.scale_set", by=by, subject=scale, changed={"version": scale.version})
    return scale


def _checked_level(level: Level) -> None:
    if not level.name_sv.strip() or not level.name_en.strip():
        raise AssessmentRefused(_("Varje läge behöver ett ord på svenska och ett på engelska."))
    known = (level.colour in Colour.values, level.symbol in Symbol.values, level.suggested_when in SuggestedWhen.values)
    if not all(known):
        raise AssessmentRefused(_("Välj färg och symbol ur listan."))
    if level.colour == Colour.RED and level.suggested_when:
        raise AssessmentRefused(_("Rött föreslås aldrig av sig självt. Välj aldrig för det röda läget."))


def scale_in_force(*, now: datetime, by: Any) -> StateScale:
    """Return the municipality's scale; the first time, the shipped one is put in place."""
    latest = StateScale.objects.filter(municipality=by.municipality).latest_first().first()
    if latest is not None:
        return latest
    scale = StateScale.objects.create(municipality=by.municipality, version=1, made_at=now)
    StateLevel.objects.bulk_create(
        StateLevel(municipality=by.municipality, scale=scale, position=position, **level._asdict())
        for position, level in enumerate(SCALES[FIRST])
    )
    return scale


# --- method and parameters ---


@transaction.atomic
def choose_method(*, kind: str, group: Group | None = None, by: Any) -> AssessmentMethod:
    """Say how the municipality, or a group for its own areas, assesses; the first parameter list comes with it."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, group)
    if kind not in AssessmentMethod.Kind.values:
        raise AssessmentRefused(_("Välj ett av sätten att bedöma."))
    method, _made = AssessmentMethod.objects.update_or_create(
        municipality=by.municipality, group=group, defaults={"kind": kind}
    )
    if kind == AssessmentMethod.Kind.PARAMETERS and not Parameter.objects.filter(municipality=by.municipality).exists():
        Parameter.objects.bulk_create(
            Parameter(municipality=by.municipality, position=position, code=code, name_sv=swedish, name_en=english)
            for position, (code, swedish, english) in enumerate(PARAMETERS)
        )
    note("assessment.method_chosen", by=by, subject=method, changed={"kind": kind})
    return method


@transaction.atomic
def forget_method(*, group: Group, by: Any) -> None:
    """Let a group assess as the municipality does again."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    require_here(by, group)
    AssessmentMethod.objects.filter(municipality=by.municipality, group=group).delete()
    note("assessment.method_chosen", by=by, subject=group, changed={"kind": ""})


@transaction.atomic
def save_parameters(*, rows: Iterable[Mapping[str, Any]], by: Any) -> list[Parameter]:
    """Save the list of parameters in order: code (empty = new), name_sv, name_en, most, active.

    A parameter that is left out is switched off; its answers stay. Raises AssessmentRefused.
    """
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    wanted = list(rows)
    if not 1 <= len(wanted) <= MOST_PARAMETERS:
        raise AssessmentRefused(_("Listan behöver minst en och högst trettio parametrar."))
    known = {each.code: each for each in Parameter.objects.filter(municipality=by.municipality)}
    saved: list[Parameter] = []
    for position, row in enumerate(wanted):
        names = [" ".join(str(row[name]).split()) for name in ("name_sv", "name_en")]
        if not names[0] or not 1 <= int(row.get("most", 3)) <= 5:
            raise AssessmentRefused(_("Varje parameter behöver ett namn och ett högsta svar mellan 1 och 5."))
        code = str(row.get("code") or "")
        parameter = known.pop(code, None) or Parameter(municipality=by.municipality, code=_free(known, saved))
        parameter.position, parameter.most = position, int(row.get("most", 3))
        parameter.name_sv, parameter.name_en = names[0][:160], (names[1] or names[0])[:160]
        parameter.active = bool(row.get("active", True))
        parameter.save()
        saved.append(parameter)
    for left_out in known.values():
        left_out.active = False
        left_out.save(update_fields=["active"])
    note("assessment.parameters_saved", by=by, changed={"rows": len(saved)})
    return saved


def _free(known: Mapping[str, Parameter], saved: Iterable[Parameter]) -> str:
    taken = {*known, *(each.code for each in saved)}
    return next(code for code in (f"own-{number}" for number in range(1, len(taken) + 2)) if code not in taken)


@transaction.atomic
def answer_parameters(
    *, organisation: Organisation, area: Area, week: Week, answers: Mapping[str, tuple[int, str]], received_on: date,
    by: Any,
) -> list[ParameterAnswer]:  # fmt: skip
    """Hand in a party's answers (code → answer and comment) for an area and week; the last hand-in stands, whole.

    What is not answered was not looked at and is not stored. Raises AssessmentRefused.
    """
    require(by, Permission.REPORT, within=organisation)
    require_here(by, organisation, area)
    known = {each.code: each for each in Parameter.objects.filter(municipality=by.municipality).in_use()}
    if not answers:
        raise AssessmentRefused(_("Svara på minst en rad."))
    if week.first_day > received_on:
        raise AssessmentRefused(_("Veckan har inte börjat än. Välj en annan vecka."))
    words = place_words_of(by.municipality)
    for code, (answer, comment) in answers.items():
        if code not in known or not 0 <= answer <= known[code].most:
            raise AssessmentRefused(_("Ett svar finns inte på listan. Ladda om sidan och svara igen."))
        _without_persons(comment, place_words=words)
    mine = ParameterAnswer.objects.filter(municipality=by.municipality, organisation=organisation, area=area)
    mine.in_week(week).delete()
    done = ParameterAnswer.objects.bulk_create(
        ParameterAnswer(
            municipality=by.municipality, parameter=known[code], area=area, organisation=organisation,
            iso_week=week.iso, answer=answer,
            comment=whole(comment, most=LONGEST_COMMENT, refused=AssessmentRefused), received_on=received_on,
        )
        for code, (answer, comment) in answers.items()
    )  # fmt: skip
    note("assessment.parameters_answered", by=by, subject=area, changed={"week": week.iso, "rows": len(done)})
    return done


def _without_persons(text: str, *, place_words: frozenset[str] = frozenset()) -> None:
    if text and (problem := why_not_stored(text, place_words=place_words)):
        raise AssessmentRefused(problem)


# --- the assessments ---


@transaction.atomic
def assess_area(*, area: Area, week: Week, stand: Stand, now: datetime, by: Any) -> Assessment:
    """Decide on the state of an area for a week; a new row, the earlier ones stay. Raises AssessmentRefused.

    The draft picture of the week is laid anew with it; a locked one is never touched.
    """
    _require_decides(by)
    require_here(by, area)
    _require_begun(week, now, by)
    level = scale_in_force(now=now, by=by).levels.filter(code=stand.code).first()
    if level is None:
        raise AssessmentRefused(_("Välj ett läge ur skalan."))
    if not stand.motivation.strip():
        raise AssessmentRefused(_("Skriv varför. Motiveringen står kvar när ni ser tillbaka."))
    _checked_function(stand.function)
    _without_persons(stand.motivation, place_words=place_words_of(by.municipality))
    if stand.audience not in Assessment.Audience.values:
        raise AssessmentRefused(_("Välj vem motiveringen visas för."))
    made = Assessment.objects.create(
        municipality=by.municipality, area=area, iso_week=week.iso, level=level,
        motivation=whole(" ".join(stand.motivation.split()), most=LONGEST, refused=AssessmentRefused),
        audience=stand.audience,
        function=stand.function.strip()[:LONGEST_FUNCTION], decided_at=now, suggested=stand.suggested,
    )  # fmt: skip
    note("assessment.decided", by=by, subject=made, changed={"week": week.iso, "area": area.code, "state": level.code})
    _lay_in_drafts(by, week)
    return made


def _require_begun(week: Week, now: datetime, by: Any) -> None:
    if week.first_day > now.astimezone(by.municipality.zone).date():
        raise AssessmentRefused(_("Veckan har inte börjat än. Välj en annan vecka."))


def _checked_function(function: str) -> None:
    if not function.strip():
        raise AssessmentRefused(_("Skriv vilken funktion som bedömer, till exempel samordnaren."))
    _without_persons(function)


@transaction.atomic
def leave_unchanged(
    *, week: Week, areas: Iterable[Area], function: str, now: datetime, by: Any
) -> list[Assessment]:
    """Say that areas are as they were: each state, its motivation and its audience carried over, noted as unchanged.

    An area that was never assessed, or whose state is no longer on the scale, is left for a decision of its own; one
    already decided for the week stays as it is. Raises AssessmentRefused where nothing could be carried over.
    """
    _require_decides(by)
    wanted = list(areas)
    require_here(by, *wanted)
    _require_begun(week, now, by)
    _checked_function(function)
    levels = {level.code: level for level in scale_in_force(now=now, by=by).levels.all()}
    here = Assessment.objects.filter(municipality=by.municipality, area__in=wanted)
    earlier = [each for each in here.current(week) if each.iso_week < week.iso and each.level.code in levels]
    if not earlier:
        raise AssessmentRefused(_("Det finns inget tidigare läge att behålla. Bedöm området en första gång."))
    made = Assessment.objects.bulk_create(
        Assessment(
            municipality=by.municipality, area=each.area, iso_week=week.iso, level=levels[each.level.code],
            motivation=each.motivation, audience=each.audience, function=function.strip()[:LONGEST_FUNCTION],
            decided_at=now, unchanged_from=each,
        )
        for each in earlier
    )  # fmt: skip
    note("assessment.unchanged", by=by, changed={"week": week.iso, "areas": sorted(each.area.code for each in made)})
    _lay_in_drafts(by, week)
    return made


def lay_assessments(*, picture: Any) -> None:
    """Write the states as they stand in a picture's week, for each audience; nothing where none was ever decided.

    The public gets none: a colour on an area is for those who work with it. Only for a picture that is not locked.
    """
    picture.tables.filter(name=TABLE).delete()
    for audience in TOLD_TO:
        table = assessments_table(picture.municipality, picture.week, audience=audience)
        if table is None:
            return
        content = canonical(table)
        picture.tables.create(
            municipality=picture.municipality, audience=audience, name=TABLE, content=content, digest=digest(content)
        )


def _lay_in_drafts(by: Any, week: Week) -> None:
    pictures: Any = apps.get_model("pictures", "SituationalPicture").objects
    drafts = pictures.filter(municipality=by.municipality, locked_at=None, iso_week__gte=week.iso)
    for picture in drafts.select_for_update():
        if picture.tables.exists():
            lay_assessments(picture=picture)


# --- how often the suggestions are wrong ---


def keep_check(*, kind: str, week: Week, found: Any, areas: int, now: datetime, by: Any) -> SuggestionCheck:
    """Keep a measurement of how often suggestions are wrong on the municipality's own shuffled history."""
    require(by, Permission.COMPILE_PICTURE, within=by.municipality)
    with transaction.atomic():
        check = SuggestionCheck.objects.create(
            municipality=by.municipality, kind=kind, iso_week=week.iso, measured_at=now, runs=found.runs,
            wrong_runs=found.wrong, low=found.low, high=found.high, events=found.events, weeks=found.weeks, areas=areas,
        )  # fmt: skip
        note("assessment.measured", by=by, subject=check, changed={"runs": found.runs, "wrong": found.wrong})
    return check
