"""What has been sent to whom, and what each person wants."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import User
from samsyn.ground.tenancy.models import MunicipalRecord


class LetterKind(models.TextChoices):
    """The letters there are; each can be declined."""

    QUESTION = "question", _("någon frågar om min rapport")
    ANSWER = "answer", _("min rapport har fått ett svar")
    PICTURE = "picture", _("en ny lägesbild finns")
    DRAFT = "draft", _("ett utkast till lägesbild väntar på er avstämning")
    OUTCOME = "outcome", _("så här blev det med veckans rapporter")
    REMINDER = "reminder", _("veckobeskedet saknas")
    URGENT = "urgent", _("en mycket allvarlig rapport har kommit")
    MEASURE = "measure", _("en åtgärd behöver något av mig")
    GROUP = "group", _("en åtgärd är så försenad att gruppen ska veta")
    MEETING = "meeting", _("kallelse till ett möte")
    PLAN = "plan", _("ett dokument ska ses över")
    APPROVE = "approve", _("en utgåva väntar på mitt godkännande")
    APPROVED = "approved", _("min utgåva har godkänts eller inte")
    SECURITY = "security", _("hur jag loggar in har ändrats")        # cannot be declined


class Channel(models.TextChoices):
    """The ways a letter goes."""

    EMAIL = "email", _("mejl")
    PUSH = "push", _("notis")


class DeliveryQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "DeliveryQuerySet":
        """The member's own letters in this municipality."""
        return self.filter(municipality=member.municipality, recipient=member.user)

    def unsent(self) -> "DeliveryQuerySet":
        return self.filter(sent_at=None)


class Delivery(MunicipalRecord):
    """A letter to one person about one line of the logbook; sent when the mail server or the browser's has taken it."""

    class Privacy:
        personal = {"recipient": "erase"}
        harmless = {
            "id", "created_at", "municipality", "event_id", "kind", "channel", "sent_at", "attempts", "problem",
        }  # fmt: skip
        kept_for_months = 3

    event_id = models.UUIDField(help_text="the line of the logbook; stands in the letter, so that a repeat is known")
    recipient = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True, help_text="kind of error, never the letter")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "recipient", "channel"], name="delivery_once_per_way")
        ]
        indexes = [models.Index(fields=["sent_at"], name="delivery_unsent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class LetterChoice(MunicipalRecord):
    """A kind of letter that a person does not want from this municipality by one of the ways."""

    class Privacy:
        personal = {"user": "erase"}
        harmless = {"id", "created_at", "municipality", "kind", "channel"}

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user", "kind", "channel"], name="letter_declined_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} declined"


class PushSubscription(MunicipalRecord):
    """A browser in which a person has asked to be told: where it is reached and the keys that seal a message for it."""

    class Privacy:
        personal = {"user": "erase", "endpoint": "erase", "public_key": "erase", "secret": "erase"}
        harmless = {"id", "created_at", "municipality"}

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=600, help_text="address at the browser's own message service")
    public_key = models.CharField(max_length=100, help_text="the browser's key (P-256), base64url")
    secret = models.CharField(max_length=40, help_text="sixteen bytes of the browser's own, base64url")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "endpoint"], name="browser_once")]

    def __str__(self) -> str:
        return f"browser of {self.user_id}"


class QuietHours(MunicipalRecord):
    """The hours in which a person wants no push notices; whole local hours, over midnight when they end before they
    begin, none when both are the same."""

    class Privacy:
        personal = {"user": "erase"}
        harmless = {"id", "created_at", "municipality", "begins", "ends"}

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    begins = models.PositiveSmallIntegerField(help_text="0–23")
    ends = models.PositiveSmallIntegerField(help_text="0–23")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user"], name="quiet_hours_once"),
            models.CheckConstraint(condition=models.Q(begins__lte=23, ends__lte=23), name="quiet_hours_are_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.begins}–{self.ends}"
