"""Which noted page a template shows, where an address that is no page of its own draws it again.

A form that was refused is answered with the whole page, also to somebody who sends it without having opened the page. A
test fails where a template that is drawn with a status is neither here nor among those without anybody's rows.
"""

PAGES = {
    "against/add.html": "against:add", "assessment/measure.html": "assessment:measure",
    "assessment/page.html": "assessment:show", "causes/answered.html": "causes:answered",
    "causes/ask.html": "causes:ask", "causes/factor.html": "causes:change_factor",
    "causes/factors.html": "causes:factors", "causes/one.html": "causes:one", "causes/page.html": "causes:show",
    "causes/short.html": "causes:short", "dialogues/one.html": "dialogues:show",
    "dialogues/walk.html": "dialogues:walk", "duties/check.html": "duties:check", "duties/one.html": "duties:one",
    "duties/survey.html": "duties:survey", "edition/new.html": "edition:new", "edition/page.html": "edition:show",
    "edition/recipients.html": "edition:recipients", "evaluation/page.html": "evaluation:show",
    "followup/page.html": "followup:show", "goals/page.html": "goals:show", "library/case.html": "library:show",
    "library/share.html": "library:share", "mapping/page.html": "mapping:show", "measures/one.html": "measures:show",
    "measures/page.html": "measures:index", "meeting/page.html": "meeting:show", "meeting/planned.html": "meeting:show",
    "merging/page.html": "merging:show", "observation/page.html": "observation:show",
    "own_picture/page.html": "own_picture:show", "patterns/page.html": "patterns:show",
    "phenomena/area.html": "phenomena:show", "picture/page.html": "picture:show", "plans/follow.html": "plans:follow",
    "plans/row.html": "plans:rows", "plans/write.html": "plans:write", "priority/one.html": "priority:one",
    "problem/one.html": "problem:show", "records/archive.html": "records:archive",
    "records/leaving.html": "records:party_leaves", "support/one.html": "support:show",
}  # fmt: skip

# Parts of a page that a script asks for at every step: a line an hour for each thing.
PARTS = {
    "causes/_drawing.html": "causes:show", "meeting/live.html": "meeting:show",
    "meeting/planned_live.html": "meeting:show", "picture/sentences.html": "picture:show",
    "review/card.html": "review:show",
}  # fmt: skip

# Forms to fill in, settings and the reader's own, by room or template: nobody else's rows stand in them.
WITHOUT_ROWS = frozenset({
    "account", "directory", "errors", "invite", "register", "police", "data", "layouts", "words", "year",
    "assessment/answers", "assessment/parameters", "assessment/playbook_change", "assessment/scale", "assessment/task",
    "checklist/page", "library/write", "measures/known_one", "map/background", "meeting/agenda", "meeting/group",
    "phenomena/questions", "picture/correct", "problem/new", "records/ask", "records/rule",
})  # fmt: skip


def page_shown(template: str) -> str:
    """Return the name of the page that a template shows, nothing where it shows nobody's rows."""
    return PAGES.get(template) or PARTS.get(template, "")
