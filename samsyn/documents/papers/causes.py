"""The cause analysis on paper: what the group comes to, the fishbone, the list, and what was asked of the data."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.documents.blocks import NUMBER, TEXT, Block, Document, drawing, heading, table, text
from samsyn.documents.cause_drawings import Node, Step, Words, chain, fishbone, in_order, tree, triangle
from samsyn.documents.papers.frame import program_version
from samsyn.documents.papers.words import words_of
from samsyn.documents.typeset import typeset
from samsyn.documents.word import word
from samsyn.method.pictures.sentences import day_words
from samsyn.method.problems.cause_models import Influence, Side
from samsyn.method.problems.causes.listing import Listed
from samsyn.method.problems.causes.telling import title_of, verdict_words
from samsyn.method.problems.problem_models import Problem

DRAWINGS = {
    "triangel": gettext_lazy("Brottstriangel"), "fiskben": gettext_lazy("Fiskben"),
    "trad": gettext_lazy("Orsaksträd"), "kedja": gettext_lazy("Händelsekedja"),
}  # fmt: skip


def nodes_of(listed: Listed) -> list[Node]:
    """Return the causes as the drawings take them."""
    return [
        Node(str(each.pk), each.text, each.side, str(each.parent_id or ""), str(each.step_id or ""),
             listed.under(each), each.influence == Influence.NO)
        for each in listed.causes
    ]  # fmt: skip


def drawing_of(listed: Listed, way: str, *, live: bool = False) -> str:
    """Return one of the four drawings of the list: triangel, fiskben, trad or kedja."""
    nodes, title = nodes_of(listed), listed.problem.title
    sides = {code: str(name).capitalize() for code, name in Side.choices}
    words = Words(
        f"{DRAWINGS[way]}: {title}", title, sides, _("brytpunkt"), _("Utan steg"),
        _("Orsaker som inte ligger i något steg"),
    )  # fmt: skip
    if way == "kedja":
        steps = [Step(str(each.pk), each.text, each.break_point) for each in listed.steps]
        return chain(nodes, steps, words=words, live=live)
    return {"triangel": triangle, "fiskben": fishbone, "trad": tree}[way](nodes, words=words, live=live)


def causes_paper(problem: Problem, *, member: Any, language: str, told_at: datetime) -> Document:
    """Return the cause analysis as plain data, as far as the member may see it."""
    with translation.override(language):
        listed = Listed(problem, member=member)
        words = words_of(language)
        analysis = listed.analysis()
        said = analysis.conclusion if analysis else ""
        blocks = [text(said, tone="lead")] if said else []
        if listed.causes:
            alt = _("Fiskben med %(n)s orsaker. Samma orsaker står i tabellen.") % {"n": len(listed.causes)}
            blocks += [drawing(drawing_of(listed, "fiskben"), alt=alt), heading(_("Orsakerna"))]
            blocks.append(_list(listed, language))
        blocks += _asked(listed, language)
        if analysis and analysis.participants:
            blocks.append(text(_("Deltog: %(who)s.") % {"who": ", ".join(analysis.participants.splitlines())}))
        blocks.append(text(_("En orsak i listan är vad gruppen tror eller vet, inte ett bevis. Vad den bygger på står "
                             "vid den."), tone="quiet"))  # fmt: skip
        return _document(problem, blocks, words, language=language, told_at=told_at)


def _list(listed: Listed, language: str) -> Block:
    heads = [(_("Orsak"), TEXT, 3.4), (_("Sida"), TEXT, 1.5), (_("Nivå"), TEXT, 1.5), (_("Bygger på"), TEXT, 1.5),
             (_("Kan påverkas"), TEXT, 1.1)]  # fmt: skip
    rows = []
    for node, depth in in_order(nodes_of(listed)):
        cause = next(each for each in listed.causes if str(each.pk) == node.id)
        rests = ", ".join(each for each in (cause.get_basis_display(), listed.balance(cause)) if each)
        rows.append([
            f"{'– ' * depth}{cause.text}", cause.get_side_display(), listed.level(cause), rests,
            cause.get_influence_display(),
        ])  # fmt: skip
    return table(_("Orsakerna"), heads, rows, language=language)


def _asked(listed: Listed, language: str) -> list[Block]:
    tests = listed.tests()
    if not tests:
        return []
    heads = [(_("Fråga till datat"), TEXT, 2.0), (_("Svar"), TEXT, 1.4), (_("Rapporter"), NUMBER, 0.8),
             (_("Period"), TEXT, 2.0)]  # fmt: skip
    rows = []
    for each in tests:
        days = " – ".join(day_words(each.put[name], language=language) for name in ("first", "last"))
        rows.append([title_of(each.question), verdict_words(each), each.told["n"], days])
    return [heading(_("Frågor till datat")), table(_("Frågor till datat"), heads, rows, language=language)]


def _document(
    problem: Problem, blocks: list[Block], words: dict[str, str], *, language: str, told_at: datetime
) -> Document:
    here = problem.municipality
    address = f"{settings.SAMSYN_ADDRESS}/{here.slug}/problem/{problem.number}/orsaker"
    head = _("Orsaksanalys: %(title)s") % {"title": problem.title}
    return {
        "format": 1, "paper": "causes", "language": language, "number": None, "title": f"{head}, {here.name}",
        "heading": head, "under": f"{problem.where} · {day_words(told_at.date(), language=language)}",
        "running": _("Orsaksanalys"), "municipality": {"name": here.name, "colour": here.colour},
        "status": _("Arbetsmaterial"),
        "shown_to": f"{words['shown_to'].format(whom=problem.get_audience_display())} {words['not_secret']}",
        "address": words["here_it_is"].format(address=address),
        "made_with": words["made_with"].format(version=program_version()), "told_at": told_at.isoformat(),
        "words": {name: words[name] for name in ("about", "page")}, "blocks": blocks, "slides": [],
    }  # fmt: skip


def causes_file(document: Document, kind: str) -> bytes:
    """Return the paper as pdf (tagged), docx or txt."""
    if kind == "pdf":
        return typeset("paper.typ", data=document, timestamp=datetime.fromisoformat(document["told_at"]))
    return word(document) if kind == "docx" else plain_text(document).encode()


def plain_text(document: Document) -> str:
    """Return the paper as lines of text; drawings are their words, tables one line a row."""
    lines = [document["heading"], document["under"], ""]
    for block in document["blocks"]:
        if block["is"] == "heading":
            lines += ["", block["text"].upper(), ""]
        elif block["is"] == "text":
            lines += [block["text"], ""]
        elif block["is"] == "table":
            for row in block["cells"]:
                named = (f"{head}: {cell}" for head, cell in zip(block["heads"][1:], row[1:], strict=True) if cell)
                lines.append(f"* {row[0]} ({'; '.join(named)})")
    return "\n".join([*lines, "", document["shown_to"], document["address"], ""])
