"""Users, organisations, units, roles, memberships, groups, seats, stewardship, invitations, devices, saved views."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.directory_models import ClaimRole, Directory, DirectoryLink, OpenSession, SentForm
from samsyn.ground.people.querysets import (
    CalendarKeyQuerySet,
    GroupQuerySet,
    InvitationQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    RoleQuerySet,
    SavedViewQuerySet,
    SeatQuerySet,
    ShiftDeviceQuerySet,
    ShiftPinQuerySet,
    StewardshipQuerySet,
    UnitQuerySet,
    UserQuerySet,
)
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area, Place
from samsyn.ground.records import Record
from samsyn.ground.tenancy.models import MunicipalRecord

__all__ = [
    "AUTHORITIES", "CalendarKey", "ClaimRole", "Directory", "DirectoryLink", "Group", "Invitation", "LegalKind",
    "Membership", "OpenSession", "Organisation", "Role", "SavedView", "Seat", "SentForm", "ShiftDevice",
    "ShiftPin", "Stewardship", "Unit", "User", "UserManager",
]  # fmt: skip


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        written = (username or "").strip()
        return self.get(email__iexact=written) if "@" in written else self.get(sign_in_name=written.lower())


class User(AbstractBaseUser, Record):
    """A person who can sign in; may work in several municipalities through memberships."""

    class Privacy:
        personal = {
            "email": "erase", "sign_in_name": "erase", "name": "erase", "password": "erase", "last_login": "erase",
        }  # fmt: skip
        harmless = {
            "id", "created_at", "email_stated", "is_active", "ends_on", "must_change_password", "language", "theme",
            "course_taken_on",
        }  # fmt: skip

    email = models.EmailField(unique=True, null=True, blank=True)
    email_stated = models.BooleanField(default=False, help_text="typed at an invitation, never confirmed")
    sign_in_name = models.CharField(max_length=30, unique=True, null=True, blank=True, help_text="instead of an e-mail")
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True, help_text="last day the account may be used")
    must_change_password = models.BooleanField(default=False, help_text="the password was given out on paper")
    language = models.CharField(max_length=5, default="sv", choices=[("sv", "Svenska"), ("en", "English")])
    theme = models.CharField(max_length=5, blank=True, choices=[("", "auto"), ("light", "light"), ("dark", "dark")])

    course_taken_on = models.DateField(null=True, blank=True, help_text="the course before the first report")

    objects: ClassVar[Any] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_case")]

    def __str__(self) -> str:
        return self.name or self.signs_in_as

    @property
    def signs_in_as(self) -> str:
        """What the person types to sign in: the e-mail, or the sign-in name where there is none."""
        return self.email or self.sign_in_name or ""


class LegalKind(models.TextChoices):
    """What law binds an organisation (OSL 2:3); visibility and help texts are derived from it."""

    STATE = "state", _("statlig myndighet")
    BOARD = "board", _("kommunal nämnd")
    MUNICIPAL_COMPANY = "municipal_company", _("kommunalt bolag")
    PRIVATE = "private", _("enskild")
    NON_PROFIT = "non_profit", _("ideell")


AUTHORITIES = {LegalKind.STATE, LegalKind.BOARD, LegalKind.MUNICIPAL_COMPANY}


class Organisation(MunicipalRecord):
    """A party to the cooperation, with the body that answers for its records and the end of its agreement."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "name", "kind", "legal_kind", "responsible_body", "agreement",
            "joined_on", "ends_on", "on_duty",
        }  # fmt: skip

    class Kind(models.TextChoices):
        COORDINATOR = "coordinator", _("kommunens samordning")
        YOUTH = "youth", _("fält och fritid")
        SCHOOL = "school", _("skola")
        PARKS = "parks", _("park och gata")
        LIBRARY = "library", _("bibliotek")
        HOUSING = "housing", _("fastighet")
        POLICE = "police", _("polis")
        RESCUE = "rescue", _("räddningstjänst")
        GUARDS = "guards", _("bevakning")
        TRANSPORT = "transport", _("kollektivtrafik")
        SHOPS = "shops", _("handel")
        CIVIL = "civil", _("civilsamhälle")
        OTHER = "other", _("annan")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OTHER)
    legal_kind = models.CharField(max_length=20, choices=LegalKind.choices)
    responsible_body = models.CharField(max_length=120, blank=True, help_text="board or company whose records it is")
    agreement = models.CharField(max_length=80, blank=True, help_text="reference of the agreement")
    joined_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="last day; closes its accounts by itself")
    on_duty = models.BooleanField(default=True, help_text="expected to answer every period")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="organisation_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_authority(self) -> bool:
        """Whether rows marked for authorities and municipal companies may be seen here (OSL 2:3)."""
        return self.legal_kind in AUTHORITIES

    def is_open(self, *, on: date) -> bool:
        return self.ends_on is None or on <= self.ends_on


class Unit(MunicipalRecord):
    """A part of an organisation that reports: a district, a school, a shift."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "organisation", "name", "areas"}

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="units")
    name = models.CharField(max_length=120)
    areas = models.ManyToManyField(Area, blank=True, related_name="+")

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="unit_once")]

    def __str__(self) -> str:
        return self.name


class Role(MunicipalRecord):
    """A readable list of permissions with a name."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "code", "name_sv", "name_en", "permissions", "second_step"}

    code = models.SlugField(max_length=30)
    name_sv = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    permissions = models.JSONField(default=list)
    second_step = models.BooleanField(default=False, help_text="whoever holds it signs in with two steps")

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "code"], name="role_once")]

    def __str__(self) -> str:
        return self.name_sv

    def allows(self, permission: Permission) -> bool:
        return permission.value in self.permissions


LEVELS = (("strategic", _("strategisk")), ("tactical", _("taktisk")), ("operative", _("operativ")))


class Group(MunicipalRecord):
    """People by function who meet: EST group, steering group, local council. Names and kinds are data."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "name", "kind", "level", "areas", "rhythm_weeks"}

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=20, blank=True, choices=LEVELS, help_text="which of the three levels, if any")
    areas = models.ManyToManyField(Area, blank=True, related_name="+")
    rhythm_weeks = models.PositiveSmallIntegerField(default=1)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "name"], name="group_once")]

    def __str__(self) -> str:
        return self.name


class Membership(MunicipalRecord):
    """A user in an organisation with a role, for a time, perhaps only in some areas or groups."""

    class Privacy:
        personal = {"user": "forget"}
        harmless = {
            "id", "created_at", "municipality", "organisation", "unit", "role", "areas", "groups", "starts_on",
            "ends_on", "given_by",
        }  # fmt: skip

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="memberships")
    role = models.ForeignKey(Role, models.PROTECT, related_name="memberships")
    areas = models.ManyToManyField(Area, blank=True, related_name="+", help_text="empty = all")
    groups = models.ManyToManyField(Group, blank=True, related_name="memberships")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        Directory, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="the directory that gave it and takes it away; empty = a person gave it",
    )  # fmt: skip

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.role}"


class Seat(MunicipalRecord):
    """A seat in a group that belongs to a function; persons come and go, a substitute may stand in."""

    class Privacy:
        personal = {"holder": "forget", "substitute": "forget"}
        harmless = {"id", "created_at", "municipality", "group", "function", "organisation"}

    group = models.ForeignKey(Group, models.CASCADE, related_name="seats")
    function = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="seats")
    holder = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    substitute = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "function"], name="seat_once_per_group")]

    def __str__(self) -> str:
        return self.function


class Stewardship(MunicipalRecord):
    """Which organisation owns or looks after a place or an area, and from when to when."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {"id", "created_at", "municipality", "organisation", "place", "area", "starts_on", "ends_on"}

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="stewardships")
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = StewardshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(place=None) ^ models.Q(area=None), name="stewardship_of_a_place_or_an_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.place or self.area}"


class Invitation(MunicipalRecord):
    """A link that makes one account with one role, once; the link itself is stored nowhere, only its digest."""

    class Privacy:
        personal = {"made_by": "forget", "used_by": "forget", "renews": "forget"}
        harmless = {
            "id", "created_at", "municipality", "organisation", "unit", "role", "areas", "digest", "until",
            "role_ends_on", "used_at", "revoked_at",
        }  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.ForeignKey(Role, models.CASCADE, related_name="+")
    areas = models.ManyToManyField(Area, blank=True, related_name="+", help_text="empty = all")
    made_by = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="+",
        help_text="whose right it rests on until it is used; empty = the command line",
    )
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    role_ends_on = models.DateField(null=True, blank=True, help_text="last day of the role that it gives")
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    renews = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="+", help_text="who has forgotten password or PIN"
    )

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slip

    @property
    def slip(self) -> str:
        """Four signs that tell one slip of paper from another and open nothing."""
        return self.id.hex[-4:].upper()


class ShiftDevice(MunicipalRecord):
    """A phone or tablet that several people of one organisation share; each signs in there with an own PIN."""

    class Privacy:
        personal: dict[str, str] = {}
        harmless = {
            "id", "created_at", "municipality", "organisation", "unit", "areas", "name", "digest", "register_until",
            "registered_at", "last_seen_at", "revoked_at", "idle_minutes",
        }  # fmt: skip

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, related_name="+")
    areas = models.ManyToManyField(Area, blank=True, related_name="+", help_text="empty = all")
    name = models.CharField(max_length=80, help_text="what it is called where it lies, for example Nattskiftet")
    digest = models.CharField(max_length=64, unique=True, help_text="of the link, then of the device's own secret")
    register_until = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(default=5)

    objects = ShiftDeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="shift_device_once")]

    def __str__(self) -> str:
        return self.name


class ShiftPin(Record):
    """A person's own PIN for the shared devices of the own organisation; it opens nothing anywhere else."""

    class Privacy:
        personal = {"user": "erase", "pin": "erase"}
        harmless = {"id", "created_at", "wrong", "wait_until"}

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    pin = models.CharField(max_length=128)
    wrong = models.PositiveSmallIntegerField(default=0, help_text="wrong tries since the last right one")
    wait_until = models.DateTimeField(null=True, blank=True)

    objects = ShiftPinQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.user)


class SavedView(MunicipalRecord):
    """A choice of period, area and category that a user gave a name."""

    class Privacy:
        personal = {"owner": "erase", "name": "erase"}
        harmless = {"id", "created_at", "municipality", "screen", "query"}

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    screen = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "owner", "screen", "name"], name="saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarKey(MunicipalRecord):
    """The secret address by which a person's calendar fetches the own dates; only its digest is stored, and it ends."""

    class Privacy:
        personal = {"user": "erase"}
        harmless = {"id", "created_at", "municipality", "digest", "until", "revoked_at"}

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
