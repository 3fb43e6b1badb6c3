"""What the field has beside its reports: checklists, an invitation that waits, a shared phone, links, letters sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.demo.reports import SEED, Reply
from samsyn.ground.audit.actions import mark_told
from samsyn.ground.audit.models import Event
from samsyn.ground.people.actions import change_settings, save_view
from samsyn.ground.people.invitations.actions import make_invitation
from samsyn.ground.people.members import member_of
from samsyn.ground.people.shifts.actions import add_shift_device, register_shift_device
from samsyn.letters.actions import deliver_untold
from samsyn.letters.kinds import LETTERS
from samsyn.method.observations.actions import set_reporting_duty
from samsyn.method.observations.checklists.actions import Given, hand_in_checklist
from samsyn.method.observations.models import Checklist, ChecklistRow
from samsyn.method.pictures.models import SituationalPicture

# party: its checklist, the areas it walks through, and whether it has promised the list.
WALKS: dict[str, tuple[str, str, bool]] = {
    "falt": ("school", "CAH", True), "almskolan": ("school", "A", True), "park": ("parks", "CANH", True),
    "biblioteket": ("civil", "C", False), "granvikshem": ("housing", "ACH", True), "norrangens": ("housing", "N", True),
    "polisen": ("police", "CN", False), "vaktbolaget": ("guards", "C", True), "ordningsvakter": ("guards", "CH", False),
    "bussen": ("transport", "CNA", False), "centrumforeningen": ("shops", "C", False),
    "nattvandrarna": ("civil", "CHN", False),
}  # fmt: skip
CHECKED_WEEKS = 4
ANSWERS, SHARES = ("no", "usual", "more", "serious"), (44, 44, 10, 2)
COMMENTS = {
    "E1": "Nya målningar på gaveln, större än förra veckan.", "E4": "Samma märke igen, på tre ställen.",
    "G1": "Fler på kvällarna än vi är vana vid.", "I1": "Två lampor släckta i rad längs gången.",
    "I3": "Säckar bredvid kärlen varje morgon.", "D5": "Mest på fredag kväll.", "G9": "Vid övergången mot torget.",
    "F2": "Uppbrutna lås i två källargångar.", "C3": "Någon har eldat i papperskorgarna.",
}  # fmt: skip
# Nobody answers here: the addresses end in .example, and the number is one of those kept for fiction.
LINKS = {
    "link_fault": "https://felanmalan.granvik.example/", "phone_fault": "031-390 06 10",
    "link_concern": "https://granvik.example/orosanmalan", "link_adult": "https://granvik.example/oro-for-vuxen",
    "link_incident": "https://granvik.example/tillbud", "link_whistle": "https://granvik.example/visselblasning",
    "access_mail": "tillganglighet@granvik.example", "access_phone": "031-390 06 00",
    "access_link": "https://granvik.example/tillganglighet",
    "access_how": "egen granskning av Min vecka, Rapportera och lägesbilden, med bara tangentbord och i mobilen",
    "access_lacks": ("Länkar till felanmälan leder till en sida som inte kan användas med bara tangentbord.",),
    "access_assessed": "2026-03-16",
    "photos": False,
}  # fmt: skip
VIEWS = (
    ("review", "Centrum, bara det allvarliga", "omrade=C&allvar=3"),
    ("review", "Hela kommunen, bara det allvarliga", "allvar=3"),
)


def furnish(here: Founded) -> None:
    """Give Granvik its own settings, its promised checklists, and what waits on the organisation's screens."""
    now = timezone.now()
    change_settings(by=here.machine, **LINKS)
    lists = {one.code: one for one in Checklist.objects.filter(municipality=here.municipality)}
    for key, (code, _areas, promised) in WALKS.items():
        if promised:
            organisation = here.parties[key]
            set_reporting_duty(
                organisation=organisation, starts_on=organisation.joined_on, checklist=lists[code], by=here.machine
            )
    make_invitation(
        organisation=here.parties["granvikshem"], role=here.roles["reporter"], days=14, now=now, by=here.machine
    )
    made = add_shift_device(
        organisation=here.parties["vaktbolaget"], name="Rondtelefonen", idle_minutes=5, now=now, by=here.machine
    )
    register_shift_device(token=made.token, now=now)
    coordinator = member_of(here.users["samordning"], here.municipality, on=timezone.localdate())
    for screen, name, query in VIEWS:
        save_view(screen=screen, name=name, query=query, by=coordinator)


@transaction.atomic
def answer_checklists(here: Founded, *, week: Week, replies: Iterable[Reply]) -> int:
    """Hand in the week's checklists of those that have reported; returns how many lists."""
    silent = {reply.party for reply in replies if reply.week == week and reply.answer != "reported"}
    reported = {reply.party for reply in replies if reply.week == week} - silent
    rows: dict[str, list[str]] = {}
    in_use = ChecklistRow.objects.filter(municipality=here.municipality, category__active=True, checklist__active=True)
    for code, category in in_use.order_by("position").values_list("checklist__code", "category__code"):
        rows.setdefault(code, []).append(category)
    lists = {one.code: one for one in Checklist.objects.filter(municipality=here.municipality)}
    done = 0
    for key, (code, areas, _promised) in WALKS.items():
        if key not in reported:
            continue
        for area in areas:
            dice = Random(f"{SEED}-checklist-{week.iso}-{key}-{area}")
            hand_in_checklist(
                checklist=lists[code], organisation=here.parties[key], area=here.areas[area], week=week,
                answers=_answers(rows[code], dice), received_on=week.last_day + timedelta(days=1), by=here.machine,
            )  # fmt: skip
            done += 1
    return done


def _answers(categories: list[str], dice: Random) -> dict[str, Given]:
    """Answer nearly every row; something is said only of what is more than usual."""
    told = {}
    for category in categories:
        answer = dice.choices(ANSWERS, SHARES)[0]
        words = COMMENTS.get(category, "") if answer in ("more", "serious") and dice.random() < 0.6 else ""
        if dice.random() < 0.9:
            told[category] = Given(answer, words)
    return told or {categories[0]: Given("usual")}


def send_the_letters(here: Founded) -> int:
    """Send the letters of the latest locked picture, the answer to the reporters too; older ones count as sent."""
    now = timezone.now()
    locked = SituationalPicture.objects.filter(municipality=here.municipality).locked().latest_first().first()
    if locked is None:
        return 0
    lines = Event.objects.filter(municipality=here.municipality, happening__in=set(LETTERS), told_at=None)
    for line in lines.exclude(happening="picture.locked", subject_id=str(locked.pk)):
        mark_told(event=line, now=now)
    return sum(1 for _letter in deliver_untold(now=now))
