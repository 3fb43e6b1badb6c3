"""How Granvik's areas have been: assessed every week by the group, mostly unchanged, and its cards answered."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.fill import locked_at
from samsyn.demo.found import Founded
from samsyn.ground.places.models import Area
from samsyn.method.pictures.assessment_models import Assessment
from samsyn.method.pictures.assessments.actions import Stand, assess_area, leave_unchanged
from samsyn.method.pictures.finding_models import Finding
from samsyn.method.pictures.findings.actions import let_sleep, respond
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.patterns.actions import FindingRefused, put_in_picture
from samsyn.method.pictures.patterns.asked import Asked

FUNCTION = "Samordnaren"
BEGAN = "Som det brukar vara här."
# Weeks before the newest picture, area, state, why.
STORY = (
    (7, "Norrängen", "raised", "Isbitar mot bussen två kvällar. Busstrafiken överväger att köra förbi hållplatsen."),
    (7, "Almhöjden", "raised", "Trapphusen i Almgatan: lugnare sedan entrén låses, men vi håller ögonen på det."),
    (5, "Norrängen", "strained", "Sten mot buss igen och en bruten ruta. Extra möte hölls dagen efter."),
    (4, "Norrängen", "raised", "Inga fler kast sedan vuxna står vid hållplatsen på kvällarna."),
    (4, "Almhöjden", "normal", "Fyra lugna veckor i båda portarna."),
    (3, "Centrum", "raised", "Fler samlingar vid busstorget, men också fler som rapporterar sedan vaktbolaget kom."),
    (2, "Norrängen", "normal", "Tre veckor utan kast. Närvaron vid hållplatsen fortsätter månaden ut."),
    (1, "Hamnen", "raised", "Inbrott i båtar och förråd längs kajen. Båtklubben och polisen går igenom låsen."),
)  # fmt: skip
# Weeks before the newest picture, the question that somebody put in it, kinds of event; and what it was answered with.
PATTERNS = (
    (6, "hours", ("G",), "act"),
    (5, "concentration", (), ""),
    (4, "repeat-places", ("E",), "act"),
    (2, "counts", ("H",), "dismiss"),
    (1, "months", ("G",), "watch"),
    (0, "repeat-places", ("E",), ""),
    (0, "hours", ("G",), ""),
)  # fmt: skip
LOOKED_BACK_WEEKS = 52
OUT_OF_SEASON = "Mopederna hör våren till. Vi tar upp det igen i mars."
DISMISSED = "Fler som rapporterar sedan vaktbolaget kom med, inte fler händelser."


def assess_the_week(here: Founded, *, picture: SituationalPicture, until: Week) -> None:
    """Put questions in the week's draft; before an older one is locked, say how the areas are and answer the cards."""
    week = picture.week
    for ago, method, categories, _answer in PATTERNS:
        if until - ago == week:
            asked = Asked(method, (week - LOOKED_BACK_WEEKS).first_day, week.last_day, categories)
            with suppress(FindingRefused):      # a town that is hardly a year old has too little to show
                put_in_picture(picture=picture, asked=asked, now=picture.compiled_at, by=here.machine)
    if week < until:
        _assess(here, week=week, until=until)
        answer_the_cards(here, week=week, until=until)


def _assess(here: Founded, *, week: Week, until: Week) -> None:
    now = locked_at(week) - timedelta(hours=1)
    areas = {area.name: area for area in Area.objects.filter(area_set__working=True, municipality=here.municipality)}
    told = {name: (code, why) for ago, name, code, why in STORY if until - ago == week}
    for name in sorted(told):
        if name in areas:
            stand = Stand(code=told[name][0], motivation=told[name][1], function=FUNCTION)
            assess_area(area=areas[name], week=week, stand=stand, now=now, by=here.machine)
    rest = [area for name, area in sorted(areas.items()) if name not in told]
    known = set(Assessment.objects.filter(area__in=rest).values_list("area", flat=True))
    for area in rest:
        if area.pk not in known:
            stand = Stand(code="normal", motivation=BEGAN, function=FUNCTION)
            assess_area(area=area, week=week, stand=stand, now=now, by=here.machine)
    before = [area for area in rest if area.pk in known]
    if before:
        leave_unchanged(week=week, areas=before, function=FUNCTION, now=now, by=here.machine)


def answer_the_cards(here: Founded, *, week: Week, until: Week) -> None:
    """Take some places up, watch others, set aside what new reporters explain; the rest may fall asleep."""
    now = locked_at(week) - timedelta(minutes=30)
    let_sleep(now=now, by=here.machine)
    cards = list(Finding.objects.filter(municipality=here.municipality).open_at(week).order_by("kind", "subject"))
    answers = {ago: answer for ago, _method, _categories, answer in PATTERNS if answer}
    for number, card in enumerate(cards):
        if card.kind in ("area", "total"):
            respond(finding=card, answer="dismiss", reason=DISMISSED, function=FUNCTION, now=now, by=here.machine)
        else:
            ago = (until.first_day - week.first_day).days // 7
            answer = answers.get(ago, "") if card.kind == "pattern" else ("act", "watch")[number % 2]
            if answer:
                respond(
                    finding=card, answer=answer, leads_to="meeting" if answer == "act" else "", function=FUNCTION,
                    reason=OUT_OF_SEASON if answer == "dismiss" else "", now=now, by=here.machine,
                )
