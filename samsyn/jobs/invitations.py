"""A meeting in its reader's calendar: what goes with a letter about a call, a change or a cancellation."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.documents.calendars import CANCEL, REQUEST, CalendarMeeting, Person, meeting_message
from samsyn.ground.audit.models import Event
from samsyn.letters.email import Enclosure
from samsyn.letters.models import Delivery, LetterKind
from samsyn.method.meetings.models import Meeting
from samsyn.method.meetings.states import State


def calendar_message(delivery: Delivery, event: Event) -> Enclosure | None:
    """Return the meeting as it now stands, for one reader alone: nobody sees who else is called.

    The group's name, the time, the room and the link; never the agenda, a place in town or anything from a picture.
    """
    if delivery.kind != LetterKind.MEETING:
        return None
    meeting = Meeting.objects.filter(pk=event.subject_id).select_related("group", "municipality").first()
    if meeting is None or meeting.begins_at is None or meeting.ends_at is None:
        return None
    method = CANCEL if meeting.state == State.CANCELLED else REQUEST
    with translation.override(delivery.recipient.language):
        told = _told(meeting, delivery)
    return Enclosure(meeting_message(told, method=method, stamped_at=event.created_at), method)


def _told(meeting: Meeting, delivery: Delivery) -> CalendarMeeting:
    here, reader = meeting.municipality, delivery.recipient
    address = f"{settings.SAMSYN_ADDRESS}/{here.slug}/mote/{meeting.pk}"
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip(" >")
    return CalendarMeeting(
        uid=f"{meeting.pk}@samsyn", sequence=meeting.sequence,
        begins=meeting.begins_at.astimezone(here.zone), ends=meeting.ends_at.astimezone(here.zone),
        summary=_("Möte: %(group)s") % {"group": meeting.group or here.name},
        organizer=Person(here.name, sender), attendees=[Person(str(reader), reader.email)],
        location=meeting.location or (_("Videomöte") if meeting.video_link else ""), link=meeting.video_link,
        description=_("Öppna mötet i Samsyn: %(address)s") % {"address": address},
    )  # fmt: skip
