"""What a package may hold, as the administrator chooses it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs.archiving import papers, rows
from samsyn.jobs.archiving.rows import Days

Source = Callable[[Municipality, Days, str], Iterator[Any]]


class Kind(NamedTuple):
    """One kind of content: its tables and its papers, for a part of the package."""

    code: str
    name: Any
    holds: Any
    tables: Source
    papers: Source
    chosen: bool = True


KINDS = (
    Kind("lagesbilder", _("Låsta lägesbilder"), _("Veckor och längre perioder, som varje krets läste dem."),
         papers.nothing, papers.pictures),
    Kind("utgavor", _("Utgivna papper"), _("Som de gavs ut. En återkallad har bara sin rad och kontrollsumma."),
         rows.editions, papers.editions),
    Kind("moten", _("Möten, protokoll och beslut"), _("Avslutade möten, närvaro efter funktion."),
         rows.meetings, papers.minutes),
    Kind("dokument", _("Avtal, planer och lägesbilder enligt lagen"), _("Det som är beslutat."),
         rows.plans, papers.documents),
    Kind("atgarder", _("Åtgärder"), _("Med logg och uppföljningar."), rows.measures, papers.nothing),
    Kind("metodstod", _("Metodstöd"), _("Kommentarerna, med part och dag."), rows.support, papers.nothing),
    Kind("rapporter", _("Rapporter"), _("Godkända rapporter med text. Aldrig vem som rapporterade."),
         rows.reports, papers.nothing, chosen=False),
    Kind("loggbok", _("Loggbok och förseglingar"), _("Från första dagen, så att kedjan går att kontrollera."),
         papers.nothing, papers.logbook),
    Kind("register", _("Kategorier, kodlistor, parter och gallringsbeslut"), _("Det som resten läses med."),
         rows.register, papers.nothing),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
