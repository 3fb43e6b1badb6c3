"""The sections of a picture in the order of its layout, each with what people wrote in it."""

from collections import defaultdict
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from samsyn.ground.permissions import Permission
from samsyn.method.pictures.layouts.known import layout_of
from samsyn.method.pictures.models import PictureComment, SectionText, SituationalPicture
from samsyn.method.pictures.own_models import ShownTo
from samsyn.method.pictures.own_querysets import audiences_of
from samsyn.web.templatetags.samsyn import named

WORDS = "picture/words.html"
# Sections that show nothing where their table is empty; what is written in them is shown all the same.
MAY_BE_EMPTY = {
    "late": "late", "parties": "parties", "assessments": "assessments", "findings": "findings",
    "to_look_at": "to_look_at", "checklists": "checklists", "outside": "outside",
}  # fmt: skip

# Where each section's heading stands in the page, for the list of contents.
ANCHORS = {
    "head": "laget", "areas": "omraden", "assessments": "lagen", "changes": "andrat", "checklists": "checklistor",
    "coming": "vantar", "conditions": "trasigt", "data_note": "underlag", "findings": "stallning", "hours": "timmar",
    "late": "kompletterat", "outside": "utifran", "parties": "parterna", "places": "platser",
    "to_look_at": "att-titta-pa",
}  # fmt: skip


def parts_of(picture: SituationalPicture, page: dict[str, Any], member: Any) -> list[dict[str, Any]]:
    """Return the sections in the picture's own order: heading, template, texts, comments, and what may be written."""
    tables = page["tables"]
    texts: dict[str, list[Any]] = defaultdict(list)
    for text in tables.get("texts", []):
        texts[text["section"]].append(text)
    comments: dict[str, list[Any]] = defaultdict(list)
    for comment in PictureComment.objects.visible_to(member).of_picture(picture):
        comments[comment.section].append(comment)
    writes = not picture.is_locked and member.may(Permission.COMPILE_PICTURE)
    drafts = _drafts(picture, member) if writes else {}
    parts = []
    for section in _sections(picture, tables):
        key = section["key"]
        part = {
            "key": key, "title": named(section), "texts": texts[key], "comments": comments[key],
            "template": _template(key, page, has_words=bool(texts[key])),
            "drafts": drafts.get(key, _empty(member)) if writes else [], "writes": writes,
        }  # fmt: skip
        part["anchor"] = f"del-{key}" if part["template"] == WORDS else ANCHORS.get(key, f"del-{key}")
        if part["template"] or part["writes"] or part["comments"]:
            parts.append(part)
    return parts


def _sections(picture: SituationalPicture, tables: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the layout that the picture was made with; one from before there were layouts has the first."""
    kept = tables.get("layout")
    if kept:
        return list(kept["sections"])
    return list(layout_of(picture.municipality, "week").plain()["sections"])


def _template(key: str, page: dict[str, Any], *, has_words: bool) -> str:
    tables = page["tables"]
    empty = key in MAY_BE_EMPTY and not (page.get("late") if key == "late" else tables.get(MAY_BE_EMPTY[key]))
    empty |= key == "hours" and not tables.get("hours", {}).get("n")
    if not empty:
        try:
            name = f"picture/{key}.html"
            get_template(name)
            return name
        except TemplateDoesNotExist:
            pass
    return WORDS if has_words else ""


def _drafts(picture: SituationalPicture, member: Any) -> dict[str, list[dict[str, Any]]]:
    """Return what is written in each section, one box for each audience that the member reads."""
    rows = {(row.section, row.audience): row for row in SectionText.objects.visible_to(member).of_picture(picture)}
    found: dict[str, list[dict[str, Any]]] = {}
    for section in {section for section, _audience in rows}:
        boxes = [(box, rows.get((section, box["audience"]))) for box in _empty(member)]
        found[section] = [
            {**box, "text": row.text, "version": row.version, "unchanged": row.unchanged} if row else box
            for box, row in boxes
        ]
    return found


def _empty(member: Any) -> list[dict[str, Any]]:
    read = audiences_of(member)
    return [
        {"audience": one.value, "label": one.label, "text": "", "version": 0}
        for one in ShownTo if one.value in read
    ]  # fmt: skip
