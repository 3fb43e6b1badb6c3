"""The verbs of merging: settle a place, settle the rest as suggested, open again, comment; and the frozen table."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.records import free_id, sent_before
from samsyn.ground.refusals import Refused, whole
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.merging.board import Row, board
from samsyn.method.pictures.models import (
    MergeItem,
    OwnPicture,
    OwnPoint,
    PictureAudience,
    PictureComment,
    PictureTable,
    SituationalPicture,
)
from samsyn.method.pictures.own_models import ShownTo
from samsyn.method.pictures.own_querysets import audiences_of

TABLE = "parties"
LONGEST, LONGEST_COMMENT = 600, 400
READ_BY = {
    PictureAudience.AUTHORITIES.value: {"parties", "authorities"},
    PictureAudience.PARTIES.value: {"parties"},
}  # fmt: skip


class MergeRefused(Refused):
    """The place was not settled, or the comment not taken in; the sentence says why."""


class MergeOvertaken(MergeRefused):
    """Somebody else settled it in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


def _draft(picture: SituationalPicture, by: Any) -> SituationalPicture:
    require(by, Permission.COMPILE_PICTURE, within=picture.municipality)
    found = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    if found.is_locked:
        raise MergeRefused(_("Lägesbilden är låst och ändras inte."))
    return found


def _row(picture: SituationalPicture, code: str, by: Any) -> Row:
    found = next((row for row in board(picture, by) if row.code == code), None)
    if found is None:
        raise MergeRefused(_("Parten har tagit tillbaka sin bild. Ladda om sidan."))
    return found


def _without_persons(text: str, municipality: Any) -> None:
    if text and (problem := why_not_stored(text, place_words=place_words_of(municipality))):
        raise MergeRefused(problem)


@transaction.atomic
def settle(
    *, picture: SituationalPicture, code: str, verdict: str, version: int, by: Any, text: str = ""
) -> MergeItem:
    """Say of one place that the parties agree, that they differ, or that it is not taken in.

    Where they agree `text` is the common words (empty = the fullest of theirs); where they differ each party's own
    words stand with its name. The item's audience is its sources' own, never wider.
    """
    picture = _draft(picture, by)
    row = _row(picture, code, by)
    if verdict not in MergeItem.Verdict.values:
        raise MergeRefused(_("Välj samstämmigt, olika eller ta inte med."))
    if (row.item.version if row.item else 0) != version:
        raise MergeOvertaken(
            _("Någon annan hann före. Läs vad som står nu och välj om din text ska gälla i stället."),
            theirs=row.item.text if row.item else "", mine=text,
        )  # fmt: skip
    _without_persons(text, picture.municipality)
    item = _settled(picture, row, verdict, text)
    lay_parties(picture)
    note("picture.merged", by=by, subject=picture, changed={"week": picture.week.label, "kind": verdict})
    return item


def _settled(picture: SituationalPicture, row: Row, verdict: str, text: str) -> MergeItem:
    item = row.item or MergeItem(
        municipality=picture.municipality, picture=picture, area=row.area, audience=row.audience, version=0
    )
    fullest = max((point.text for point in row.points), key=len, default="")
    common = whole(" ".join(text.split()), most=LONGEST, refused=MergeRefused) or fullest
    item.verdict, item.text = verdict, common if verdict == MergeItem.Verdict.AGREE else ""
    item.version, item.withdrawn = item.version + 1, []
    item.save()
    item.sources.set(row.points)
    return item


@transaction.atomic
def settle_rest(*, picture: SituationalPicture, by: Any) -> int:
    """Settle every place that is open, or where something was added, as suggested; return how many.

    A place that somebody has left out, or written common words for that the parties no longer agree on or have taken
    back what they rested on, is left for a decision of its own.
    """
    picture = _draft(picture, by)
    rows = [row for row in board(picture, by) if row.item is None or row.is_stale and not _is_for_somebody(row)]
    for row in rows:
        by_hand = row.item is not None and _is_by_hand(row.item)
        _settled(picture, row, row.suggested, row.item.text if row.item is not None and by_hand else "")
    if rows:
        lay_parties(picture)
        changed = {"week": picture.week.label, "rows": len(rows)}
        note("picture.merged", by=by, subject=picture, changed=changed)
    return len(rows)


def _is_for_somebody(row: Row) -> bool:
    """Whether settling the row as suggested would undo what somebody decided or wrote."""
    if row.item is None:
        return False
    left_out = row.item.verdict == MergeItem.Verdict.LEFT_OUT
    return left_out or bool(row.item.withdrawn) or _is_by_hand(row.item) and row.suggested != MergeItem.Verdict.AGREE


def _is_by_hand(item: MergeItem) -> bool:
    """Whether the common words are somebody's own and not one of the parties'."""
    return bool(item.text) and item.text not in {" ".join(point.text.split()) for point in item.sources.all()}


@transaction.atomic
def open_again(*, picture: SituationalPicture, code: str, by: Any) -> None:
    """Take back what was settled of one place."""
    picture = _draft(picture, by)
    row = _row(picture, code, by)
    if row.item is not None:
        row.item.delete()
        lay_parties(picture)
        note("picture.merge_opened", by=by, subject=picture, changed={"week": picture.week.label})


def withdraw_merged(own: OwnPicture) -> None:
    """Open again every place of a draft that rests on a party's picture: it is being taken back.

    What the one who compiles has written with own words stays, and says which party it no longer rests on, until
    somebody settles the place anew. The party's words are gone from it at once.
    """
    points = set(OwnPoint.objects.filter(own_picture=own).values_list("pk", flat=True))
    items = MergeItem.objects.filter(municipality=own.municipality, sources__in=points, picture__locked_at=None)
    pictures = set()
    for item in items.select_related("picture").prefetch_related("sources").distinct():
        pictures.add(item.picture)
        if not _is_by_hand(item):
            item.delete()
            continue
        item.withdrawn = sorted({*item.withdrawn, own.organisation.name})
        item.version += 1
        item.save(update_fields=["withdrawn", "version"])
        item.sources.remove(*points)
    for picture in pictures:
        lay_parties(picture)


def lay_parties(picture: SituationalPicture) -> None:
    """Write what was settled in a draft's tables: for authorities, and for all parties what they may read of it.

    Each item keeps its origin: which organisation said what. Where no party has handed anything in,
    and nobody has written anything, there is no table.
    """
    handed = list(
        OwnPicture.objects.filter(municipality=picture.municipality)
        .of_week(picture.week)
        .handed_in()
        .values_list("nothing_new", flat=True)
    )
    picture.tables.filter(name=TABLE).delete()
    items = list(
        MergeItem.objects.filter(picture=picture)
        .exclude(verdict=MergeItem.Verdict.LEFT_OUT)
        .select_related("area")
        .prefetch_related("sources__own_picture__organisation")
    )
    if not handed and not items:
        return
    items.sort(key=lambda item: (item.area.name if item.area else "", item.audience != ShownTo.PARTIES))
    for audience, read in READ_BY.items():
        told = {
            "handed_in": len(handed), "nothing_new": sum(handed),
            "items": [_told(item) for item in items if item.audience in read],
        }  # fmt: skip
        text = canonical(told)
        PictureTable.objects.create(
            municipality=picture.municipality, picture=picture, audience=audience, name=TABLE, content=text,
            digest=digest(text),
        )  # fmt: skip


def _told(item: MergeItem) -> dict[str, Any]:
    sources = sorted(item.sources.all(), key=lambda point: (point.own_picture.organisation.name, point.position))
    return {
        "code": item.area.code if item.area else "", "name": item.area.name if item.area else "",
        "audience": item.audience, "verdict": item.verdict, "text": item.text,
        **({"withdrawn": item.withdrawn} if item.withdrawn else {}),
        "sources": [
            {
                "organisation": point.own_picture.organisation.name, "kind": point.own_picture.organisation.kind,
                "trend": point.trend, "text": point.text,
            }
            for point in sources
        ],
    }  # fmt: skip


# --- what the parties say of the draft ---


@transaction.atomic
def comment_on(
    *, picture: SituationalPicture, organisation: Organisation, text: str, by: Any, section: str = "",
    audience: str = "parties", key: UUID | None = None,
) -> PictureComment:  # fmt: skip
    """Comment on a draft that was sent for reconciliation, in the name of one's organisation.

    `key` is the writer's own id of the comment: the same words sent twice are one.
    """
    require_here(by, picture, organisation)
    require(by, Permission.SEE_ACCEPTED, within=organisation)
    held = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    if not held.is_shared:
        raise MergeRefused(_("Lägesbilden går inte att kommentera nu."))
    if not text.strip():
        raise MergeRefused(_("Skriv en kommentar."))
    if audience not in audiences_of(by):
        raise MergeRefused(_("Välj för vilka kommentaren visas."))
    _without_persons(text, picture.municipality)
    again: PictureComment | None = sent_before(
        held.comments.all(), key, organisation=organisation, text=text.strip()
    )
    if again is not None:
        return again
    made = PictureComment.objects.create(
        id=free_id(PictureComment, key),
        municipality=picture.municipality, picture=held, organisation=organisation, section=section[:30],
        audience=audience, text=whole(text, most=LONGEST_COMMENT, refused=MergeRefused),
    )  # fmt: skip
    note("picture.commented", by=by, subject=picture, changed={"week": picture.week.label})
    return made
