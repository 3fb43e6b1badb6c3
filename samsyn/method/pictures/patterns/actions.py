"""The verbs: put a finding in the week's draft picture, and take it out again."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.refusals import Refused
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.findings.actions import drop_pattern, lay_cards, raise_pattern
from samsyn.method.pictures.models import PictureAudience, PictureFinding, PictureTable, SituationalPicture
from samsyn.method.pictures.pattern_sentences import TITLES
from samsyn.method.pictures.patterns.asked import Asked
from samsyn.method.pictures.patterns.looking import look
from samsyn.method.pictures.patterns.telling import says, shared, sure

TABLE = "to_look_at"
MOST_FINDINGS = 6
KEPT_ROWS = {"hours": 168, "counts": 160, "months": 12, "concentration": 21}
KEPT_OTHERWISE = 24
TOLD_TO = (PictureAudience.AUTHORITIES, PictureAudience.PARTIES)


class FindingRefused(Refused):
    """The finding was not put in or taken out; the sentence says why."""


def put_in_picture(*, picture: SituationalPicture, asked: Asked, now: datetime, by: Any) -> PictureFinding:
    """Put the answer to a question in a draft picture, counted anew for each audience from the rows it may see.

    Small counts are hidden, since the picture is shared. The same question again takes the place of the older answer.
    """
    require(by, Permission.COMPILE_PICTURE, within=picture.municipality)
    answers = {audience: _answer(picture, asked, audience) for audience in TOLD_TO}
    if answers[PictureAudience.AUTHORITIES]["too_little"]:
        raise FindingRefused("Det är för lite underlag för att lägga i lägesbilden. Välj en längre period.")
    with transaction.atomic():
        picture = _draft(picture)
        question = canonical(asked.plain())
        others = picture.findings.exclude(question=question)
        if others.count() >= MOST_FINDINGS:
            raise FindingRefused(
                "Lägesbilden har redan {most_findings} att titta på. Ta bort något först.", most_findings=MOST_FINDINGS,
            )
        finding, _made = PictureFinding.objects.update_or_create(
            municipality=picture.municipality, picture=picture, question=question,
            defaults={"put_in_at": now, **{audience.value: canonical(answers[audience]) for audience in TOLD_TO}},
        )  # fmt: skip
        lay_findings(picture)
        _as_card(finding, asked, answers, now=now)
        changed = {"week": picture.week.label, "method": asked.method}
        note("picture.finding_put_in", by=by, subject=picture, changed=changed)
    return finding


@transaction.atomic
def take_out_of_picture(*, finding: PictureFinding, by: Any) -> None:
    """Take a finding out of a draft picture again."""
    require(by, Permission.COMPILE_PICTURE, within=finding.municipality)
    picture = _draft(finding.picture)
    drop_pattern(pattern=finding)
    finding.delete()
    lay_findings(picture)
    lay_cards(picture=picture)
    note("picture.finding_taken_out", by=by, subject=picture, changed={"week": picture.week.label})


def _as_card(
    finding: PictureFinding, asked: Asked, answers: dict[PictureAudience, dict[str, Any]], *, now: datetime
) -> None:
    """Let the pattern be answered like everything else that stands out: acted on, watched or dismissed."""
    told = {
        audience.value: {"reason": answer["sentence"], "certainty": answer["sure_sentence"] or None,
                         "events": answer["in_period"], "method": asked.method}
        for audience, answer in answers.items()
    }  # fmt: skip
    raise_pattern(picture=finding.picture, pattern=finding, title=TITLES[asked.method], told=told, now=now)
    lay_cards(picture=finding.picture)


def _draft(picture: SituationalPicture) -> SituationalPicture:
    found = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    if found.is_locked:
        raise FindingRefused("Lägesbilden för {week} är låst och ändras inte.", week=found.week.swedish)
    return found


def _answer(picture: SituationalPicture, asked: Asked, audience: PictureAudience) -> dict[str, Any]:
    seen = Observation.objects.filter(municipality=picture.municipality).shown_to_audience(audience.value)
    found = shared(look(asked, seen, municipality=picture.municipality))
    most = KEPT_ROWS.get(asked.method, KEPT_OTHERWISE)
    rows = {name: column[:most] for name, column in (found.get("rows") or {}).items()}
    return {**found, "rows": rows, "sentence": says(found), "sure_sentence": sure(found)}


def lay_findings(picture: SituationalPicture) -> None:
    """Write the table of findings anew for each audience; a picture without findings has no such table."""
    picture.tables.filter(name=TABLE).delete()
    findings = list(picture.findings.order_by("put_in_at", "id"))
    if not findings:
        return
    for audience in TOLD_TO:
        content = canonical([json.loads(getattr(each, audience.value)) for each in findings])
        PictureTable.objects.create(
            municipality=picture.municipality, picture=picture, audience=audience, name=TABLE, content=content,
            digest=digest(content),
        )  # fmt: skip
