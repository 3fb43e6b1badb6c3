"""The verbs of layouts: change one, choose one, use one in a draft; and what is written in a picture's sections."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission, require
from samsyn.ground.refusals import Refused, whole
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.layouts.known import (
    Layout,
    as_shipped,
    is_shipped,
    laid_out,
    layout_of,
    layouts_of,
    sections,
)
from samsyn.method.pictures.layouts.sentences import edited_where, figures_in, said_at, with_words
from samsyn.method.pictures.models import (
    PictureAudience,
    PictureLayout,
    PictureTable,
    SectionText,
    SentenceEdit,
    SituationalPicture,
)
from samsyn.method.pictures.sentences import render

LAYOUT, TEXTS = "layout", "texts"
LONGEST_TEXT, LONGEST_HEADING, LONGEST_SENTENCE, MOST_OWN = 2000, 80, 400, 12
READ_BY = {
    PictureAudience.AUTHORITIES.value: ["parties", "authorities"],
    PictureAudience.PARTIES.value: ["parties"],
}  # fmt: skip


class LayoutRefused(Refused):
    """The layout or the text was not saved; the sentence says why."""


class TextOvertaken(LayoutRefused):
    """Somebody else wrote in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


# --- layouts ---


@transaction.atomic
def save_layout(
    *, code: str, name_sv: str, name_en: str, chosen: Iterable[Mapping[str, Any]], version: int, by: Any
) -> PictureLayout:
    """Change a layout (a shipped one becomes the municipality's own), or add one where `code` is empty."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    if not name_sv.strip():
        raise LayoutRefused(_("Skriv vad upplägget heter."))
    rows = _kept(chosen)
    row = PictureLayout.objects.select_for_update().filter(municipality=by.municipality, code=code).first()
    if row is None:
        row = PictureLayout(municipality=by.municipality, code=code if is_shipped(code) else _new_code(name_sv, by))
    elif row.version != version:
        raise LayoutRefused(_("Någon annan har ändrat upplägget under tiden. Ladda om sidan och ändra igen."))
    row.name_sv, row.name_en = name_sv.strip()[:80], (name_en.strip() or name_sv.strip())[:80]
    row.sections = rows
    row.version = (row.version if row.pk and not row._state.adding else 0) + 1
    row.save()
    note("picture_layout.saved", by=by, subject=row, changed={"kind": row.code})
    return row


def _kept(chosen: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the sections as they are stored; every section that is there always is shown."""
    placed = laid_out(chosen)
    if any(len(word) > LONGEST_HEADING for each in placed for word in (each.own_sv, each.own_en)):
        raise LayoutRefused(_("En rubrik får vara högst 80 tecken."))
    return [
        {"key": each.key, "shown": each.shown, "name_sv": each.own_sv.strip(), "name_en": each.own_en.strip()}
        for each in placed
    ]


def _new_code(name: str, by: Any) -> str:
    taken = {each.code for each in layouts_of(by.municipality)}
    if len(taken) >= MOST_OWN:
        raise LayoutRefused(_("Det finns redan tolv upplägg. Ändra ett av dem."))
    base = slugify(name)[:24] or "eget"
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 99))) if code not in taken)


@transaction.atomic
def choose_layout(*, code: str, by: Any) -> Layout:
    """Let new pictures be made with this layout. Pictures that are made keep theirs."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    found = next((each for each in layouts_of(by.municipality) if each.code == code), None)
    if found is None:
        raise LayoutRefused(_("Upplägget finns inte längre."))
    rows = PictureLayout.objects.filter(municipality=by.municipality)
    rows.filter(is_chosen=True).update(is_chosen=False)
    if not rows.filter(code=code).update(is_chosen=True):
        kept = [{"key": each.key, "shown": each.shown, "name_sv": "", "name_en": ""} for each in found.sections]
        PictureLayout.objects.create(
            municipality=by.municipality, code=code, name_sv=found.name_sv, name_en=found.name_en, sections=kept,
            is_chosen=True,
        )  # fmt: skip
    note("picture_layout.chosen", by=by, changed={"kind": code})
    return layout_of(by.municipality, code)


@transaction.atomic
def restore_layout(*, code: str, by: Any) -> None:
    """Take the municipality's own changes away: a shipped layout is as it was, an own one is gone."""
    require(by, Permission.MANAGE_SETTINGS, within=by.municipality)
    row = PictureLayout.objects.filter(municipality=by.municipality, code=code).first()
    if row is None:
        raise LayoutRefused(_("Upplägget är redan som det levererades."))
    if row.is_chosen and not is_shipped(code):
        raise LayoutRefused(_("Välj ett annat upplägg för nya bilder först."))
    if row.is_chosen:
        row.sections = [{"key": each.key, "shown": each.shown} for each in as_shipped(code)]
        row.version += 1
        row.save(update_fields=["sections", "version"])
    else:
        row.delete()
    note("picture_layout.restored", by=by, changed={"kind": code})


@transaction.atomic
def use_layout(*, picture: SituationalPicture, code: str, by: Any) -> SituationalPicture:
    """Lay a draft picture out in another way."""
    picture = _draft(picture, by)
    picture.layout_code = layout_of(picture.municipality, code).code
    picture.save(update_fields=["layout_code"])
    picture.tables.filter(name=LAYOUT).delete()
    lay_sections(picture)
    note("picture.laid_out", by=by, subject=picture, changed={"week": picture.week.label, "kind": picture.layout_code})
    return picture


# --- texts ---


def _draft(picture: SituationalPicture, by: Any) -> SituationalPicture:
    require(by, Permission.COMPILE_PICTURE, within=picture.municipality)
    found = SituationalPicture.objects.select_for_update().get(pk=picture.pk)
    if found.is_locked:
        raise LayoutRefused(_("Lägesbilden är låst och ändras inte."))
    return found


def _without_persons(text: str, municipality: Any) -> None:
    """Raise LayoutRefused where a text points out a person; the sentence says what to do."""
    if text and (problem := why_not_stored(text, place_words=place_words_of(municipality))):
        raise LayoutRefused(problem)


@transaction.atomic
def write_section(
    *, picture: SituationalPicture, section: str, audience: str, text: str, version: int, by: Any,
    unchanged: bool = False,
) -> SectionText:  # fmt: skip
    """Write in a section of a draft, for all parties or for authorities alone; an empty text takes it away."""
    picture = _draft(picture, by)
    if section not in sections() or audience not in READ_BY:
        raise LayoutRefused(_("Avsnittet finns inte längre."))
    if len(text) > LONGEST_TEXT:
        raise LayoutRefused(_("Texten är för lång. Högst 2 000 tecken per avsnitt."))
    _without_persons(text, picture.municipality)
    row = SectionText.objects.select_for_update().filter(picture=picture, section=section, audience=audience).first()
    if row is None:
        row = SectionText(
            municipality=picture.municipality, picture=picture, section=section, audience=audience, version=0
        )
    if row.version != version:
        raise TextOvertaken(
            _("Någon annan hann före. Läs vad som står nu och välj om din text ska gälla i stället."),
            theirs=row.text, mine=text,
        )  # fmt: skip
    row.text, row.unchanged, row.version = text.strip(), unchanged, row.version + 1
    row.save()
    lay_sections(picture)
    note("picture.text_written", by=by, subject=picture, changed={"week": picture.week.label, "kind": section})
    return row


def before(picture: SituationalPicture) -> SituationalPicture | None:
    """Return the picture before this one."""
    others = SituationalPicture.objects.filter(municipality=picture.municipality, iso_week__lt=picture.iso_week)
    return others.latest_first().first()


@transaction.atomic
def copy_texts(*, picture: SituationalPicture, by: Any, section: str = "", unchanged: bool = False) -> int:
    """Copy the texts of the picture before into a draft where nothing is written yet; return how many came.

    `section` limits it to one. `unchanged` says that it still holds, which stands beside the text.
    """
    picture = _draft(picture, by)
    earlier = before(picture)
    if earlier is None:
        raise LayoutRefused(_("Det finns ingen tidigare lägesbild att kopiera från."))
    rows = earlier.texts.exclude(text="")
    rows = rows.filter(section=section) if section else rows
    written = set(picture.texts.exclude(text="").values_list("section", "audience"))
    copied = [row for row in rows if (row.section, row.audience) not in written]
    for row in copied:
        _without_persons(row.text, picture.municipality)
        mine = {"picture": picture, "section": row.section, "audience": row.audience}
        own = SectionText.objects.select_for_update().filter(**mine).first()
        own = own or SectionText(municipality=picture.municipality, version=0, **mine)
        own.text, own.unchanged, own.version = row.text, unchanged, own.version + 1     # an open box is older now
        own.save()
    if not copied:
        raise LayoutRefused(_("Det finns ingen text att kopiera, eller så är avsnittet redan skrivet."))
    lay_sections(picture)
    changed = {"week": picture.week.label, "rows": len(copied)}
    note("picture.texts_copied", by=by, subject=picture, changed=changed)
    return len(copied)


@transaction.atomic
def edit_sentence(
    *, picture: SituationalPicture, where: str, text: str, audience: str, version: int, by: Any
) -> SentenceEdit | None:
    """Say a sentence of the program in other words; its figures stay. An empty text gives the program's own back.

    `version` is the one that was read (0 = nobody had reworded it); the same words again change nothing, other words
    on an older version raise TextOvertaken with both texts.

    No figure may stand in the new words that does not stand in the sentence. The words are used for every audience
    whose sentence has the same figures, and fall away when the figures become others.
    """
    picture = _draft(picture, by)
    sentence = said_at(_contents(picture, audience), where)
    if sentence is None:
        raise LayoutRefused(_("Meningen finns inte längre. Ladda om sidan."))
    auto = {**sentence, "edited": None}
    words = whole(" ".join(text.split()), most=LONGEST_SENTENCE, refused=LayoutRefused)
    _without_persons(words, picture.municipality)
    strange = figures_in(words) - figures_in(render(auto))
    if strange:
        raise LayoutRefused(
            _("Siffrorna räknas fram och ändras inte. Ta bort %(figures)s, eller skriv det i avsnittets text.")
            % {"figures": ", ".join(sorted(strange))}
        )
    if words == render(auto):
        words = ""
    row = picture.sentence_edits.select_for_update().filter(where=where).first()
    said = edited_where(auto)
    if row is not None and (row.text, row.said) == (words, said) or row is None and not words:
        return row
    if (row.version if row else 0) != version:
        raise TextOvertaken(
            _("Någon annan hann före. Läs vad som står nu och välj om din text ska gälla i stället."),
            theirs=(row.text if row else "") or render(auto), mine=text,
        )  # fmt: skip
    made = row or SentenceEdit(municipality=picture.municipality, picture=picture, where=where, version=0)
    made.said, made.text, made.version = said, words, made.version + 1
    made.save()
    lay_sections(picture)
    note("picture.sentence_edited", by=by, subject=picture, changed={"week": picture.week.label})
    return made


def wordings_of(picture: SituationalPicture) -> dict[str, int]:
    """Return the version of every sentence that somebody has reworded, by where it stands."""
    return dict(picture.sentence_edits.values_list("where", "version"))


# --- laying it all in the tables ---


def _contents(picture: SituationalPicture, audience: str) -> dict[str, Any]:
    rows = picture.tables.filter(audience=audience).values_list("name", "content")
    return {name: json.loads(content) for name, content in rows}


def lay_sections(picture: SituationalPicture) -> None:
    """Write a draft's layout, texts and edited sentences in its tables, for each audience that reads them.

    A draft keeps the layout it was first made with; the public's tables hold the layout and no words of people.
    """
    if not picture.tables.filter(name=LAYOUT).exists():
        layout = layout_of(picture.municipality, picture.layout_code)
        picture.layout_code = layout.code
        picture.save(update_fields=["layout_code"])
        _lay_table(picture, LAYOUT, dict.fromkeys(PictureAudience.values, layout.plain()))
    texts = list(picture.texts.exclude(text="").order_by("section", "-audience"))
    told = {
        audience: [
            {"section": row.section, "audience": row.audience, "text": row.text, "unchanged": row.unchanged}
            for row in texts if row.audience in seen
        ]
        for audience, seen in READ_BY.items()
    }  # fmt: skip
    _lay_table(picture, TEXTS, {audience: rows for audience, rows in told.items() if rows})
    _lay_edits(picture)


def _lay_table(picture: SituationalPicture, name: str, contents: Mapping[str, Any]) -> None:
    """Write one table of a draft for the audiences that have it, in place of what stood there."""
    texts = {str(audience): canonical(content) for audience, content in contents.items()}
    kept = dict(picture.tables.filter(name=name).values_list("audience", "content"))
    if kept == texts:
        return
    picture.tables.filter(name=name).delete()
    PictureTable.objects.bulk_create([
        PictureTable(
            municipality=picture.municipality, picture=picture, audience=audience, name=name, content=text,
            digest=digest(text),
        )
        for audience, text in sorted(texts.items())
    ])  # fmt: skip


def _lay_edits(picture: SituationalPicture) -> None:
    edits = {edit.where: (edit.said, edit.text) for edit in picture.sentence_edits.exclude(text="")}
    names = {where.partition("/")[0] for where in edits}
    worded = picture.tables.exclude(audience=PictureAudience.PUBLIC).exclude(name__in=[LAYOUT, TEXTS])
    for table in worded.filter(Q(name__in=names) | Q(content__contains='"edited":"')):
        content = with_words(table.name, json.loads(table.content), edits)
        text = canonical(content)
        if text != table.content:
            table.content, table.digest = text, digest(text)
            table.save(update_fields=["content", "digest"])
