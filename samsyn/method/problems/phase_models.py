"""Phase models as data: phases with signs, aims, measures and exit; and where an area or a problem has been placed."""

from django.db import models
from django.db.models import Q

from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.problems.phase_querysets import PhasePlacementQuerySet, PhaseQuerySet
from samsyn.method.problems.problem_models import Problem
from samsyn.method.problems.problem_querysets import InUseQuerySet


class PhaseModel(MunicipalRecord):
    """A way to tell how far a problem or a response has come; a row per municipality, off until it is switched on."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name_sv", "name_en", "note_sv", "note_en", "is_example",
            "active", "position",
        }  # fmt: skip

    code = models.SlugField(max_length=40)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    note_sv = models.CharField(max_length=400, blank=True, help_text="where it comes from, and what it is not")
    note_en = models.CharField(max_length=400, blank=True)
    is_example = models.BooleanField(default=False, help_text="shipped, and not the national council's own text")
    active = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = InUseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="phase_model_once")]

    def __str__(self) -> str:
        return self.name_sv


class Phase(MunicipalRecord):
    """One phase of a model: its signs, aims, fitting measures, and what must be true to leave it."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "model", "number", "name_sv", "name_en", "signs_sv", "signs_en",
            "aims_sv", "aims_en", "measures_sv", "measures_en", "exit_sv", "exit_en",
        }  # fmt: skip

    model = models.ForeignKey(PhaseModel, models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    signs_sv = models.CharField(max_length=400, blank=True)
    signs_en = models.CharField(max_length=400, blank=True)
    aims_sv = models.CharField(max_length=400, blank=True)
    aims_en = models.CharField(max_length=400, blank=True)
    measures_sv = models.CharField(max_length=400, blank=True)
    measures_en = models.CharField(max_length=400, blank=True)
    exit_sv = models.CharField(max_length=400, blank=True)
    exit_en = models.CharField(max_length=400, blank=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "number"], name="phase_number_once")]

    def __str__(self) -> str:
        return self.name_sv


class PhasePlacement(MunicipalRecord):
    """An area or a problem placed in a phase on a day, and why; the latest one of each model stands."""

    class Privacy:
        personal = {"motivation": "blank"}
        harmless = {"id", "created_at", "municipality", "phase", "area", "problem", "on"}
        kept_for_months = 120

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    problem = models.ForeignKey(Problem, models.CASCADE, null=True, blank=True, related_name="phases")
    on = models.DateField()
    motivation = models.CharField(max_length=300)

    objects = PhasePlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(area=None) ^ Q(problem=None), name="phase_of_an_area_or_a_problem")
        ]
        indexes = [models.Index(fields=["municipality", "-created_at"], name="phase_placement_latest")]

    def __str__(self) -> str:
        return f"{self.phase_id} {self.on}"
