"""The parties of the two towns: who they are by law, where and when they work, and what they tend to notice."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that reports. Functions, never persons.

    ``works`` names the working hours (rhythm.HOURS), ``areas`` how its reports spread, ``notices`` what it reports,
    ``a_week`` how many reports an ordinary week, ``answers`` the share of weeks in which it answers at all.
    """

    key: str
    name: str
    kind: str
    legal_kind: str
    responsible_body: str
    works: str
    a_week: float
    areas: dict[str, float]
    notices: dict[str, float]
    answers: float = 0.9
    summer: float = 1.0  # how much is left in weeks 28–31
    on_duty: bool = True
    agreement: str = ""
    units: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    places: tuple[str, ...] = field(default=())  # the only places it reports from, when it has its own


def _mix(text: str) -> dict[str, float]:
    """Read "E1 12, I3 8" as shares."""
    parts = (part.split() for part in text.split(","))
    return {code: float(weight) for code, weight in parts}


BOARD, COMPANY, PRIVATE, STATE, CLUB = "board", "municipal_company", "private", "state", "non_profit"
ALL = {"C": 2.7, "A": 3.0, "N": 3.0, "H": 2.0, "S": 1.6, "L": 1.2}
HOUSING = _mix(
    "E1 11, E6 5, I4 10, I1 8, I3 13, I7 3, G3 9, F2 6, F4 3, E4 6, E2 4, C3 3, E3 3, G7 5, H5 3, G8 1.5, G5 3, I2 3, "
    "M1 2, M2 1, G10 1, D3 2, D2 1, G11 2, I0 0.7, I5 2, H4 2, H1 2, I8 1, C4 1, F7 0.7, G9 1, E5 0.5"
)
SCHOOL = _mix(
    "E1 14, E2 6, E4 8, E5 0.7, I3 6, J3 12, H2 7, H4 8, H1 7, G5 4, J2 3, I1 6, C4 3, C3 1, M4 6, G1 6, G9 3, D6 2, "
    "F4 4, G11 2, M1 1, M2 1, I2 2, A8 0.5"
)
YOUTH = _mix(
    "G1 17, G13 5, J1 8, J2 2, J3 4, M4 9, G6 5, H1 9, D6 4, G11 5, G9 4, C4 3, M3 5, M2 2, G3 4, D5 2, A8 0.8"
)
GUARDS = _mix(
    "G1 20, G5 8, I4 7, E1 11, E2 4, G4 8, I1 6, E4 6, G3 6, D5 9, G7 4, F3 3, M4 4, E6 3, E3 3, F6 2, D4 3, G11 3, "
    "G9 2"
)

GRANVIK_PARTIES: tuple[Party, ...] = (
    Party("samordning", "Granviks kommun, samordningen", "coordinator", BOARD, "kommunstyrelsen", "office", 3.4,
          {"C": 2, "A": 1, "N": 1, "H": 1, "S": 3, "L": 5},
          _mix("G1 6, G13 2, F5 4, F3 3, F7 7, F8 6, F1 1, F4 2, F6 2, I1 8, I2 3, I3 7, I5 3, I8 2, J1 6, J2 2, H1 "
               "7, H2 9, "
               "H6 4, H5 2, G10 5, G7 2, G8 1, C4 3, C3 2, E2 4, E1 3, E4 2, L1 3, L4 2, L5 1, K1 1, M2 3, M1 2, M4 "
               "2, D6 2, "
               "G11 1"),
          answers=1.0, summer=0.35, units=("Trygghetssamordning",),
          functions=("Samordnare", "Vikarierande samordnare")),
    Party("falt", "Fältgruppen", "youth", BOARD, "socialnämnden", "evening", 4.0,
          {"C": 3, "A": 3, "N": 3, "H": 3, "S": 1}, YOUTH, answers=0.94, summer=0.7, functions=("Fältsekreterare",)),
    Party("kajutan", "Fritidsgården Kajutan", "youth", BOARD, "kultur- och fritidsnämnden", "club", 2.8, {"H": 1},
          _mix("J3 14, G1 12, G9 5, G6 6, M4 9, H1 8, E1 6, G4 6, A6 1, M2 4, D6 4, L1 3, G11 3, C4 2, M3 2"),
          answers=0.9, summer=0.2, functions=("Verksamhetsledare",), places=("kajutan", "skatehallen", "kajkiosken",
          "hamnparkeringen")),
    Party("almskolan", "Almskolan", "school", BOARD, "barn- och utbildningsnämnden", "school", 2.5, {"A": 1}, SCHOOL,
          answers=0.86, summer=0.0, functions=("Rektor", "Vaktmästare"),
          places=("almskolan", "almparken", "hasselstigen", "almhojdsvagen-hpl")),
    Party("hamnskolan", "Hamnskolan", "school", BOARD, "barn- och utbildningsnämnden", "school", 2.1, {"H": 1}, SCHOOL,
          answers=0.8, summer=0.0, functions=("Rektor",), places=("hamnskolan", "hamngatan-hpl", "badstigen",
          "badhuset")),
    Party("park", "Park och gata", "parks", BOARD, "tekniska nämnden", "day", 6.2, ALL,
          _mix("I3 21, E2 15, E4 10, E5 0.7, D3 6, I1 12, I2 6, I5 2, I6 2, I7 3, C3 5, C4 3, H3 5, H1 4, G11 4, H5 "
               "2, H7 5, D4 3, "
               "M1 2, M2 1, G9 2, G13 3, I0 1"),
          answers=0.97, summer=0.9, units=("Park", "Gata"), functions=("Arbetsledare park", "Arbetsledare gata")),
    Party("biblioteket", "Granviks bibliotek", "library", BOARD, "kultur- och fritidsnämnden", "library", 1.6, {"C": 1},
          _mix("G1 24, G4 8, D5 6, E4 5, E1 2, M4 9, F4 7, I3 5, G7 8, A6 1, I1 3, J2 2"),
          answers=0.82, summer=0.5, functions=("Bibliotekschef",), places=("biblioteket",)),
    Party("granvikshem", "Granvikshem AB", "housing", COMPANY, "Granvikshem AB", "day", 8.6,
          {"A": 5, "C": 1.6, "H": 1.8, "S": 0.9}, HOUSING, answers=0.97, summer=0.55,
          units=("Distrikt Alm", "Distrikt Stad"), functions=("Fastighetsskötare", "Bovärd", "Fastighetschef")),
    Party("norrangens", "Norrängens Fastigheter AB", "housing", PRIVATE, "Norrängens Fastigheter AB", "day", 5.4,
        {"N": 1},
          HOUSING, answers=0.85, summer=0.4, agreement="Överenskommelse 2023-04", functions=("Förvaltare",
          "Fastighetsskötare")),
    Party("polisen", "Lokalpolisområde Granvik", "police", STATE, "Polismyndigheten", "any", 1.2, ALL,
          _mix("G1 10, H1 10, H2 8, H6 4, F6 10, F2 4, F7 6, F8 8, D2 5, J1 8, J2 3, L3 5, A3 3, M4 7"),
          answers=0.9, summer=0.8, functions=("Kommunpolis", "Områdespolis")),
    Party("raddning", "Granviks räddningstjänst", "rescue", BOARD, "räddningsnämnden", "any", 1.3, ALL,
          _mix("C1 6, C3 28, C4 18, C2 2, H4 9, E6 9, G9 4, I7 4, M4 8, M2 2, B1 0.3"), answers=0.88,
          functions=("Brandinspektör",)),
    Party("vaktbolaget", "Havnevakt AB", "guards", PRIVATE, "Havnevakt AB", "night", 6.0, {"C": 1}, GUARDS, answers=1.0,
          agreement="Avtal KS 2026/00412", functions=("Gruppledare väktare",)),
    Party("ordningsvakter", "Ordningsvakterna i centrum", "guards", PRIVATE, "Kajvakt Ordning AB", "duty", 3.9,
          {"C": 5, "H": 1.6}, _mix("G6 10, D5 20, G1 17, G12 7, A3 3, G4 7, D2 3, M4 8, D4 5, E2 4, G11 3, G9 2, A6 "
           "1, G7 3, E1 3"),
          answers=0.92, summer=1.15, agreement="Avtal KS 2024/00871", functions=("Gruppchef ordningsvakt",)),
    Party("bussen", "Granviksbussarna", "transport", COMPANY, "Granviksbussarna AB", "bus", 2.3,
          {"C": 2.4, "N": 3, "A": 2.4, "H": 1, "S": 1},
          _mix("G12 20, B6 4, H7 4, E2 14, E4 5, I1 7, I3 4, G1 10, D5 6, H2 5, M4 5, A6 1, G9 2"),
          answers=0.8, summer=0.7, functions=("Trafikledare",)),
    Party("centrumforeningen", "Granviks centrumförening", "shops", CLUB, "föreningen", "shop", 1.2, {"C": 1},
          _mix("F5 16, G1 14, I3 8, E1 7, E4 5, I8 3, M2 6, M4 5, D5 6, I1 4, G9 2, A6 1, L1 1"),
          answers=0.6, summer=0.7, on_duty=False, functions=("Centrumledare",)),
    Party("nattvandrarna", "Nattvandrarna i Granvik", "civil", CLUB, "föreningen", "walk", 1.3,
          {"C": 3, "H": 3, "N": 2, "A": 2},
          _mix("M3 22, M4 14, G13 5, G1 9, M1 4, I1 9, G9 4, D5 3, D6 2, H1 4, I5 4, A8 0.6"),
          answers=0.6, summer=0.6, on_duty=False, functions=("Samordnare för nattvandring",)),
)  # fmt: skip

LILLSKOG_PARTIES: tuple[Party, ...] = (
    Party("samordning", "Lillskogs kommun, samordningen", "coordinator", BOARD, "kommunstyrelsen", "office", 0.5,
          {"CE": 3, "BR": 2, "L": 2}, _mix("H1 3, H2 4, I1 3, F7 3, I3 3, G10 2, J1 2, M2 2, F8 1, G13 1"), answers=1.0,
          summer=0.4, functions=("Samordnare",)),
    Party("lillskogshem", "Lillskogshem AB", "housing", COMPANY, "Lillskogshem AB", "day", 0.7, {"CE": 2, "BR": 1},
        HOUSING,
          answers=0.75, summer=0.4, functions=("Fastighetsskötare",)),
    Party("granlund", "Granlundsskolan", "school", BOARD, "barn- och utbildningsnämnden", "school", 0.6, {"CE": 1},
        SCHOOL,
          answers=0.7, summer=0.0, functions=("Rektor",), places=("granlund", "skolstigen", "stationen")),
    Party("teknik", "Lillskogs tekniska", "parks", BOARD, "samhällsbyggnadsnämnden", "day", 0.7, {"CE": 2, "BR": 2,
        "L": 1},
          _mix("I3 18, E2 12, I1 12, E4 6, I2 5, H3 4, C3 3, I7 3, D3 1, M1 2"), answers=0.8,
              functions=("Driftledare",)),
)  # fmt: skip

PARTIES = {"granvik": GRANVIK_PARTIES, "lillskog": LILLSKOG_PARTIES}

PASSWORD = "Granvik-demo-2026"  # printed at start; the demo holds invented data only


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account: a function that shows what somebody in that role meets."""

    email: str
    function: str
    party: str
    role: str
    also_in: tuple[str, ...] = ()


LOGINS: tuple[Login, ...] = (
    Login("rapportor@granvik.example", "Rapportör, fastighetsskötare på Granvikshem", "granvikshem", "reporter"),
    Login(
        "samordnare@granvik.example", "Samordnare i Granvik och Lillskog", "samordning", "coordinator", ("lillskog",)
    ),
    Login("kommunpolis@granvik.example", "Kommunpolis", "polisen", "group_member"),
    Login("forvaltare@granvik.example", "Förvaltare i privat bolag, Norrängens Fastigheter", "norrangens", "reviewer"),
    Login("styrgrupp@granvik.example", "Ledamot i styrgruppen", "samordning", "steering"),
    Login("faltgrupp@granvik.example", "Fältassistent", "falt", "reporter"),
    Login("vaktare@granvik.example", "Väktare på Havnevakt", "vaktbolaget", "reporter"),
    Login("rektor@granvik.example", "Rektor på Almskolan", "almskolan", "group_member"),
)
