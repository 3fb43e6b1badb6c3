"""What people add to a picture: its layout, texts, each party's own picture, the merging, comments, corrections."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.places.models import Area
from samsyn.ground.tenancy.models import MunicipalRecord
from samsyn.method.pictures.own_querysets import (
    MergeItemQuerySet,
    OwnPictureQuerySet,
    OwnPointQuerySet,
    PictureCommentQuerySet,
    PictureCorrectionQuerySet,
    PictureLayoutQuerySet,
    SectionTextQuerySet,
)

PICTURE = "pictures.SituationalPicture"


class ShownTo(models.TextChoices):
    """For whom something that a person wrote is shown; never wider than what it rests on."""

    PARTIES = "parties", _("alla parter")
    AUTHORITIES = "authorities", _("myndigheter och kommunala bolag")


class Trend(models.TextChoices):
    """What a party says of its week somewhere, against what is usual there."""

    CALMER = "calmer", _("lugnare än vanligt")
    USUAL = "usual", _("som vanligt")
    WORSE = "worse", _("oroligare än vanligt")


class PictureLayout(MunicipalRecord):
    """Which sections a picture has, in which order and under which headings: the municipality's own choice."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "code", "name_sv", "name_en", "sections", "is_chosen", "version",
        }  # fmt: skip

    code = models.SlugField(max_length=30)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    sections = models.JSONField(default=list, help_text="key, shown, and headings of its own, in order")
    is_chosen = models.BooleanField(default=False, help_text="new pictures are made with it")
    version = models.PositiveIntegerField(default=1)

    objects = PictureLayoutQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="picture_layout_once")]

    def __str__(self) -> str:
        return self.name_sv


class SectionText(MunicipalRecord):
    """What the coordinator wrote in a section of a draft picture, for one audience; frozen with the picture."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "picture", "section", "audience", "unchanged", "version"}
        kept_for_months = 60

    picture = models.ForeignKey(PICTURE, models.CASCADE, related_name="texts")
    section = models.CharField(max_length=30)
    audience = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)
    text = models.TextField(blank=True)
    unchanged = models.BooleanField(default=False, help_text="said to be as in the picture before")
    version = models.PositiveIntegerField(default=1)

    objects = SectionTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "section", "audience"], name="section_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.section}"


class SentenceEdit(MunicipalRecord):
    """Other words for one sentence that the program wrote; it holds as long as the sentence's figures do."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "picture", "where", "said", "version"}
        kept_for_months = 60

    picture = models.ForeignKey(PICTURE, models.CASCADE, related_name="sentence_edits")
    where = models.CharField(max_length=160, help_text="table and row, areas/A/sentence")
    said = models.CharField(max_length=64, help_text="digest of the sentence's key and figures")
    text = models.CharField(max_length=400, blank=True, help_text="empty = the program's own words were given back")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "where"], name="sentence_edit_once")]

    def __str__(self) -> str:
        return self.where


class OwnPicture(MunicipalRecord):
    """A party's own picture of the period: a draft that nobody else sees until it is handed in."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "organisation", "iso_week", "handed_in_at", "nothing_new", "by_phone",
            "saved_at",
        }  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    iso_week = models.PositiveIntegerField(help_text="the last week of the period, 202540")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    nothing_new = models.BooleanField(default=False)
    by_phone = models.BooleanField(default=False, help_text="written down for the party by the one who compiles")
    saved_at = models.DateTimeField()

    objects = OwnPictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "iso_week"], name="own_picture_once_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.week.label}"

    @property
    def week(self) -> Week:
        return Week.parse(self.iso_week)

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None


class OwnPoint(MunicipalRecord):
    """One thing a party says of its period: where, how it was against the usual, and a line of words."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "own_picture", "area", "trend", "audience", "figures", "position",
            "version",
        }  # fmt: skip
        kept_for_months = 60

    own_picture = models.ForeignKey(OwnPicture, models.CASCADE, related_name="points")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    trend = models.CharField(max_length=6, choices=Trend.choices, blank=True)
    text = models.CharField(max_length=400, blank=True)
    audience = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)
    figures = models.JSONField(default=dict, blank=True, help_text="what the party's own reports gave; never edited")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = OwnPointQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.own_picture_id} {self.position}"


class MergeItem(MunicipalRecord):
    """What became of the parties' points about one place in the common picture, and which points it rests on."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {
            "id", "created_at", "municipality", "picture", "area", "audience", "verdict", "sources", "version",
            "withdrawn",
        }  # fmt: skip
        kept_for_months = 60

    class Verdict(models.TextChoices):
        AGREE = "agree", _("samstämmigt")
        DIFFER = "differ", _("olika")
        LEFT_OUT = "left_out", _("tas inte med")

    picture = models.ForeignKey(PICTURE, models.CASCADE, related_name="merged")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=12, choices=ShownTo.choices, help_text="never wider than any source's")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    text = models.CharField(max_length=600, blank=True, help_text="the common words where the parties agree")
    sources = models.ManyToManyField(OwnPoint, related_name="+")
    withdrawn = models.JSONField(default=list, blank=True, help_text="parties that took back what the words rested on")
    version = models.PositiveIntegerField(default=1)

    objects = MergeItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "area", "audience"], name="merge_item_once"),
            models.UniqueConstraint(
                fields=["picture", "audience"], condition=models.Q(area=None), name="merge_item_once_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.verdict}"


class PictureComment(MunicipalRecord):
    """What a party says about a draft that was sent for reconciliation, until the lock."""

    class Privacy:
        personal = {"text": "blank"}
        harmless = {"id", "created_at", "municipality", "picture", "organisation", "section", "audience"}
        kept_for_months = 12

    picture = models.ForeignKey(PICTURE, models.CASCADE, related_name="comments")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    section = models.CharField(max_length=30, blank=True)
    audience = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.PARTIES)
    text = models.CharField(max_length=400)

    objects = PictureCommentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.section}"


class PictureCorrection(MunicipalRecord):
    """A correction edition: by whose decision and why a text was taken out of a locked picture; never the text."""

    class Privacy:
        personal = {"reason": "blank"}
        harmless = {
            "id", "created_at", "municipality", "picture", "edition", "decided_by", "reference", "decided_on",
            "made_at", "digest_before", "digest_after", "taken_out",
        }  # fmt: skip
        kept_for_months = 120

    picture = models.ForeignKey(PICTURE, models.PROTECT, related_name="corrections")
    edition = models.PositiveSmallIntegerField(help_text="the number of the edition that came of it")
    decided_by = models.CharField(max_length=120, help_text="the body or office that decided, never a name")
    reference = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    decided_on = models.DateField()
    made_at = models.DateTimeField()
    digest_before = models.CharField(max_length=64)
    digest_after = models.CharField(max_length=64)
    taken_out = models.JSONField(default=dict, help_text="how many places in which tables, by audience")

    objects = PictureCorrectionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "edition"], name="picture_correction_once")]

    def __str__(self) -> str:
        return f"{self.picture_id} {self.edition}"
