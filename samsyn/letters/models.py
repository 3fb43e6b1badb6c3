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
    OUTCOME = "outcome", _("så här blev det med veckans rapporter")
    REMINDER = "reminder", _("veckobeskedet saknas")


class DeliveryQuerySet(models.QuerySet[Any]):
    def visible_to(self, member: Any) -> "DeliveryQuerySet":
        """The member's own letters in this municipality."""
        return self.filter(municipality=member.municipality, recipient=member.user)

    def unsent(self) -> "DeliveryQuerySet":
        return self.filter(sent_at=None)


class Delivery(MunicipalRecord):
    """A letter to one person about one line of the logbook; sent when the mail server has taken it."""

    class Privacy:
        personal = {"recipient": "erase"}
        harmless = {"id", "created_at", "municipality", "event_id", "kind", "sent_at", "attempts", "problem"}
        kept_for_months = 3

    event_id = models.UUIDField(help_text="the line of the logbook; stands in the letter, so that a repeat is known")
    recipient = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True, help_text="kind of error, never the letter")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_id", "recipient"], name="delivery_once_per_line")]
        indexes = [models.Index(fields=["sent_at"], name="delivery_unsent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


class LetterChoice(MunicipalRecord):
    """A kind of letter that a person does not want from this municipality."""

    class Privacy:
        personal = {"user": "erase"}
        harmless = {"id", "created_at", "municipality", "kind"}

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=LetterKind.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "user", "kind"], name="letter_declined_once")]

    def __str__(self) -> str:
        return f"{self.kind} declined"
