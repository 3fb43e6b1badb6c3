"""The cause analysis as a file: tagged PDF, Word, or plain text."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from samsyn.documents.papers.causes import causes_file, causes_paper
from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission
from samsyn.web.guard import members_who
from samsyn.web.problem.steps import MAY_LOOK, found_problem
from samsyn.web.templatetags.samsyn import language

MEDIA = {
    "pdf": "application/pdf", "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip


@members_who(Permission.EXPORT)
def as_file(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Send the analysis as a file; the logbook is told who took it."""
    member = request.member
    if kind not in MEDIA or not any(member.may(each) for each in MAY_LOOK):
        raise Http404
    problem = found_problem(request, number)
    document = causes_paper(problem, member=member, language=language(), told_at=timezone.localtime())
    note("causes.exported", by=member, subject=problem, changed={"number": problem.number, "format": kind})
    name = f"{member.municipality.slug}-orsaker-{problem.number}.{kind}"
    return HttpResponse(
        causes_file(document, kind), content_type=MEDIA[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
