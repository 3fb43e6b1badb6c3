"""The verbs of the words: put one's own text in the place of a shipped one, add a word, go back to what was shipped."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.records import stamp_of
from samsyn.ground.refusals import Refused, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.library.models import Wording
from samsyn.method.library.words.shipped import HELP, TERM, shipped
from samsyn.method.observations.guard import why_not_stored

NAME, TEXT, SOURCE = 60, 1500, 200


class WordingRefused(Refused):
    """The words were not changed; the sentence says why."""


class WordingOvertaken(WordingRefused):
    """Somebody else wrote in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, *, theirs: str, mine: str) -> None:
        super().__init__(_("Någon annan hann före. Båda texterna står här: välj vilken som ska gälla."))
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a word is called and means; English may be left out, and is then shown in Swedish."""

    name_sv: str
    text_sv: str
    name_en: str = ""
    text_en: str = ""
    source: str = ""


def _checked(said: Said) -> dict[str, str]:
    most = {"name_sv": NAME, "name_en": NAME, "text_sv": TEXT, "text_en": TEXT, "source": SOURCE}
    kept = {name: whole(getattr(said, name), most=limit, refused=WordingRefused) for name, limit in most.items()}
    if not kept["name_sv"] or not kept["text_sv"]:
        raise WordingRefused(_("Skriv ordet och vad det betyder."))
    for text in kept.values():
        if text and (problem := why_not_stored(text, place_words=frozenset())):
            raise WordingRefused(problem)
    return kept


def stamp_of_wording(row: Wording | None) -> str:
    """Return the stamp of the municipality's own text; "" where the shipped one stands."""
    return stamp_of(row, "name_sv", "name_en", "text_sv", "text_en", "source")


@transaction.atomic
def word_it(*, kind: str, said: Said, code: str = "", seen: str = "", by: Any) -> Wording:
    """Put the municipality's own text in the place of a word or a help; without a code a word is added.

    `seen` is the stamp of the own text that the page showed; raises WordingOvertaken where another stands there now.
    """
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    kept = _checked(said)
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # also where there is no row yet to hold
    mine = Wording.objects.filter(municipality=by.municipality, kind=kind)
    if code and (kind, code) not in shipped() and not mine.filter(code=code).exists():
        raise WordingRefused(_("Det finns inte längre."))
    if not code:
        code = _free_code(kept["name_sv"], mine, kind=kind)
    now = mine.filter(code=code).first()
    if now is not None and stamp_of_wording(now) != seen:
        raise WordingOvertaken(theirs=f"{now.name_sv}: {now.text_sv}", mine=f"{kept['name_sv']}: {kept['text_sv']}")
    row, _made = Wording.objects.update_or_create(
        municipality=by.municipality, kind=kind, code=code, defaults=kept,
    )  # fmt: skip
    note("wording.saved", by=by, subject=row, changed={"kind": kind, "name": code})
    return row


def _free_code(name: str, mine: Any, *, kind: str) -> str:
    if kind == HELP:
        raise WordingRefused(_("Välj en hjälptext i listan."))
    if any(row.kind == TERM and row.name_sv.casefold() == name.casefold() for row in shipped().values()):
        raise WordingRefused(_("Ordet finns redan. Ändra det i stället."))
    base = slugify(name)[:40] or "ord"
    taken = {*mine.values_list("code", flat=True), *(each for _kind, each in shipped()), "ny"}
    tries = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in tries if each not in taken)


@transaction.atomic
def word_as_shipped(*, kind: str, code: str, by: Any) -> None:
    """Take the municipality's own text away: the shipped one stands again, and a word of one's own is gone."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    row = Wording.objects.filter(municipality=by.municipality, kind=kind, code=code).first()
    if row is None:
        return
    note("wording.removed", by=by, subject=row, changed={"kind": kind, "name": code})
    row.delete()
