"""Who may see what: the one table that the matrix is compared with. It is written by hand and asks no code.

Rows: a kind of row. Columns: for whom it is ("own" = the private company's own). Cells: the readers who may see it.
"""

ROLES = {
    "anna": "reporter at the school", "kim": "caretaker at the private company, reports", "bo": "coordinator",
    "ulf": "analyst", "rut": "reviewer at the school", "dag": "police, in the local group",
    "eva": "reviewer at the private company", "pia": "group member at the private company",
    "siv": "politician in the steering group", "stina": "supporter, reader at the municipality",
    "lars": "reader at the private company", "adam": "administrator", "cecilia": "coordinator next door",
    "maja": "method support from outside, invited to nothing",
    "ende": "coordinator whose role has ended", "nobody": "not signed in",
}  # fmt: skip
EVERYBODY = "anna kim bo ulf rut dag eva pia siv stina lars adam maja"
# The coordinator and the analyst see all; authorities what is for authorities; the private company what is its own.
ROWS = {
    "parties": "bo ulf rut dag eva pia", "authorities": "bo ulf rut dag", "group": "bo ulf rut dag",
    "own": "bo ulf eva pia", "coordinator": "bo ulf rut",
}  # fmt: skip
# Only two marks exist here, authorities and all parties: what is narrower than all is for authorities.
TWO = {"parties": "bo ulf rut dag eva pia", **dict.fromkeys(("authorities", "group", "own", "coordinator"),
                                                             "bo ulf rut dag")}  # fmt: skip
# The steering group and readers see these too, each as its own party may.
PAPERS = {name: f"{who} siv stina" + (" lars anna kim" if name == "parties" else "") for name, who in TWO.items()}
ALL = dict.fromkeys(ROWS, EVERYBODY)  # words of the whole municipality: every member may know them
KEPT = dict.fromkeys(ROWS, "bo adam")  # who looks after people, settings and records
NOBODY = dict.fromkeys(ROWS, "")
# The law binds the municipality: what shows that it is kept is read by authorities and by who leads.
LAW = dict.fromkeys(ROWS, "bo ulf rut dag siv stina")
LED = dict.fromkeys(ROWS, "bo ulf")
WITHIN = dict.fromkeys(ROWS, "bo ulf rut dag eva pia")  # whoever sees measures, in whichever party
REVIEWED = {**dict.fromkeys(ROWS, "bo rut"), "own": "bo eva"}

# Who reported: known by the own organisation's reviewer, by whoever manages reports, and by who keeps the accounts.
PICTURED = dict.fromkeys(ROWS, EVERYBODY)
NARROW = ("authorities", "group", "own", "coordinator")
NAMES = {**dict.fromkeys(ROWS, "bo adam anna rut"), "own": "bo adam kim eva"}

TABLE = {
    "User": NAMES,
    # The state of an area and the function that decided it are the picture's, for all who see it; why is narrower.
    "Assessment": PICTURED, "Assessment.motivation": {**PICTURED, **dict.fromkeys(NARROW, "bo ulf rut dag siv stina")},
    # What was said on a walk or an evening was said in the open: for whoever sees measures or leads.
    "Dialogue": WITHIN,
    # What a state opens names whom to reach; support from outside is read by who invited and by who was invited.
    "StatePlaybook": LAW, **dict.fromkeys(("Support", "SupportComment"), dict.fromkeys(ROWS, "bo")),
    **dict.fromkeys(("Evidence", "StepMove", "SurveyQuestion", "SurveyAnswer", "SelfCheck", "Phenomenon",
                     "PhenomenonCheck", "CouncilReport"), LAW),
    **dict.fromkeys(("Observation", "Measure", "MeasureEntry", "Milestone", "EvaluationPlan", "FollowUp", "Problem",
                     "ProblemState", "CauseAnalysis", "ChainStep", "Cause", "CauseVersion", "PhasePlacement", "Mapping",
                     "ReadyMark", "Evaluation", "Priority", "CauseEvidence", "CauseTest", "Goal", "Case", "OwnPoint",
                     "WorstQuestion", "OwnPicture"), ROWS),
    **dict.fromkeys(("Meeting", "Decision", "MeetingNote", "Attendance", "AreaFactor", "ParameterAnswer",
                     "ChecklistAnswer", "Response", "Finding"), TWO),
    **dict.fromkeys(("PlanDocument", "PlanText", "PlanProblem", "PlanMeasure", "Signature", "PlanState", "PlanTable",
                     "Edition", "EditionFile", "SectionText", "SentenceEdit", "MergeItem", "PictureComment",
                     "PictureCorrection"), PAPERS),
    **dict.fromkeys(("ObservationVersion", "Inquiry"), REVIEWED),
    **dict.fromkeys(("Invitation", "ShiftDevice", "Directory", "ClaimRole", "DirectoryLink", "ReleaseRequest", "Mask",
                     "Disposal", "DisposalRule", "ImportRun", "RefusedRow", "ImportSource", "Recipient", "Dispatch",
                     "GuardHit", "Stewardship", "SavedView", "Delivery", "PushSubscription", "OpenSession",
                     "CalendarKey", "TriggerDismissal", "ArchivePackage", "Departure"), KEPT),
}  # fmt: skip


# Rows that are nobody's secret within the municipality, each with what makes it so.
OPEN = {
    "what the whole municipality works with: its words, forms, methods, calendar and catalogue": (
        "PlaceAlias AreaClass BaseMap YearEvent YearRule ReportingDuty Checklist ChecklistRow StateScale StateLevel "
        "AssessmentMethod Parameter SuggestionCheck PhaseModel Phase ReadyItem KnownMeasure Wording AgendaTemplate "
        "Rhythm PictureLayout TriggerRule LawDuty StepItem Area AreaSet PlaceType Place Category Role "
        "Organisation Unit Group Municipality Seat Membership"
    ),
    "figures that others have published": "Indicator Reading OutsideEvent",
    "numbers, links or files with no words of their own: what they belong to decides": (
        "ReporterLink PeriodReply StoredFile LetterChoice QuietHours"
    ),
    "compiled by the program for one audience each, never planted here; tests/pictures compares the two": (
        "SituationalPicture PictureTable PictureFinding PeriodPicture PeriodTable"
    ),
}
# Whoever reported sees what became of the own report. Anna reported the one for all parties, Kim the company's own.
TABLE["Observation"] = {**ROWS, "parties": f"{ROWS['parties']} anna", "own": f"{ROWS['own']} kim"}
# Whoever keeps the records hands a party that leaves all that it wrote, and opens it to do so.
HANDED_OUT = {"records:own_data_file": "adam"}
TABLE |= {name: ALL for names in OPEN.values() for name in names.split()}


def may_see(who: str, model: str, shelf: str, name: str = "", *, route: str = "") -> bool:
    """Say whether a reader may see a mark: by the field, if the table has a row for it, else by the kind of row.

    A kind that the table does not name is nobody's: its marks are leaks wherever they are seen.
    """
    if shelf not in ROWS:
        return who == "cecilia"
    if who in HANDED_OUT.get(route, "").split():
        return True
    return who in TABLE.get(f"{model}.{name}", TABLE.get(model, NOBODY))[shelf].split()


# What each may write: their own settings, and what the role is for.
OWN = ("Event Lookup Session SentForm User Authenticator SavedView LetterChoice QuietHours PushSubscription "
       "CalendarKey OpenSession")  # fmt: skip
# Reports, what is answered about them, the week's reply.
REPORTS = "Observation ObservationVersion ReporterLink GuardHit PeriodReply Inquiry StoredFile"
# What a party does and says for itself: its measures, the problems it answers for with their causes, its own picture.
PARTY = (f"{REPORTS} Measure MeasureEntry Milestone FollowUp Evaluation WorstQuestion EvaluationPlan Problem "
         "ProblemState Cause CauseVersion CauseAnalysis CauseTest CauseEvidence ChainStep OwnPicture OwnPoint "
         "Response")  # fmt: skip
REGISTERS = (
    "Organisation Unit Unit_areas Group Group_areas Seat Role Membership Membership_areas Membership_groups "
    "Invitation Stewardship ShiftDevice ShiftPin Directory ClaimRole DirectoryLink Municipality ReportingDuty "
    "Area AreaSet AreaClass BaseMap Place PlaceAlias PlaceType Category Checklist ChecklistRow YearEvent YearRule "
    "Parameter KnownMeasure Wording ImportRun ImportSource RefusedRow"
)
RECORDS = "ReleaseRequest Mask ArchivePackage Disposal DisposalRule Departure StoredFile"
WRITTEN = {
    "anna": REPORTS, "kim": REPORTS, "rut": PARTY, "eva": PARTY, "pia": PARTY,
    "dag": f"{PARTY} OutsideEvent",     # the police pastes in the summaries that it publishes
    "ulf": "SituationalPicture PictureTable PictureFinding PeriodPicture PeriodTable",
    "adam": f"{REGISTERS} {RECORDS}",
}  # fmt: skip
# Who coordinates may write every table: there it is the rows that count, and those next door are not theirs.
LEADS = ("bo", "cecilia")


def may_write(who: str, kind: str) -> bool:
    """Say whether a reader may write a table at all."""
    return who in LEADS or kind in f"{OWN} {WRITTEN.get(who, '')}".split()


assert {name for cells in TABLE.values() for who in cells.values() for name in who.split()} <= set(ROLES)
