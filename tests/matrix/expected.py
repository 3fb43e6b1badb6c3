"""Who may see what: the one table that the matrix is compared with. It is written by hand and asks no code.

Rows: a kind of row. Columns: for whom it is ("own" = the private company's own). Cells: the readers who may see it.
"""

from tests.matrix.walking import ROLES

EVERYBODY = "anna kim bo ulf rut dag eva pia siv stina lars adam"
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
ALL = dict.fromkeys(ROWS, EVERYBODY)             # words of the whole municipality: every member may know them
KEPT = dict.fromkeys(ROWS, "bo adam")            # who looks after people, settings and records
LED = dict.fromkeys(ROWS, "bo ulf")
WITHIN = dict.fromkeys(ROWS, "bo ulf rut dag eva pia")     # whoever sees measures, in whichever party
REVIEWED = {**dict.fromkeys(ROWS, "bo rut"), "own": "bo eva"}

TABLE = {
    **dict.fromkeys(("Observation", "Measure", "MeasureEntry", "Milestone", "EvaluationPlan", "FollowUp", "Problem",
                     "ProblemState", "CauseAnalysis", "ChainStep", "Cause", "CauseVersion", "PhasePlacement", "Mapping",
                     "ReadyMark", "Evaluation", "Priority", "CauseEvidence", "CauseTest", "Goal", "Case", "OwnPoint",
                     "OwnPicture"), ROWS),
    **dict.fromkeys(("Meeting", "Decision", "MeetingNote", "Attendance", "AreaFactor", "ParameterAnswer",
                     "ChecklistAnswer", "Response", "Finding"), TWO),
    **dict.fromkeys(("PlanDocument", "PlanText", "PlanProblem", "PlanMeasure", "Signature", "PlanState", "PlanTable",
                     "Edition", "EditionFile", "SectionText", "SentenceEdit", "MergeItem", "PictureComment",
                     "PictureCorrection"), PAPERS),
    **dict.fromkeys(("ObservationVersion", "Inquiry"), REVIEWED),
    **dict.fromkeys(("Invitation", "ShiftDevice", "Directory", "ClaimRole", "DirectoryLink", "ReleaseRequest", "Mask",
                     "Disposal", "DisposalRule", "ImportRun", "RefusedRow", "ImportSource", "Recipient", "Dispatch",
                     "GuardHit", "Stewardship", "SavedView", "Delivery", "PushSubscription", "OpenSession",
                     "CalendarKey", "TriggerDismissal"), KEPT),
}  # fmt: skip


def may_see(who: str, model: str, shelf: str) -> bool:
    """Say whether a reader may see a mark. What no row of the table names is for every member of the municipality."""
    if shelf not in ROWS:
        return who == "cecilia"
    return who in TABLE.get(model, ALL)[shelf].split()


assert {name for cells in TABLE.values() for who in cells.values() for name in who.split()} <= set(ROLES)
