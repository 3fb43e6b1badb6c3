"""Area sets, areas, places and their names."""

from django.db import models

from samsyn.ground.places.querysets import (
    AreaQuerySet,
    AreaSetQuerySet,
    BaseMapQuerySet,
    PlaceQuerySet,
    PlaceTypeQuerySet,
)
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.ground.tenancy.querysets import OwnMunicipality


class AreaSet(MunicipalRecord):
    """A division of the municipality with its vintage: own districts, DeSO 2018, the police's areas of 2023 …"""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "name", "kind", "valid_from", "valid_to", "working", "source",
            "licence", "version",
        }  # fmt: skip

    class Kind(models.TextChoices):
        OWN = "own"
        DESO = "deso"
        REGSO = "regso"
        POLICE = "police"
        OTHER = "other"

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OWN)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="last day; empty = still valid")
    working = models.BooleanField(default=False, help_text="the set that observations are counted in")
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1, help_text="goes up when an area changes; part of cache keys")

    objects = AreaSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name", "valid_from"], name="area_set_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Area(MunicipalRecord):
    """An area in a set. It may lack a polygon: an offence known only to its DeSO is still counted there."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "area_set", "code", "name", "parent", "polygon", "centre_lon",
            "centre_lat", "population", "population_year",
        }  # fmt: skip

    area_set = models.ForeignKey(AreaSet, models.CASCADE, related_name="areas")
    code = models.CharField(max_length=40, help_text="text with its leading zeros")
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    polygon = models.BinaryField(null=True, blank=True, help_text="WKB in WGS 84")
    centre_lon = models.FloatField(null=True, blank=True, help_text="a point inside the polygon, for its label")
    centre_lat = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_set", "code"], name="area_code_once_per_set")]
        indexes = [models.Index(fields=["municipality", "code"], name="area_by_code")]

    def __str__(self) -> str:
        return self.name


class PlaceType(MunicipalRecord):
    """A kind of place (square, stairwell, school …); kinds that must never be stored as places are marked."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name_sv", "name_en", "indoor", "never_stored", "active",
        }  # fmt: skip

    code = models.SlugField(max_length=30)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    indoor = models.BooleanField(null=True, blank=True)
    never_stored = models.BooleanField(default=False, help_text="shelters, homes with care, places of worship")
    active = models.BooleanField(default=True)

    objects = PlaceTypeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="place_type_once")]

    def __str__(self) -> str:
        return self.name_sv


class Place(MunicipalRecord):
    """A known place: a square, a stairwell, a stop. Never a shelter, a home with care or a place of worship."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "name", "place_type", "lon", "lat", "area", "address", "show_coarse",
            "merged_into", "search_text", "active",
        }  # fmt: skip

    name = models.CharField(max_length=120)
    place_type = models.ForeignKey(PlaceType, models.PROTECT, null=True, blank=True, related_name="places")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    area = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="places")
    address = models.CharField(max_length=160, blank=True)
    show_coarse = models.BooleanField(default=False, help_text="shown as its area only; never says why")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    search_text = models.TextField(blank=True, help_text="casefolded name, address and aliases")
    active = models.BooleanField(default=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["municipality", "name"], name="place_by_name")]

    def __str__(self) -> str:
        return self.name


class PlaceAlias(MunicipalRecord):
    """Another name people use for a place, or a name it had before."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "place", "name", "former_since"}

    place = models.ForeignKey(Place, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    former_since = models.DateField(null=True, blank=True, help_text="set when the place was renamed or merged")

    objects = OwnMunicipality.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="alias_once_per_place")]
    def __str__(self) -> str:
        return self.name


class AreaClass(MunicipalRecord):
    """The police's class of an area in one year (utsatt, riskområde, särskilt utsatt); never computed."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "area", "scheme", "year", "name", "trend", "source"}

    area = models.ForeignKey(Area, models.CASCADE, related_name="classes")
    scheme = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    trend = models.CharField(max_length=10, blank=True, choices=[("up", "up"), ("same", "same"), ("down", "down")])
    source = models.CharField(max_length=200, blank=True)

    objects = OwnMunicipality.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "scheme", "year"], name="area_class_once_a_year")]

    def __str__(self) -> str:
        return f"{self.area} {self.year}: {self.name}"


class BaseMap(MunicipalRecord):
    """The municipality's own offline base map: a file of layers, with its source and licence."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "kind", "path", "source", "licence", "digest"}

    class Kind(models.TextChoices):
        GEOJSON = "geojson"
        PMTILES = "pmtiles"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    path = models.CharField(max_length=200, help_text="below SAMSYN_DATA/files")
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64)

    objects = BaseMapQuerySet.as_manager()

    def __str__(self) -> str:
        return self.path
