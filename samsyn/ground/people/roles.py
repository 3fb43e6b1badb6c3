"""The roles that a new municipality begins with; rows, editable afterwards."""

from typing import NamedTuple

from samsyn.ground.permissions import Permission as May


class DefaultRole(NamedTuple):
    """A role as it is copied to a new municipality."""

    code: str
    name_sv: str
    name_en: str
    permissions: list[May]
    second_step: bool = False


EVERYTHING = list(May)
DEFAULT_ROLES = [
    DefaultRole("reporter", "Rapportör", "Reporter", [May.REPORT]),
    DefaultRole(
        "reviewer", "Granskare", "Reviewer",
        [May.REPORT, May.REPORT_FOR_OTHERS, May.REVIEW_OWN, May.SEE_ACCEPTED, May.SEE_PICTURE, May.EXPORT,
         May.SEE_MEASURES, May.CARRY_OUT_MEASURES],
    ),
    DefaultRole(
        "group_member", "Gruppmedlem", "Group member",
        [May.REPORT, May.SEE_ACCEPTED, May.SEE_PICTURE, May.EXPORT, May.SEE_MEASURES, May.CARRY_OUT_MEASURES],
    ),
    DefaultRole("coordinator", "Samordnare", "Coordinator", EVERYTHING, True),
    DefaultRole(
        "analyst", "Analytiker", "Analyst",
        [May.SEE_ALL, May.SEE_PICTURE, May.COMPILE_PICTURE, May.EXPORT, May.SEE_MEASURES], True,
    ),
    DefaultRole("steering", "Styrgrupp", "Steering group", [May.SEE_PICTURE]),
    DefaultRole("reader", "Läsare", "Reader", [May.SEE_PICTURE]),
    # From outside: a county board or the national council. Reads what it is invited to, never a report.
    DefaultRole("supporter", "Metodstöd", "Method support", [May.SUPPORT]),
    DefaultRole(
        "administrator", "Administratör", "Administrator",
        [May.MANAGE_PEOPLE, May.MANAGE_PLACES, May.MANAGE_SETTINGS, May.READ_LOGBOOK, May.KEEP_RECORDS], True,
    ),
]  # fmt: skip
